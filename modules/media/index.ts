// The door of media: uploads in, measurements out.
import { join } from 'node:path'
import { createDiskBlobs } from '#platform/blobs'
import type { Deps } from '#platform/context'
import { mediaRoutes } from './routes.ts'
import { createUploads } from './service/uploads.ts'

export type { Measured } from './service/uploads.ts'

export function createMedia(deps: Deps) {
  const uploads = createUploads(deps, createDiskBlobs(join(deps.config.dataDir, 'blobs')))
  return { measured: uploads.measured, routes: mediaRoutes(uploads) }
}

export type Media = ReturnType<typeof createMedia>
