// What the shop answers to: the public shelf (sheet, categories, mall, shop page) and the merchant's desk (products, SKUs,
// stock, shelf). Served by a flow, because several modules take part in one transaction:
//   shop.openShop → flows/open-shop.ts · shop.updateProduct, shop.submitProduct → flows/publish-product.ts
import { z } from 'zod'
import { currency, endpoint, idOf, instant, localized, minorIn, minorOut, pageIn, pageOf } from '#kernel/contract'
import { availability, productCard } from '#kernel/product-card'
import { cleanText } from '#kernel/text'
import { CATEGORY_IDS } from './domain/categories.ts'
import { GUARANTEE_IDS } from './domain/guarantees.ts'
import { TAG_IDS } from './domain/tags.ts'

export const SHOP_KINDS = ['flagship', 'factory', 'farm', 'craft'] as const
export const SHOP_STATES = ['trading', 'restricted', 'closed'] as const
export const REVIEW_STATES = ['draft', 'pending', 'passed', 'rejected'] as const
export const PRODUCT_FILTERS = ['onShelf', 'offShelf', 'pending', 'rejected', 'draft', 'lowStock'] as const

/** A shelf of the mall, a need that a product meets, a promise it carries; their words are at listCategories, listTags, … */
export const categoryId = z.enum(CATEGORY_IDS)
export const tagId = z.enum(TAG_IDS)
export const guaranteeId = z.enum(GUARANTEE_IDS)

export const shopKind = z.enum(SHOP_KINDS)
export const shopState = z.enum(SHOP_STATES)
export const reviewState = z.enum(REVIEW_STATES)

/** Pictures live on this platform: an uploaded blob or the demo world's media, never another site's address. */
const mediaUrl = z.string().max(300).regex(/^\/media\/(?!.*\.\.)[\w./-]+$/)

/** Words of a draft may still be missing in one language; submitting asks for both. */
const draftWords = (max: number) => z.object({ zh: cleanText(max, { min: 0, multiline: max > 100 }), en: cleanText(max, { min: 0, multiline: max > 100 }) })
const words = (max: number) => z.object({ zh: cleanText(max), en: cleanText(max) })

/** A price of at least one minor unit: nothing is sold for nothing. */
const priceIn = minorIn.refine((minor) => minor !== '0', { params: { code: 'AMOUNT_INVALID' } })
const stockIn = z.number().refine((n) => Number.isInteger(n) && n >= 0 && n <= 1_000_000, { params: { code: 'QTY_RANGE' } }).meta({ description: '0 to 1 000 000' })
const purchaseLimit = z.number().refine((n) => Number.isInteger(n) && n >= 1 && n <= 200, { params: { code: 'QTY_RANGE' } }).nullable()

const each = <T extends z.ZodType>(item: T, max: number) =>
  z.array(item).max(max).refine((list) => new Set(list).size === list.length, { message: 'each once' })
const attribute = z.object({ name: words(30), value: words(80) })

// --- The public shelf -----------------------------------------------------------------------------------------------

export const shopCard = z.object({ shopId: idOf('shp'), name: localized, kind: shopKind, logoUrl: z.string().nullable(), city: z.string() })
export const shopProfile = shopCard.extend({
  story: localized,
  state: shopState,
  createdAt: instant,
  /** Products that can be seen, and units sold, over all of them. */
  productCount: z.number().int(),
  soldCount: z.number().int(),
})

export const named = z.object({ id: z.string(), name: localized })

export const skuOffer = z.object({
  skuId: idOf('sku'),
  name: localized,
  priceMinor: minorOut,
  listPriceMinor: minorOut.nullable(),
  stock: z.enum(['plenty', 'low', 'soldOut']),
  /** Units left, told only when they are few. */
  left: z.number().int().nullable(),
  purchaseLimit: z.number().int().nullable(),
})

export const productSheet = z.object({
  productId: idOf('prd'),
  shop: shopCard,
  title: localized,
  description: localized,
  images: z.array(z.string()),
  category: named,
  tags: z.array(named),
  attributes: z.array(z.object({ name: localized, value: localized })),
  guarantees: z.array(named.extend({ note: localized })),
  shipWithinHours: z.number().int(),
  emerging: z.boolean(),
  currency,
  minPriceMinor: minorOut,
  maxPriceMinor: minorOut,
  soldCount: z.number().int(),
  availability,
  skus: z.array(skuOffer),
})

export const getProduct = endpoint({
  id: 'shop.getProduct',
  method: 'GET',
  path: '/api/v1/products/{productId}',
  summary: { zh: '商品详情', en: 'Product sheet' },
  access: { kind: 'public' },
  input: z.object({ productId: idOf('prd') }),
  output: productSheet,
  errors: ['NOT_FOUND'],
})

export const listCategories = endpoint({
  id: 'shop.listCategories',
  method: 'GET',
  path: '/api/v1/categories',
  summary: { zh: '全部类目', en: 'All categories' },
  access: { kind: 'public' },
  input: z.object({}),
  output: z.object({ items: z.array(named) }),
  errors: [],
})

export const listTags = endpoint({
  id: 'shop.listTags',
  method: 'GET',
  path: '/api/v1/tags',
  summary: { zh: '需求标签', en: 'Need tags: what a product is good for' },
  access: { kind: 'public' },
  input: z.object({}),
  output: z.object({ items: z.array(named) }),
  errors: [],
})

export const listGuarantees = endpoint({
  id: 'shop.listGuarantees',
  method: 'GET',
  path: '/api/v1/guarantees',
  summary: { zh: '服务保障', en: 'Guarantees a product can carry' },
  access: { kind: 'public' },
  input: z.object({}),
  output: z.object({ items: z.array(named.extend({ note: localized })) }),
  errors: [],
})

export const browse = endpoint({
  id: 'shop.browse',
  method: 'GET',
  path: '/api/v1/mall/products',
  summary: { zh: '商城：搜索和按类目逛', en: 'The mall: search, or browse a category' },
  access: { kind: 'public' },
  input: z.object({ q: cleanText(60).optional(), categoryId: categoryId.optional(), shopId: idOf('shp').optional(), ...pageIn }),
  output: pageOf(productCard),
  errors: ['CURSOR_INVALID', 'ENUM', 'TEXT_INVALID'],
})

export const getShop = endpoint({
  id: 'shop.getShop',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/profile',
  summary: { zh: '店铺主页', en: 'Shop page' },
  access: { kind: 'public' },
  input: z.object({ shopId: idOf('shp') }),
  output: shopProfile,
  errors: ['NOT_FOUND'],
})

// --- Opening a shop -------------------------------------------------------------------------------------------------

export const openShop = endpoint({
  id: 'shop.openShop',
  method: 'POST',
  path: '/api/v1/shops',
  summary: { zh: '开店', en: 'Open a shop' },
  access: { kind: 'account' },
  input: z.object({ name: words(30), kind: shopKind, story: words(500), city: cleanText(30), logoUrl: mediaUrl.nullable().default(null) }),
  output: shopProfile,
  errors: ['TEXT_INVALID', 'ENUM'],
  idempotent: true,
  status: 201,
})

// --- The merchant's desk --------------------------------------------------------------------------------------------

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
  lowStock: z.boolean(),
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
const desk = (scope: 'product.read' | 'product.write' | 'stock.write') => ({ kind: 'org', org: 'shop', scope, param: 'shopId' }) as const

export const listProducts = endpoint({
  id: 'shop.listProducts',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/products',
  summary: { zh: '商品列表', en: 'The shop’s products' },
  access: desk('product.read'),
  input: z.object({ shopId, status: z.enum(PRODUCT_FILTERS).optional(), q: cleanText(60).optional(), ...pageIn }),
  output: pageOf(merchantProductRow).extend({ counts: z.record(z.enum(PRODUCT_FILTERS), z.number().int()) }),
  errors: ['NOT_FOUND', 'CURSOR_INVALID', 'ENUM', 'SCOPE_MISSING'],
})

const newSku = z.object({
  name: words(40),
  priceMinor: priceIn,
  listPriceMinor: priceIn.nullable().default(null),
  onHand: stockIn.default(0),
  purchaseLimit: purchaseLimit.default(null),
})

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
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'TEXT_INVALID', 'AMOUNT_INVALID', 'QTY_RANGE', 'ENUM', 'STATE_CONFLICT'],
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
const editedSku = newSku.extend({ skuId: skuId.optional(), onHand: stockIn.optional() })

export const productChanges = z.object(fields).partial().extend({ skus: z.array(editedSku).max(8).optional() })

export const updateProduct = endpoint({
  id: 'shop.updateProduct',
  method: 'PATCH',
  path: '/api/v1/shops/{shopId}/products/{productId}',
  summary: { zh: '修改商品（需 If-Match；改动文案图片会重新审核）', en: 'Edit a product (needs If-Match; new words or pictures are reviewed again)' },
  access: desk('product.write'),
  input: productChanges.extend({ shopId, productId }),
  output: merchantProduct,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'STALE', 'TEXT_INVALID', 'AMOUNT_INVALID', 'QTY_RANGE', 'ENUM', 'PRODUCT_INCOMPLETE', 'POLICY_WORD'],
})

export const submitProduct = endpoint({
  id: 'shop.submitProduct',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/products/{productId}/submit',
  summary: { zh: '提交审核', en: 'Submit for review' },
  access: desk('product.write'),
  input: z.object({ shopId, productId }),
  output: merchantProduct,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'STATE_CONFLICT', 'PRODUCT_INCOMPLETE', 'POLICY_WORD'],
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
  input: z.object({ shopId, skuId, onHand: stockIn, expectedVersion: z.number().int().optional() }),
  output: merchantSku,
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

export const shopEndpoints = [
  getProduct, listCategories, listTags, listGuarantees, browse, getShop, openShop,
  listProducts, createProduct, getMerchantProduct, updateProduct, submitProduct, setShelf, setStock, setPrice,
] as const
