// The door of integrations: what a shop's other programs are told, may do and have done.
import type { Deps } from '#platform/context'
import { createPostOutside, type PostOutside } from '#platform/post-outside'
import { purgeJob } from './jobs.ts'
import { integrationsConsumer, shapedAs } from './reactions.ts'
import * as orders from './repository/orders.ts'
import { integrationsRoutes } from './routes.ts'
import { createKeys } from './service/keys.ts'
import { createOrderData } from './service/order-data.ts'
import { createSender } from './service/sender.ts'
import { createWebhooks } from './service/webhooks.ts'

export { WEBHOOK_SHAPES, type WebhookShape } from './reactions.ts'
export { isGenuine } from './domain/signature.ts'
export { isKeyToken } from './service/keys.ts'

export type IntegrationsOptions = {
  /** How a receiver is reached; tests and chaos runs bring their own. */
  post?: PostOutside
}

export function createIntegrations(deps: Deps, { post }: IntegrationsOptions = {}) {
  const rules = { loopback: deps.config.webhooksToLoopback ?? false }
  const webhooks = createWebhooks(deps, rules)
  const keys = createKeys(deps)
  const sender = createSender(deps, post ?? createPostOutside(rules))
  return {
    tell: webhooks.tell,
    shapedAs,
    switchedOff: webhooks.switchedOff,
    findKey: keys.findKey,
    watchKeys: keys.watchKeys,
    noteCall: keys.noteCall,
    revealedToday: orders.revealedToday,
    insertReveals: orders.insertReveals,
    shopsWanting: orders.shopsWanting,
    noteLowStock: orders.noteLowStock,
    sendDue: sender.sendDue,
    routes: integrationsRoutes({ webhooks, keys, orderData: createOrderData(deps) }),
    consumer: integrationsConsumer(webhooks),
    jobs: [...sender.jobs, purgeJob(deps)],
  }
}
export type Integrations = ReturnType<typeof createIntegrations>
