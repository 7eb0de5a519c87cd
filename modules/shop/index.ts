// The door of 抖店. Functions that take `tx` take part in the caller's transaction.
import type { Localized } from '#kernel/text'
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import { CATEGORIES } from './domain/categories.ts'
import { shopConsumer } from './reactions.ts'
import { shopRoutes } from './routes.ts'
import { lowSkus } from './repository/products.ts'
import { createChanges } from './service/changes.ts'
import { createDesk } from './service/desk.ts'
import { createProducts } from './service/products.ts'
import { createShelf } from './service/shelf.ts'
import { createShops } from './service/shops.ts'
import { createSkus } from './service/skus.ts'
import { createSoldOutGate } from './service/sold-out-gate.ts'
import { createStock } from './service/stock.ts'
import { createStockApart } from './service/stock-apart.ts'
import { createStockCount } from './service/count-stock.ts'
import { createStockDesk } from './service/stock-desk.ts'
import { createStockFiles } from './service/stock-file.ts'
import { createStockPools } from './service/stock-pools.ts'
import { categoryNamed, tagNamed } from './service/views.ts'

export type { NewProduct, ReviewOutcome, Submitted } from './service/products.ts'
export type { StockChange } from './service/count-stock.ts'
export type { SkuForOrder } from './service/shelf.ts'
export type { NewShop } from './service/shops.ts'
export type { SkuLine } from './service/stock.ts'
export type { PoolId } from './service/stock-pools.ts'

/** The words for a need tag or a category; null for one that is not on the list. */
const labelOf = (kind: 'tag' | 'category', id: string): Localized | null =>
  (kind === 'tag' ? tagNamed(id).name : categoryNamed(id).name) ?? null

export function createShop(deps: Deps) {
  const changes = createChanges(deps)
  const soldOut = createSoldOutGate()
  const products = createProducts(deps, changes)
  const count = createStockCount(deps, changes, soldOut)
  const pools = createStockPools(deps, changes, soldOut)
  const apart = createStockApart(deps, changes, pools, soldOut)
  const skus = createSkus(changes, count)
  const shelf = createShelf(deps)
  const desk = createDesk(deps, { products, skus })
  const stockDesk = createStockDesk(deps, { count, apart })
  const files = createStockFiles(deps, { count, changes })
  const jobs: readonly Job[] = [{ name: 'end-campaign-stock', everyMs: 5_000, run: apart.closeEnded }]
  return {
    ...createShops(deps, changes),
    ...products,
    setStock: skus.setStock,
    setPrice: skus.setPrice,
    lowSkus,
    ...createStock(deps, changes, soldOut),
    soldOut,
    ...pools,
    ...apart,
    ...count,
    openWarehouse: stockDesk.openWarehouse,
    cards: shelf.cards,
    skusForOrder: shelf.skusForOrder,
    skusOfProducts: shelf.skusOfProducts,
    shopsOf: shelf.shopsOf,
    namesOf: shelf.namesOf,
    labelOf,
    isCategory: (id: string) => Object.hasOwn(CATEGORIES, id),
    jobs,
    routes: shopRoutes(shelf, desk, stockDesk, files),
    consumer: shopConsumer,
  }
}

export type Shop = ReturnType<typeof createShop>
