// The variants of a product: written with it, priced and counted one by one.
import type { z } from 'zod'
import type { InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id, Ids } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { editedSku, newSku, setPrice, setStock } from '../contract.ts'
import * as repository from '../repository/products.ts'
import type { ProductRow, SkuRow } from '../repository/products.ts'
import { setOnHand } from '../repository/stock.ts'
import type { Changes } from './changes.ts'
import { toMerchantSku } from './views.ts'

type EditedSku = z.output<typeof editedSku>

export const skuRows = (ids: Ids, productId: Id<'prd'>, skus: readonly z.output<typeof newSku>[]) =>
  skus.map((sku, position) => ({
    ...columnsOf(sku, position),
    sku_id: ids.next('sku'),
    product_id: productId,
    on_hand: sku.onHand,
  }))

const columnsOf = (sku: EditedSku, position: number) => ({
  position,
  name: JSON.stringify(sku.name),
  price_minor: BigInt(sku.priceMinor),
  list_price_minor: sku.listPriceMinor === null ? null : BigInt(sku.listPriceMinor),
  purchase_limit: sku.purchaseLimit,
})

/** Edits those named, adds the new, withdraws the rest. What is held for unpaid orders stays held. */
export async function replaceSkus(
  tx: Tx,
  ids: Ids,
  product: ProductRow,
  wanted: readonly EditedSku[],
): Promise<void> {
  const present = new Map(product.skus.map((s) => [s.sku_id, s]))
  const fresh = []
  for (const [position, sku] of wanted.entries()) {
    if (sku.skuId === undefined) {
      fresh.push({
        ...columnsOf(sku, position),
        sku_id: ids.next('sku'),
        product_id: product.product_id,
        on_hand: sku.onHand ?? 0,
      })
      continue
    }
    const before = present.get(sku.skuId)
    if (!before) throw new AppError('NOT_FOUND', { skuId: sku.skuId })
    present.delete(sku.skuId)
    if (differs(before, sku, position)) await repository.updateSku(tx, sku.skuId, columnsOf(sku, position))
  }
  for (const skuId of present.keys()) await repository.updateSku(tx, skuId, { retired: true })
  if (fresh.length > 0) await repository.insertSkus(tx, fresh)
}

const differs = (row: SkuRow, sku: EditedSku, position: number): boolean =>
  row.position !== position ||
  row.name.zh !== sku.name.zh ||
  row.name.en !== sku.name.en ||
  row.price_minor !== BigInt(sku.priceMinor) ||
  (row.list_price_minor?.toString() ?? null) !== sku.listPriceMinor ||
  row.purchase_limit !== sku.purchaseLimit

export function createSkus({ changing }: Changes) {
  const ownSku = async (tx: Tx, shopId: string, skuId: Id<'sku'>) => {
    const sku = await repository.findOwnSku(tx, shopId, skuId)
    if (!sku) throw new AppError('NOT_FOUND')
    return sku
  }
  return {
    /** @throws AppError NOT_FOUND · STALE {version} · STATE_CONFLICT {reserved} when more is held for unpaid orders */
    async setStock(tx: Tx, { shopId, skuId, onHand, expectedVersion }: InputOf<typeof setStock>) {
      const { product_id: productId } = await ownSku(tx, shopId, skuId)
      await changing(
        tx,
        [productId],
        async () => {
          if (await setOnHand(tx, skuId, onHand, expectedVersion ?? null)) return
          const { version, on_hand, reserved } = await ownSku(tx, shopId, skuId)
          if (reserved > onHand) throw new AppError('STATE_CONFLICT', { reserved, onHand: on_hand })
          throw new AppError('STALE', { version, onHand: on_hand })
        },
        true,
      )
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
