// Trade's calls, by who makes them. Each flow that serves an endpoint is named above it.
import { buyingEndpoints } from './contract/buying.ts'
import { orderEndpoints } from './contract/orders.ts'
import { shopOrderEndpoints } from './contract/shop-orders.ts'

export { ORDER_STATES } from './domain/order-state.ts'
export { BUYER_REFUND_REASONS } from './domain/refund-rule.ts'
export * from './contract/shapes.ts'
export * from './contract/buying.ts'
export * from './contract/orders.ts'
export * from './contract/shop-orders.ts'

export const tradeEndpoints = [...buyingEndpoints, ...orderEndpoints, ...shopOrderEndpoints] as const
