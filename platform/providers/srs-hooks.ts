// The address SRS posts its hooks to, on a plain node:http server: POST /api/v1/live-engine/hooks/srs/{secret}. Bounded in bytes and
// time; what is not ours is left to the next handler.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SrsEngine } from './srs.ts'

const PATH = /^\/api\/v1\/live-engine\/hooks\/srs\/([^/?]{1,200})$/
const BODY_BYTES = 16 << 10

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > BODY_BYTES) return null
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown
  } catch {
    return null
  }
}

/** @returns false: another address. */
export const handleSrsHook = (
  engine: SrsEngine,
  request: IncomingMessage,
  response: ServerResponse,
): boolean => {
  const secret = PATH.exec((request.url ?? '').split('?')[0] ?? '')?.[1]
  if (secret === undefined || request.method !== 'POST') return false
  const answer = async () => {
    const { status, body } = await engine.hook(secret, await bodyOf(request))
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  answer().catch(() => response.destroy())
  return true
}
