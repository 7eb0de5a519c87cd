// What trade tells the others: an order's decisions, each with the lines' attribution, so that the learner, compass and
// ads can count without asking back.
import { z } from 'zod'
import { currency, idOf, instant, minorOut } from '#kernel/contract'
import { eventType } from '#kernel/event'
import { AFTER_SALE_REASONS, AFTER_SALE_STATES, AFTER_SALE_TYPES } from './domain/after-sale.ts'
import { ACTORS, MOVES } from './domain/after-sale-moves.ts'

export const orderEventLine = z.object({
  lineId: idOf('oln'),
  productId: idOf('prd'),
  skuId: idOf('sku'),
  categoryId: z.string(),
  qty: z.number().int().positive(),
  paidMinor: minorOut,
  contentId: idOf('cnt').nullable(),
  creatorId: idOf('crt').nullable(),
  slateId: idOf('slt').nullable(),
  position: z.number().int().nullable(),
  /** Bought in a live room, and there in a flash sale; left out by events of before there were rooms. */
  roomId: idOf('rom').nullish(),
  saleId: idOf('sal').nullish(),
})

const orderFacts = {
  orderId: idOf('ord'),
  checkoutId: idOf('chk'),
  shopId: idOf('shp'),
  buyerId: idOf('usr'),
  currency,
  /** What the buyer pays for this order, freight included. */
  paidMinor: minorOut,
  at: instant,
}
const orderEvent = z.object({ ...orderFacts, lines: z.array(orderEventLine) })
export type OrderEventPayload = z.input<typeof orderEvent>

export const orderPlaced = eventType('order.placed', 1, orderEvent)
export const orderPaid = eventType('order.paid', 1, orderEvent)
export const orderCancelled = eventType('order.cancelled', 1, orderEvent)
export const orderShipped = eventType('order.shipped', 1, orderEvent)
export const orderReceived = eventType('order.received', 1, orderEvent)

const refundedLine = orderEventLine.extend({
  refundMinor: minorOut,
  /** By this refund and all before it; left out by events of before there was more than one. */
  refundedMinor: minorOut.optional(),
  /** Whether anything of it had left the shop. */
  sent: z.boolean().optional(),
})

/** The provider has sent the money back. Per line: what of its `paidMinor` was returned. */
export const refundSucceeded = eventType(
  'refund.succeeded',
  1,
  z.object({
    ...orderFacts,
    refundId: idOf('rfd'),
    refundMinor: minorOut,
    /** The case it came of; left out by events of before there were cases, and for money that never became a sale. */
    afterSaleId: idOf('afs').nullish(),
    type: z.enum(AFTER_SALE_TYPES).nullish(),
    lines: z.array(refundedLine),
  }),
)

/** A case was opened or moved. `move` is `apply` for the first word. */
export const afterSaleMoved = eventType(
  'after-sale.moved',
  1,
  z.object({
    afterSaleId: idOf('afs'),
    orderId: idOf('ord'),
    shopId: idOf('shp'),
    buyerId: idOf('usr'),
    type: z.enum(AFTER_SALE_TYPES),
    reason: z.enum(AFTER_SALE_REASONS),
    move: z.enum(['apply', ...MOVES]),
    state: z.enum(AFTER_SALE_STATES),
    by: z.enum(ACTORS),
    version: z.number().int(),
    amountMinor: minorOut,
    currency,
    dueAt: instant.nullable(),
    at: instant,
  }),
)

/**
 * What a refund says of the goods. A line is over with the refund that brings it to all that was paid for it: `returned` when the goods had
 * been sent, `undone` when they never left the shop, which says nothing of them. A part refund (damage, price protection) leaves the sale
 * standing: null, as for a line that had cost nothing or was over before.
 */
export function endOfSale(line: z.input<typeof refundedLine>): 'returned' | 'undone' | null {
  const [paid, now] = [BigInt(line.paidMinor), BigInt(line.refundMinor)]
  const all = line.refundedMinor === undefined ? now : BigInt(line.refundedMinor)
  const isLast = now > 0n && all >= paid && all - now < paid
  return !isLast ? null : line.sent === false ? 'undone' : 'returned'
}
