// A clip in work has no address yet; whatever carries it waits.
import type { ContentMedia } from '#kernel/content-card'

export const isWaiting = (media: ContentMedia): boolean => media.kind === 'video' && media.videoUrl === ''

/** What a content carries of an upload that is still in work; the rest is filled in when it is ready. */
export const waitingFor = (
  uploadId: NonNullable<Extract<ContentMedia, { kind: 'video' }>['uploadId']>,
  posterUrl = '',
): ContentMedia => ({
  kind: 'video',
  videoUrl: '',
  posterUrl,
  durationMs: 0,
  width: 0,
  height: 0,
  captions: null,
  uploadId,
})
