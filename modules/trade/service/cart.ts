// The cart, and what shops ask for delivery. Prices and stock belong to the shop, so flows/cart.ts shows the lines.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import { toWire, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { cart as cartShape, getFreight, setFreight } from '../contract.ts'
import { canBuy, lineState } from '../domain/cart.ts'
import type { FreightTemplate, RegionFreight } from '../domain/freight.ts'
import type { SkuFacts } from '../domain/quote.ts'
import * as repository from '../repository/cart.ts'
import type { CartLineTable, FreightRow, StoredRegion } from '../repository/rows.ts'
import type { z } from 'zod'

/** What the shop says of a variant, and how many could be reserved now. */
export type SkuInStock = SkuFacts & { available: number }
export type NewCartLine = { skuId: Id<'sku'>; qty: number; priceMinor: Minor; attribution: string | null }

const MAX_CART_LINES = 100

export function createCart({ db, clock }: Deps) {
  return {
    /** The newest first. */
    cartLines: repository.findCart,

    showCart(
      cart: readonly CartLineTable[],
      skus: ReadonlyMap<string, SkuInStock>,
    ): z.output<typeof cartShape> {
      const lines = cart.flatMap((l) => {
        const sku = skus.get(l.sku_id)
        return sku ? [lineView(l, sku)] : []
      })
      const total = lines.filter((l) => canBuy(l.state)).reduce((sum, l) => sum + BigInt(l.subtotalMinor), 0n)
      return {
        lines,
        totalMinor: toWire(total),
        currency: [...skus.values()][0]?.currency ?? 'CNY',
        count: lines.reduce((n, l) => n + l.qty, 0),
      }
    },

    /** The cart after it; null when it is full. */
    putCartLine: (tx: Tx, accountId: Id<'usr'>, line: NewCartLine): Promise<CartLineTable[] | null> =>
      repository.upsertCartLine(
        tx,
        {
          account_id: accountId,
          sku_id: line.skuId,
          qty: line.qty,
          added_price_minor: line.priceMinor,
          attribution: line.attribution,
          added_at: clock.now(),
        },
        MAX_CART_LINES,
      ),

    /** The card each variant was put in from. */
    cartTokens: async (tx: Tx, accountId: Id<'usr'>) =>
      new Map((await repository.findCart(tx, accountId)).map((l) => [l.sku_id, l.attribution])),
    /** Takes lines out; answers the attribution tokens they carried. */
    takeCartLines: repository.takeCartLines,
    /** A guest was recognised as an account. */
    moveCart: repository.moveCart,

    async freightTemplates(tx: Tx, shopIds: readonly Id<'shp'>[]): Promise<Map<Id<'shp'>, FreightTemplate>> {
      const rows = await repository.findFreight(tx, [...new Set(shopIds)])
      return new Map(
        rows.map((r) => [
          r.shop_id,
          {
            baseMinor: r.base_minor,
            freeOverMinor: r.free_over_minor,
            currency: r.currency,
            regions: r.regions.map(regionOf),
          },
        ]),
      )
    },

    setFreightTemplate: (tx: Tx, shopId: Id<'shp'>, t: FreightTemplate) =>
      repository.upsertFreight(tx, freightRow(shopId, t, clock.now())),

    getFreight: async ({ shopId }: InputOf<typeof getFreight>): Promise<OutputOf<typeof getFreight>> => {
      const [row] = await db.read((tx) => repository.findFreight(tx, [shopId]))
      return freightView(
        row ??
          freightRow(
            shopId,
            { baseMinor: 0n, freeOverMinor: null, currency: 'CNY', regions: [] },
            clock.now(),
          ),
      )
    },

    async setFreight({
      shopId,
      baseMinor,
      freeOverMinor,
      regions,
    }: InputOf<typeof setFreight>): Promise<OutputOf<typeof setFreight>> {
      const row = freightRow(
        shopId,
        {
          baseMinor: BigInt(baseMinor),
          freeOverMinor: freeOverMinor === null ? null : BigInt(freeOverMinor),
          currency: 'CNY',
          regions: regions.map(regionOf),
        },
        clock.now(),
      )
      await db.transaction((tx) => repository.upsertFreight(tx, row))
      return freightView(row)
    },
  }
}

const freightRow = (shopId: Id<'shp'>, t: FreightTemplate, now: Date): FreightRow => ({
  shop_id: shopId,
  base_minor: t.baseMinor,
  free_over_minor: t.freeOverMinor,
  currency: t.currency,
  regions: t.regions.map((r): StoredRegion => ({
    provinces: [...r.provinces],
    delivers: r.fee !== null,
    baseMinor: toWire(r.fee?.baseMinor ?? 0n),
    freeOverMinor: r.fee?.freeOverMinor == null ? null : toWire(r.fee.freeOverMinor),
  })),
  updated_at: now,
})

const regionOf = (r: StoredRegion): RegionFreight => ({
  provinces: r.provinces,
  fee: r.delivers
    ? {
        baseMinor: BigInt(r.baseMinor),
        freeOverMinor: r.freeOverMinor === null ? null : BigInt(r.freeOverMinor),
      }
    : null,
})

const freightView = (r: FreightRow) => ({
  baseMinor: toWire(r.base_minor),
  freeOverMinor: r.free_over_minor === null ? null : toWire(r.free_over_minor),
  currency: r.currency,
  regions: r.regions,
})

const lineView = (l: CartLineTable, sku: SkuInStock) => ({
  skuId: sku.skuId,
  productId: sku.productId,
  shopId: sku.shopId,
  shopName: sku.shopName,
  title: sku.title,
  skuName: sku.skuName,
  imageUrl: sku.imageUrl,
  qty: l.qty,
  state: lineState(sku, sku.available, l.qty, l.added_price_minor),
  priceMinor: toWire(sku.priceMinor),
  addedPriceMinor: toWire(l.added_price_minor),
  subtotalMinor: toWire(sku.priceMinor * BigInt(l.qty)),
  purchaseLimit: sku.purchaseLimit,
  attribution: l.attribution,
  addedAt: l.added_at.toISOString(),
})
