// An offer and a product on the square, for tests.
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import { productChanged } from '#modules/shop/events'
import type { Alliance, PlanTerms } from './index.ts'

export const SHOP: Id<'shp'> = 'shp_01J00000000000000000000001'

type Snapshot = Parameters<typeof event<typeof productChanged>>[2]

/** What the shop says of a product; handled by whoever listens when the test drains the consumers. */
export async function tellProduct(
  tx: Tx,
  deps: Deps,
  productId: Id<'prd'>,
  overrides: Partial<Snapshot> = {},
): Promise<void> {
  const snapshot: Snapshot = {
    productId,
    shopId: SHOP,
    categoryId: 'kitchen',
    title: { zh: '折叠水壶', en: 'Folding kettle' },
    tags: ['travel'],
    imageUrl: '/media/products/portable-kettle-1.webp',
    minPriceMinor: '12900',
    currency: 'CNY',
    onShelf: true,
    inStock: true,
    reviewState: 'passed',
    emerging: false,
    ...overrides,
  }
  await createOutbox(deps.clock, deps.ids).publish(tx, [event(productChanged, productId, snapshot)])
}

/** A product with an open plan; returns its id. */
export async function anOffer(
  tx: Tx,
  deps: Deps,
  alliance: Alliance,
  terms: Partial<PlanTerms> = {},
): Promise<Id<'prd'>> {
  const productId = terms.productId ?? deps.ids.next('prd')
  await tellProduct(tx, deps, productId)
  await alliance.setPlan(tx, { shopId: SHOP, rateBps: 2000, ...terms, productId })
  return productId
}
