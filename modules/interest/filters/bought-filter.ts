// What was bought lately is not sold again for a while, except to those who buy it regularly when it is due.
import { PARAMS } from '../params.ts'
import { filterBy } from './split.ts'

export const boughtFilter = filterBy('bought-filter', (query, { product, own }) => {
  if (own === 'again') return true
  const boughtMs = product ? query.bought.get(product.productId) : undefined
  return boughtMs === undefined || query.atMs - boughtMs > PARAMS.person.boughtCoolDownMs
})
