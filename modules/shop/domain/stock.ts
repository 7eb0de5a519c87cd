// Stock in three numbers: on hand, reserved for unpaid orders, and what is left to sell. A hold moves
// reserved → committed → returned, or reserved → released, and each step once.

export type HoldState = 'reserved' | 'committed' | 'released' | 'returned'
export type HoldStep = 'commit' | 'release' | 'return'

type Move = { from: HoldState; to: HoldState; onHand: -1 | 0 | 1; reserved: -1 | 0 }

/** What each step does to a SKU, per unit held. */
export const HOLD_STEPS: Readonly<Record<HoldStep, Move>> = {
  commit: { from: 'reserved', to: 'committed', onHand: -1, reserved: -1 },
  release: { from: 'reserved', to: 'released', onHand: 0, reserved: -1 },
  return: { from: 'committed', to: 'returned', onHand: 1, reserved: 0 },
}

export type StockLine<SkuId extends string = string> = { skuId: SkuId; qty: number }

/** One line a SKU, by SKU id: everybody locks in the same order, so two buyers never wait for each other in a ring. */
export function inLockOrder<S extends string>(lines: readonly StockLine<S>[]): StockLine<S>[] {
  const bySku = new Map<S, number>()
  for (const { skuId, qty } of lines) bySku.set(skuId, (bySku.get(skuId) ?? 0) + qty)
  return [...bySku].map(([skuId, qty]) => ({ skuId, qty })).sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

/** At or below this many, a shop is told to restock and a buyer is told how many are left. */
export const LOW_STOCK = 10

export const stockLevel = (available: number): 'plenty' | 'low' | 'soldOut' =>
  available <= 0 ? 'soldOut' : available <= LOW_STOCK ? 'low' : 'plenty'
