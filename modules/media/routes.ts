// Contract → service.
import { route, type Route } from '#platform/http/dispatch'
import { uploadImage, uploadVideo } from './contract.ts'
import type { createUploads } from './service/uploads.ts'

export const mediaRoutes = (s: ReturnType<typeof createUploads>): Route[] => [
  route(uploadImage, s.uploadImage),
  route(uploadVideo, s.uploadVideo),
]
