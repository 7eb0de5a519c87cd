// Who can do what waits for a shop: to anybody else it is no to-do, neither on the first page nor in the side bar.
import type { Scope } from '#kernel/scopes'
import type { TODO_KINDS } from '#modules/trade/contract'

export const TODO_SCOPE: Record<(typeof TODO_KINDS)[number], Scope> = {
  'ship-late': 'order.ship',
  'ship-soon': 'order.ship',
  'to-ship': 'order.ship',
  'refunds-to-decide': 'refund.decide',
  'reviews-to-answer': 'refund.decide',
  'webhooks-off': 'integration.write',
}
