// What stood around each act in the room: viewers in its minute and in the next, orders and money within the two. Facts side by
// side; that one caused the other is not said.
import type { RoomScreen } from '#modules/live/contract'

const MINUTE = 60_000
/** Every few seconds a price or a state moves by itself: those acts are told that somebody decided. */
const TOLD = new Set(['explain', 'price', 'sale', 'coupon', 'luckyBag', 'violation', 'state'])

export type Moment = RoomScreen['events'][number] & {
  onlineAt: number | null
  onlineAfter: number | null
  orders: number
  paidMinor: bigint
}

export function momentsOf(screen: Pick<RoomScreen, 'events' | 'minutes' | 'startedAt'>): Moment[] {
  const byMinute = new Map(screen.minutes.map((m) => [Math.floor(Date.parse(m.at) / MINUTE), m]))
  const started = new Set<string>()
  return screen.events.flatMap((e) => {
    if (!TOLD.has(e.event.kind) || screen.startedAt === null || e.at < screen.startedAt) return []
    if (e.event.kind === 'explain' && e.event.productId === null) return []
    // A sale is told again with each unit sold: its first telling of a state is the moment.
    if (e.event.kind === 'sale') {
      const key = `${e.event.sale.saleId}:${e.event.sale.state}`
      if (started.has(key)) return []
      started.add(key)
    }
    const minute = Math.floor(Date.parse(e.at) / MINUTE)
    const [now, after] = [byMinute.get(minute), byMinute.get(minute + 1)]
    if (!now) return []
    return [
      {
        ...e,
        onlineAt: now.online,
        onlineAfter: after?.online ?? null,
        orders: now.orders + (after?.orders ?? 0),
        paidMinor: BigInt(now.paidMinor) + BigInt(after?.paidMinor ?? '0'),
      },
    ]
  })
}
