// The door of 营销活动. Functions that take `tx` take part in the caller's transaction.
import type { Deps } from '#platform/context'
import { promotionsConsumer } from './reactions.ts'
import { promotionsRoutes } from './routes.ts'
import { createCoupons } from './service/coupons.ts'
import { createWallet } from './service/wallet.ts'

export { askedBy, PLATFORM, type CouponBounds, type CouponTerms, type Giver } from './service/coupons.ts'
export type { UsableCoupon } from './service/wallet.ts'

export function createPromotions(deps: Deps) {
  const coupons = createCoupons(deps)
  const wallet = createWallet(deps)
  return {
    createCoupon: coupons.createCoupon,
    couponMade: coupons.couponMade,
    giveCoupon: coupons.giveCoupon,
    offeredFor: wallet.offeredFor,
    usableCoupons: wallet.usableCoupons,
    holdCoupons: wallet.holdCoupons,
    freeCoupons: wallet.freeCoupons,
    routes: promotionsRoutes({ coupons, wallet }),
    consumer: promotionsConsumer,
  }
}

export type Promotions = ReturnType<typeof createPromotions>
