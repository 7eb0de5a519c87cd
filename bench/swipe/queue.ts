// Twenty clips wait for the encoder while shoppers ask for slates: the feed's p99 beside the same load a moment before, without a queue.
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '#platform/postgres/embedded'
import { openStack } from '#server/stack'
import { startLoad, visitors } from '../feed.ts'
import { quantile, round } from '../harness.ts'
import type { Part } from '../swipe.ts'
import { clipOf, film, needFfmpeg, openCreator, upload } from './clips.ts'

const QUEUED = 20
const CLIP = { size: '1080x1920', seconds: 10, mbitPerSecond: 20 }
const LOAD = { slatesPerSecond: 100, signalsPerSecond: 500, probesPerSecond: 0 }
/** Machines are noisy, so the figure is the median of several windows. */
const WINDOWS = 3
const SECONDS = 15
const WARM_UP_SECONDS = 8

export const part: Part = async ({ full, say, dataDir }) => {
  needFfmpeg()
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'serendip-queue-')))
  const films = await mkdtemp(join(tmpdir(), 'serendip-films-'))
  const path = await film(films, 'brought.mp4', CLIP)
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir: folder,
    role: 'all',
    databaseUrl: null,
    world: full ? 'demo' : 'small',
    buildWeb: false,
    live: true,
  })
  const load = startLoad()
  try {
    const { tokens } = await visitors(stack)
    const drive = (seconds: number, seed: string) =>
      load.drive({ baseUrl: stack.baseUrl, tokens, seconds, seed, ...LOAD })
    const inWindows = async (seed: string) => {
      const windows = []
      for (let n = 0; n < WINDOWS; n++) windows.push(await drive(SECONDS, `${seed}-${n}`))
      return windows
    }
    await drive(WARM_UP_SECONDS, 'warm-up')
    say(`${LOAD.slatesPerSecond} slates/s without a queue, ${WINDOWS} times ${SECONDS} s`)
    const alone = await inWindows('alone')
    const creator = await openCreator(stack.baseUrl, tokens[0]!)
    const uploads: string[] = []
    for (let n = 0; n < QUEUED; n++) uploads.push(await upload(creator, path))
    say(`the same with ${QUEUED} clips queued`)
    const beside = await inWindows('beside')
    const states = await Promise.all(uploads.map((id) => clipOf(creator, id)))
    creator.http.close()
    const medianOf = (windows: typeof alone, q: number) =>
      quantile(
        windows.map((w) => quantile(w.slateMs, q)),
        0.5,
      )
    const sum = (of: (w: (typeof beside)[number]) => number) => beside.reduce((n, w) => n + of(w), 0)
    const [aloneP99, besideP99] = [medianOf(alone, 0.99), medianOf(beside, 0.99)]
    return {
      figures: {
        queueSlateP50Ms: round(medianOf(beside, 0.5)),
        queueSlateP99Ms: round(besideP99),
        queueSlateWorstP99Ms: round(Math.max(...beside.map((w) => quantile(w.slateMs, 0.99)))),
        aloneSlateP50Ms: round(medianOf(alone, 0.5)),
        aloneSlateP99Ms: round(aloneP99),
        queueP99Ratio: round(besideP99 / aloneP99, 2),
        queueSlates: sum((w) => w.slateMs.length),
        queueFailures: sum((w) => w.errors.length + w.unanswered),
        queueLeft: states.filter((c) => c.state === 'processing').length,
        queueLoadAverage: round(loadavg()[0]!),
      },
      floors: {
        queueSlateP99Ms: { max: 50 },
        queueFailures: { max: 0 },
        // The queue outlived the load, so all of the load ran beside it.
        queueLeft: { min: 1 },
      },
    }
  } finally {
    load.stop()
    await stack.stop()
    await rm(films, { recursive: true, force: true })
    if (!dataDir) await rm(folder, { recursive: true, force: true })
  }
}
