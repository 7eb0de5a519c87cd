// Uploads: one door for every picture and clip a person brings, so that no second path forgets a check. What was really in
// the file (size, length) is remembered here; a caller's word for it is never taken.
import { z } from 'zod'
import { endpoint, idOf } from '#kernel/contract'

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024
export const MAX_VIDEO_BYTES = 60 * 1024 * 1024

const stored = { blobId: idOf('blb'), url: z.string(), width: z.number().int(), height: z.number().int() }

export const uploadImage = endpoint({
  id: 'media.uploadImage',
  method: 'POST',
  path: '/api/v1/uploads/images',
  summary: {
    zh: '上传图片（JPG、PNG、WebP，10 MB 以内）',
    en: 'Upload a picture (JPG, PNG or WebP, up to 10 MB)',
  },
  access: { kind: 'account' },
  input: z.object({}),
  output: z.object(stored),
  errors: ['MEDIA_TYPE', 'MEDIA_CORRUPT', 'PIXELS_MAX', 'FILE_TOO_LARGE', 'STORAGE_FULL'],
  raw: true,
  status: 201,
  bodyLimit: MAX_IMAGE_BYTES,
})

export const uploadVideo = endpoint({
  id: 'media.uploadVideo',
  method: 'POST',
  path: '/api/v1/uploads/videos',
  summary: {
    zh: '上传短视频（MP4，60 MB、3 分钟以内）',
    en: 'Upload a clip (MP4, up to 60 MB and 3 minutes)',
  },
  access: { kind: 'account' },
  input: z.object({}),
  output: z.object({ ...stored, durationMs: z.number().int() }),
  errors: ['MEDIA_TYPE', 'MEDIA_CORRUPT', 'MEDIA_LIMIT', 'FILE_TOO_LARGE', 'STORAGE_FULL'],
  raw: true,
  status: 201,
  bodyLimit: MAX_VIDEO_BYTES,
})

export const mediaEndpoints = [uploadImage, uploadVideo] as const
