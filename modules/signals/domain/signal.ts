// One piece of behaviour, checked. Why here: the log, the learner and the roll-ups agree on what a signal is.
import type { Id } from '#kernel/ids'
import type { SignalKind } from './signal-kinds.ts'

/** From, to: milliseconds into the clip. */
export type WatchedRange = readonly [fromMs: number, toMs: number]

export type NewSignal = {
  id: Id<'sig'>
  kind: SignalKind
  accountId: Id<'usr'>
  /** By the platform's clock. */
  at: Date
  slateId: Id<'slt'> | null
  position: number | null
  contentId: Id<'cnt'> | null
  productId: Id<'prd'> | null
  /** The order line that was bought, sent back or undone: what ties the end of a sale to it. Left out by behaviour. */
  lineId?: Id<'oln'> | null
  dwellMs: number | null
  durationMs: number | null
  /** Where in the clip it happened; of a dwell: where the viewer left. Left out where the client did not say. */
  clipAtMs?: number | null
  /** Of a dwell: the parts of the clip that really played, in the order they did; a second round is a part of its own. */
  watched?: readonly WatchedRange[] | null
  /** What the ranking foretold of the item when it was served; null when it foretold nothing. */
  forecast: number | null
}

/** A signal in the log. `xid` and `seq` place it: readers go by (xid, seq). */
export type Signal = NewSignal & { seq: number; xid: string; receivedAt: Date }

/** A reader's place in the log. */
export type SignalCursor = { xid: string; seq: number }
export const LOG_START: SignalCursor = { xid: '0', seq: 0 }

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The UTC day written into a ULID: the same for every resend of the same id. Out of a calendar's range becomes its edge. */
export function dayOfId(id: string): string {
  let ms = 0
  for (const c of id.slice(4, 14)) ms = ms * 32 + CROCKFORD.indexOf(c)
  return new Date(Math.min(ms, Date.UTC(9999, 0, 1))).toISOString().slice(0, 10)
}
