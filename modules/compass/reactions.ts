// What compass hears. Names come with the snapshots of those who own them; orders with trade's facts.
import { contentChanged } from '#modules/content/events'
import { organisationCreated } from '#modules/identity/events'
import { productChanged } from '#modules/shop/events'
import { orderPaid, orderPlaced, refundSucceeded } from '#modules/trade/events'
import { reaction, type Consumer } from '#platform/outbox'
import type { createCounting } from './service/count.ts'

export const compassConsumer = (s: ReturnType<typeof createCounting>): Consumer => ({
  name: 'compass',
  reactions: [
    reaction(orderPlaced, (tx, e) => s.countOrder(tx, { kind: 'placed' }, e.payload)),
    reaction(orderPaid, (tx, e) => s.countOrder(tx, { kind: 'paid' }, e.payload)),
    reaction(refundSucceeded, (tx, e) =>
      s.countOrder(tx, { kind: 'refunded', refundId: e.payload.refundId }, e.payload),
    ),
    reaction(contentChanged, (tx, e) => s.learnName(tx, e.payload.contentId, e.payload.title)),
    reaction(productChanged, (tx, e) => s.learnName(tx, e.payload.productId, e.payload.title)),
    reaction(organisationCreated, (tx, e) => s.learnName(tx, e.payload.orgId, e.payload.name)),
  ],
})
