// The merchant's desk: opening a shop, products with their SKUs, stock, shelf, price.
import { z } from 'zod'
import {
  currency,
  endpoint,
  idOf,
  instant,
  localized,
  mediaUrl,
  minorIn,
  minorOut,
  pageIn,
  pageOf,
  rowVersion,
  says,
} from '#kernel/contract'
import { cleanText } from '#kernel/text'
import {
  attribute,
  categoryId,
  draftWords,
  each,
  guaranteeId,
  priceIn,
  PRODUCT_FILTERS,
  promised,
  bundleParts,
  limitDays,
  purchaseLimit,
  reviewState,
  shopKind,
  stockIn,
  tagId,
  words,
} from './fields.ts'
import { shopProfile } from './shelf.ts'

export const openShop = endpoint({
  id: 'shop.openShop',
  method: 'POST',
  path: '/api/v1/shops',
  summary: { zh: '开店', en: 'Open a shop' },
  access: { kind: 'account' },
  input: z.object({
    name: words(30),
    kind: shopKind,
    story: words(500),
    city: cleanText(30),
    logoUrl: mediaUrl.nullable().default(null),
  }),
  output: shopProfile,
  errors: ['TEXT_INVALID', 'ENUM', 'POLICY_WORD'],
  idempotent: true,
  status: 201,
})

export const merchantSku = z.object({
  skuId: idOf('sku'),
  name: localized,
  priceMinor: minorOut,
  listPriceMinor: minorOut.nullable(),
  onHand: z.number().int(),
  reserved: z.number().int(),
  /** onHand − reserved: what can still be sold. */
  available: z.number().int(),
  purchaseLimit: z.number().int().nullable(),
  limitDays: z.number().int().nullable(),
  orderLimit: z.number().int().nullable(),
  /** What one consists of, when it is a bundle. */
  parts: z.array(z.object({ skuId: idOf('sku'), qty: z.number().int() })).nullable(),
  /** Counts changes of price and of what is on hand; `expectedVersion` of a stock edit. */
  version: z.number().int(),
})

/** What keeps a product from being submitted, one sentence a field. */
export const gap = z.object({ pointer: z.string(), sentence: localized })

export const merchantProduct = z.object({
  productId: idOf('prd'),
  shopId: idOf('shp'),
  title: localized,
  description: localized,
  images: z.array(z.string()),
  categoryId: z.string(),
  tags: z.array(z.string()),
  attributes: z.array(z.object({ name: localized, value: localized })),
  guarantees: z.array(z.string()),
  shipWithinHours: z.number().int(),
  ...promised,
  emerging: z.boolean(),
  currency,
  onShelf: z.boolean(),
  reviewState,
  /** Why it was rejected: a rule of GET /api/v1/rules, and the reviewer's words. */
  reviewRuleId: z.string().nullable(),
  reviewNote: z.string().nullable(),
  soldCount: z.number().int(),
  skus: z.array(merchantSku),
  missing: z.array(gap),
  /** For If-Match. */
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
})

export const merchantProductRow = z.object({
  productId: idOf('prd'),
  title: localized,
  imageUrl: z.string().nullable(),
  categoryId: z.string(),
  minPriceMinor: minorOut,
  maxPriceMinor: minorOut,
  currency,
  skuCount: z.number().int(),
  available: z.number().int(),
  /** The variants that run short; the others may have plenty. */
  lowSkus: z.array(z.object({ name: localized, available: z.number().int() })),
  onShelf: z.boolean(),
  reviewState,
  reviewRuleId: z.string().nullable(),
  soldCount: z.number().int(),
  version: z.number().int(),
  updatedAt: instant,
})

const shopId = idOf('shp')
const productId = idOf('prd')
const skuId = idOf('sku')
const desk = (scope: 'product.read' | 'product.write' | 'stock.write') =>
  ({ kind: 'org', org: 'shop', scope, param: 'shopId' }) as const

export const listProducts = endpoint({
  id: 'shop.listProducts',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/products',
  summary: { zh: '商品列表', en: 'The shop’s products' },
  access: desk('product.read'),
  input: z.object({
    shopId,
    status: z.enum(PRODUCT_FILTERS).optional(),
    q: cleanText(60).optional(),
    ...pageIn,
  }),
  output: pageOf(merchantProductRow).extend({ counts: z.record(z.enum(PRODUCT_FILTERS), z.number().int()) }),
  errors: ['NOT_FOUND', 'CURSOR_INVALID', 'ENUM', 'SCOPE_MISSING'],
})

const skuFields = {
  name: words(40),
  priceMinor: priceIn,
  listPriceMinor: priceIn.nullable().default(null),
  /** For one person: within `limitDays`, or for ever. */
  purchaseLimit: purchaseLimit.default(null),
  limitDays: limitDays.default(null),
  orderLimit: purchaseLimit.default(null),
  /** What one consists of; fixed once it is written. Without: it is no bundle. */
  parts: bundleParts.nullable().default(null),
}
/** The crossed-out price must be above the price, or it is a lie. What is no amount at all was refused as such already. */
const isTrueListPrice = (sku: { priceMinor: string; listPriceMinor: string | null }) =>
  sku.listPriceMinor === null ||
  ![sku.listPriceMinor, sku.priceMinor].every((minor) => minorIn.safeParse(minor).success) ||
  BigInt(sku.listPriceMinor) > BigInt(sku.priceMinor)
const untrueListPrice = {
  path: ['listPriceMinor'],
  ...says('划线价要高于售价', 'above the price', 'AMOUNT_INVALID'),
}

const bundleHasUnits = {
  path: ['onHand'],
  ...says('套装的库存由组成商品决定', 'a bundle’s stock is its parts’'),
}

export const newSku = z
  .strictObject({ ...skuFields, onHand: stockIn.default(0) })
  .refine(isTrueListPrice, untrueListPrice)
  .refine((sku) => sku.parts === null || sku.onHand === 0, bundleHasUnits)

/** What a merchant may write about a product. `emerging` and the review are the platform's to decide. */
const fields = {
  title: draftWords(60),
  description: draftWords(2000),
  images: z.array(mediaUrl).max(5),
  categoryId,
  tags: each(tagId, 8),
  attributes: z.array(attribute).max(20),
  guarantees: each(guaranteeId, 8),
  shipWithinHours: z.number().int().min(1).max(720),
  /** `hours`: within `shipWithinHours`; `today`: the day it is paid, when that is before 16:00; `presale`: on the day of `shipsFrom`. */
  ...promised,
}

export const newProduct = z.object({
  title: fields.title,
  description: fields.description.default({ zh: '', en: '' }),
  images: fields.images.default([]),
  categoryId: fields.categoryId,
  tags: fields.tags.default([]),
  attributes: fields.attributes.default([]),
  guarantees: fields.guarantees.default([]),
  shipWithinHours: fields.shipWithinHours.default(48),
  shipKind: fields.shipKind.default('hours'),
  shipsFrom: fields.shipsFrom.default(null),
  currency: currency.default('CNY'),
  /** Put it on the shelf as soon as it passes review. */
  onShelf: z.boolean().default(true),
  skus: z.array(newSku).max(8).default([]),
})

export const createProduct = endpoint({
  id: 'shop.createProduct',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/products',
  summary: { zh: '新建商品（草稿）', en: 'Create a product, as a draft' },
  access: desk('product.write'),
  input: newProduct.extend({ shopId }),
  output: merchantProduct,
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'TEXT_INVALID',
    'AMOUNT_INVALID',
    'QTY_RANGE',
    'ENUM',
    'STATE_CONFLICT',
  ],
  idempotent: true,
  status: 201,
})

export const getMerchantProduct = endpoint({
  id: 'shop.getMerchantProduct',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/products/{productId}',
  summary: { zh: '商品编辑页', en: 'A product, as its shop sees it' },
  access: desk('product.read'),
  input: z.object({ shopId, productId }),
  output: merchantProduct,
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

/**
 * `skus` replaces the list: with `skuId` it is edited, without it is new, one left out is withdrawn from sale. `onHand` is for
 * new ones only; the stock of an existing one moves under the shop's feet, so it has its own endpoint.
 */
export const editedSku = z
  .strictObject({ ...skuFields, skuId: skuId.optional(), onHand: stockIn.optional() })
  .refine(isTrueListPrice, untrueListPrice)
  .refine((sku) => sku.skuId === undefined || sku.onHand === undefined, {
    path: ['onHand'],
    ...says('已有规格的库存请用库存接口', 'use the stock endpoint for an existing SKU'),
  })
  .refine((sku) => sku.parts === null || (sku.onHand ?? 0) === 0, bundleHasUnits)

export const productChanges = z
  .object(fields)
  .partial()
  .extend({ skus: z.array(editedSku).max(8).optional() })

export const updateProduct = endpoint({
  id: 'shop.updateProduct',
  method: 'PATCH',
  path: '/api/v1/shops/{shopId}/products/{productId}',
  summary: {
    zh: '修改商品（需 If-Match；改动文案图片会重新审核）',
    en: 'Edit a product (needs If-Match; new words or pictures are reviewed again)',
  },
  access: desk('product.write'),
  input: productChanges.extend({ shopId, productId }),
  output: merchantProduct,
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'STALE',
    'TEXT_INVALID',
    'AMOUNT_INVALID',
    'QTY_RANGE',
    'ENUM',
    'PRODUCT_INCOMPLETE',
    'POLICY_WORD',
  ],
})

export const submitProduct = endpoint({
  id: 'shop.submitProduct',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/products/{productId}/submit',
  summary: { zh: '提交审核', en: 'Submit for review' },
  access: desk('product.write'),
  input: z.object({ shopId, productId }),
  output: merchantProduct,
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'SHOP_SUSPENDED',
    'STATE_CONFLICT',
    'PRODUCT_INCOMPLETE',
    'POLICY_WORD',
  ],
})

export const setShelf = endpoint({
  id: 'shop.setShelf',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/products/{productId}/shelf',
  summary: { zh: '上架或下架', en: 'Put on or take off the shelf' },
  access: desk('product.write'),
  input: z.object({ shopId, productId, onShelf: z.boolean() }),
  output: merchantProduct,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED'],
})

export const setStock = endpoint({
  id: 'shop.setStock',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/skus/{skuId}/stock',
  summary: { zh: '修改库存', en: 'Set what is on hand' },
  access: desk('stock.write'),
  input: z.object({ shopId, skuId, onHand: stockIn, expectedVersion: rowVersion.optional() }),
  output: merchantSku,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'QTY_RANGE', 'STALE', 'STATE_CONFLICT'],
})

/** For a warehouse's program: all of them or none. */
export const setStocks = endpoint({
  id: 'shop.setStocks',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/stock',
  summary: { zh: '批量修改库存', en: 'Set what is on hand of up to 100 SKUs at once' },
  access: desk('stock.write'),
  input: z.object({
    shopId,
    items: z
      .array(z.strictObject({ skuId, onHand: stockIn, expectedVersion: rowVersion.optional() }))
      .min(1)
      .max(100)
      .refine(
        (items) => new Set(items.map((i) => i.skuId)).size === items.length,
        says('每个规格只写一次', 'each SKU once'),
      ),
  }),
  output: z.object({ items: z.array(merchantSku) }),
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'QTY_RANGE', 'STALE', 'STATE_CONFLICT'],
})

export const setPrice = endpoint({
  id: 'shop.setPrice',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/skus/{skuId}/price',
  summary: { zh: '修改价格', en: 'Set the price' },
  access: desk('product.write'),
  input: z.object({ shopId, skuId, priceMinor: priceIn, listPriceMinor: priceIn.nullable().optional() }),
  output: merchantSku,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'AMOUNT_INVALID'],
})

export const deskEndpoints = [
  openShop,
  listProducts,
  createProduct,
  getMerchantProduct,
  updateProduct,
  submitProduct,
  setShelf,
  setStock,
  setStocks,
  setPrice,
] as const
