// The product to show on each content: its first one that can be bought.
import type { CandidateHydrator } from '#engine'
import { isSellable } from '../catalogue/entries.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'

export const productHydrator: CandidateHydrator<FeedQuery, Candidate> = {
  name: 'product-hydrator',
  hydrate({ world }, candidates) {
    for (const c of candidates) {
      const products = c.content.productIds.flatMap((id) => world.catalogue.product(id) ?? [])
      c.product = products.find(isSellable) ?? products[0] ?? null
    }
  },
}
