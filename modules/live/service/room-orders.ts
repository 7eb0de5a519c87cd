// What was sold in a room, as trade tells it: placed, paid, refunded, cancelled. Each step from its own state only, so an event told
// again changes nothing. The numbers of the big screen are sums of these rows.
import type { InputOf, OutputOf } from '#kernel/contract'
import { toWire } from '#kernel/money'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { getRoomTotals } from '../contract.ts'
import * as offers from '../repository/offers.ts'
import * as repository from '../repository/room-orders.ts'
import type { Rooms } from './rooms.ts'

/** An order as its events tell it. */
type Order = {
  orderId: Id<'ord'>
  buyerId: Id<'usr'>
  currency: Currency
  at: string
  lines: readonly {
    lineId: Id<'oln'>
    productId: Id<'prd'>
    qty: number
    paidMinor: string
    roomId?: Id<'rom'> | null | undefined
    saleId?: Id<'sal'> | null | undefined
  }[]
}
/** What of a line was given back so far, and whether the sale is over with it. */
type Refunded = {
  lineId: Id<'oln'>
  roomId?: Id<'rom'> | null | undefined
  refundedMinor: string
  over: boolean
}

const linesHere = <L extends { roomId?: string | null | undefined }>(lines: readonly L[]) =>
  lines.filter((l) => l.roomId)

export function createRoomOrders({ db }: Pick<Deps, 'db'>, { roomOf }: Rooms) {
  const place = (tx: Tx, o: Order) =>
    repository.insertRoomOrders(
      tx,
      linesHere(o.lines).map((l) => ({
        room_id: l.roomId!,
        line_id: l.lineId,
        order_id: o.orderId,
        sale_id: l.saleId ?? null,
        buyer_id: o.buyerId,
        product_id: l.productId,
        qty: l.qty,
        paid_minor: BigInt(l.paidMinor),
        currency: o.currency,
        state: 'placed' as const,
        placed_at: new Date(o.at),
      })),
    )

  return {
    recordPlaced: place,

    async recordPaid(tx: Tx, payload: Order): Promise<void> {
      if (linesHere(payload.lines).length === 0) return
      await place(tx, payload)
      await repository.moveRoomOrders(tx, payload.orderId, 'placed', 'paid', new Date(payload.at))
    },

    async recordCancelled(tx: Tx, payload: Order): Promise<void> {
      if (linesHere(payload.lines).length === 0) return
      await repository.moveRoomOrders(tx, payload.orderId, 'placed', 'cancelled', new Date(payload.at))
      await offers.freeClaim(tx, payload.orderId)
    },

    async recordRefunded(tx: Tx, lines: readonly Refunded[], at: Date): Promise<void> {
      for (const l of linesHere(lines)) {
        await repository.setRefunded(tx, l.lineId, BigInt(l.refundedMinor), l.over ? 'refunded' : null, at)
      }
    },

    getRoomTotals: ({ creatorId, roomId }: InputOf<typeof getRoomTotals>) =>
      db.read(async (tx): Promise<OutputOf<typeof getRoomTotals>> => {
        const room = await roomOf(tx, roomId, creatorId)
        const t = await repository.roomTotals(tx, room.room_id)
        return {
          currency: t.currency,
          orders: t.orders,
          buyers: t.buyers,
          units: t.units,
          paidMinor: toWire(t.paid_minor),
          refundedMinor: toWire(t.refunded_minor),
        }
      }),
  }
}
export type RoomOrders = ReturnType<typeof createRoomOrders>
