// An order's facts as events. One shape for all of them, so that consumers count from any of them alike.
import { toWire } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import {
  afterSaleMoved,
  refundSucceeded,
  type orderCancelled,
  type orderPaid,
  type orderPlaced,
  type orderReceived,
  type orderShipped,
  type OrderEventPayload,
} from '../events.ts'
import { findPackages } from '../repository/packages.ts'
import { refundsOf } from '../repository/refunds.ts'
import { caseOfRefund } from '../repository/after-sales.ts'
import type { Actor, AfterSaleMove } from '../domain/after-sale-moves.ts'
import type { AfterSaleRow, Order, RefundRow } from '../repository/rows.ts'

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

    announceCase: (tx: Tx, c: AfterSaleRow, move: AfterSaleMove | 'apply', by: Actor) =>
      outbox.publish(tx, [
        event(afterSaleMoved, c.after_sale_id, {
          afterSaleId: c.after_sale_id,
          orderId: c.order_id,
          shopId: c.shop_id,
          buyerId: c.buyer_id,
          type: c.type,
          reason: c.reason,
          move,
          state: c.state,
          by,
          version: c.version,
          amountMinor: toWire(c.amount_minor + c.freight_minor),
          currency: c.currency,
          dueAt: c.due_at?.toISOString() ?? null,
          at: clock.now().toISOString(),
        }),
      ]),

    /** `refund` has succeeded, and its row says so. */
    async announceRefund(tx: Tx, o: Order, refund: RefundRow) {
      const before = (await refundsOf(tx, o.order_id)).filter((r) => r.state === 'succeeded')
      const [back, all] = [refundedOf([refund]), refundedOf(before)]
      const packed = (await findPackages(tx, o.order_id)).flatMap((p) => p.lines)
      const sent = new Set<string>(packed.filter((l) => l.qty > 0).map((l) => l.lineId))
      const payload = payloadOf(o, clock.now())
      const ofCase = await caseOfRefund(tx, refund.refund_id)
      return outbox.publish(tx, [
        event(refundSucceeded, o.order_id, {
          ...payload,
          refundId: refund.refund_id,
          refundMinor: toWire(refund.amount_minor),
          afterSaleId: ofCase?.after_sale_id ?? null,
          type: ofCase?.type ?? null,
          lines: payload.lines.map((l) => ({
            ...l,
            refundMinor: String(back.get(l.lineId) ?? 0n),
            refundedMinor: String(all.get(l.lineId) ?? 0n),
            sent: sent.has(l.lineId),
          })),
        }),
      ])
    },
  }
}

export type Announcer = ReturnType<typeof createAnnouncer>

/** By line, of these refunds together. */
function refundedOf(refunds: readonly RefundRow[]): Map<string | null, bigint> {
  const sums = new Map<string | null, bigint>()
  for (const { lineId, refundMinor } of refunds.flatMap((r) => r.lines ?? []))
    sums.set(lineId, (sums.get(lineId) ?? 0n) + BigInt(refundMinor))
  return sums
}

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
    ...(l.room_id ? { roomId: l.room_id, saleId: l.sale_id } : {}),
  })),
})
