// The kinds of behaviour, once. A client may not send the last three, which only an order makes: paid, sent back, or undone before
// anything had left the shop.

export const CLIENT_KINDS = [
  'impression',
  'dwell',
  'swipe',
  'click',
  'sheet',
  'like',
  'unlike',
  'comment',
  'follow',
  'share',
  'cart',
  'notInterested',
] as const
export const SIGNAL_KINDS = [...CLIENT_KINDS, 'buy', 'return', 'unbuy'] as const

export type ClientKind = (typeof CLIENT_KINDS)[number]
export type SignalKind = (typeof SIGNAL_KINDS)[number]

export const MAX_BATCH = 100
/** A slate has at most this many places, less one. */
export const MAX_POSITION = 63
/** Parts of a clip one signal may name; rounds beyond that are not counted. */
export const MAX_WATCHED = 20
