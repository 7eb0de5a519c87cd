// What one variant costs here and now, and why: the shop's price, the room's, or a running flash sale's. Only for showing and for
// naming the sale in the order; the server reckons by itself. Pure: the server's time is handed in.
import type { FlashSale } from '#kernel/room-event'
import type { BagItem, Room } from './room-events.ts'

export type RoomOffer = {
  kind: 'shop' | 'room' | 'sale'
  priceMinor: string
  /** Crossed out beside it; null where nothing is saved. */
  shopPriceMinor: string | null
  saleId: string | null
  left: number
  /** Most that one person gets at this price; null: no limit of the sale's. */
  limit: number | null
}

export type SalePhase = 'soon' | 'running' | 'soldOut' | 'over'

/** By the clock, because the event that says so may be a moment behind it. */
export function phaseOf(sale: FlashSale, nowMs: number): SalePhase {
  if (sale.state === 'ended' || sale.state === 'cancelled' || nowMs >= Date.parse(sale.endsAt)) return 'over'
  if (nowMs < Date.parse(sale.startsAt)) return 'soon'
  return sale.left > 0 ? 'running' : 'soldOut'
}

const RANK: Record<SalePhase, number> = { running: 0, soldOut: 1, soon: 2, over: 3 }

/** The sale to show for a product (or of the whole room): running first, then sold out, then the next to start. */
export const saleToShow = (
  sales: readonly FlashSale[],
  nowMs: number,
  productId?: string,
): FlashSale | null =>
  sales
    .filter((s) => (productId === undefined || s.productId === productId) && phaseOf(s, nowMs) !== 'over')
    .toSorted(
      (a, b) =>
        RANK[phaseOf(a, nowMs)] - RANK[phaseOf(b, nowMs)] || Date.parse(a.startsAt) - Date.parse(b.startsAt),
    )[0] ?? null

export function offerOf(
  { sales, state }: Pick<Room, 'sales' | 'state'>,
  item: BagItem,
  skuId: string,
  nowMs: number,
): RoomOffer | null {
  const sku = item.skus.find((k) => k.skuId === skuId)
  if (!sku || (state !== 'live' && state !== 'interrupted')) return null
  const sale = sales.find((s) => s.skuId === skuId && phaseOf(s, nowMs) === 'running')
  if (sale)
    return {
      kind: 'sale',
      priceMinor: sale.priceMinor,
      shopPriceMinor: above(sku.priceMinor, sale.priceMinor),
      saleId: sale.saleId,
      left: sale.left,
      limit: sale.limitPerPerson,
    }
  const priceMinor = sku.roomPriceMinor ?? sku.priceMinor
  return {
    kind: sku.roomPriceMinor !== null || sku.reserved ? 'room' : 'shop',
    priceMinor,
    shopPriceMinor: above(sku.priceMinor, priceMinor),
    saleId: null,
    left: sku.available,
    limit: null,
  }
}

const above = (list: string, price: string): string | null => (BigInt(list) > BigInt(price) ? list : null)

/** The cheapest way to have this product now, which is what its card shows; null when nothing is left. */
export function bestOffer(
  room: Pick<Room, 'sales' | 'state'>,
  item: BagItem,
  nowMs: number,
): (RoomOffer & { skuId: string }) | null {
  return item.skus
    .flatMap((k) => {
      const offer = offerOf(room, item, k.skuId, nowMs)
      return offer && offer.left > 0 ? [{ ...offer, skuId: k.skuId as string }] : []
    })
    .reduce<(RoomOffer & { skuId: string }) | null>(
      (best, o) => (best && BigInt(best.priceMinor) <= BigInt(o.priceMinor) ? best : o),
      null,
    )
}

/** All that is left of a product in this room, its sale included. */
export const leftOf = (item: BagItem): number => item.skus.reduce((n, k) => n + k.available, 0)
