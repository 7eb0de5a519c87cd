// Contract → service. What the shop is asked about first is bound to flows/coupons.ts in server/routes.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import { PLATFORM, type createCoupons, type Giver } from './service/coupons.ts'
import type { createWallet } from './service/wallet.ts'

type Services = { coupons: ReturnType<typeof createCoupons>; wallet: ReturnType<typeof createWallet> }

const shop = (funderId: string): Giver => ({ funder: 'shop', funderId })
const creator = (funderId: string): Giver => ({ funder: 'creator', funderId })

export const promotionsRoutes = ({ coupons, wallet }: Services): Route[] => [
  route(c.listShopCoupons, ({ shopId, ...page }) => coupons.listCoupons(shop(shopId), page)),
  route(c.closeShopCoupon, ({ shopId, couponId }) => coupons.closeCoupon(shop(shopId), couponId)),
  route(c.createCreatorCoupon, ({ creatorId, ...terms }, ctx) =>
    coupons.createCreatorCoupon(creator(creatorId), terms, ctx),
  ),
  route(c.listCreatorCoupons, ({ creatorId, ...page }) => coupons.listCoupons(creator(creatorId), page)),
  route(c.closeCreatorCoupon, ({ creatorId, couponId }) => coupons.closeCoupon(creator(creatorId), couponId)),
  route(c.listPlatformCoupons, (page) => coupons.listCoupons(PLATFORM, page)),
  route(c.closePlatformCoupon, ({ couponId }) => coupons.closeCoupon(PLATFORM, couponId)),
  route(c.claimCoupon, wallet.claimCoupon),
  route(c.listMyCoupons, wallet.listMyCoupons),
]
