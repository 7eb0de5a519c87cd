// What was bought lately is not sold again for a while.
import { PARAMS } from '../params.ts'
import { filterBy } from './split.ts'

export const boughtFilter = filterBy('bought-filter', (query, { product }) => {
  const boughtMs = product ? query.bought.get(product.productId) : undefined
  return boughtMs === undefined || query.atMs - boughtMs > PARAMS.person.boughtCoolDownMs
})
