// What content tells the others. `content.changed` is a full snapshot, so a reader that missed one needs only the next.
import { z } from 'zod'
import { idOf, instant, localized } from '#kernel/contract'
import { eventType } from '#kernel/event'
import { CONTENT_STATES } from './domain/content-state.ts'

export const contentChanged = eventType(
  'content.changed',
  1,
  z.object({
    contentId: idOf('cnt'),
    creatorId: idOf('crt'),
    kind: z.enum(['video', 'images', 'live']),
    title: localized,
    tags: z.array(z.string()),
    categoryId: z.string().nullable(),
    productIds: z.array(idOf('prd')),
    state: z.enum(CONTENT_STATES),
    publishedAt: instant.nullable(),
    durationMs: z.number().int().nullable(),
  }),
)

/** Published only when the like really changed; `on: false` is a like taken back. */
export const contentLiked = eventType(
  'content.liked',
  1,
  z.object({ contentId: idOf('cnt'), creatorId: idOf('crt'), accountId: idOf('usr'), on: z.boolean() }),
)

export const contentCommented = eventType(
  'content.commented',
  1,
  z.object({
    contentId: idOf('cnt'),
    creatorId: idOf('crt'),
    accountId: idOf('usr'),
    commentId: idOf('cmt'),
  }),
)

/** Published only when the follow really changed; `on: false` is an unfollow. */
export const creatorFollowed = eventType(
  'creator.followed',
  1,
  z.object({ creatorId: idOf('crt'), accountId: idOf('usr'), on: z.boolean() }),
)
