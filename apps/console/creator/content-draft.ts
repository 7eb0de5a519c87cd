// What the form of a content holds, how it becomes what the server takes, and how what the server has becomes the form again.
import type { ContentMedia } from '#kernel/content-card'
import type { OutputOf } from '#kernel/contract'
import type { getMine } from '#modules/content/contract'
import type { Words } from '../app/both.tsx'
import type { MediaDraft } from './media-field.tsx'

export type Own = OutputOf<typeof getMine>
export type Draft = {
  title: Words
  caption: Words
  media: MediaDraft | null
  productIds: string[]
  tags: string
  categoryId: string
  /** Local date and time as the field holds it, or empty: at once. */
  publishAt: string
  /** The room it announces. */
  roomId: string | null
}
export const EMPTY: Draft = {
  title: { zh: '', en: '' },
  caption: { zh: '', en: '' },
  media: null,
  productIds: [],
  tags: '',
  categoryId: '',
  publishAt: '',
  roomId: null,
}
export const MAX_PRODUCTS = 5
export const MAX_TAGS = 10

export const tagsOf = (text: string): string[] =>
  [...new Set(text.split(/[,，、#\s]+/u).filter(Boolean))].slice(0, MAX_TAGS)
export const fieldsOf = (d: Draft) => ({
  title: d.title,
  caption: d.caption,
  media: d.media,
  productIds: d.productIds,
  tags: tagsOf(d.tags),
  categoryId: d.categoryId || null,
  publishAt: d.publishAt ? new Date(d.publishAt).toISOString() : null,
})

type Lack = 'media' | 'titleZh' | 'titleEn'
export const missingOf = (d: Draft): Lack[] => [
  ...(d.media === null ? (['media'] as const) : []),
  ...(d.title.zh.trim() === '' ? (['titleZh'] as const) : []),
  ...(d.title.en.trim() === '' ? (['titleEn'] as const) : []),
]
export const isWhole = (d: Draft) => missingOf(d).length === 0

export const draftFrom = (own: Own): Draft => ({
  title: own.title,
  caption: own.caption,
  media: draftOf(own.media),
  productIds: [...own.productIds],
  tags: own.tags.join(' '),
  categoryId: own.categoryId ?? '',
  publishAt: localTime(own.publishAt),
  roomId: own.announcesRoomId,
})

/** The form's media of a saved content: an upload of ours is named, so that what it became meanwhile is used. */
function draftOf(media: ContentMedia): MediaDraft | null {
  if (media.kind === 'live') return null // a room has a desk of its own
  if (media.kind === 'images' || !media.uploadId) return media
  return {
    kind: 'clip',
    uploadId: media.uploadId,
    ...(media.posterUrl ? { posterUrl: media.posterUrl } : {}),
  }
}

/** An instant as a `datetime-local` field holds it, in this browser's zone. */
export function localTime(at: string | null): string {
  if (!at) return ''
  const date = new Date(at)
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}
