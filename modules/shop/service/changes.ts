// Every change of a product goes through `changing`: lock, look, change, look again, and tell the house if what it knows of
// the product is no longer true. Why one place: an `inStock` that flips unannounced leaves a sold-out thing in the feed.
import type { z } from 'zod'
import type { Id } from '#kernel/ids'
import { toWire } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import { productChanged } from '../events.ts'
import {
  bundlesOf,
  findProducts,
  lockProducts,
  tellFromSkus,
  type ProductRow,
} from '../repository/products.ts'

export type Changes = {
  /**
   * Runs `change` with the products locked and returns them as they are afterwards, announced where they differ.
   * `withSkus` locks their SKUs too: needed when `change` touches one that this transaction does not hold yet.
   */
  changing(
    tx: Tx,
    ids: readonly Id<'prd'>[],
    change: (before: ProductRow[]) => Promise<void>,
    withSkus?: boolean,
  ): Promise<ProductRow[]>
  /** Announces products that were not there before. */
  announce(tx: Tx, products: readonly ProductRow[]): Promise<void>
}

export function createChanges({ clock, ids }: Pick<Deps, 'clock' | 'ids'>): Changes {
  const outbox = createOutbox(clock, ids)
  const announce = (tx: Tx, products: readonly ProductRow[]) =>
    outbox.publish(
      tx,
      products.map((p) => event(productChanged, p.product_id, snapshotOf(p))),
    )

  return {
    announce,
    async changing(tx, productIds, change, withSkus = false) {
      // A bundle is in stock as long as its parts are.
      const all = [...productIds, ...(await bundlesOf(tx, productIds))]
      await lockProducts(tx, all, withSkus)
      const before = await findProducts(tx, all)
      await change(before.slice(0, before.length - (all.length - productIds.length)))
      await tellFromSkus(tx, all)
      const after = await findProducts(tx, all)
      const known = new Map(before.map((p) => [p.product_id, JSON.stringify(snapshotOf(p))]))
      await announce(
        tx,
        after.filter((p) => known.get(p.product_id) !== JSON.stringify(snapshotOf(p))),
      )
      return after.slice(0, after.length - (all.length - productIds.length))
    },
  }
}

const snapshotOf = (p: ProductRow): z.input<(typeof productChanged)['schema']> => ({
  productId: p.product_id,
  shopId: p.shop_id,
  categoryId: p.category_id,
  title: p.title,
  tags: p.tags,
  imageUrl: p.images[0] ?? '',
  minPriceMinor: toWire(p.min_price_minor ?? 0n),
  currency: p.currency,
  onShelf: p.on_shelf && p.shop_state === 'trading',
  inStock: p.in_stock,
  reviewState: p.review_state,
  emerging: p.emerging,
})
