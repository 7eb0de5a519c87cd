// The door of 抖店. Functions that take `tx` take part in the caller's transaction.
import type { Localized } from '#kernel/text'
import type { Deps } from '#platform/context'
import { CATEGORIES } from './domain/categories.ts'
import { shopConsumer } from './reactions.ts'
import { shopRoutes } from './routes.ts'
import { createChanges } from './service/changes.ts'
import { createDesk } from './service/desk.ts'
import { createProducts } from './service/products.ts'
import { createShelf } from './service/shelf.ts'
import { createShops } from './service/shops.ts'
import { createSkus } from './service/skus.ts'
import { createStock } from './service/stock.ts'
import { createStockPools } from './service/stock-pools.ts'
import { categoryNamed, tagNamed } from './service/views.ts'

export type { NewProduct, ReviewOutcome, Submitted } from './service/products.ts'
export type { SkuForOrder } from './service/shelf.ts'
export type { NewShop } from './service/shops.ts'
export type { SkuLine } from './service/stock.ts'
export type { PoolId } from './service/stock-pools.ts'

/** The words for a need tag or a category; null for one that is not on the list. */
const labelOf = (kind: 'tag' | 'category', id: string): Localized | null =>
  (kind === 'tag' ? tagNamed(id).name : categoryNamed(id).name) ?? null

export function createShop(deps: Deps) {
  const changes = createChanges(deps)
  const products = createProducts(deps, changes)
  const skus = createSkus(changes)
  const shelf = createShelf(deps)
  const desk = createDesk(deps, { products, skus })
  return {
    ...createShops(deps, changes),
    ...products,
    ...createStock(deps, changes),
    ...createStockPools(deps, changes),
    cards: shelf.cards,
    skusForOrder: shelf.skusForOrder,
    skusOfProducts: shelf.skusOfProducts,
    shopsOf: shelf.shopsOf,
    namesOf: shelf.namesOf,
    labelOf,
    isCategory: (id: string) => Object.hasOwn(CATEGORIES, id),
    routes: shopRoutes(shelf, desk),
    consumer: shopConsumer,
  }
}

export type Shop = ReturnType<typeof createShop>
