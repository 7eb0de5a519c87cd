// The big screen's numbers of one room, from its own rows. Names, goods, followers and the engine's word are added by
// flows/big-screen.ts, because other modules know them.
import { toWire } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { RoomScreen } from '../contract.ts'
import { isOnAir } from '../domain/room-state.ts'
import { lengthOf, placeInReplay, type Piece } from '../domain/replay-timeline.ts'
import {
  curveOf,
  explainedSeconds,
  interruptionsOf,
  medianMinor,
  medianOf,
  perCount,
  shareBps,
  withRates,
  type MinuteCount,
} from '../domain/screen-sums.ts'
import { SCREEN_DEFINITIONS } from '../domain/screen-definitions.ts'
import { roomTotals, type Totals } from '../repository/room-orders.ts'
import type { RoomRow } from '../repository/rows.ts'
import * as repository from '../repository/screen.ts'
import { selectBrought } from '../repository/visits.ts'

const PREVIOUS_ROOMS = 5
const LAST_ORDERS = 12
const SECONDS_MS = 600_000

/** The screen without what other modules know. */
export type RoomNumbers = Omit<RoomScreen, 'products' | 'lastOrders' | 'stream'> & {
  products: Omit<RoomScreen['products'][number], 'title' | 'imageUrl'>[]
  lastOrders: (Omit<RoomScreen['lastOrders'][number], 'name'> & {
    buyerId: repository.LastOrderRow['buyer_id']
  })[]
  stream: Pick<RoomScreen['stream'], 'hasPicture' | 'interruptions' | 'awayMs'>
}

export function createScreen({ clock }: Pick<Deps, 'clock'>) {
  return {
    /** Impressions of the feed: of those that are of a room's content, each person counts once a room. */
    countExposures: repository.insertExposures,
    viewersOf: repository.selectViewers,
    /** Rooms a content brought people into, with how many came and how many of them paid. */
    broughtBy: selectBrought,

    /** `pieces`: what of it can be watched again, null while it cannot. `follows` of its viewers: before it began, and within its time. */
    async numbersOf(
      tx: Tx,
      room: RoomRow,
      pieces: readonly Piece[] | null,
      follows: { before: number; within: number },
    ): Promise<RoomNumbers> {
      const id = room.room_id
      const now = clock.now()
      const endMs = (room.ended_at ?? now).getTime()
      const startMs = room.started_at?.getTime() ?? null
      const people = await repository.countPeople(tx, id)
      const sold = await roomTotals(tx, id)
      const marks = await repository.selectMarks(tx, id)
      const { minutes, outside } = curveOf(await repository.selectMinutes(tx, id), startMs, endMs)
      const explained = explainedSeconds(marks, startMs ?? endMs, endMs)
      const onAir = isOnAir(room.state)
      const seconds = onAir
        ? await repository.selectPaidSeconds(tx, id, new Date(now.getTime() - SECONDS_MS))
        : []
      return {
        roomId: id,
        title: room.title,
        state: room.state,
        asOf: now.toISOString(),
        startedAt: room.started_at?.toISOString() ?? null,
        endedAt: room.ended_at?.toISOString() ?? null,
        currency: sold.currency ?? 'CNY',
        steps: stepsOf(people),
        totals: {
          ...moneyOf(sold, people),
          ...peopleFigures(people, follows),
          ...(await onlineOf(tx, id, onAir, minutes)),
          ...(await waitingOf(tx, id)),
          ...(await couponsOf(tx, id)),
        },
        sources: await sourcesOf(tx, id),
        minutes: minutes.map((m) => ({ at: m.at.toISOString(), online: m.online, ...toCounts(m) })),
        outside: toCounts(outside),
        seconds: seconds.map((s) => ({
          at: s.at.toISOString(),
          orders: s.orders,
          paidMinor: toWire(s.paid),
        })),
        events: marks.map((m) => ({
          seq: Number(m.seq),
          at: m.at.toISOString(),
          atMs: pieces && pieces.length > 0 ? Math.round(placeInReplay(pieces, m.at.getTime())) : null,
          event: m.event,
        })),
        products: await productsOf(tx, id, explained),
        lastOrders: (await repository.selectLastOrders(tx, id, LAST_ORDERS)).map((o) => ({
          lineId: o.line_id,
          at: o.paid_at.toISOString(),
          buyerId: o.buyer_id,
          productId: o.product_id,
          qty: o.qty,
          paidMinor: toWire(o.paid_minor),
          refundedMinor: toWire(o.refunded_minor),
        })),
        stream: { hasPicture: room.stream_session !== null, ...interruptionsOf(marks, endMs) },
        previous: await previousOf(tx, room),
        replay: pieces && pieces.length > 0 ? { durationMs: Math.round(lengthOf(pieces)) } : null,
        definitions: SCREEN_DEFINITIONS,
      }
    },
  }
}
export type Screen = ReturnType<typeof createScreen>

const stepsOf = (p: repository.PeopleRow): RoomScreen['steps'] =>
  withRates([
    { step: 'exposure', people: p.exposed, fromPrevious: p.exposed },
    { step: 'entry', people: p.entered, fromPrevious: p.entered_exposed },
    { step: 'productExposure', people: p.saw, fromPrevious: p.saw_entered },
    { step: 'productClick', people: p.clicked, fromPrevious: p.clicked_saw },
    { step: 'payer', people: p.paid, fromPrevious: p.paid_clicked },
  ])

const moneyOf = (sold: Totals, p: repository.PeopleRow) => ({
  paidMinor: toWire(sold.paid_minor),
  refundedMinor: toWire(sold.refunded_minor),
  netMinor: toWire(sold.paid_minor - sold.refunded_minor),
  orders: sold.orders,
  units: sold.units,
  views: p.entered,
  gpmMinor: wireOrNull(perCount(sold.paid_minor, p.entered, 1000n)),
  valuePerViewerMinor: wireOrNull(perCount(sold.paid_minor, p.entered)),
  opm: p.entered === 0 ? null : Math.round((sold.orders / p.entered) * 100_000) / 100,
})

const peopleFigures = (p: repository.PeopleRow, follows: { before: number; within: number }) => {
  const nonFanViewers = Math.max(0, p.entered - follows.before)
  return {
    dwellMs: p.entered === 0 ? null : Math.round(Number(p.watched_ms) / p.entered),
    minuteRateBps: shareBps(p.minute, p.entered),
    interacting: p.interacting,
    interactionRateBps: shareBps(p.interacting, p.entered),
    newFollowers: follows.within,
    nonFanViewers,
    followRateBps: shareBps(follows.within, nonFanViewers),
  }
}

async function onlineOf(
  tx: Tx,
  roomId: string,
  onAir: boolean,
  minutes: readonly { online: number | null }[],
) {
  const { acu, pcu } = await repository.countOnline(tx, roomId)
  // A minute is written as it goes on: the last one that is known, when it is not older than the one before this.
  const online = onAir ? (minutes.slice(-2).findLast((m) => m.online !== null)?.online ?? null) : null
  return { online, acu: acu === null ? null : Math.round(acu * 10) / 10, pcu }
}

async function waitingOf(tx: Tx, roomId: string) {
  const { unpaid, cancelled } = await repository.countWaitingOrders(tx, roomId)
  return { unpaidOrders: unpaid, cancelledOrders: cancelled }
}

async function couponsOf(tx: Tx, roomId: string) {
  const { claimed, used } = await repository.countCoupons(tx, roomId)
  return { couponsClaimed: claimed, couponsUsed: used, couponUseBps: shareBps(used, claimed) }
}

async function sourcesOf(tx: Tx, roomId: string): Promise<RoomScreen['sources']> {
  const rows = await repository.countSources(tx, roomId)
  const entries = rows.reduce((sum, r) => sum + r.entries, 0)
  const payers = rows.reduce((sum, r) => sum + r.payers, 0)
  return rows.map((r) => ({
    ...r,
    entriesBps: shareBps(r.entries, entries),
    payersBps: shareBps(r.payers, payers),
  }))
}

const productsOf = async (tx: Tx, roomId: string, explained: Map<string, number>) =>
  (await repository.countProducts(tx, roomId)).map((p) => ({
    productId: p.product_id,
    explainedSeconds: explained.get(p.product_id) ?? 0,
    saw: p.saw,
    clicked: p.clicked,
    buyers: p.buyers,
    orders: p.orders,
    units: p.units,
    paidMinor: toWire(p.paid),
    refundedMinor: toWire(p.refunded),
    rateBps: shareBps(p.clicked_paid, p.clicked),
  }))

async function previousOf(tx: Tx, room: RoomRow): Promise<RoomScreen['previous']> {
  if (!room.started_at) return { rooms: 0, median: null }
  const rows = await repository.selectPrevious(
    tx,
    room.creator_id,
    room.started_at,
    room.room_id,
    PREVIOUS_ROOMS,
  )
  if (rows.length === 0) return { rooms: 0, median: null }
  const median = (pick: (r: repository.PreviousRow) => number | null) => medianOf(rows.map(pick))
  const acu = median((r) => r.acu)
  const dwellMs = median((r) => (r.viewers === 0 ? null : Number(r.watched_ms) / r.viewers))
  return {
    rooms: rows.length,
    median: {
      paidMinor: toWire(medianMinor(rows.map((r) => r.paid))),
      netMinor: toWire(medianMinor(rows.map((r) => r.paid - r.refunded))),
      orders: median((r) => r.orders) ?? 0,
      viewers: median((r) => r.viewers) ?? 0,
      acu: acu === null ? null : Math.round(acu * 10) / 10,
      pcu: median((r) => r.pcu),
      dwellMs: dwellMs === null ? null : Math.round(dwellMs),
    },
  }
}

const wireOrNull = (minor: bigint | null) => (minor === null ? null : toWire(minor))
const toCounts = (m: MinuteCount) => ({
  entries: m.entries,
  chats: m.chats,
  likes: m.likes,
  orders: m.orders,
  paidMinor: toWire(m.paid),
  refundedMinor: toWire(m.refunded),
})
