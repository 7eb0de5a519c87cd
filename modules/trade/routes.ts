// Contract → service, for what trade does alone. The rest is bound in server/routes.ts to the flows named in contract/.
import { personOf, type Deps } from '#platform/context'
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createCart } from './service/cart.ts'
import type { createCheckouts } from './service/checkout.ts'
import type { createReads } from './service/reads.ts'
import type { createReviews } from './service/reviews.ts'

type Services = {
  cart: ReturnType<typeof createCart>
  checkouts: ReturnType<typeof createCheckouts>
  reads: ReturnType<typeof createReads>
  reviews: ReturnType<typeof createReviews>
}

export const tradeRoutes = ({ db }: Deps, { cart, checkouts, reads, reviews }: Services): Route[] => [
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
  route(c.getShopOrder, (input) => reads.getShopOrder(input)),
  route(c.listShopRefunds, (input) => reads.listShopRefunds(input)),
  route(c.listShopReviews, (input) => reviews.listShopReviews(input)),
  route(c.replyReview, (input) => reviews.replyReview(input)),
  route(c.getTodos, (input) => reads.getTodos(input)),
]
