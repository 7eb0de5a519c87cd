// What promotions hears: a checkout that was not paid gives its coupons back. All its orders are cancelled together.
import { orderCancelled } from '#modules/trade/events'
import { reaction, type Consumer } from '#platform/outbox'
import { freeClaims } from './repository.ts'

export const promotionsConsumer: Consumer = {
  name: 'promotions',
  reactions: [reaction(orderCancelled, (tx, e) => freeClaims(tx, e.payload.checkoutId))],
}
