// What a creator says about a file gives way to what was measured when it was uploaded. Why: the length decides what a full
// view is, and a size that is not the file's makes every page jump.
import { AppError } from '#kernel/errors'
import type { FileMedia } from '#kernel/content-card'
import { blobUrl } from '#platform/blobs'
import { mediaIn } from '../contract/shapes.ts'

export type Measured = { kind: 'image' | 'video'; width: number; height: number; durationMs: number | null }

/** The files whose measures `asMeasured` wants to know. */
export const filesOf = (media: FileMedia): string[] =>
  media.kind === 'video' ? [media.videoUrl, media.posterUrl] : media.images.map((i) => i.url)

/**
 * The same media with the sizes and the length that were measured. Files of the demo world were not uploaded and are taken at
 * their word. @throws AppError INPUT_INVALID for an upload that is not there, is of the other kind, or is too small or short
 */
export function asMeasured(media: FileMedia, measured: ReadonlyMap<string, Measured>): FileMedia {
  const known = (url: string, kind: Measured['kind'], pointer: string): Partial<Measured> => {
    const file = measured.get(url)
    if (file && file.kind !== kind) throw fault(pointer, OTHER_KIND[kind])
    if (!file && url.startsWith(blobUrl(''))) throw fault(pointer, NOT_THERE)
    return file ?? {}
  }
  if (media.kind === 'images') {
    const images = media.images.map((image, i) => {
      const { width, height } = known(image.url, 'image', `/media/images/${i}/url`)
      return { ...image, width: width ?? image.width, height: height ?? image.height }
    })
    return fitting({ ...media, images }, '/media/images')
  }
  known(media.posterUrl, 'image', '/media/posterUrl')
  const { width, height, durationMs } = known(media.videoUrl, 'video', '/media/videoUrl')
  return fitting(
    {
      ...media,
      width: width ?? media.width,
      height: height ?? media.height,
      durationMs: durationMs ?? media.durationMs,
    },
    '/media/videoUrl',
  )
}

function fitting(media: FileMedia, pointer: string): FileMedia {
  if (!mediaIn.safeParse(media).success) throw fault(pointer, TOO_LITTLE)
  return media
}

const NOT_THERE = { zh: '没有这个上传的文件', en: 'there is no such upload' }
const OTHER_KIND = {
  image: { zh: '这里要放图片', en: 'a picture belongs here' },
  video: { zh: '这里要放视频', en: 'a clip belongs here' },
}
const TOO_LITTLE = {
  zh: '图片边长至少 16 像素，视频至少 1 秒',
  en: 'a picture has at least 16 pixels a side, a clip lasts at least a second',
}

const fault = (pointer: string, detail: { zh: string; en: string }) =>
  new AppError('INPUT_INVALID', {}, [{ pointer, code: 'INPUT_INVALID', detail }])
