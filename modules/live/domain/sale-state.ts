// The life of a flash sale, as a table. A sold-out sale runs on until its end: an unpaid order that expires gives its unit
// back, and somebody else gets it.

export const SALE_STATES = ['scheduled', 'running', 'soldOut', 'ended', 'cancelled'] as const
export type SaleState = (typeof SALE_STATES)[number]
export const SALE_ACTIONS = ['start', 'sellOut', 'restock', 'end', 'cancel'] as const
export type SaleAction = (typeof SALE_ACTIONS)[number]

const TRANSITIONS: Record<SaleState, Partial<Record<SaleAction, SaleState>>> = {
  scheduled: { start: 'running', end: 'ended', cancel: 'cancelled' },
  running: { sellOut: 'soldOut', end: 'ended', cancel: 'cancelled' },
  soldOut: { restock: 'running', end: 'ended', cancel: 'cancelled' },
  ended: {},
  cancelled: {},
}

export const nextSaleState = (state: SaleState, action: SaleAction): SaleState | null =>
  TRANSITIONS[state][action] ?? null

export const isOpenSale = (state: SaleState): boolean => state !== 'ended' && state !== 'cancelled'

/** What the clock and what is left make of a sale: the state it should be in now. */
export function dueSaleState(
  sale: { state: SaleState; startsAt: Date; endsAt: Date },
  left: number,
  now: Date,
): SaleState {
  if (!isOpenSale(sale.state)) return sale.state
  if (now >= sale.endsAt) return 'ended'
  if (now < sale.startsAt) return 'scheduled'
  return left > 0 ? 'running' : 'soldOut'
}
