// What the shop tells the house. One event, a full snapshot: a listener that missed history still knows the present.
import { z } from 'zod'
import { currency, idOf, localized, minorOut } from '#kernel/contract'
import { eventType } from '#kernel/event'

/** Published whenever any of its fields changes; `inStock` flips inside the reservation's own transaction. */
export const productChanged = eventType(
  'product.changed',
  1,
  z.object({
    productId: idOf('prd'),
    shopId: idOf('shp'),
    categoryId: z.string(),
    title: localized,
    tags: z.array(z.string()),
    /** Empty while a draft has no picture. */
    imageUrl: z.string(),
    /** "0" while a draft has no SKU. */
    minPriceMinor: minorOut,
    currency,
    /** The merchant wants it sold and the shop is trading. */
    onShelf: z.boolean(),
    inStock: z.boolean(),
    reviewState: z.enum(['draft', 'pending', 'passed', 'rejected']),
    emerging: z.boolean(),
  }),
)
