// Contract → service. Clips' bytes come in through the stream of service/receive.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as contract from './contract.ts'
import type { createClips } from './service/clips.ts'
import type { createUploads } from './service/uploads.ts'

export const mediaRoutes = (
  s: Pick<ReturnType<typeof createUploads>, 'uploadImage'> & ReturnType<typeof createClips>,
): Route[] => [
  route(contract.uploadImage, s.uploadImage),
  route(contract.listClips, s.listClips),
  route(contract.getClip, s.getClip),
  route(contract.cancelClip, s.cancelClip),
  route(contract.retryClip, s.retryClip),
  route(contract.clipLimits, s.clipLimits),
]
