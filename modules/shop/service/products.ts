// The merchant's products: create, edit, submit, shelve. What a reviewer must see (again) comes back as `review`; opening
// the review is the flow's work, because the queue is another module's.
import type { z } from 'zod'
import type { InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { newProduct, type setShelf, type updateProduct } from '../contract.ts'
import { gapsOf, type Gap } from '../domain/completeness.ts'
import { isReworded, nextReviewState, type ReviewStep } from '../domain/product-state.ts'
import { toReview, type ReviewRequest } from '../domain/review-request.ts'
import * as repository from '../repository/products.ts'
import type { ProductRow } from '../repository/products.ts'
import type { Changes } from './changes.ts'
import { addSkus, replaceSkus, skuRows } from './skus.ts'
import { promiseOf, toMerchantProduct, type MerchantProduct } from './views.ts'

export type NewProduct = { shopId: Id<'shp'>; product: z.input<typeof newProduct>; emerging?: boolean }
export type Submitted = { product: MerchantProduct; review: ReviewRequest }
export type ReviewOutcome = { verdict: 'passed' | 'rejected'; ruleId: string | null; note?: string | null }

export function createProducts({ clock, ids }: Pick<Deps, 'clock' | 'ids'>, { changing, announce }: Changes) {
  const rowsOf = ({ shopId, product, emerging = false }: NewProduct) => {
    const p = newProduct.parse(product)
    const id = ids.next('prd')
    const now = clock.now()
    const row = {
      ...columnsOf(p),
      product_id: id,
      shop_id: shopId,
      currency: p.currency,
      emerging,
      on_shelf: p.onShelf,
      review_state: 'draft' as const,
      created_at: now,
      updated_at: now,
    }
    return { row, skus: skuRows(ids, id, p.skus) }
  }

  const step = (p: ProductRow, name: ReviewStep) => {
    const next = nextReviewState(p.review_state, name)
    if (!next) throw new AppError('STATE_CONFLICT', { productId: p.product_id, state: p.review_state })
    return next
  }

  return {
    /** Drafts, in the order given; many at once for the world, one for the desk, one validation for both. */
    async createProducts(tx: Tx, items: readonly NewProduct[]): Promise<MerchantProduct[]> {
      const rows = items.map(rowsOf)
      const productIds = rows.map((r) => r.row.product_id)
      await repository.insertProducts(
        tx,
        rows.map((r) => r.row),
      )
      for (const [shopId, ofShop] of Map.groupBy(rows, (r) => r.row.shop_id)) {
        const skus = ofShop.flatMap((r) => r.skus)
        await addSkus(tx, shopId, skus, { by: 'system', at: clock.now() })
      }
      await repository.tellFromSkus(tx, productIds)
      const created = await repository.findProducts(tx, productIds)
      await announce(tx, created)
      return created.map(toMerchantProduct)
    },

    /**
     * Edits under If-Match. `review` is set when a reviewer must look (again).
     * @throws AppError NOT_FOUND · STALE {version, current} · PRODUCT_INCOMPLETE when one under or past review would get a hole
     */
    async updateProduct(
      tx: Tx,
      input: InputOf<typeof updateProduct>,
      ifMatch: string | null,
      locale: Locale,
    ): Promise<{ product: MerchantProduct; review: ReviewRequest | null }> {
      const { shopId, productId, skus, ...fields } = input
      let reworded = false
      const [after] = await changing(
        tx,
        [productId],
        async ([found]) => {
          const own = ownOf(found, shopId)
          const before = toMerchantProduct(own)
          if (ifMatch !== String(own.version))
            throw new AppError('STALE', { version: own.version, current: before })
          const wanted = { ...before, ...defined(fields), skus: skus ?? before.skus }
          reworded = isReworded(before, wanted)
          if (own.review_state === 'pending' || own.review_state === 'passed')
            refuseGaps(gapsOf(wanted), locale)
          await repository.updateProduct(tx, productId, {
            ...columnsOf(wanted),
            review_state: reworded ? step(own, 'reword') : own.review_state,
            updated_at: clock.now(),
          })
          if (skus) await replaceSkus(tx, ids, own, skus, { by: 'system', at: clock.now() })
        },
        true,
      )
      const product = toMerchantProduct(after!)
      return { product, review: reworded && product.reviewState === 'pending' ? toReview(product) : null }
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · PRODUCT_INCOMPLETE {missing} */
    async submitProducts(
      tx: Tx,
      shopId: Id<'shp'>,
      productIds: readonly Id<'prd'>[],
      locale: Locale,
    ): Promise<Submitted[]> {
      const after = await changing(tx, productIds, async (before) => {
        if (before.length !== productIds.length) throw new AppError('NOT_FOUND')
        for (const p of before) {
          step(ownOf(p, shopId), 'submit')
          refuseGaps(gapsOf({ ...p, ...promiseOf(p) }), locale)
        }
        await repository.setReviews(tx, productIds, {
          review_state: 'pending',
          review_rule_id: null,
          review_note: null,
          updated_at: clock.now(),
        })
      })
      return after.map(toMerchantProduct).map((product) => ({ product, review: toReview(product) }))
    },

    /** The verdict takes effect. @throws AppError NOT_FOUND · STATE_CONFLICT {state} when it was not waiting for one */
    async applyReviews(
      tx: Tx,
      productIds: readonly Id<'prd'>[],
      { verdict, ruleId, note = null }: ReviewOutcome,
    ): Promise<void> {
      await changing(tx, productIds, async (before) => {
        if (before.length !== productIds.length) throw new AppError('NOT_FOUND')
        for (const p of before) step(p, verdict === 'passed' ? 'pass' : 'reject')
        await repository.setReviews(tx, productIds, {
          review_state: verdict,
          review_rule_id: ruleId,
          review_note: note,
          updated_at: clock.now(),
        })
      })
    },

    async setShelf(
      tx: Tx,
      { shopId, productId, onShelf }: InputOf<typeof setShelf>,
    ): Promise<MerchantProduct> {
      const [after] = await changing(tx, [productId], async ([found]) => {
        if (ownOf(found, shopId).on_shelf !== onShelf)
          await repository.updateProduct(tx, productId, { on_shelf: onShelf, updated_at: clock.now() })
      })
      return toMerchantProduct(after!)
    },

    /** An emerging product pays no platform commission (domain.md §12): the platform's word, never the shop's. */
    async setEmerging(tx: Tx, productIds: readonly Id<'prd'>[], emerging: boolean): Promise<void> {
      await changing(tx, productIds, async () => {
        for (const id of productIds) await repository.updateProduct(tx, id, { emerging })
      })
    },
  }
}

/** Another shop's product answers like a missing one. */
export function ownOf(product: ProductRow | undefined, shopId: string): ProductRow {
  if (product?.shop_id !== shopId) throw new AppError('NOT_FOUND')
  return product
}

function refuseGaps(missing: readonly Gap[], locale: Locale): void {
  if (missing.length === 0) return
  const errors = missing.map(({ pointer, sentence }) => ({
    pointer,
    code: 'PRODUCT_INCOMPLETE',
    detail: sentence[locale],
  }))
  throw new AppError('PRODUCT_INCOMPLETE', { missing }, errors)
}

type Writable = Pick<
  MerchantProduct,
  | 'title'
  | 'description'
  | 'images'
  | 'categoryId'
  | 'tags'
  | 'attributes'
  | 'guarantees'
  | 'shipWithinHours'
  | 'shipKind'
  | 'shipsFrom'
>

const columnsOf = (p: Writable) => ({
  title: JSON.stringify(p.title),
  description: JSON.stringify(p.description),
  images: p.images,
  category_id: p.categoryId,
  tags: p.tags,
  attributes: JSON.stringify(p.attributes),
  guarantees: p.guarantees,
  ship_within_hours: p.shipWithinHours,
  ship_kind: p.shipKind,
  ships_from: p.shipsFrom === null ? null : new Date(p.shipsFrom),
})

/** Without the fields that were not sent: `undefined` must not overwrite. */
const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
