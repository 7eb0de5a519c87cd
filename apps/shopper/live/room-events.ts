// What an event of the room's log makes of the room: pure, so that live, replay and the tests read one place. Events come in order
// and once; some name what only the server can tell (a product that was not in the bag): then the room is asked for anew.
import type { OutputOf } from '#kernel/contract'
import type { FlashSale, NumberedEvent, PinnedLine, RoomEvent, RoomSku } from '#kernel/room-event'
import type { getRoom } from '#modules/live/contract'

export type Room = OutputOf<typeof getRoom>
export type BagItem = Room['bag'][number]

/** All that the log says of a room. `stale`: an event named something this snapshot cannot know. */
export type LoggedRoom = {
  room: Room
  pinned: PinnedLine | null
  chatRule: { slowSeconds: number; paused: boolean } | null
  /** Of the last lucky bag that was drawn. */
  winners: { luckyBagId: string; names: readonly string[] } | null
  stale: boolean
}

export const logged = (room: Room): LoggedRoom => ({
  room,
  pinned: null,
  chatRule: null,
  winners: null,
  stale: false,
})

/** A fresh snapshot; what only events tell is kept from before. */
export const withSnapshot = (before: LoggedRoom | null, room: Room): LoggedRoom => ({
  ...(before ?? logged(room)),
  room: { ...room, sales: room.sales.toSorted(byStart) },
  stale: false,
})

const byStart = (a: FlashSale, b: FlashSale): number =>
  Date.parse(a.startsAt) - Date.parse(b.startsAt) || (a.saleId < b.saleId ? -1 : 1)

/** @returns null when events between are missing; `state` itself for one that is known already. */
export function applyEvent(state: LoggedRoom, { seq, at, event }: NumberedEvent): LoggedRoom | null {
  if (seq <= state.room.seq) return state
  if (seq > state.room.seq + 1) return null
  const next = reduce(state, event, at)
  return { ...next, room: { ...next.room, seq } }
}

function reduce(s: LoggedRoom, event: RoomEvent, at: string): LoggedRoom {
  const { room } = s
  const withRoom = (change: Partial<Room>): LoggedRoom => ({ ...s, room: { ...room, ...change } })
  switch (event.kind) {
    case 'state':
      return {
        ...withRoom({
          state: event.state,
          startedAt: event.state === 'live' ? (room.startedAt ?? at) : room.startedAt,
          endedAt: event.state === 'ended' ? (room.endedAt ?? at) : room.endedAt,
          ...(event.state === 'ended' ? { sales: [], coupon: null, luckyBag: null } : {}),
        }),
        // Where the picture comes from is told by a snapshot alone.
        stale: s.stale || (event.state === 'live' && !hasPicture(room)),
      }
    case 'bag': {
      const known = new Map<string, BagItem>(room.bag.map((i) => [i.productId, i]))
      const bag = event.productIds.flatMap((id) => known.get(id) ?? [])
      return { ...withRoom({ bag }), stale: s.stale || bag.length < event.productIds.length }
    }
    case 'explain':
      return {
        ...withRoom({
          explainingProductId: event.productId,
          bag: room.bag.map((i) => ({ ...i, explainState: explainStateOf(i, event.productId) })),
        }),
        stale:
          s.stale || (event.productId !== null && !room.bag.some((i) => i.productId === event.productId)),
      }
    case 'price':
      return withSkus(s, event.productId, (old) => event.skus.find((n) => n.skuId === old.skuId))
    case 'stock':
      return withSkus(s, event.productId, (old) => event.skus.find((n) => n.skuId === old.skuId))
    case 'sale':
      return priced(withRoom({ sales: withSale(room.sales, event.sale) }), event.sale.productId)
    case 'coupon':
      return withRoom({
        coupon: event.coupon && { ...CLAIMED_BY_NOBODY, ...sameCoupon(room, event.coupon), ...event.coupon },
      })
    case 'luckyBag':
      return {
        ...withRoom({
          luckyBag: event.luckyBag && {
            joinedByViewer: false,
            ...sameBag(room, event.luckyBag),
            ...event.luckyBag,
          },
        }),
        winners:
          event.winners.length > 0
            ? {
                luckyBagId: event.luckyBag?.luckyBagId ?? room.luckyBag?.luckyBagId ?? '',
                names: event.winners,
              }
            : event.luckyBag
              ? null
              : s.winners,
      }
    case 'announcement':
      return withRoom({ announcement: event.text })
    case 'chatRule':
      return { ...s, chatRule: { slowSeconds: event.slowSeconds, paused: event.paused } }
    case 'chatPinned':
      return { ...s, pinned: event.chat }
    case 'coHost':
      return event.stream === null
        ? withRoom({ coHost: null })
        : {
            ...withRoom({
              coHost:
                event.name === null
                  ? null
                  : {
                      stream: event.stream,
                      name: event.name,
                      play: room.coHost?.stream === event.stream ? room.coHost.play : NOWHERE,
                    },
            }),
            // As with the room's own picture: where it comes from is told by a snapshot alone.
            stale: s.stale || room.coHost?.stream !== event.stream,
          }
    case 'chatRemoved':
    case 'muted':
    case 'violation':
    case 'hidden':
      return s
  }
}

const NOWHERE = { flv: null, wsFlv: null, llHls: null, whep: null }
const CLAIMED_BY_NOBODY = { claimedByViewer: false, usedByViewer: false }
const sameCoupon = (room: Room, next: { couponId: string }) =>
  room.coupon?.couponId === next.couponId ? room.coupon : {}
const sameBag = (room: Room, next: { luckyBagId: string }) =>
  room.luckyBag?.luckyBagId === next.luckyBagId ? room.luckyBag : {}

export const hasPicture = ({ play }: Room): boolean => Object.values(play).some((url) => url !== null)

function explainStateOf(item: BagItem, now: string | null): BagItem['explainState'] {
  if (item.productId === now) return 'explaining'
  return item.explainState === 'explaining' ? 'explained' : item.explainState
}

function withSkus(
  s: LoggedRoom,
  productId: string,
  changed: (old: RoomSku) => Partial<RoomSku> | undefined,
): LoggedRoom {
  const bag = s.room.bag.map((i) =>
    i.productId === productId ? { ...i, skus: i.skus.map((k) => ({ ...k, ...changed(k) })) } : i,
  )
  return priced({ ...s, room: { ...s.room, bag } }, productId)
}

const withSale = (sales: readonly FlashSale[], sale: FlashSale): FlashSale[] => {
  const others = sales.filter((s) => s.saleId !== sale.saleId)
  return sale.state === 'ended' || sale.state === 'cancelled' ? others : [...others, sale].toSorted(byStart)
}

/** What a unit costs at least is of variants and sales together. */
function priced(s: LoggedRoom, productId: string): LoggedRoom {
  const bag = s.room.bag.map((i) =>
    i.productId === productId ? { ...i, fromMinor: cheapest(i, s.room.sales) } : i,
  )
  return { ...s, room: { ...s.room, bag } }
}

export function cheapest(item: BagItem, sales: readonly FlashSale[]): string | null {
  const prices = [
    ...item.skus.filter((k) => k.available > 0).map((k) => BigInt(k.roomPriceMinor ?? k.priceMinor)),
    ...sales
      .filter((s) => s.productId === item.productId && s.state === 'running' && s.left > 0)
      .map((s) => BigInt(s.priceMinor)),
  ]
  return prices.length === 0 ? null : String(prices.reduce((a, b) => (a < b ? a : b)))
}
