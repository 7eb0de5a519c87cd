// The variants of a product: written with it, priced and counted one by one.
import type { z } from 'zod'
import type { InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id, Ids } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { editedSku, newSku, setPrice, setStock } from '../contract.ts'
import * as repository from '../repository/products.ts'
import type { BundlePart, ProductRow, SkuRow } from '../repository/products.ts'
import { insertMovements } from '../repository/movements.ts'
import type { Changes } from './changes.ts'
import type { createStockCount } from './count-stock.ts'
import { toMerchantSku } from './views.ts'

type EditedSku = z.output<typeof editedSku>

export const skuRows = (ids: Ids, productId: Id<'prd'>, skus: readonly z.output<typeof newSku>[]) =>
  skus.map((sku, position) => ({
    ...columnsOf(sku, position),
    sku_id: ids.next('sku'),
    product_id: productId,
    on_hand: sku.onHand,
    bundle: Boolean(sku.parts),
    parts: sku.parts ?? null,
  }))

type NewSkuRow = Omit<ReturnType<typeof skuRows>[number], 'parts'> & { parts: BundlePart[] | null }

/** New variants with what is on hand of them, and what bundles consist of. @throws AppError NOT_FOUND for a part that is not the shop's */
export async function addSkus(
  tx: Tx,
  shopId: Id<'shp'>,
  rows: readonly NewSkuRow[],
  { by, at }: { by: string; at: Date },
): Promise<void> {
  await repository.insertSkus(
    tx,
    rows.map(({ parts: _, ...row }) => row),
  )
  const opening = rows.filter((r) => r.on_hand > 0)
  await insertMovements(
    tx,
    opening.map((r) => ({
      skuId: r.sku_id,
      warehouseId: null,
      delta: r.on_hand,
      reason: 'opening',
      note: null,
    })),
    { by, at },
  )
  const parts = rows.flatMap((r) => (r.parts ?? []).map((p) => ({ ...p, bundleSkuId: r.sku_id })))
  if (!(await repository.insertParts(tx, shopId, parts))) throw new AppError('NOT_FOUND', { part: true })
}

const columnsOf = (sku: EditedSku, position: number) => ({
  position,
  name: JSON.stringify(sku.name),
  price_minor: BigInt(sku.priceMinor),
  list_price_minor: sku.listPriceMinor === null ? null : BigInt(sku.listPriceMinor),
  purchase_limit: sku.purchaseLimit,
  order_limit: sku.orderLimit ?? null,
  limit_days: sku.limitDays ?? null,
})

/** Edits those named, adds the new, withdraws the rest. What is held for unpaid orders stays held. */
export async function replaceSkus(
  tx: Tx,
  ids: Ids,
  product: ProductRow,
  wanted: readonly EditedSku[],
  who: { by: string; at: Date },
): Promise<void> {
  const present = new Map(product.skus.map((s) => [s.sku_id, s]))
  const fresh: NewSkuRow[] = []
  for (const [position, sku] of wanted.entries()) {
    if (sku.skuId === undefined) {
      fresh.push({
        ...columnsOf(sku, position),
        sku_id: ids.next('sku'),
        product_id: product.product_id,
        on_hand: sku.onHand ?? 0,
        bundle: Boolean(sku.parts),
        parts: sku.parts ?? null,
      })
      continue
    }
    const before = present.get(sku.skuId)
    if (!before) throw new AppError('NOT_FOUND', { skuId: sku.skuId })
    present.delete(sku.skuId)
    if (differs(before, sku, position)) await repository.updateSku(tx, sku.skuId, columnsOf(sku, position))
  }
  for (const skuId of present.keys()) await repository.updateSku(tx, skuId, { retired: true })
  if (fresh.length > 0) await addSkus(tx, product.shop_id, fresh, who)
}

const differs = (row: SkuRow, sku: EditedSku, position: number): boolean =>
  row.position !== position ||
  row.name.zh !== sku.name.zh ||
  row.name.en !== sku.name.en ||
  row.price_minor !== BigInt(sku.priceMinor) ||
  (row.list_price_minor?.toString() ?? null) !== sku.listPriceMinor ||
  row.purchase_limit !== sku.purchaseLimit ||
  row.order_limit !== (sku.orderLimit ?? null) ||
  row.limit_days !== (sku.limitDays ?? null)

export function createSkus({ changing }: Changes, { countStock }: ReturnType<typeof createStockCount>) {
  const ownSku = async (tx: Tx, shopId: string, skuId: Id<'sku'>) => {
    const sku = await repository.findOwnSku(tx, shopId, skuId)
    if (!sku) throw new AppError('NOT_FOUND')
    return sku
  }
  return {
    /** @throws AppError NOT_FOUND · STALE {version} · STATE_CONFLICT {reserved} when more is held for unpaid orders */
    async setStock(tx: Tx, { shopId, skuId, onHand, expectedVersion }: InputOf<typeof setStock>, by: string) {
      await countStock(tx, shopId, [{ skuId, onHand, expectedVersion: expectedVersion ?? null }], {
        reason: 'set',
        by,
      })
      return toMerchantSku(await ownSku(tx, shopId, skuId))
    },

    /** A crossed-out price that is no longer above the price goes away, unless a new one is given. */
    async setPrice(tx: Tx, { shopId, skuId, priceMinor, listPriceMinor }: InputOf<typeof setPrice>) {
      const price = BigInt(priceMinor)
      const { product_id: productId } = await ownSku(tx, shopId, skuId)
      await changing(
        tx,
        [productId],
        async () => {
          const { list_price_minor: present } = await ownSku(tx, shopId, skuId)
          const list =
            listPriceMinor === undefined ? present : listPriceMinor === null ? null : BigInt(listPriceMinor)
          await repository.updateSku(tx, skuId, {
            price_minor: price,
            list_price_minor: list !== null && list > price ? list : null,
          })
        },
        true,
      )
      return toMerchantSku(await ownSku(tx, shopId, skuId))
    },
  }
}
