// The product to show on each content: its first one that can be bought, or else its first.
import type { CandidateHydrator } from '#engine'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { isSellable, type Content, type Product } from '../catalogue/entries.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'

export const productHydrator: CandidateHydrator<FeedQuery, Candidate> = {
  name: 'product-hydrator',
  hydrate({ world }, candidates) {
    for (const c of candidates) c.product = productShownOn(world.catalogue, c.content)
  },
}

export function productShownOn(catalogue: Catalogue, { productIds }: Content): Product | null {
  let first: Product | null = null
  for (const id of productIds) {
    const product = catalogue.product(id)
    if (!product) continue
    if (isSellable(product)) return product
    first ??= product
  }
  return first
}
