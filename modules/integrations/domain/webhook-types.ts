// What a shop's program may ask to be told of. The shapes are in reactions.ts, beside the events they are made of.
export const WEBHOOK_TYPES = [
  'order.placed',
  'order.paid',
  'order.cancelled',
  'order.shipped',
  'order.received',
  'order.settled',
  'refund.succeeded',
  'product.changed',
  'stock.low',
] as const
/** `webhook.test` is sent by a button and cannot be subscribed to. */
export type WebhookType = (typeof WEBHOOK_TYPES)[number] | 'webhook.test'
