// The desk as its routes call it: each in one transaction of its own.
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { actorId, type Ctx, type Deps } from '#platform/context'
import { keepMade, madeBefore } from '#platform/made-by-key'
import { searchPatterns } from '#platform/search-patterns'
import {
  createProduct,
  type getMerchantProduct,
  type listProducts,
  type setPrice,
  type setShelf,
  type setStock,
  type setStocks,
} from '../contract.ts'
import * as repository from '../repository/products.ts'
import { ownOf, type createProducts } from './products.ts'
import type { createSkus } from './skus.ts'
import { toMerchantProduct, toMerchantRow, type MerchantProduct } from './views.ts'

type Doors = { products: ReturnType<typeof createProducts>; skus: ReturnType<typeof createSkus> }

export function createDesk({ db }: Pick<Deps, 'db'>, { products, skus }: Doors) {
  return {
    createProduct: (
      { shopId, ...product }: InputOf<typeof createProduct>,
      ctx: Ctx,
    ): Promise<MerchantProduct> =>
      db.transaction(async (tx) => {
        const before = await madeBefore<Id<'prd'>>(tx, ctx, createProduct)
        if (before) return toMerchantProduct(ownOf((await repository.findProducts(tx, [before]))[0], shopId))
        const shop = await repository.findShop(tx, shopId)
        if (!shop) throw new AppError('NOT_FOUND')
        if (shop.state === 'closed') throw new AppError('STATE_CONFLICT', { state: shop.state })
        const [created] = await products.createProducts(tx, [{ shopId, product }])
        await keepMade(tx, ctx, createProduct, created!.productId)
        return created!
      }),

    getProduct: ({ shopId, productId }: InputOf<typeof getMerchantProduct>): Promise<MerchantProduct> =>
      db.read(async (tx) => {
        const [product] = await repository.findProducts(tx, [productId])
        return toMerchantProduct(ownOf(product, shopId))
      }),

    listProducts: ({
      shopId,
      status,
      q,
      cursor,
      limit,
    }: InputOf<typeof listProducts>): Promise<OutputOf<typeof listProducts>> =>
      db.read(async (tx) => {
        const after = cursor === undefined ? null : (decodeCursor(cursor, 1)?.[0] ?? refuseCursor())
        const rows = await repository.listProducts(tx, shopId, {
          status,
          patterns: searchPatterns(q),
          after,
          limit: limit + 1,
        })
        const page = rows.slice(0, limit)
        const last = page.at(-1)
        return {
          items: page.map(toMerchantRow),
          nextCursor: rows.length > limit && last ? encodeCursor([last.product_id]) : null,
          counts: await repository.countProducts(tx, shopId),
        }
      }),

    setShelf: (input: InputOf<typeof setShelf>) => db.transaction((tx) => products.setShelf(tx, input)),
    setStock: (input: InputOf<typeof setStock>, ctx: Ctx) =>
      db.transaction((tx) => skus.setStock(tx, input, actorId(ctx.actor))),
    setStocks: (
      { shopId, items }: InputOf<typeof setStocks>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof setStocks>> =>
      db.transaction(async (tx) => {
        const done = new Map<string, OutputOf<typeof setStock>>()
        // In one order, so that two at once wait for each other instead of for ever.
        for (const item of items.toSorted((a, b) => (a.skuId < b.skuId ? -1 : 1)))
          done.set(item.skuId, await skus.setStock(tx, { shopId, ...item }, actorId(ctx.actor)))
        return { items: items.map((i) => done.get(i.skuId)!) }
      }),
    setPrice: (input: InputOf<typeof setPrice>) => db.transaction((tx) => skus.setPrice(tx, input)),
  }
}

function refuseCursor(): never {
  throw new AppError('CURSOR_INVALID')
}
