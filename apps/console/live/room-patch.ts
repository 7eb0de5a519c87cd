// What an event of the room changes in the desk's picture of it. Pure; what an event cannot say (a product that is new in the bag, what
// may be done in a new state) is asked for again by whoever calls this.
import type { OutputOf } from '#kernel/contract'
import type { NumberedEvent } from '#kernel/room-event'
import type { getDeskRoom } from '#modules/live/contract'

export type Room = OutputOf<typeof getDeskRoom>
export type BagItem = Room['bag'][number]

/** `again`: the room has to be read anew. */
export function patchRoom(room: Room, { seq, at, event }: NumberedEvent): { room: Room; again: boolean } {
  if (seq <= room.seq) return { room, again: false }
  const next: Room = { ...room, seq }
  const done = (changes: Partial<Room>, again = false) => ({ room: { ...next, ...changes }, again })
  switch (event.kind) {
    case 'state':
      return done(
        { state: event.state, ...(event.state === 'interrupted' ? { interruptedAt: at } : {}) },
        true,
      )
    case 'bag': {
      const known = new Map(room.bag.map((b) => [b.productId as string, b]))
      const bag = event.productIds.flatMap((id) => known.get(id) ?? [])
      return done({ bag }, bag.length !== event.productIds.length)
    }
    case 'explain':
      return done({
        explainingProductId: event.productId,
        bag: room.bag.map((b) =>
          b.productId === event.productId
            ? { ...b, explainState: 'explaining' }
            : b.explainState === 'explaining'
              ? { ...b, explainState: 'explained' }
              : b,
        ),
      })
    case 'price':
      return done({ bag: withSkus(room.bag, event.productId, event.skus) }, true)
    case 'stock':
      return done({ bag: withSkus(room.bag, event.productId, event.skus) })
    case 'sale':
      return done({
        sales: [event.sale, ...room.sales.filter((s) => s.saleId !== event.sale.saleId)],
      })
    case 'coupon':
      return done({ coupon: event.coupon }, event.coupon === null)
    case 'luckyBag':
      return done({ luckyBag: event.luckyBag })
    case 'announcement':
      return done({ announcement: event.text })
    default:
      return done({})
  }
}

function withSkus(
  bag: readonly BagItem[],
  productId: string,
  skus: readonly { skuId: string; available: number }[],
): BagItem[] {
  const told = new Map(skus.map((s) => [s.skuId, s]))
  const changed = (s: BagItem['skus'][number]) => ({ ...s, ...told.get(s.skuId), skuId: s.skuId })
  return bag.map((b) => (b.productId === productId ? { ...b, skus: b.skus.map(changed) } : b))
}

export const isOpenSale = (s: Room['sales'][number]): boolean =>
  s.state === 'scheduled' || s.state === 'running' || s.state === 'soldOut'

/** Units a viewer could buy here now, and those of them that stand apart for the room. */
export function stockOf(item: BagItem): { available: number; reserved: number; apart: boolean } {
  const apart = item.skus.filter((s) => s.reserved)
  return {
    available: item.skus.reduce((n, s) => n + s.available, 0),
    reserved: apart.reduce((n, s) => n + s.available, 0),
    apart: apart.length > 0,
  }
}

/** Shop and room price of the cheapest variant. */
export function priceOf(item: BagItem): { shopMinor: string; roomMinor: string | null } {
  const cheapest = item.skus.toSorted((a, b) => (BigInt(a.priceMinor) < BigInt(b.priceMinor) ? -1 : 1))[0]
  const rooms = item.skus
    .flatMap((s) => s.roomPriceMinor ?? [])
    .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  return { shopMinor: cheapest?.priceMinor ?? item.card.minPriceMinor, roomMinor: rooms[0] ?? null }
}
