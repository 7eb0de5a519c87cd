// What SRS 5 and 6 say over HTTP: the bodies of its hooks and the answers of its API, checked where they come in. Recorded bodies of a
// real server lie in srs-recorded.json; the contract test runs against one where it is installed.
import { z } from 'zod'

export const SRS_APP = 'live'
const name = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

const about = {
  client_id: z.string().min(1).max(200),
  ip: z.string().max(64),
  app: z.literal(SRS_APP),
  stream: name,
  /** What stands behind the name, `?key=…`; whoever connects writes it. */
  param: z.string().max(1024).default(''),
}
export const srsHookBody = z.discriminatedUnion('action', [
  z.object({ action: z.literal('on_publish'), ...about }),
  z.object({ action: z.literal('on_unpublish'), ...about }),
  z.object({ action: z.literal('on_play'), ...about }),
  z.object({ action: z.literal('on_stop'), ...about }),
  z.object({ action: z.literal('on_dvr'), ...about, cwd: z.string().max(1024), file: z.string().max(1024) }),
])
export type SrsHookBody = z.output<typeof srsHookBody>

const srsStream = z.object({
  id: z.string(),
  name: z.string(),
  app: z.string(),
  live_ms: z.number(),
  clients: z.number(),
  frames: z.number(),
  recv_bytes: z.number(),

  publish: z.object({ active: z.boolean(), cid: z.string().optional() }),
  video: z
    .object({ codec: z.string(), width: z.number().default(0), height: z.number().default(0) })
    .nullish(),
  audio: z.object({ codec: z.string() }).nullish(),
})
export type SrsStream = z.output<typeof srsStream>
export const srsStreams = z.object({ code: z.literal(0), streams: z.array(srsStream) })

const srsClient = z.object({ id: z.string(), stream: z.string(), publish: z.boolean() })
export type SrsClient = z.output<typeof srsClient>
export const srsClients = z.object({ code: z.literal(0), clients: z.array(srsClient) })
