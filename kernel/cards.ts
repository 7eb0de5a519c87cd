// The two cards every surface shows: a piece of content and the goods on it. Why in the kernel: the feed, the author's page,
// the selection square and the cart all answer with them, and no module may import another's contract.
import { z } from 'zod'
import { currency, idOf, instant, localized, minorOut } from './contract.ts'

const videoMedia = z.object({
  kind: z.literal('video'),
  videoUrl: z.string(),
  posterUrl: z.string(),
  durationMs: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  /** URLs of the WebVTT tracks. */
  captions: localized.nullable(),
})
const imagesMedia = z.object({
  kind: z.literal('images'),
  images: z.array(z.object({ url: z.string(), width: z.number().int(), height: z.number().int() })),
})

/** `media.kind` is the content's kind: `video` or `images` (图文). */
export const contentMedia = z.discriminatedUnion('kind', [videoMedia, imagesMedia])
export type ContentMedia = z.output<typeof contentMedia>

export const authorCard = z.object({
  id: idOf('crt'),
  name: localized,
  avatarUrl: z.string().nullable(),
  followedByViewer: z.boolean(),
})

export const contentCounters = z.object({
  views: z.number().int(),
  likes: z.number().int(),
  comments: z.number().int(),
  shares: z.number().int(),
})

/** A published content as one viewer sees it. */
export const contentCard = z.object({
  id: idOf('cnt'),
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
})
export type ContentCard = z.output<typeof contentCard>

/** A product in one line: enough for a card on a video, in a list or in a showcase. */
export const productCard = z.object({
  id: idOf('prd'),
  shopId: idOf('shp'),
  shopName: localized,
  categoryId: z.string(),
  title: localized,
  imageUrl: z.string(),
  minPriceMinor: minorOut,
  maxPriceMinor: minorOut,
  currency,
  onShelf: z.boolean(),
  inStock: z.boolean(),
})
export type ProductCard = z.output<typeof productCard>
