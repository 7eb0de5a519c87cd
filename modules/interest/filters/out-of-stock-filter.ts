// Content whose goods are all sold out waits until they are back.
import { filterBy } from './split.ts'

export const outOfStockFilter = filterBy(
  'out-of-stock-filter',
  (_query, { product }) => product === null || product.inStock,
)
