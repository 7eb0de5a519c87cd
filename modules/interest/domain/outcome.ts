// A signal as the learner takes it: only what it reads, so that the log's owner may add fields freely.
import type { Id } from '#kernel/ids'

export const WATCH_KINDS = ['dwell', 'swipe'] as const
export const ACTION_KINDS = [
  'click',
  'sheet',
  'like',
  'unlike',
  'comment',
  'follow',
  'share',
  'cart',
  'notInterested',
  'buy',
] as const
/** How a sale ended: sent back, or undone before anything was sent. They say something of the goods, nothing of an interest. */
export const SALE_END_KINDS = ['return', 'unbuy'] as const
export const OUTCOME_KINDS = ['impression', ...WATCH_KINDS, ...ACTION_KINDS, ...SALE_END_KINDS] as const
export type OutcomeKind = (typeof OUTCOME_KINDS)[number]

export type Outcome = {
  seq: number
  xid: string
  kind: OutcomeKind
  accountId: Id<'usr'>
  at: Date
  slateId: string | null
  contentId: string | null
  productId: string | null
  /** The order line that was bought, sent back or undone. */
  lineId?: string | null
  dwellMs: number | null
  durationMs: number | null
  /** What the slate foretold of it; null when nothing was foretold. */
  forecast: number | null
}

export type LogCursor = { xid: string; seq: number }
export const LOG_START: LogCursor = { xid: '0', seq: 0 }

/** Whether `place` comes after `cursor` in the log. */
export function isAfter(place: LogCursor, cursor: LogCursor): boolean {
  const ahead = Number(place.xid) - Number(cursor.xid) // 2^53 transactions are some centuries
  return ahead > 0 || (ahead === 0 && place.seq > cursor.seq)
}
