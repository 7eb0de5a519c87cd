// The fields that the shelf and the desk share: kinds, states, words, prices, stock.
import { z } from 'zod'
import { idOf, instant, minorIn, minorOut, says } from '#kernel/contract'
import { SHIP_KINDS } from '#kernel/ship-promise'
import { cleanText } from '#kernel/text'
import { CATEGORY_IDS } from '../domain/categories.ts'
import { GUARANTEE_IDS } from '../domain/guarantees.ts'
import { TAG_IDS } from '../domain/tags.ts'

/** Of a presale: what one costs to reserve, and when the balance is paid. */
export const presaleDeposit = z.object({ minor: minorOut, balanceFrom: instant, balanceUntil: instant })

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

const draftText = (max: number) => cleanText(max, { min: 0, multiline: max > 100 })
/** Words of a draft may still be missing in one language; submitting asks for both. */
export const draftWords = (max: number) => z.strictObject({ zh: draftText(max), en: draftText(max) })
export const words = (max: number) => z.strictObject({ zh: cleanText(max), en: cleanText(max) })

/** A price of at least one minor unit: nothing is sold for nothing. */
export const priceIn = minorIn.refine((minor) => minor !== '0', { params: { code: 'AMOUNT_INVALID' } })

export const wholeNumber = (min: number, max: number) =>
  z
    .number()
    .refine((n) => Number.isInteger(n) && n >= min && n <= max, { params: { code: 'QTY_RANGE' } })
    .meta({ description: `${min} to ${max}` })
export const stockIn = wholeNumber(0, 1_000_000)
export const purchaseLimit = wholeNumber(1, 200).nullable()
export const limitDays = wholeNumber(1, 365).nullable()
export const bundleParts = z
  .array(z.strictObject({ skuId: idOf('sku'), qty: wholeNumber(1, 50) }))
  .min(1)
  .max(20)
  .refine(
    (parts) => new Set(parts.map((p) => p.skuId)).size === parts.length,
    says('每个商品只写一次', 'each variant once'),
  )

/** When it leaves: one of three ways, see `shipBy` in the kernel. */
export const promised = { shipKind: z.enum(SHIP_KINDS), shipsFrom: instant.nullable() }

/** A list without repeats. */
export const each = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item)
    .max(max)
    .refine((list) => new Set(list).size === list.length, says('每项只写一次', 'each once'))
export const attribute = z.strictObject({ name: words(30), value: words(80) })
