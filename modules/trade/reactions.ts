// What trade hears: a guest turned out to be somebody with an account, so the cart moves over.
import { guestRecognised } from '#modules/identity/events'
import { reaction, type Consumer } from '#platform/outbox'
import type { createCart } from './service/cart.ts'

export const tradeConsumer = (cart: Pick<ReturnType<typeof createCart>, 'moveCart'>): Consumer => ({
  name: 'trade',
  reactions: [
    reaction(guestRecognised, (tx, e) => cart.moveCart(tx, e.payload.guestId, e.payload.accountId)),
  ],
})
