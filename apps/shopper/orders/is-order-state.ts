// Whether a word in the address bar names a state of an order.
import { ORDER_STATES } from '#modules/trade/contract'

export type OrderStateName = (typeof ORDER_STATES)[number]

export const isOrderState = (value: unknown): value is OrderStateName =>
  ORDER_STATES.includes(value as OrderStateName)
