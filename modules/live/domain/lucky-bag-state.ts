// The life of a lucky bag (福袋), as a table: open until its time, then drawn once; or taken back before.

export const LUCKY_BAG_STATES = ['open', 'drawn', 'cancelled'] as const
export type LuckyBagState = (typeof LUCKY_BAG_STATES)[number]
export const LUCKY_BAG_ACTIONS = ['draw', 'cancel'] as const
export type LuckyBagAction = (typeof LUCKY_BAG_ACTIONS)[number]

const TRANSITIONS: Record<LuckyBagState, Partial<Record<LuckyBagAction, LuckyBagState>>> = {
  open: { draw: 'drawn', cancel: 'cancelled' },
  drawn: {},
  cancelled: {},
}

export const nextLuckyBagState = (state: LuckyBagState, action: LuckyBagAction): LuckyBagState | null =>
  TRANSITIONS[state][action] ?? null
