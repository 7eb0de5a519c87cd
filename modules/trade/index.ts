// The door of trade: what takes part in a flow's transaction takes `tx` first.
import type { Deps } from '#platform/context'
import { tradeConsumer } from './reactions.ts'
import { tradeRoutes } from './routes.ts'
import { createAnnouncer } from './service/announce.ts'
import { createCart } from './service/cart.ts'
import { createCheckouts } from './service/checkout.ts'
import { createOrders } from './service/orders.ts'
import { createPayments } from './service/payments.ts'
import { createReads } from './service/reads.ts'
import { createRefunds } from './service/refunds.ts'
import { createReviews } from './service/reviews.ts'
import { createStrayMoney } from './service/stray-money.ts'

export {
  mergeLines,
  quoteOrder,
  type LineOffer,
  type PriceTerms,
  type Quote,
  type SkuFacts,
  type Wanted,
} from './domain/quote.ts'
export { applyCoupons, offBy, type Coupon } from './domain/coupon.ts'
export { POLICY } from './domain/order-state.ts'
export { soldLines } from './service/sold-lines.ts'
export { quoteView, refundView } from './service/views.ts'
export type { AgreedLine, Credit, LineTerms, ToPay } from './service/checkout.ts'
export type { StrayRefund } from './service/stray-money.ts'
export type { Order } from './repository/rows.ts'
export type { ApprovedRefund } from './service/refunds.ts'

export function createTrade(deps: Deps) {
  const announcer = createAnnouncer(deps)
  const cart = createCart(deps)
  const checkouts = createCheckouts(deps, announcer)
  const orders = createOrders(deps, announcer)
  const reads = createReads(deps, orders)
  const reviews = createReviews(deps, orders)
  return {
    ...cart,
    ...checkouts,
    ...createPayments(deps, announcer),
    ...createStrayMoney(deps, announcer),
    ...orders,
    ...createRefunds(deps, orders, announcer),
    orderDetail: reads.orderDetail,
    shopOrderDetail: reads.shopOrderDetail,
    routes: tradeRoutes(deps, { cart, checkouts, reads, reviews }),
    consumer: tradeConsumer(cart),
  }
}

export type Trade = ReturnType<typeof createTrade>
