// Coupons where goods are asked about: a shop names products of its own, the platform a category that exists, and a buyer sees what
// there is for one product.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { askedBy, PLATFORM, type Promotions } from '#modules/promotions'
import { createPlatformCoupon, createShopCoupon, type listOffered } from '#modules/promotions/contract'
import type { Shop } from '#modules/shop'

type Doors = { promotions: Promotions; shop: Shop }

export const createCouponFlows = ({ db }: Pick<Deps, 'db'>, { promotions, shop }: Doors) => ({
  /** @throws AppError NOT_FOUND {productId} for another shop's · AMOUNT_INVALID · DATE_INVALID */
  createShopCoupon: (
    { shopId, productIds, ...terms }: InputOf<typeof createShopCoupon>,
    ctx: Ctx,
  ): Promise<OutputOf<typeof createShopCoupon>> =>
    db.transaction(async (tx) => {
      const before = await promotions.couponMade(tx, ctx, createShopCoupon)
      if (before) return before
      if (productIds) {
        const shops = await shop.shopsOf(tx, productIds)
        const others = productIds.find((id) => shops.get(id) !== shopId)
        if (others) throw new AppError('NOT_FOUND', { productId: others })
      }
      const bounds = { categoryId: null, productIds: productIds ?? null }
      return promotions.createCoupon(
        tx,
        { funder: 'shop', funderId: shopId },
        terms,
        bounds,
        askedBy(ctx, createShopCoupon),
      )
    }),

  /** @throws AppError ENUM for an unknown category · AMOUNT_INVALID · DATE_INVALID */
  createPlatformCoupon: (
    { categoryId, ...terms }: InputOf<typeof createPlatformCoupon>,
    ctx: Ctx,
  ): Promise<OutputOf<typeof createPlatformCoupon>> =>
    db.transaction(async (tx) => {
      const before = await promotions.couponMade(tx, ctx, createPlatformCoupon)
      if (before) return before
      if (categoryId && !shop.isCategory(categoryId)) throw new AppError('ENUM', { categoryId })
      const bounds = { categoryId: categoryId ?? null, productIds: null }
      return promotions.createCoupon(tx, PLATFORM, terms, bounds, askedBy(ctx, createPlatformCoupon))
    }),

  /** @throws AppError NOT_FOUND */
  listOffered: (
    { productId, creatorId }: InputOf<typeof listOffered>,
    ctx: Ctx,
  ): Promise<OutputOf<typeof listOffered>> =>
    db.read(async (tx) => {
      const [card] = await shop.cards(tx, [productId])
      if (!card) throw new AppError('NOT_FOUND')
      const { shopId, categoryId } = card
      return promotions.offeredFor(
        tx,
        { shopId, productId, categoryId, creatorId: creatorId ?? null },
        personOf(ctx),
      )
    }),
})
