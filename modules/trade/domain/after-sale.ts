// After-sale as one table: what can be asked for, where a case can stand, how long it may stand there. Code, screens and
// docs/after-sale.md are made from this and from `after-sale-moves.ts`, so that none can say another thing than the rest.
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import type { OrderState } from './order-state.ts'

export const AFTER_SALE_TYPES = [
  'return-and-refund',
  'refund-only',
  'before-shipping',
  'exchange',
  'price-protection',
  'resend',
  'repair',
] as const
export type AfterSaleType = (typeof AFTER_SALE_TYPES)[number]

export type TypeRule = {
  /** The number that order systems of the trade know it by. */
  code: number
  /** Order states in which it may be asked for. */
  orders: readonly OrderState[]
  /** From receipt (price protection: from payment); null while the goods are on their way or have not left. */
  windowDays: number | null
  /** What is asked for: the money of whole units, any amount up to it, or goods and no money. */
  asks: 'units' | 'amount' | 'goods'
  /** Whether the goods go back first. */
  returns: boolean
}

const SENT = ['partly-shipped', 'shipped', 'received', 'completed'] as const
const ARRIVED = ['received', 'completed'] as const

export const TYPE_RULES: Readonly<Record<AfterSaleType, TypeRule>> = {
  'return-and-refund': { code: 0, orders: SENT, windowDays: 30, asks: 'amount', returns: true },
  'refund-only': { code: 1, orders: SENT, windowDays: 30, asks: 'amount', returns: false },
  'before-shipping': { code: 2, orders: ['paid'], windowDays: null, asks: 'units', returns: false },
  exchange: { code: 3, orders: ARRIVED, windowDays: 15, asks: 'goods', returns: true },
  'price-protection': {
    code: 6,
    orders: ['paid', ...SENT],
    windowDays: 15,
    asks: 'amount',
    returns: false,
  },
  resend: { code: 7, orders: ['shipped', ...ARRIVED], windowDays: 15, asks: 'goods', returns: false },
  repair: { code: 8, orders: ARRIVED, windowDays: 365, asks: 'goods', returns: true },
}

export const typesWhere = (fits: (rule: TypeRule) => boolean): AfterSaleType[] =>
  AFTER_SALE_TYPES.filter((type) => fits(TYPE_RULES[type]))

export const AFTER_SALE_STATES = [
  'applied',
  'to-return',
  'sent-back',
  'to-send',
  'sent-out',
  'refused',
  'return-refused',
  'evidence',
  'judging',
  'done',
  'closed',
] as const
export type AfterSaleState = (typeof AFTER_SALE_STATES)[number]

export type StateRule = {
  code: number
  /** Whose turn it is; null when it is over. */
  waitsFor: 'buyer' | 'merchant' | 'both' | 'operator' | null
  /** When nobody moves it for this long, the clock does (the move `lapse`). */
  lapsesAfterMs: number | null
}

/** Codes 6 to 29 are those of domain.md §4; the two of arbitration stand for its 待举证 and 协商期. */
export const STATE_RULES: Readonly<Record<AfterSaleState, StateRule>> = {
  applied: { code: 6, waitsFor: 'merchant', lapsesAfterMs: 48 * HOUR_MS },
  'to-return': { code: 7, waitsFor: 'buyer', lapsesAfterMs: 5 * DAY_MS },
  'sent-back': { code: 11, waitsFor: 'merchant', lapsesAfterMs: 8 * DAY_MS },
  'to-send': { code: 13, waitsFor: 'merchant', lapsesAfterMs: 48 * HOUR_MS },
  'sent-out': { code: 14, waitsFor: 'buyer', lapsesAfterMs: 10 * DAY_MS },
  refused: { code: 27, waitsFor: 'buyer', lapsesAfterMs: 7 * DAY_MS },
  'return-refused': { code: 29, waitsFor: 'buyer', lapsesAfterMs: 7 * DAY_MS },
  evidence: { code: 4, waitsFor: 'both', lapsesAfterMs: 48 * HOUR_MS },
  judging: { code: 5, waitsFor: 'operator', lapsesAfterMs: 48 * HOUR_MS },
  done: { code: 12, waitsFor: null, lapsesAfterMs: null },
  closed: { code: 28, waitsFor: null, lapsesAfterMs: null },
}

/** A repair takes longer than a parcel off the shelf. */
const REPAIR_MS = 15 * DAY_MS
/** What an extension adds, once, to the time for looking at what came back. */
export const EXTENSION_MS = 8 * DAY_MS
/** A desk's queue 'about to expire' begins this long before the clock decides. */
export const EXPIRES_SOON_MS = 12 * HOUR_MS

export const lapsesAfterMs = (state: AfterSaleState, type: AfterSaleType): number | null =>
  state === 'to-send' && type === 'repair' ? REPAIR_MS : STATE_RULES[state].lapsesAfterMs

export const isOver = (state: AfterSaleState): boolean => STATE_RULES[state].waitsFor === null

export const AFTER_SALE_REASONS = [
  'changed-mind',
  'wrong-item',
  'damaged',
  'not-as-described',
  'late',
  'missing-parts',
  'stopped-working',
  'price-fell',
  'other',
] as const
export type AfterSaleReason = (typeof AFTER_SALE_REASONS)[number]

export type ReasonRule = {
  /** Who answers for it: decides the freight, and how long it may be asked. */
  fault: 'merchant' | 'buyer'
  /** A photo or a clip comes with it. */
  evidence: boolean
  types: readonly AfterSaleType[]
  /** Shorter than the type's own window. */
  windowDays?: number
}

export const REASON_RULES: Readonly<Record<AfterSaleReason, ReasonRule>> = {
  'changed-mind': {
    fault: 'buyer',
    evidence: false,
    types: ['return-and-refund', 'refund-only', 'before-shipping', 'exchange'],
    windowDays: 7,
  },
  'wrong-item': {
    fault: 'merchant',
    evidence: true,
    types: ['return-and-refund', 'refund-only', 'exchange', 'resend'],
  },
  damaged: {
    fault: 'merchant',
    evidence: true,
    types: ['return-and-refund', 'refund-only', 'exchange', 'resend', 'repair'],
  },
  'not-as-described': {
    fault: 'merchant',
    evidence: true,
    types: ['return-and-refund', 'refund-only', 'exchange'],
  },
  late: { fault: 'merchant', evidence: false, types: ['refund-only', 'before-shipping'], windowDays: 7 },
  'missing-parts': { fault: 'merchant', evidence: true, types: ['refund-only', 'resend'] },
  'stopped-working': { fault: 'merchant', evidence: true, types: ['exchange', 'repair'] },
  'price-fell': { fault: 'merchant', evidence: false, types: ['price-protection'] },
  other: {
    fault: 'buyer',
    evidence: false,
    types: ['return-and-refund', 'refund-only', 'before-shipping', 'exchange', 'resend'],
    windowDays: 7,
  },
}

export const reasonsFor = (type: AfterSaleType): AfterSaleReason[] =>
  AFTER_SALE_REASONS.filter((r) => REASON_RULES[r].types.includes(type))

export type OrderFacts = { state: OrderState; paidAt: Date | null; receivedAt: Date | null }

/** Until when `type` may be asked for this reason: null when no date bounds it, undefined when it cannot be asked. */
export function askableUntil(
  type: AfterSaleType,
  reason: AfterSaleReason,
  o: OrderFacts,
): Date | null | undefined {
  const [rule, because] = [TYPE_RULES[type], REASON_RULES[reason]]
  if (!rule.orders.includes(o.state) || !because.types.includes(type)) return undefined
  const from = type === 'price-protection' ? o.paidAt : o.receivedAt
  if (rule.windowDays === null || from === null) return null
  const days = Math.min(rule.windowDays, because.windowDays ?? rule.windowDays)
  return new Date(from.getTime() + days * DAY_MS)
}

export function mayAsk(type: AfterSaleType, reason: AfterSaleReason, o: OrderFacts, now: Date): boolean {
  const until = askableUntil(type, reason, o)
  return until !== undefined && (until === null || now < until)
}

/** What can be asked for at all now, each for its reasons. */
export const typesAskable = (
  o: OrderFacts,
  now: Date,
): { type: AfterSaleType; reasons: AfterSaleReason[] }[] =>
  AFTER_SALE_TYPES.map((type) => ({
    type,
    reasons: reasonsFor(type).filter((reason) => mayAsk(type, reason, o, now)),
  })).filter((t) => t.reasons.length > 0)
