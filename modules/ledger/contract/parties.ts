// What a merchant, a creator and an agency see of their money, and how they take it out.
import { z } from 'zod'
import { currency, endpoint, idOf, instant, localized, minorOut, pageIn, pageOf } from '#kernel/contract'
import { REFUND_SOURCES } from '../domain/funding.ts'
import { MERCHANT_TIERS } from '../domain/policy.ts'
import { payoutDetail, payoutOut, saleOut, SALE_STATES } from './shapes.ts'

const shopId = { shopId: idOf('shp') }
const shopFinance = { kind: 'org', org: 'shop', scope: 'finance.read', param: 'shopId' } as const

const balances = {
  currency,
  /** Paid by buyers, not yet received or still returnable. */
  pendingMinor: minorOut,
  /** Settled, may be taken out; a creator's or agency's is negative after a late refund. */
  availableMinor: minorOut,
  paidOutMinor: minorOut,
}

export const getShopFinance = endpoint({
  id: 'ledger.getShopFinance',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/finance',
  summary: { zh: '店铺资金', en: 'The shop’s money: pending, available, paid out' },
  access: shopFinance,
  input: z.object(shopId),
  output: z.object({
    ...balances,
    tier: z.enum(MERCHANT_TIERS),
    /** Waits for a second person's word. */
    heldMinor: minorOut,
    /** Its own, not to be taken out yet. */
    reserveMinor: minorOut,
    depositMinor: minorOut,
    /** Taken beforehand of what is to come, for refunds. */
    lienMinor: minorOut,
    /** Advanced by the fund; at most this part of a later order's income goes to it. */
    debtMinor: minorOut,
    recoveryCapBps: z.number().int(),
    /** Of everything settled so far; the take rate is fees + commissions over paid. */
    settled: z.object({
      paidMinor: minorOut,
      platformFeeMinor: minorOut,
      commissionMinor: minorOut,
      recruiterFeeMinor: minorOut,
      netMinor: minorOut,
      /** Given back by agreements; the take rate is after it. */
      rebateMinor: minorOut,
      takeRateBps: z.number().int(),
    }),
  }),
  errors: [],
})

export const listShopSettlements = endpoint({
  id: 'ledger.listShopSettlements',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/finance/settlements',
  summary: { zh: '结算明细', en: 'Every sold line: paid, fee, commission, net' },
  access: shopFinance,
  input: z.object({ ...shopId, state: z.enum(SALE_STATES).optional(), ...pageIn }),
  output: pageOf(saleOut),
  errors: ['CURSOR_INVALID'],
})

export const explainOrder = endpoint({
  id: 'ledger.explainOrder',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/finance/orders/{orderId}',
  summary: { zh: '一笔订单的钱去了哪里', en: 'Where one order’s money goes, line by line' },
  access: shopFinance,
  input: z.object({ ...shopId, orderId: idOf('ord') }),
  output: z.object({
    orderId: idOf('ord'),
    currency,
    paidMinor: minorOut,
    refundedMinor: minorOut,
    lines: z.array(saleOut),
    /** Out of what the shop's part of refunds after settlement was met. */
    refundSources: z.array(
      z.object({ refundId: idOf('rfd'), source: z.enum(REFUND_SOURCES), amountMinor: minorOut }),
    ),
    parties: z.array(
      z.object({ party: z.string(), role: z.string(), netMinor: minorOut, refundedMinor: minorOut }),
    ),
  }),
  errors: ['NOT_FOUND'],
})

export const withdraw = endpoint({
  id: 'ledger.withdraw',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/payouts',
  summary: { zh: '提现', en: 'Take out everything available; the payout lists each line it covers' },
  access: { kind: 'org', org: 'shop', scope: 'finance.withdraw', param: 'shopId', write: true },
  input: z.object(shopId),
  output: payoutDetail,
  errors: ['NOTHING_TO_PAY_OUT', 'PAYOUT_BLOCKED'],
  idempotent: true,
  status: 201,
})

export const listPayouts = endpoint({
  id: 'ledger.listPayouts',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/payouts',
  summary: { zh: '提现记录', en: 'Payouts, newest first' },
  access: shopFinance,
  input: z.object({ ...shopId, ...pageIn }),
  output: pageOf(payoutOut).extend({ waiting: z.array(payoutOut) }),
  errors: ['CURSOR_INVALID'],
})

export const getPayout = endpoint({
  id: 'ledger.getPayout',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/payouts/{payoutId}',
  summary: { zh: '提现逐笔说明', en: 'A payout explained entry by entry' },
  access: shopFinance,
  input: z.object({ ...shopId, payoutId: idOf('pot') }),
  output: payoutDetail,
  errors: ['NOT_FOUND'],
})

/** A creator's, agency's or recruiter's share of one sold line. */
export const earning = z.object({
  orderId: idOf('ord'),
  lineId: idOf('oln').nullable(),
  title: localized,
  creatorId: idOf('crt').nullable(),
  contentId: idOf('cnt').nullable(),
  paidAt: instant,
  settledAt: instant.nullable(),
  state: z.enum(['estimated', 'settled', 'clawed-back']),
  baseMinor: minorOut,
  rateBps: z.number().int(),
  commissionMinor: minorOut,
  techFeeMinor: minorOut,
  /** Of the commission after the tech fee: what went to the agency (creator's view). */
  agencyMinor: minorOut,
  netMinor: minorOut,
  clawedBackMinor: minorOut,
})

const earnings = pageOf(earning).extend({
  ...balances,
  /** Σ nets still pending, settled, and taken back by refunds. */
  estimatedMinor: minorOut,
  settledMinor: minorOut,
  clawedBackMinor: minorOut,
})

export const getCreatorEarnings = endpoint({
  id: 'ledger.getCreatorEarnings',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/earnings',
  summary: {
    zh: '达人佣金：预估、已结、退回',
    en: 'Commission: estimated, settled, clawed back, per order line',
  },
  access: { kind: 'org', org: 'creator', scope: 'commission.read', param: 'creatorId' },
  input: z.object({ creatorId: idOf('crt'), ...pageIn }),
  output: earnings,
  errors: ['CURSOR_INVALID'],
})

export const withdrawCreator = endpoint({
  id: 'ledger.withdrawCreator',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/payouts',
  summary: { zh: '达人提现', en: 'Take out all settled commission' },
  access: { kind: 'org', org: 'creator', scope: 'finance.withdraw', param: 'creatorId', write: true },
  input: z.object({ creatorId: idOf('crt') }),
  output: payoutDetail,
  errors: ['NOTHING_TO_PAY_OUT', 'PAYOUT_BLOCKED'],
  idempotent: true,
  status: 201,
})

export const listCreatorPayouts = endpoint({
  id: 'ledger.listCreatorPayouts',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/payouts',
  summary: { zh: '达人提现记录', en: 'A creator’s payouts, newest first' },
  access: { kind: 'org', org: 'creator', scope: 'commission.read', param: 'creatorId' },
  input: z.object({ creatorId: idOf('crt'), ...pageIn }),
  output: pageOf(payoutOut).extend({ waiting: z.array(payoutOut) }),
  errors: ['CURSOR_INVALID'],
})

export const getAgencyEarnings = endpoint({
  id: 'ledger.getAgencyEarnings',
  method: 'GET',
  path: '/api/v1/agencies/{agencyId}/earnings',
  summary: { zh: '机构分成与招商服务费', en: 'An agency’s split and recruiting fees, per order line' },
  access: { kind: 'org', org: 'agency', scope: 'commission.read', param: 'agencyId' },
  input: z.object({ agencyId: idOf('org'), ...pageIn }),
  output: earnings,
  errors: ['CURSOR_INVALID'],
})

export const partyEndpoints = [
  getShopFinance,
  listShopSettlements,
  explainOrder,
  withdraw,
  listPayouts,
  getPayout,
  getCreatorEarnings,
  withdrawCreator,
  listCreatorPayouts,
  getAgencyEarnings,
] as const
