// The shapes content is made of: what a creator hands in, and what is answered.
import { z } from 'zod'
import { authorCard, contentCounters, contentMedia } from '#kernel/content-card'
import { idOf, instant, localized, mediaUrl, says } from '#kernel/contract'
import { cleanText, localizedText } from '#kernel/text'
import { CONTENT_ACTIONS, CONTENT_STATES } from '../domain/content-state.ts'

export const MAX_ANCHORS = 5

const pixels = z.number().int().min(16).max(8192)

export const mediaIn = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('video'),
    videoUrl: mediaUrl,
    posterUrl: mediaUrl,
    durationMs: z.number().int().min(1000).max(600_000),
    width: pixels,
    height: pixels,
    captions: z.strictObject({ zh: mediaUrl, en: mediaUrl }).nullable(),
  }),
  /** An upload, finished or still in work; the poster, if none is given, is the clip's own. */
  z.strictObject({ kind: z.literal('clip'), uploadId: idOf('upl'), posterUrl: mediaUrl.optional() }),
  z.strictObject({
    kind: z.literal('images'),
    images: z
      .array(z.strictObject({ url: mediaUrl, width: pixels, height: pixels }))
      .min(1)
      .max(9),
  }),
])

const captionText = cleanText(500, { min: 0, multiline: true })
const unique = (list: readonly string[]) => new Set(list).size === list.length

export const draftFields = {
  title: localizedText(60),
  caption: z.strictObject({ zh: captionText, en: captionText }),
  media: mediaIn,
  productIds: z
    .array(idOf('prd'))
    .max(MAX_ANCHORS)
    .refine(unique, says('每件商品只放一次', 'each product once')),
  tags: z.array(cleanText(30)).max(10).refine(unique, says('每个标签只写一次', 'each tag once')),
  categoryId: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .nullable(),
}

/** One piece of content as it is handed in; the desk and the world generator are checked by the same schema. */
export const contentDraft = z.strictObject(draftFields)
export type ContentDraft = z.output<typeof contentDraft>

/**
 * What a machine said before anybody looked. `notRun`: nothing here could look, which is not a pass. `evidence` says what and
 * where; `second` is of the clip; `contentId` names what it is like.
 */
export const contentCheck = z.object({
  check: z.enum(['duplicate', 'screenWords', 'goods']),
  verdict: z.enum(['passed', 'toReview', 'rejected', 'notRun']),
  ruleId: z.string(),
  evidence: localized.nullable(),
  second: z.number().int().nullable(),
  contentId: idOf('cnt').nullable(),
})
export type ContentCheck = z.output<typeof contentCheck>

/** Which seconds of which room's replay a clip was cut from: milliseconds from the beginning of the replay. */
export const fromRoom = z.object({
  roomId: idOf('rom'),
  fromMs: z.number().int(),
  toMs: z.number().int(),
})
export type FromRoom = z.output<typeof fromRoom>

export const creatorTier = z
  .enum(['head', 'shoulder', 'waist', 'tail'])
  .meta({ description: '头部 · 肩部 · 腰部 · 尾部' })
export type CreatorTier = z.output<typeof creatorTier>

export const contentState = z.enum(CONTENT_STATES)

/** A creator's own content, in any state. `actions` are those possible now; `rejectedRuleId` says why it was turned down. */
export const ownContent = z.object({
  contentId: idOf('cnt'),
  creatorId: idOf('crt'),
  state: contentState,
  actions: z.array(z.enum(CONTENT_ACTIONS)),
  version: z.number().int(),
  title: localized,
  caption: localized,
  media: contentMedia,
  productIds: z.array(idOf('prd')),
  tags: z.array(z.string()),
  categoryId: z.string().nullable(),
  counters: contentCounters,
  rejectedRuleId: z.string().nullable(),
  /** Of the last time it was handed in. */
  checks: z.array(contentCheck),
  /** Where it was cut from; null: it was brought. */
  fromRoom: fromRoom.nullable(),
  /** The room it announces; none once that is over. */
  announcesRoomId: idOf('rom').nullable(),
  /** Not seen before this time, however early it is passed. */
  publishAt: instant.nullable(),
  createdAt: instant,
  publishedAt: instant.nullable(),
})
export type OwnContent = z.output<typeof ownContent>

export const comment = z.object({
  commentId: idOf('cmt'),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  text: z.string(),
  pinned: z.boolean(),
  /** The author's answer (作者回复). */
  reply: z
    .object({
      text: z.string(),
      at: instant,
      /** Answered by this shop in the author's stead (商家托管). */
      shopId: idOf('shp').optional(),
      shopName: localized.optional(),
    })
    .nullable(),
  at: instant,
  /** The caller may delete it: it is theirs, or it stands under their content. */
  deletable: z.boolean(),
  /** Held back by the author's filter: only its writer and the author see it. */
  held: z.boolean().optional(),
})
export type Comment = z.output<typeof comment>

/** A comment at the desk, with what it stands under. */
export const deskComment = comment.extend({
  contentId: idOf('cnt'),
  contentTitle: localized,
  held: z.boolean(),
})
export type DeskComment = z.output<typeof deskComment>

export const authorProfile = authorCard.extend({
  bio: localized,
  tier: creatorTier,
  followers: z.number().int(),
  contents: z.number().int(),
  likes: z.number().int(),
})
export type AuthorProfile = z.output<typeof authorProfile>

export const creatorProfile = z.object({
  creatorId: idOf('crt'),
  version: z.number().int(),
  name: localized,
  bio: localized,
  avatarUrl: z.string().nullable(),
  tier: creatorTier,
  followers: z.number().int(),
  createdAt: instant,
})
export type CreatorProfile = z.output<typeof creatorProfile>

const rateBps = z.number().int().nullable()
const count = z.number().int()

/** Basis points of all plays; null without plays. `averageMs`: what a play lasted, rounds of the loop counted. */
export const watchRates = z.object({
  /** Played for three seconds, or to the end (3 秒播放率). */
  past3s: rateBps,
  /** Played for ten seconds, or to the end (有效播放率). */
  effective: rateBps,
  past25: rateBps,
  past50: rateBps,
  past75: rateBps,
  /** Played to within half a second of the end (完播率 = play_over ÷ total_play). */
  finished: rateBps,
  averageMs: count.nullable(),
})

/** One clip by the second. A play lasts from coming on screen until it is swiped away or the tab is hidden. */
export const watchReport = z.object({
  contentId: idOf('cnt'),
  title: localized,
  state: contentState,
  publishedAt: instant.nullable(),
  media: contentMedia,
  plays: count,
  /** Plays whose parts were measured by the player; `playing` of a second knows only these. */
  measuredPlays: count,
  /** When counting began. */
  since: instant.nullable(),
  rates: watchRates,
  /** The middle of the creator's other clips that have plays enough, and how many those are. */
  median: watchRates,
  medianOf: count,
  seconds: z.array(
    z.object({
      second: count,
      /** Plays that got as far as this second. */
      staying: count,
      /** Times this second was played, rounds counted. */
      playing: count,
      /** Plays that got no further; who saw the end leaves at the last second. */
      leaving: count,
      likes: count,
      comments: count,
      shares: count,
      follows: count,
    }),
  ),
})
/** Who came into live rooms by this content: a person once a room, by their first entry. */
export const liveEntries = z.object({
  contentId: idOf('cnt'),
  /** Of at least three seconds, as everywhere. */
  views: count,
  entries: count,
  /** 引流率 = entries ÷ views, basis points; null without views. */
  rateBps,
  /** The latest started first, twenty at most. */
  rooms: z.array(
    z.object({
      roomId: idOf('rom'),
      title: localized,
      startedAt: instant.nullable(),
      entries: count,
      /** Of those who came, how many paid in that room. */
      payers: count,
    }),
  ),
})
export type LiveEntries = z.output<typeof liveEntries>
export type WatchReport = z.output<typeof watchReport>
