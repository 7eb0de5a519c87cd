// The door of trade: what takes part in a flow's transaction takes `tx` first.
import type { Deps } from '#platform/context'
import { tradeConsumer } from './reactions.ts'
import { tradeRoutes } from './routes.ts'
import { createAddresses } from './service/addresses.ts'
import { createAfterSale } from './service/after-sale.ts'
import { createAfterSaleReads } from './service/after-sale-reads.ts'
import { createAnnouncer } from './service/announce.ts'
import { createCart } from './service/cart.ts'
import { createCheckouts } from './service/checkout.ts'
import { createLabels } from './service/labels.ts'
import { createLate } from './service/late.ts'
import { createOrders } from './service/orders.ts'
import { createOrderFiles } from './service/order-file.ts'
import { createPackages } from './service/packages.ts'
import { createPayments } from './service/payments.ts'
import { createReads } from './service/reads.ts'
import { createRefunds } from './service/refunds.ts'
import { createReviews } from './service/reviews.ts'
import { createStrayMoney } from './service/stray-money.ts'

export {
  depositParts,
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
export { LATE_COUPON } from './domain/ship-due.ts'
export { MOST_PARTS, type Part } from './domain/parts.ts'
export { partAfter, shareOut } from './service/parts.ts'
export { isForfeit } from './service/orders.ts'
export { soldLines } from './service/sold-lines.ts'
export { shelfOffer } from './domain/shelf-offer.ts'
export { quoteView, refundView } from './service/views.ts'
export type { AgreedLine, Credit, LineTerms, ToPay } from './service/checkout.ts'
export type { StrayRefund } from './service/stray-money.ts'
export type { Order } from './repository/rows.ts'
export type { Cancelled } from './service/orders.ts'
export type { ApprovedRefund, Ended } from './service/after-sale-end.ts'
export type { Act } from './service/after-sale-act.ts'

export function createTrade(deps: Deps) {
  const announcer = createAnnouncer(deps)
  const cart = createCart(deps)
  const checkouts = createCheckouts(deps, announcer)
  const orders = createOrders(deps, announcer)
  const addresses = createAddresses(deps, orders)
  const labels = createLabels(deps)
  const late = createLate(deps, orders)
  const orderFiles = createOrderFiles(deps)
  const reads = createReads(deps, orders)
  const reviews = createReviews(deps, orders)
  const cases = createAfterSale(deps, orders, announcer)
  const caseReads = createAfterSaleReads(deps, cases, addresses)
  return {
    ...cart,
    ...checkouts,
    ...createPayments(deps, announcer),
    ...createStrayMoney(deps, announcer),
    ...orders,
    ...createPackages(deps, orders),
    changeAddress: addresses.changeAddress,
    decideAddressChange: addresses.decideAddressChange,
    senderOf: addresses.senderOf,
    lateOrders: late.lateOrders,
    lateDebt: late.lateDebt,
    noteLate: late.noteLate,
    ...createRefunds(deps, orders, announcer),
    ...cases,
    caseDetail: caseReads.caseDetail,
    afterSaleOptions: caseReads.afterSaleOptions,
    orderDetail: reads.orderDetail,
    shopOrderDetail: reads.shopOrderDetail,
    getTodos: reads.getTodos,
    receivers: reads.receivers,
    countRecentOrders: reads.countRecentOrders,
    routes: tradeRoutes(deps, {
      addresses,
      cart,
      caseReads,
      checkouts,
      labels,
      late,
      orderFiles,
      reads,
      reviews,
    }),
    consumer: tradeConsumer(cart),
  }
}

export type Trade = ReturnType<typeof createTrade>
