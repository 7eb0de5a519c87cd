// What the feed knows of content and goods: copies of the facts their owners publish.
import type { Feature } from '../domain/feature.ts'

/** From content.changed, plus the verdict of review.decided. */
export type ContentFacts = {
  contentId: string
  creatorId: string
  kind: 'video' | 'images' | 'live'
  tags: readonly string[]
  categoryId: string | null
  productIds: readonly string[]
  state: string
  publishedAtMs: number | null
  durationMs: number | null
  /** Of its title, in both languages. */
  words: readonly string[]
}

/** From product.changed, plan.changed, order.paid and refund.succeeded. */
export type ProductFacts = {
  productId: string
  shopId: string
  categoryId: string
  tags: readonly string[]
  minPriceMinor: number
  onShelf: boolean
  inStock: boolean
  reviewState: string
}

export type Product = ProductFacts & {
  verdict: string | null
  rateBps: number | null
  soldLines: number
  refundedLines: number
}

/** A shop as far as newness goes: when its first content came out, Infinity while none has. One for all contents of the shop. */
export type Seller = { sinceMs: number }

export type Content = ContentFacts & {
  verdict: string | null
  /** The owner's category, or else its first product's. */
  category: string
  /** What an event on it teaches, each with its share. */
  features: readonly { key: Feature; weight: number }[]
  /** The same, each in a list of its own; numbers are of this process, and begin at 0. */
  featureNumbers: readonly number[]
  featureWeights: readonly number[]
  /** Length of the feature vector, so that many tags do not count more than few. */
  norm: number
  shopIds: readonly string[]
  sellers: readonly Seller[]
  /** The product to show on it: its first one that can be bought, or else its first; kept by the catalogue. Null without goods. */
  product: Product | null
}

export const isAllowed = (c: Content): boolean => c.state === 'published' && c.verdict === 'passed'
export const isSellable = (p: Product): boolean =>
  p.onShelf && p.inStock && p.reviewState === 'passed' && p.verdict !== 'rejected'
