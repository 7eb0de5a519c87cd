// Transfers as values: which accounts a payment, a sale, a refund or a payout moves between. Pure, so that each can be
// read and tested as a balanced list before the database checks it again.
import type { Id } from '#kernel/ids'
import type { Currency, Minor } from '#kernel/money'
import type { Debts, Funding } from './funding.ts'
import type { Split } from './split.ts'

export type PartyType =
  'provider' | 'clearing' | 'merchant' | 'creator' | 'agency' | 'recruiter' | 'platform' | 'bank' | 'fund'
/**
 * A merchant's `reserve` and `deposit` are money of its own that it cannot take out; its `lien` (taken beforehand of what is to come) and
 * `debt` (advanced by the fund, whose `claim` it is) are below zero while it owes.
 */
export type AccountKind =
  | 'external'
  | 'clearing'
  | 'balance'
  | 'fee'
  | 'tech-fee'
  | 'subsidy'
  | 'suspense'
  | 'reserve'
  | 'deposit'
  | 'lien'
  | 'debt'
  | 'claim'
export type Layer = 'pending' | 'posted'
export const TRANSFER_KINDS = [
  'payment',
  'sale',
  'refund',
  'unmatched',
  'payout',
  'rebate',
  'reserve',
  'deposit',
  'funding',
  'recovery',
  'replenishment',
  'forfeit',
] as const
export type TransferKind = (typeof TRANSFER_KINDS)[number]
export type Phase = 'pending' | 'posted' | 'post-pending' | 'void' | 'reversal'

/** What an account is for; its id is made from these. */
export type AccountKey = { partyType: PartyType; partyId: string; kind: AccountKind; currency: Currency }

/** A change of one account, before it is known in which layer it is written. Positive: the party has more. */
export type Leg = { account: AccountKey; amountMinor: Minor }
export type Entry = Leg & { layer: Layer }

export type NewTransfer = {
  transferId: Id<'trf'>
  groupId: string
  kind: TransferKind
  phase: Phase
  ofTransferId: Id<'trf'> | null
  orderId: Id<'ord'> | null
  lineId: Id<'oln'> | null
  currency: Currency
  at: Date
  entries: Entry[]
  /** What a provider's daily file calls it: our payment or refund. */
  reference?: string
}

export const PLATFORM = 'platform'

const key = (partyType: PartyType, partyId: string, kind: AccountKind, currency: Currency): AccountKey => ({
  partyType,
  partyId,
  kind,
  currency,
})
export const provider = (name: string, c: Currency) => key('provider', name, 'external', c)
export const clearing = (c: Currency) => key('clearing', PLATFORM, 'clearing', c)
export const balanceOf = (role: 'merchant' | 'creator' | 'agency' | 'recruiter', id: string, c: Currency) =>
  key(role, id, 'balance', c)
export const platform = (kind: 'fee' | 'tech-fee' | 'subsidy' | 'suspense', c: Currency) =>
  key('platform', PLATFORM, kind, c)
export const bank = (partyId: string, c: Currency) => key('bank', partyId, 'external', c)

export const merchantPurse = (shopId: string, kind: 'reserve' | 'deposit' | 'lien' | 'debt', c: Currency) =>
  key('merchant', shopId, kind, c)
export const fundAccount = (kind: 'balance' | 'claim', c: Currency) => key('fund', PLATFORM, kind, c)

/** A merchant's part of a refund out of another source than its balance, which was debited already. */
export function fundingLegs(shopId: string, c: Currency, { source, amountMinor }: Funding): Leg[] {
  const balance = balanceOf('merchant', shopId, c)
  if (source === 'available') return []
  if (source === 'advance')
    return [
      ...move(fundAccount('balance', c), balance, amountMinor),
      ...move(merchantPurse(shopId, 'debt', c), fundAccount('claim', c), amountMinor),
    ]
  return move(merchantPurse(shopId, source === 'pending' ? 'lien' : source, c), balance, amountMinor)
}

/** What an order's income pays back. */
export const recoveryLegs = (shopId: string, c: Currency, { lienMinor, debtMinor }: Debts): Leg[] => [
  ...move(balanceOf('merchant', shopId, c), merchantPurse(shopId, 'lien', c), lienMinor),
  ...move(balanceOf('merchant', shopId, c), fundAccount('balance', c), debtMinor),
  ...move(fundAccount('claim', c), merchantPurse(shopId, 'debt', c), debtMinor),
]

/** What an agreement gives back out of the fees it is about; negative: taken back again. */
export const rebateLegs = (
  role: 'merchant' | 'creator' | 'agency',
  partyId: string,
  c: Currency,
  amountMinor: Minor,
): Leg[] =>
  move(platform(role === 'merchant' ? 'fee' : 'tech-fee', c), balanceOf(role, partyId, c), amountMinor)

/** `amount` from one account to another; nothing when it is zero. */
export const move = (from: AccountKey, to: AccountKey, amountMinor: Minor): Leg[] =>
  amountMinor === 0n
    ? []
    : [
        { account: from, amountMinor: -amountMinor },
        { account: to, amountMinor },
      ]

export type SaleParties = {
  shopId: string
  creatorId: string | null
  agencyId: string | null
  recruiterId: string | null
  currency: Currency
}

/** A line's money out of clearing, to everyone who has a share. A share without a party would be money for nobody. */
export function saleLegs(s: Split, p: SaleParties): Leg[] {
  const c = p.currency
  const owed = (role: 'creator' | 'agency' | 'recruiter', id: string | null, amount: Minor): Leg[] => {
    if (amount === 0n) return []
    if (id === null) throw new Error(`saleLegs: ${amount} for no ${role}`)
    return [{ account: balanceOf(role, id, c), amountMinor: amount }]
  }
  const shares: Leg[] = [
    { account: balanceOf('merchant', p.shopId, c), amountMinor: s.merchantMinor },
    ...owed('creator', p.creatorId, s.creatorMinor),
    ...owed('agency', p.agencyId, s.agencyMinor),
    ...owed('recruiter', p.recruiterId, s.recruiterMinor),
    { account: platform('fee', c), amountMinor: s.platformFeeMinor },
    { account: platform('tech-fee', c), amountMinor: s.creatorTechFeeMinor + s.recruiterTechFeeMinor },
    { account: platform('subsidy', c), amountMinor: -s.subsidyMinor },
  ]
  return [{ account: clearing(c), amountMinor: -s.paidMinor }, ...shares].filter(
    (leg) => leg.amountMinor !== 0n,
  )
}

export const negate = (legs: readonly Leg[]): Leg[] =>
  legs.map((l) => ({ ...l, amountMinor: -l.amountMinor }))
export const inLayer = (layer: Layer, legs: readonly Leg[]): Entry[] => legs.map((l) => ({ ...l, layer }))

/** Out of `pending`, into `posted`: a promise kept. */
export const keepPromise = (legs: readonly Leg[]): Entry[] => [
  ...inLayer('pending', negate(legs)),
  ...inLayer('posted', legs),
]
export const dropPromise = (legs: readonly Leg[]): Entry[] => inLayer('pending', negate(legs))

/** Σ per layer of a transfer's entries; all zero when it balances. */
export function restOf(entries: readonly Entry[]): Record<Layer, Minor> {
  const rest = { pending: 0n, posted: 0n }
  for (const e of entries) rest[e.layer] += e.amountMinor
  return rest
}
