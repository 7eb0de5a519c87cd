// Contract → service, for what this module does alone. The rest is bound in server/routes.ts to the flows named in contract/.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { Keys } from './service/keys.ts'
import type { createOrderData } from './service/order-data.ts'
import type { Webhooks } from './service/webhooks.ts'

type Services = { webhooks: Webhooks; keys: Keys; orderData: ReturnType<typeof createOrderData> }

export const integrationsRoutes = ({ webhooks, keys, orderData }: Services): Route[] => [
  route(c.listWebhooks, webhooks.listWebhooks),
  route(c.createWebhook, webhooks.createWebhook),
  route(c.updateWebhook, webhooks.updateWebhook),
  route(c.removeWebhook, webhooks.removeWebhook),
  route(c.rotateWebhookSecret, webhooks.rotateSecret),
  route(c.testWebhook, webhooks.sendTest),
  route(c.replayWebhook, webhooks.replay),
  route(c.listDeliveries, webhooks.listDeliveries),
  route(c.getDelivery, webhooks.getDelivery),
  route(c.resendDelivery, webhooks.resend),
  route(c.listKeys, keys.listKeys),
  route(c.createKey, keys.createKey),
  route(c.revokeKey, keys.revokeKey),
  route(c.listKeyCalls, keys.listKeyCalls),
  route(c.listOrderChanges, orderData.listOrderChanges),
  route(c.listReveals, orderData.listReveals),
]
