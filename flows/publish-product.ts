// From a draft to the review queue: the shop says that it is whole, governance opens the review, one transaction. A passed
// product whose words change takes the same way again.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Ctx, Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Governance, ReviewRequest } from '#modules/governance'
import type { NewProduct, Shop, Submitted } from '#modules/shop'
import type { submitProduct, updateProduct } from '#modules/shop/contract'

type Doors = { shop: Shop; governance: Governance }

export function createPublishProduct({ db }: Pick<Deps, 'db'>, { shop, governance }: Doors) {
  return {
    /** @throws AppError NOT_FOUND · STATE_CONFLICT · PRODUCT_INCOMPLETE {missing} · POLICY_WORD {term, ruleId} */
    submitProduct: (
      { shopId, productId }: InputOf<typeof submitProduct>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof submitProduct>> =>
      db.transaction(async (tx) => {
        const [submitted] = await shop.submitProducts(tx, shopId, [productId], ctx.locale)
        await governance.openReview(tx, requestOf(submitted!))
        return submitted!.product
      }),

    /** @throws AppError NOT_FOUND · STALE {version, current} · PRODUCT_INCOMPLETE · POLICY_WORD */
    updateProduct: (
      input: InputOf<typeof updateProduct>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof updateProduct>> =>
      db.transaction(async (tx) => {
        const { product, review } = await shop.updateProduct(tx, input, ctx.ifMatch, ctx.locale)
        if (review) await governance.openReview(tx, requestOf({ product, review }))
        return product
      }),

    /** For the world generator: one shop's products, created, submitted and passed by the system, under every rule but the wait. */
    async publishAll(
      tx: Tx,
      shopId: Id<'shp'>,
      products: readonly Omit<NewProduct, 'shopId'>[],
    ): Promise<Submitted['product'][]> {
      const created = await shop.createProducts(
        tx,
        products.map((p) => ({ ...p, shopId })),
      )
      const productIds = created.map((p) => p.productId)
      const submitted = await shop.submitProducts(tx, shopId, productIds, 'en')
      await governance.passAll(tx, await governance.openReviews(tx, submitted.map(requestOf)))
      await shop.applyReviews(tx, productIds, { verdict: 'passed', ruleId: null })
      return created
    },
  }
}

const requestOf = ({ product, review }: Submitted): ReviewRequest => ({
  kind: 'product',
  objectId: product.productId,
  orgId: product.shopId,
  ...review,
})
