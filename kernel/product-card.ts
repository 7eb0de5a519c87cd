// The product card as every surface shows it: feed, mall, showcase, selection square. Why in the kernel: the contracts of
// five modules carry it, and modules do not import each other. It is made in one place, `shop.cards`.
import { z } from 'zod'
import { currency, idOf, localized, minorOut } from './contract.ts'

/** `offShelf` also covers a product that is not (or no longer) through its review: it may be named, not sold. */
export const availability = z.enum(['onSale', 'soldOut', 'offShelf'])

export const productCard = z.object({
  productId: idOf('prd'),
  shopId: idOf('shp'),
  shopName: localized,
  categoryId: z.string(),
  title: localized,
  imageUrl: z.string(),
  minPriceMinor: minorOut,
  maxPriceMinor: minorOut,
  /** The crossed-out price of the cheapest SKU, when it has one. */
  listPriceMinor: minorOut.nullable(),
  currency,
  soldCount: z.number().int(),
  tags: z.array(z.string()),
  guarantees: z.array(z.string()),
  emerging: z.boolean(),
  availability,
})
export type ProductCard = z.output<typeof productCard>
