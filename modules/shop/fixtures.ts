// A shop and products that are right in every field; a test names only what it is about.
import type { z } from 'zod'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { newProduct } from './contract.ts'
import type { NewShop, Shop } from './index.ts'

export const aShop = (overrides: Partial<NewShop> = {}): NewShop => ({
  shopId: 'shp_01J00000000000000000000001',
  name: { zh: '山野小铺', en: 'Hillside Store' },
  kind: 'craft',
  story: { zh: '一个人，一座山，一间小铺。', en: 'One person, one hill, one small store.' },
  city: '杭州',
  logoUrl: null,
  ...overrides,
})

type ProductInput = z.input<typeof newProduct>

export const aSku = (overrides: Partial<NonNullable<ProductInput['skus']>[number]> = {}) => ({
  name: { zh: '米白', en: 'Off-white' },
  priceMinor: '12900',
  onHand: 100,
  ...overrides,
})

export const aProduct = (overrides: Partial<ProductInput> = {}): ProductInput => ({
  title: { zh: '折叠电热水壶', en: 'Folding travel kettle' },
  description: { zh: '出差旅行，随时喝上热水。', en: 'Hot water wherever you are.' },
  images: ['/media/products/portable-kettle-1.webp'],
  categoryId: 'kitchen',
  tags: ['travel', 'portable'],
  guarantees: ['sevenDayReturn', 'freeShipping'],
  skus: [aSku()],
  ...overrides,
})

/** A product that can be bought: created, submitted and passed. `skuIds` in the order of its SKUs. */
export async function aListedProduct(
  tx: Tx,
  shop: Shop,
  shopId: Id<'shp'>,
  overrides: Partial<ProductInput> = {},
): Promise<{ productId: Id<'prd'>; skuIds: Id<'sku'>[] }> {
  const [created] = await shop.createProducts(tx, [{ shopId, product: aProduct(overrides) }])
  const { productId, skus } = created!
  await shop.submitProducts(tx, shopId, [productId], 'en')
  await shop.applyReviews(tx, [productId], { verdict: 'passed', ruleId: null })
  return { productId, skuIds: skus.map((s) => s.skuId) }
}
