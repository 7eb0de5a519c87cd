// Content whose goods are all off the shelf, or have not passed review, leads nowhere. Content without goods may stay.
import { filterBy } from './split.ts'

export const offShelfFilter = filterBy(
  'off-shelf-filter',
  (_query, { content, product }) =>
    content.productIds.length === 0 ||
    (product !== null &&
      product.onShelf &&
      product.reviewState === 'passed' &&
      product.verdict !== 'rejected'),
)
