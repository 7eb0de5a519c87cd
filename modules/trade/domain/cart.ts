// What has become of a cart line since it was put in. Why shown and not dropped: a line that vanishes looks like a bug.
import type { SkuFacts } from './quote.ts'

export const LINE_STATES = ['ok', 'price-changed', 'off-shelf', 'sold-out', 'too-many', 'over-limit'] as const
export type LineState = (typeof LINE_STATES)[number]

/** `available` is what can still be sold; the first problem that stops a purchase is the one told. */
export function lineState(
  sku: SkuFacts | undefined,
  available: number,
  qty: number,
  addedPriceMinor: bigint,
): LineState {
  if (!sku?.sellable) return 'off-shelf'
  if (available <= 0) return 'sold-out'
  if (qty > available) return 'too-many'
  if (sku.purchaseLimit !== null && qty > sku.purchaseLimit) return 'over-limit'
  return sku.priceMinor === addedPriceMinor ? 'ok' : 'price-changed'
}

export const canBuy = (state: LineState): boolean => state === 'ok' || state === 'price-changed'
