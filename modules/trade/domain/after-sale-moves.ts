// Every move a case can make: by whom, from where, to where, for which types, on what condition. What is not a row here
// cannot happen. `lapse` is the clock's: what silence means.
import { AFTER_SALE_TYPES, typesWhere, type AfterSaleState, type AfterSaleType } from './after-sale.ts'

export const ACTORS = ['buyer', 'merchant', 'operator', 'system'] as const
export type Actor = (typeof ACTORS)[number]

export const GUARDS = {
  'goods-with-buyer': (f: CaseFacts) => !f.goodsReturned,
  'goods-returned': (f: CaseFacts) => f.goodsReturned,
  'not-extended': (f: CaseFacts) => !f.extended,
  'both-heard': (f: CaseFacts) => f.buyerHeard && f.merchantHeard,
  'serials-match': (f: CaseFacts) => !f.serialsDiffer,
  'serials-differ': (f: CaseFacts) => f.serialsDiffer,
  judged: (f: CaseFacts) => f.judged,
  'not-judged': (f: CaseFacts) => !f.judged,
  'in-stock': (f: CaseFacts) => !f.soldOut,
  'sold-out': (f: CaseFacts) => f.soldOut,
} as const
export type Guard = keyof typeof GUARDS

export type CaseFacts = {
  goodsReturned: boolean
  extended: boolean
  buyerHeard: boolean
  merchantHeard: boolean
  /** What came back bears other serial numbers than what was sent. */
  serialsDiffer: boolean
  /** A ruling has been given. */
  judged: boolean
  /** Of what would be sent instead, none is left. */
  soldOut: boolean
}

export const MOVES = [
  'grant',
  'approve',
  'refuse',
  'concede',
  'withdraw',
  'send-back',
  'extend',
  'accept-return',
  'refuse-return',
  'send',
  'confirm',
  'escalate',
  'give-evidence',
  'hear',
  'rule-for-buyer',
  'rule-for-buyer-with-return',
  'rule-shared',
  'rule-for-shop',
  'lapse',
] as const
export type AfterSaleMove = (typeof MOVES)[number]

export type MoveRow = {
  move: AfterSaleMove
  by: Actor
  from: AfterSaleState
  to: AfterSaleState
  types: readonly AfterSaleType[]
  guards: readonly Guard[]
  /** The money goes back with this move. */
  pays: boolean
  /** The platform bears some of it: what it ruled, or all when it ruled too late. */
  platformBears: boolean
}

const ALL = AFTER_SALE_TYPES
const RETURNING = typesWhere((r) => r.returns)
const GOODS = typesWhere((r) => r.asks === 'goods')
const DECIDED = ALL.filter((t) => t !== 'before-shipping' && t !== 'price-protection')
const MONEY: readonly AfterSaleType[] = ['return-and-refund', 'refund-only']
const BACK_FOR_GOODS = RETURNING.filter((t) => GOODS.includes(t))

type Way = readonly [
  to: AfterSaleState,
  types: readonly AfterSaleType[],
  ...how: (Guard | 'pays' | 'platform')[],
]

const rows = (
  move: AfterSaleMove,
  by: readonly Actor[],
  from: readonly AfterSaleState[],
  ...ways: readonly Way[]
): MoveRow[] =>
  by.flatMap((actor) =>
    from.flatMap((state) =>
      ways.map(([to, types, ...how]) => ({
        move,
        by: actor,
        from: state,
        to,
        types,
        guards: how.filter((h): h is Guard => h in GUARDS),
        pays: how.includes('pays'),
        platformBears: how.includes('platform'),
      })),
    ),
  )

const AGREED: readonly Way[] = [
  ['to-return', RETURNING],
  ['done', ['refund-only'], 'pays'],
  ['to-send', ['resend'], 'in-stock'],
]
const LOOKED_AT: readonly Way[] = [
  ['done', MONEY, 'serials-match', 'pays'],
  ['to-send', BACK_FOR_GOODS, 'serials-match', 'in-stock'],
  ['evidence', [...MONEY, ...BACK_FOR_GOODS], 'serials-differ', 'not-judged'],
  // Sent back because it was ruled so: the number was known to who ruled.
  ['done', MONEY, 'serials-differ', 'judged', 'pays'],
]

export const AFTER_SALE_MOVES: readonly MoveRow[] = [
  ...rows('grant', ['system'], ['applied'], ['done', ['before-shipping', 'price-protection'], 'pays']),
  ...rows('approve', ['merchant'], ['applied'], ...AGREED),
  ...rows('lapse', ['system'], ['applied'], ...AGREED, ['done', ['resend'], 'sold-out', 'pays']),
  ...rows('refuse', ['merchant'], ['applied'], ['refused', DECIDED]),
  ...rows('withdraw', ['buyer'], ['applied', 'to-return', 'refused'], ['closed', DECIDED]),
  ...rows('withdraw', ['buyer'], ['evidence', 'judging'], ['closed', DECIDED, 'goods-with-buyer']),

  ...rows('send-back', ['buyer'], ['to-return'], ['sent-back', [...RETURNING, 'refund-only']]),
  ...rows('lapse', ['system'], ['to-return'], ['closed', [...RETURNING, 'refund-only']]),
  ...rows('extend', ['merchant'], ['sent-back'], ['sent-back', DECIDED, 'not-extended']),
  ...rows('accept-return', ['merchant'], ['sent-back'], ...LOOKED_AT),
  ...rows('lapse', ['system'], ['sent-back'], ...LOOKED_AT, [
    'done',
    BACK_FOR_GOODS,
    'serials-match',
    'sold-out',
    'pays',
  ]),
  ...rows('refuse-return', ['merchant'], ['sent-back'], ['return-refused', [...RETURNING, 'refund-only']]),

  ...rows('send', ['merchant'], ['to-send'], ['sent-out', GOODS]),
  ...rows('lapse', ['system'], ['to-send'], ['done', GOODS, 'pays']),
  ...rows('confirm', ['buyer'], ['sent-out'], ['done', GOODS]),
  ...rows('lapse', ['system'], ['sent-out'], ['done', GOODS]),

  ...rows('concede', ['merchant'], ['refused'], ...AGREED),
  ...rows('concede', ['merchant'], ['return-refused', 'evidence'], ['done', DECIDED, 'pays']),
  ...rows('escalate', ['buyer'], ['refused', 'return-refused', 'sent-out'], ['evidence', DECIDED]),
  ...rows('lapse', ['system'], ['refused'], ['closed', DECIDED]),
  // The shop has the goods: silence must not leave the buyer without both.
  ...rows('lapse', ['system'], ['return-refused'], ['evidence', DECIDED]),

  ...rows('give-evidence', ['buyer', 'merchant'], ['evidence'], ['evidence', DECIDED]),
  ...rows('hear', ['system'], ['evidence'], ['judging', DECIDED, 'both-heard']),
  ...rows('lapse', ['system'], ['evidence'], ['judging', DECIDED]),
  ...rows('rule-for-buyer', ['operator'], ['judging'], ['done', DECIDED, 'pays']),
  ...rows('rule-for-buyer-with-return', ['operator'], ['judging'], ['to-return', MONEY, 'goods-with-buyer']),
  ...rows('rule-shared', ['operator'], ['judging'], ['done', DECIDED, 'pays', 'platform']),
  ...rows('rule-for-shop', ['operator'], ['judging'], ['closed', DECIDED]),
  // The platform was too slow: that is nobody’s loss but its own.
  ...rows('lapse', ['system'], ['judging'], ['done', DECIDED, 'pays', 'platform']),
]

export type Standing = { type: AfterSaleType; state: AfterSaleState; facts: CaseFacts }

/** The one row that lets `by` make this move now; null when there is none. */
export function rowFor(move: AfterSaleMove, by: Actor, at: Standing): MoveRow | null {
  return AFTER_SALE_MOVES.find((r) => r.move === move && r.by === by && fits(r, at)) ?? null
}

const fits = (r: MoveRow, { type, state, facts }: Standing): boolean =>
  r.from === state && r.types.includes(type) && r.guards.every((g) => GUARDS[g](facts))

/** What this person may do now. */
export const movesOf = (by: Actor, at: Standing): AfterSaleMove[] => [
  ...new Set(AFTER_SALE_MOVES.filter((r) => r.by === by && fits(r, at)).map((r) => r.move)),
]
