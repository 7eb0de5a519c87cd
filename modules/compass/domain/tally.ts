// Signals → what to add to the daily sums. Pure, so that five thousand signals become a few hundred cells before the database
// hears of them, and so that the counting rules can be tested by themselves.
import { dayOf } from './period.ts'

/** As much of a signal as is counted. */
export type CountedSignal = {
  kind: string
  accountId: string
  at: Date
  contentId: string | null
  productId: string | null
}

/** What signals are about: who made each content and which goods are on it, and whose each product is. */
export type Subjects = {
  contents: ReadonlyMap<string, { creatorId: string; productIds: readonly string[] }>
  shopOf: ReadonlyMap<string, string>
}

type OfContent = { day: string; content_id: string; creator_id: string }
type OfShop = OfContent & { shop_id: string }
export type Tally = {
  contents: (OfContent & { impressions: number })[]
  shops: (OfShop & { impressions: number })[]
  products: (OfShop & { product_id: string; impressions: number; clicks: number })[]
  shoppers: { day: string; account_id: string }[]
}

/**
 * An impression counts for its content, once for each shop with goods on it, and for each product on it. A click counts for
 * the product whose card was touched. What is about an unknown content or product is left out.
 */
export function tally(signals: readonly CountedSignal[], { contents, shopOf }: Subjects): Tally {
  const byContent = new Map<string, Tally['contents'][number]>()
  const byShop = new Map<string, Tally['shops'][number]>()
  const byProduct = new Map<string, Tally['products'][number]>()
  const shoppers = new Map<string, Tally['shoppers'][number]>()
  for (const s of signals) {
    if (s.kind !== 'impression' && s.kind !== 'click') continue
    const content = s.contentId === null ? undefined : contents.get(s.contentId)
    if (!content) continue
    const of: OfContent = { day: dayOf(s.at), content_id: s.contentId!, creator_id: content.creatorId }
    const countProduct = (productId: string, impressions: number, clicks: number) => {
      const shopId = shopOf.get(productId)
      if (shopId === undefined) return
      const cell = cellIn(byProduct, [of.day, of.content_id, productId], {
        ...of,
        shop_id: shopId,
        product_id: productId,
        impressions: 0,
        clicks: 0,
      })
      cell.impressions += impressions
      cell.clicks += clicks
    }
    if (s.kind === 'click') {
      if (s.productId !== null) countProduct(s.productId, 0, 1)
      continue
    }
    cellIn(byContent, [of.day, of.content_id], { ...of, impressions: 0 }).impressions += 1
    for (const shopId of new Set(content.productIds.map((p) => shopOf.get(p)))) {
      if (shopId !== undefined)
        cellIn(byShop, [of.day, of.content_id, shopId], {
          ...of,
          shop_id: shopId,
          impressions: 0,
        }).impressions += 1
    }
    for (const productId of content.productIds) countProduct(productId, 1, 0)
    cellIn(shoppers, [of.day, s.accountId], { day: of.day, account_id: s.accountId })
  }
  return {
    contents: [...byContent.values()],
    shops: [...byShop.values()],
    products: [...byProduct.values()],
    shoppers: [...shoppers.values()],
  }
}

function cellIn<T>(cells: Map<string, T>, key: readonly string[], empty: T): T {
  const k = key.join(' ')
  const cell = cells.get(k)
  if (cell !== undefined) return cell
  cells.set(k, empty)
  return empty
}
