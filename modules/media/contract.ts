// Uploads: one door for every picture and clip a person brings, so that no second path forgets a check. What was really in
// the file (size, length) is remembered here; a caller's word for it is never taken. Clips arrive by the tus protocol under
// UPLOAD_PATH (not JSON, so not an endpoint of this list) and are followed through the endpoints below.
import { z } from 'zod'
import { contentMedia } from '#kernel/content-card'
import { endpoint, idOf, instant, pageIn, pageOf } from '#kernel/contract'
import { UPLOAD_STATES } from './domain/upload-state.ts'

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024
export const MAX_CLIP_BYTES = 512 * 1024 * 1024
/** What one account may have lying about unfinished. */
export const MAX_STAGED_BYTES = 2 * 1024 * 1024 * 1024
export const MAX_STAGED_UPLOADS = 20
export const UPLOAD_PATH = '/api/v1/uploads/tus'
/** The kind of work in platform/work-queue.ts. */
export const CLIP_WORK = 'media.clip'

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

const creatorId = idOf('crt')
const uploadId = idOf('upl')
const creator = (scope: 'content.read' | 'content.write') =>
  ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const

/** One clip on its way. `progress` and `stage` are of the ladder; `reason` says why it failed, with a code of the error list. */
export const clip = z.object({
  uploadId,
  name: z.string(),
  bytes: z.number().int(),
  state: z.enum(UPLOAD_STATES),
  actions: z.array(z.enum(['cancel', 'retry'])),
  progress: z.number().min(0).max(1),
  stage: z.enum(['waiting', 'probing', 'encoding', 'pictures', 'reading', 'storing']).nullable(),
  attempts: z.number().int(),
  reason: z.looseObject({ code: z.string() }).nullable(),
  media: contentMedia.nullable(),
  createdAt: instant,
  expiresAt: instant,
})
export type Clip = z.output<typeof clip>

export const listClips = endpoint({
  id: 'media.listClips',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/clips',
  summary: { zh: '上传与转码任务', en: "The creator's uploads and what became of them, newest first" },
  access: creator('content.read'),
  input: z.object({ creatorId, ...pageIn }),
  output: pageOf(clip),
  errors: ['NOT_FOUND', 'CURSOR_INVALID'],
})

export const getClip = endpoint({
  id: 'media.getClip',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/clips/{uploadId}',
  summary: { zh: '上传与转码进度', en: 'One upload and how far it is' },
  access: creator('content.read'),
  input: z.object({ creatorId, uploadId }),
  output: clip,
  errors: ['NOT_FOUND'],
})

export const cancelClip = endpoint({
  id: 'media.cancelClip',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/clips/{uploadId}/cancel',
  summary: { zh: '取消上传或转码', en: 'Cancel an upload or its processing; the file is deleted' },
  access: creator('content.write'),
  input: z.object({ creatorId, uploadId }),
  output: clip,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const retryClip = endpoint({
  id: 'media.retryClip',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/clips/{uploadId}/retry',
  summary: { zh: '重试转码', en: 'Process a failed clip again' },
  access: creator('content.write'),
  input: z.object({ creatorId, uploadId }),
  output: clip,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** What this installation takes and does: shown before somebody chooses a file. */
export const clipLimits = endpoint({
  id: 'media.clipLimits',
  method: 'GET',
  path: '/api/v1/uploads/limits',
  summary: { zh: '视频上传限制', en: 'What a clip may be, and whether this server converts' },
  access: { kind: 'account' },
  input: z.object({}),
  output: z.object({
    maxBytes: z.number().int(),
    maxSeconds: z.number().int(),
    /** False: no ffmpeg here; only MP4 with H.264 and AAC is taken, as it is. */
    converts: z.boolean(),
    /** Words on the screen are read before review. */
    readsScreen: z.boolean(),
  }),
  errors: [],
})

export const mediaEndpoints = [uploadImage, listClips, getClip, cancelClip, retryClip, clipLimits] as const
