// The product to show on each content: its first one that can be bought, or else its first.
import type { CandidateHydrator } from '#engine'
import { isSellable } from '../catalogue/entries.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'

export const productHydrator: CandidateHydrator<FeedQuery, Candidate> = {
  name: 'product-hydrator',
  hydrate({ world }, candidates) {
    for (const c of candidates) {
      for (const id of c.content.productIds) {
        const product = world.catalogue.product(id)
        if (!product) continue
        c.product ??= product
        if (!isSellable(product)) continue
        c.product = product
        break
      }
    }
  },
}
