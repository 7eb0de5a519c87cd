// What the matrix acts on among coupons: of a shop, of a creator, of the platform.
import type { Tenant } from '../support/tenant.ts'
import type { Params, World } from './cases.ts'

const couponTerms = (w: World) => ({
  offMinor: '100',
  overMinor: '1000',
  currency: 'CNY',
  units: 100,
  startsAt: w.house.clock.now().toISOString(),
  endsAt: new Date(w.house.clock.now().getTime() + 86_400_000).toISOString(),
})
const couponIn = ({ couponId }: { couponId: string }) => ({ couponId })
const aPlatformCoupon = async (_: Tenant, w: World) =>
  couponIn(await w.house.must('promotions.createPlatformCoupon', couponTerms(w), w.platform.admin.token))

export const couponThings: Record<string, (t: Tenant, w: World) => Promise<Params>> = {
  'promotions.closeShopCoupon': async (t, w) =>
    couponIn(
      await w.house.must(
        'promotions.createShopCoupon',
        { shopId: t.shopId, ...couponTerms(w) },
        t.shopStaff.owner!.token,
      ),
    ),
  'promotions.closeCreatorCoupon': async (t, w) =>
    couponIn(
      await w.house.must(
        'promotions.createCreatorCoupon',
        { creatorId: t.creatorId, ...couponTerms(w) },
        t.creatorOwner.token,
      ),
    ),
  'promotions.closePlatformCoupon': aPlatformCoupon,
  'promotions.claimCoupon': aPlatformCoupon,
}

export const couponBodies: Record<string, (t: Tenant, w: World) => Record<string, unknown>> = {
  'promotions.createShopCoupon': (_, w) => couponTerms(w),
  'promotions.createCreatorCoupon': (_, w) => couponTerms(w),
  'promotions.createPlatformCoupon': (_, w) => couponTerms(w),
}
