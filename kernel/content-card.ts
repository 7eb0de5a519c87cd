// The content card as every surface shows it: feed, author's page, a shared link. Why in the kernel: the contracts of several
// modules carry it, and modules do not import each other. It is made in one place, `content.cards`.
import { z } from 'zod'
import { idOf, instant, localized } from './contract.ts'

const videoMedia = z.object({
  kind: z.literal('video'),
  videoUrl: z.string(),
  posterUrl: z.string(),
  durationMs: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  /** URLs of the WebVTT tracks. */
  captions: localized.nullable(),
  /** The ladder, highest first; absent where there is only `videoUrl`, which is the best default. */
  sources: z
    .array(z.object({ url: z.string(), height: z.number().int(), kbps: z.number().int() }))
    .optional(),
  /** A few moving frames without sound (WebP). */
  previewUrl: z.string().optional(),
  /** The upload it is made of. While that is in work the addresses are empty, and nobody but its creator sees it. */
  uploadId: idOf('upl').optional(),
})
const imagesMedia = z.object({
  kind: z.literal('images'),
  images: z.array(z.object({ url: z.string(), width: z.number().int(), height: z.number().int() })),
})

/** A room that is on air: a content as long as it lasts. `play` is added where it is answered; it is not stored. */
const liveMedia = z.object({
  kind: z.literal('live'),
  roomId: idOf('rom'),
  posterUrl: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  play: z
    .object({
      flv: z.string().nullable(),
      wsFlv: z.string().nullable(),
      llHls: z.string().nullable(),
      whep: z.string().nullable(),
    })
    .nullable(),
})

/** `media.kind` is the content's kind: `video`, `images` (图文) or `live` (直播间). */
export const contentMedia = z.discriminatedUnion('kind', [videoMedia, imagesMedia, liveMedia])
export type ContentMedia = z.output<typeof contentMedia>
/** What is made of files; a room is not. */
export type FileMedia = Exclude<ContentMedia, { kind: 'live' }>

export const authorCard = z.object({
  creatorId: idOf('crt'),
  name: localized,
  avatarUrl: z.string().nullable(),
  followedByViewer: z.boolean(),
})
export type AuthorCard = z.output<typeof authorCard>

export const contentCounters = z.object({
  views: z.number().int(),
  likes: z.number().int(),
  comments: z.number().int(),
  shares: z.number().int(),
})

/** A published content as one viewer sees it. */
export const contentCard = z.object({
  contentId: idOf('cnt'),
  author: authorCard,
  title: localized,
  caption: localized,
  media: contentMedia,
  tags: z.array(z.string()),
  categoryId: z.string().nullable(),
  productIds: z.array(idOf('prd')),
  counters: contentCounters,
  likedByViewer: z.boolean(),
  publishedAt: instant,
  /** The room it announces and leads into (短直联动); how that stands now, the room's sign says. */
  announcesRoomId: idOf('rom').optional(),
  /** Where its author is on air, as the card was answered; added where it is answered, it is not stored. */
  authorRoomId: idOf('rom').optional(),
})
export type ContentCard = z.output<typeof contentCard>
