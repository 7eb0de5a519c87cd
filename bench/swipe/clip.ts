// A creator's clip as a phone films it, 15 s of 1080×1920 at 30 frames and 30 Mbit/s: from the last acknowledged byte until every
// rendition of it can be fetched whole. The real server, the real media process, the real ffmpeg; nothing else to do.
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '#platform/postgres/embedded'
import { openStack } from '#server/stack'
import { makeMarket, openDoors } from '../../tests/support/market.ts'
import { round } from '../harness.ts'
import type { Part } from '../swipe.ts'
import { film, needFfmpeg, openCreator, untilReady, upload } from './clips.ts'

const SECONDS = 15
const GIVE_UP_MS = 300_000

export const part: Part = async ({ say }) => {
  needFfmpeg()
  const dataDir = await mkdtemp(join(tmpdir(), 'serendip-clip-'))
  const path = await film(dataDir, 'brought.mp4', { size: '1080x1920', seconds: SECONDS, mbitPerSecond: 30 })
  const { size } = await stat(path)
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir,
    role: 'all',
    databaseUrl: null,
    world: null,
    buildWeb: false,
    live: true,
  })
  const { db, doors } = openDoors(stack.databaseUrl, { secret: stack.env.SECRET! })
  try {
    const market = await makeMarket(db, doors, { shops: 0, skusPerShop: 0, stock: 0, buyers: 1 })
    const creator = await openCreator(stack.baseUrl, market.buyers[0]!.token)
    say(`uploading ${round(size / 1e6)} MB, ${round((size * 8) / SECONDS / 1e6)} Mbit/s`)
    const load = loadavg()[0]!
    const beganAt = performance.now()
    const uploadId = await upload(creator, path)
    const uploadedAt = performance.now()
    const clip = await untilReady(creator, uploadId, GIVE_UP_MS)
    const bytes = await Promise.all(
      clip.media!.sources.map(async ({ url }) => {
        const answer = await fetch(new URL(url, stack.baseUrl))
        if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
        return (await answer.arrayBuffer()).byteLength
      }),
    )
    const playableSeconds = (performance.now() - uploadedAt) / 1_000
    creator.http.close()
    return {
      figures: {
        clipPlayableSeconds: round(playableSeconds),
        clipUploadSeconds: round((uploadedAt - beganAt) / 1_000),
        clipBroughtMb: round(size / 1e6),
        clipBroughtMbit: round((size * 8) / SECONDS / 1e6),
        clipServedMb: round(bytes.reduce((a, b) => a + b, 0) / 1e6),
        clipDurationMs: clip.media!.durationMs,
        clipRenditions: bytes.length,
        clipLoadAverage: round(load),
      },
      floors: {
        clipPlayableSeconds: { max: 40 },
        clipDurationMs: { min: SECONDS * 1_000 - 100, max: SECONDS * 1_000 + 100 },
        clipRenditions: { min: 2 },
      },
    }
  } finally {
    await db.close()
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
