// Other programs at a shop: webhooks, keys, what changed, receivers, files. Flows that serve an endpoint are named above it.
import { webhookEndpoints } from './contract/webhooks.ts'
import { keyEndpoints } from './contract/keys.ts'
import { orderDataEndpoints } from './contract/order-data.ts'

export { WEBHOOK_TYPES, type WebhookType } from './domain/webhook-types.ts'
export * from './contract/webhooks.ts'
export * from './contract/keys.ts'
export * from './contract/order-data.ts'

export const integrationsEndpoints = [...webhookEndpoints, ...keyEndpoints, ...orderDataEndpoints] as const
