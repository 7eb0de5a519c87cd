// An order's facts as events. One shape for all of them, so that consumers count from any of them alike.
import { toWire } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import {
  refundSucceeded,
  type orderCancelled,
  type orderPaid,
  type orderPlaced,
  type orderReceived,
  type orderShipped,
  type OrderEventPayload,
} from '../events.ts'
import type { Order, RefundRow } from '../repository/rows.ts'

type OrderEvent =
  typeof orderPlaced | typeof orderPaid | typeof orderCancelled | typeof orderShipped | typeof orderReceived

export function createAnnouncer({ clock, ids }: Pick<Deps, 'clock' | 'ids'>) {
  const outbox = createOutbox(clock, ids)
  return {
    announce: (tx: Tx, type: OrderEvent, orders: readonly Order[]) =>
      outbox.publish(
        tx,
        orders.map((o) => event(type, o.order_id, payloadOf(o, clock.now()))),
      ),

    announceRefund(tx: Tx, o: Order, refund: RefundRow) {
      const back = new Map<string | null, string>((refund.lines ?? []).map((l) => [l.lineId, l.refundMinor]))
      const payload = payloadOf(o, clock.now())
      return outbox.publish(tx, [
        event(refundSucceeded, o.order_id, {
          ...payload,
          refundId: refund.refund_id,
          refundMinor: toWire(refund.amount_minor),
          lines: payload.lines.map((l) => ({ ...l, refundMinor: back.get(l.lineId) ?? '0' })),
        }),
      ])
    },
  }
}

export type Announcer = ReturnType<typeof createAnnouncer>

const payloadOf = (o: Order, at: Date): OrderEventPayload => ({
  orderId: o.order_id,
  checkoutId: o.checkout_id,
  shopId: o.shop_id,
  buyerId: o.buyer_id,
  currency: o.currency,
  paidMinor: toWire(o.total_minor),
  at: at.toISOString(),
  lines: o.lines.map((l) => ({
    lineId: l.line_id,
    productId: l.product_id,
    skuId: l.sku_id,
    categoryId: l.category_id,
    qty: l.qty,
    paidMinor: toWire(l.paid_minor),
    contentId: l.content_id,
    creatorId: l.creator_id,
    slateId: l.slate_id,
    position: l.slate_position,
  })),
})
