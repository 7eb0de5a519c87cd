// Trade's calls, by who makes them. Each flow that serves an endpoint is named above it.
import { afterSaleEndpoints } from './contract/after-sale.ts'
import { buyingEndpoints } from './contract/buying.ts'
import { fulfilmentEndpoints } from './contract/fulfilment.ts'
import { orderEndpoints } from './contract/orders.ts'
import { shopOrderEndpoints } from './contract/shop-orders.ts'

export { ORDER_STATES } from './domain/order-state.ts'
export { PACKAGE_STATES } from './domain/package-state.ts'
export { SHIP_QUEUES } from './domain/ship-queues.ts'
export { BUYER_REFUND_REASONS } from './domain/refund-rule.ts'
export { AFTER_SALE_REASONS, AFTER_SALE_STATES, AFTER_SALE_TYPES } from './domain/after-sale.ts'
export { AFTER_SALE_QUEUES } from './domain/after-sale-queues.ts'
export * from './contract/shapes.ts'
export * from './contract/after-sale.ts'
export * from './contract/buying.ts'
export * from './contract/orders.ts'
export * from './contract/fulfilment.ts'
export * from './contract/shop-orders.ts'

export const tradeEndpoints = [
  ...buyingEndpoints,
  ...orderEndpoints,
  ...shopOrderEndpoints,
  ...fulfilmentEndpoints,
  ...afterSaleEndpoints,
] as const
