// What buyers may ask, without logging in: the product sheet, the mall, a shop's page, and the tables that give ids words.
import { z } from 'zod'
import { currency, endpoint, idOf, instant, localized, minorOut, pageIn, pageOf } from '#kernel/contract'
import { availability, productCard } from '#kernel/product-card'
import { cleanText } from '#kernel/text'
import { categoryId, presaleDeposit, promised, shopKind, shopState } from './fields.ts'

export const shopCard = z.object({
  shopId: idOf('shp'),
  name: localized,
  kind: shopKind,
  logoUrl: z.string().nullable(),
  city: z.string(),
})
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
  limitDays: z.number().int().nullable(),
  orderLimit: z.number().int().nullable(),
  /** What one consists of, when it is a bundle. */
  parts: z.array(z.object({ skuId: idOf('sku'), qty: z.number().int(), name: localized })).nullable(),
  /** Sold in advance once present stock is out (`stock` soldOut): shipped by then. Null: not, or no more. */
  presale: z
    .object({ left: z.number().int().nullable(), shipsAt: instant, deposit: presaleDeposit.nullable() })
    .nullable(),
  /** Its price while it runs and its units last. */
  campaign: z
    .object({
      name: z.string(),
      priceMinor: minorOut.nullable(),
      left: z.number().int(),
      limitPerPerson: z.number().int().nullable(),
      startsAt: instant,
      endsAt: instant,
    })
    .nullable(),
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
  ...promised,
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
  shared: true,
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
  shared: true,
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
  shared: true,
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
  shared: true,
})

export const browse = endpoint({
  id: 'shop.browse',
  method: 'GET',
  path: '/api/v1/mall/products',
  summary: { zh: '商城：搜索和按类目逛', en: 'The mall: search, or browse a category' },
  access: { kind: 'public' },
  input: z.object({
    q: cleanText(60).optional(),
    categoryId: categoryId.optional(),
    shopId: idOf('shp').optional(),
    ...pageIn,
  }),
  output: pageOf(productCard),
  errors: ['CURSOR_INVALID', 'ENUM', 'TEXT_INVALID'],
  shared: true,
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
  shared: true,
})

export const shelfEndpoints = [getProduct, listCategories, listTags, listGuarantees, browse, getShop] as const
