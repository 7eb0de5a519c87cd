// The door of media: pictures and clips in, measurements and clips out.
import { join } from 'node:path'
import { createDiskBlobs } from '#platform/blobs'
import type { Deps } from '#platform/context'
import { findFfmpeg } from '#platform/ffmpeg'
import { findScreenReader } from '#platform/read-screen'
import type { Job } from '#platform/jobs'
import { createWorkQueue, type WorkQueueOptions } from '#platform/work-queue'
import { mediaRoutes } from './routes.ts'
import { createClips } from './service/clips.ts'
import { createClipWork, type ClipWorkOptions } from './service/clip-work.ts'
import { createReceive } from './service/receive.ts'
import { createSettle } from './service/settle.ts'
import { createUploads } from './service/uploads.ts'

export type { Alike, ClipFindings, ClipOf } from './service/clips.ts'
export type { ClipHooks } from './service/clip-work.ts'
export type { Measured } from './service/uploads.ts'
export type { ClipCut, ClipMedia, ScreenText, Take } from './repository.ts'

export type MediaOptions = {
  /** What this installation can do, asked when it is needed. */
  canConvert?: () => Promise<boolean>
  canRead?: () => Promise<boolean>
  queue?: Partial<WorkQueueOptions>
}

const MINUTE = 60_000

export function createMedia(deps: Deps, options: MediaOptions = {}) {
  const blobs = createDiskBlobs(join(deps.config.dataDir, 'blobs'))
  const queue = createWorkQueue({ db: deps.db, ids: deps.ids, ...options.queue })
  const {
    canConvert = once(async () => (await findFfmpeg()) !== null),
    canRead = async () => findScreenReader() !== null,
  } = options
  const settle = createSettle(deps)
  const receive = createReceive(deps, { queue, settle, canConvert })
  const clips = createClips(deps, { queue, settle, receive, canConvert, canRead })
  const uploads = createUploads(deps, blobs)
  const jobs: readonly Job[] = [{ name: 'expire-uploads', everyMs: 10 * MINUTE, run: receive.expireUploads }]
  return {
    measured: uploads.measured,
    clipOf: clips.clipOf,
    findings: clips.findings,
    cutClip: clips.cutClip,
    clipsByIds: clips.clipsByIds,
    queue,
    /** The work of the media process. */
    clipWork: (how: ClipWorkOptions) =>
      createClipWork({ ...deps, blobs, pathOf: receive.pathOf, discard: receive.discard, settle }, how),
    streams: [receive.stream],
    jobs,
    routes: mediaRoutes({ ...uploads, ...clips }),
  }
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | null = null
  return () => (found ??= find())
}

export type Media = ReturnType<typeof createMedia>
