// What others decided that shows on the shelf: units sold, counted when paid and taken back when refunded.
import { endOfSale, orderPaid, refundSucceeded } from '#modules/trade/events'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { reaction, type Consumer } from '#platform/outbox'
import { addSold } from './repository/products.ts'

type Line = { productId: Id<'prd'>; qty: number }

const count = (tx: Tx, lines: readonly Line[], sign: 1 | -1) => {
  const units = new Map<Id<'prd'>, number>()
  for (const { productId, qty } of lines) units.set(productId, (units.get(productId) ?? 0) + sign * qty)
  return addSold(tx, units)
}

export const shopConsumer: Consumer = {
  name: 'shop',
  reactions: [
    reaction(orderPaid, (tx, e) => count(tx, e.payload.lines, 1)),
    // A line refunded in full was not sold; a part refund (price protection, damage) leaves the sale standing.
    reaction(refundSucceeded, (tx, e) =>
      count(
        tx,
        e.payload.lines.filter((l) => endOfSale(l) !== null),
        -1,
      ),
    ),
  ],
}
