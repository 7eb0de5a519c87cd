// The queues of a shop's after-sale desk (domain.md §4), each a condition on a case: what stands in it, most urgent first.
import { EXPIRES_SOON_MS, type AfterSaleState, type AfterSaleType } from './after-sale.ts'

export const AFTER_SALE_QUEUES = [
  'to-decide',
  'expiring',
  'shop-at-fault',
  'decide-return',
  'decide-refund-only',
  'decide-exchange',
  'decide-resend',
  'decide-repair',
  'awaiting-return',
  'to-inspect',
  'to-send',
  'on-the-way',
  'refused',
  'return-refused',
  'awaiting-evidence',
  'in-arbitration',
  'refunding',
  'ended',
] as const
export type AfterSaleQueue = (typeof AFTER_SALE_QUEUES)[number]

export type QueueRule = {
  states: readonly AfterSaleState[]
  types?: readonly AfterSaleType[]
  /** The clock decides within this long. */
  dueWithinMs?: number
  /** Of a reason the shop answers for. */
  faultOfShop?: true
  /** The shop has not spoken yet. */
  shopUnheard?: true
  /** The provider has not confirmed the money. */
  moneyOnItsWay?: true
}

const SHOPS_TURN = ['applied', 'sent-back', 'to-send'] as const

export const QUEUE_RULES: Readonly<Record<AfterSaleQueue, QueueRule>> = {
  'to-decide': { states: ['applied'] },
  expiring: { states: SHOPS_TURN, dueWithinMs: EXPIRES_SOON_MS },
  'shop-at-fault': { states: ['applied'], faultOfShop: true },
  'decide-return': { states: ['applied'], types: ['return-and-refund'] },
  'decide-refund-only': { states: ['applied'], types: ['refund-only'] },
  'decide-exchange': { states: ['applied'], types: ['exchange'] },
  'decide-resend': { states: ['applied'], types: ['resend'] },
  'decide-repair': { states: ['applied'], types: ['repair'] },
  'awaiting-return': { states: ['to-return'] },
  'to-inspect': { states: ['sent-back'] },
  'to-send': { states: ['to-send'] },
  'on-the-way': { states: ['sent-out'] },
  refused: { states: ['refused'] },
  'return-refused': { states: ['return-refused'] },
  'awaiting-evidence': { states: ['evidence'], shopUnheard: true },
  'in-arbitration': { states: ['evidence', 'judging'] },
  refunding: { states: ['done'], moneyOnItsWay: true },
  ended: { states: ['done', 'closed'] },
}
