// Contract → service, for what trade does alone. The rest is bound in server/routes.ts to the flows named in contract/.
import { personOf, type Deps } from '#platform/context'
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createAfterSaleReads } from './service/after-sale-reads.ts'
import type { createAddresses } from './service/addresses.ts'
import type { createCart } from './service/cart.ts'
import type { createCheckouts } from './service/checkout.ts'
import type { createLabels } from './service/labels.ts'
import type { createLate } from './service/late.ts'
import type { createOrderFiles } from './service/order-file.ts'
import type { createReads } from './service/reads.ts'
import type { createReviews } from './service/reviews.ts'

type Services = {
  addresses: ReturnType<typeof createAddresses>
  cart: ReturnType<typeof createCart>
  caseReads: ReturnType<typeof createAfterSaleReads>
  checkouts: ReturnType<typeof createCheckouts>
  labels: ReturnType<typeof createLabels>
  late: ReturnType<typeof createLate>
  orderFiles: ReturnType<typeof createOrderFiles>
  reads: ReturnType<typeof createReads>
  reviews: ReturnType<typeof createReviews>
}

export const tradeRoutes = (
  { db }: Deps,
  { addresses, cart, caseReads, checkouts, labels, late, orderFiles, reads, reviews }: Services,
): Route[] => [
  route(c.getCheckout, checkouts.followCheckout),
  route(c.findCheckout, ({ idempotencyKey }, ctx) =>
    db.read((tx) => checkouts.checkoutStatus(tx, personOf(ctx), { key: idempotencyKey })),
  ),
  route(c.getFreight, (input) => cart.getFreight(input)),
  route(c.setFreight, (input) => cart.setFreight(input)),
  route(c.listOrders, (input, ctx) => reads.listOrders(input, ctx)),
  route(c.getOrder, (input, ctx) => reads.getOrder(input, ctx)),
  route(c.reviewOrder, (input, ctx) => reviews.reviewOrder(input, ctx)),
  route(c.listReviews, (input) => reviews.listReviews(input)),
  route(c.listShopOrders, (input) => reads.listShopOrders(input)),
  route(c.exportShopOrders, orderFiles.exportShopOrders),
  route(c.getShopOrder, (input) => reads.getShopOrder(input)),
  route(c.listShopRefunds, (input) => reads.listShopRefunds(input)),
  route(c.listShopReviews, (input) => reviews.listShopReviews(input)),
  route(c.replyReview, (input) => reviews.replyReview(input)),
  route(c.printLabels, (input) => labels.printLabels(input)),
  route(c.getSender, (input) => addresses.getSender(input)),
  route(c.setSender, (input) => addresses.setSender(input)),
  route(c.getShipQueues, (input) => late.getShipQueues(input)),
  route(c.getShipRecord, (input) => late.getShipRecord(input)),
  route(c.listAfterSales, (input, ctx) => caseReads.listAfterSales(input, ctx)),
  route(c.getAfterSale, ({ afterSaleId }, ctx) =>
    db.read((tx) => caseReads.caseDetail(tx, { afterSaleId, buyerId: personOf(ctx) }, 'buyer')),
  ),
  route(c.listShopAfterSales, (input) => caseReads.listShopAfterSales(input)),
  route(c.getShopAfterSale, (key) => db.read((tx) => caseReads.caseDetail(tx, key, 'merchant'))),
  route(c.listArbitrations, (input) => caseReads.listArbitrations(input)),
  route(c.getArbitration, (key) => db.read((tx) => caseReads.caseDetail(tx, key, 'operator'))),
]
