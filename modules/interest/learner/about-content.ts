// What a content says about itself, as names: who made it, what it is about, what kind of thing it is. Whoever learns about contents
// nobody has met yet learns about these.
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Content } from '../catalogue/entries.ts'
import { PARAMS } from '../params.ts'

export type AboutContent = { maker: string; themes: string[]; kinds: string[] }

export function aboutContent(catalogue: Catalogue, content: Content): AboutContent {
  return {
    maker: `creator:${content.creatorId}`,
    themes: content.features.map(({ key }) => key).filter((key) => !key.startsWith('creator:')),
    kinds: [
      `kind:${content.kind}`,
      `price:${priceBandOf(priceOf(catalogue, content))}`,
      ...content.shopIds.map((id) => `shop:${id}`),
    ],
  }
}

/** In minor units; null for content without goods. */
export const priceOf = (catalogue: Catalogue, content: Content): number | null =>
  content.productIds.map((id) => catalogue.product(id)).find((p) => p)?.minPriceMinor ?? null

const priceBandOf = (price: number | null): string =>
  price === null ? 'none' : String(Math.round(Math.log(1 + price) / Math.log(PARAMS.secondStage.priceStep)))
