// An order's life as a table: each move, where it may start, where it ends and who may make it. The database applies a
// move only where the state still allows it, so of two racing moves one wins and the other learns the state.

export const ORDER_STATES = [
  'awaiting-payment',
  'part-paid',
  'paid',
  'partly-shipped',
  'shipped',
  'received',
  'completed',
  'cancelled',
  'refunded',
  'held',
] as const
export type OrderState = (typeof ORDER_STATES)[number]

export const MOVERS = ['buyer', 'merchant', 'provider', 'system', 'platform'] as const
export type Mover = (typeof MOVERS)[number]

export type Move = { from: readonly OrderState[]; to: OrderState; by: readonly Mover[] }

export const ORDER_MOVES = {
  /** One part of several; it is paid when all are. */
  payPart: { from: ['awaiting-payment', 'part-paid'], to: 'part-paid', by: ['provider'] },
  pay: { from: ['awaiting-payment', 'part-paid'], to: 'paid', by: ['provider'] },
  /** The provider reports another amount or currency than ours: people look at it. */
  hold: { from: ['awaiting-payment', 'part-paid'], to: 'held', by: ['provider'] },
  cancel: { from: ['awaiting-payment', 'part-paid'], to: 'cancelled', by: ['buyer', 'system'] },
  shipPart: { from: ['paid', 'partly-shipped'], to: 'partly-shipped', by: ['merchant'] },
  shipAll: { from: ['paid', 'partly-shipped'], to: 'shipped', by: ['merchant', 'system'] },
  receive: { from: ['shipped'], to: 'received', by: ['buyer', 'system'] },
  /** The return window is over; the money is settled in the same transaction. */
  complete: { from: ['received'], to: 'completed', by: ['system'] },
  refundUnshipped: { from: ['paid'], to: 'refunded', by: ['buyer'] },
  refundShipped: {
    from: ['partly-shipped', 'shipped', 'received', 'completed'],
    to: 'refunded',
    by: ['merchant', 'system'],
  },
  /** Nobody could make the wrong payment right: it goes back. */
  release: { from: ['held'], to: 'cancelled', by: ['system'] },
} as const satisfies Record<string, Move>

export type MoveName = keyof typeof ORDER_MOVES

export const mayMove = (move: MoveName, from: OrderState, by: Mover): boolean =>
  (ORDER_MOVES[move].from as readonly OrderState[]).includes(from) &&
  (ORDER_MOVES[move].by as readonly Mover[]).includes(by)

/** States whose goods the buyer holds or will hold: they count against purchase limits. */
export const LIVE_STATES: readonly OrderState[] = [
  'awaiting-payment',
  'part-paid',
  'paid',
  'partly-shipped',
  'shipped',
  'received',
  'completed',
  'held',
]

/** Not paid yet, or not all of it. */
export const isUnpaid = (state: OrderState): state is 'awaiting-payment' | 'part-paid' =>
  state === 'awaiting-payment' || state === 'part-paid'

/** How long things may take. Platform policy, in one place. */
export const POLICY = {
  payWithinMs: 15 * 60_000,
  shipSoonMs: 12 * 3_600_000,
  /** From shipping; from the last signature when all parcels are signed for. */
  autoReceiveMs: 10 * 86_400_000,
  autoReceiveSignedMs: 7 * 86_400_000,
  /** Shipped, and the carrier has not collected it: is there a parcel? */
  noMovementMs: 24 * 3_600_000,
  returnWindowMs: 7 * 86_400_000,
  /** People have this long to look at a wrong payment. */
  holdMs: 24 * 3_600_000,
  /** A card's credit lasts this long from the moment it was shown. */
  attributionMs: 15 * 86_400_000,
  maxUnpaidCheckouts: 10,
} as const

export const BUYER_ACTIONS = ['pay', 'cancel', 'refund', 'after-sale', 'confirm-receipt', 'review'] as const
export type BuyerAction = (typeof BUYER_ACTIONS)[number]

export const MERCHANT_ACTIONS = ['ship', 'decide-refund'] as const
export type MerchantAction = (typeof MERCHANT_ACTIONS)[number]
