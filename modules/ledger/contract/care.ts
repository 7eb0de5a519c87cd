// A second person's word on money that leaves; what a merchant has kept back and deposited; the protection fund.
import { z } from 'zod'
import { currency, endpoint, idOf, instant, minorIn, minorOut, pageIn, pageOf, says } from '#kernel/contract'
import { MERCHANT_TIERS } from '../domain/policy.ts'
import { payoutDetail, payoutOut } from './shapes.ts'

const decide = { kind: 'platform', scope: 'money.decide' } as const
const someMoney = minorIn.refine((m) => m !== '0', says('须大于零', 'more than nothing', 'AMOUNT_INVALID'))

/** Served by flows/withdraw.ts. */
export const decideShopPayout = endpoint({
  id: 'ledger.decideShopPayout',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/payouts/{payoutId}/decision',
  summary: { zh: '批准或驳回同事的提现', en: 'Approve or reject a colleague’s withdrawal' },
  access: { kind: 'org', org: 'shop', scope: 'finance.withdraw', param: 'shopId', write: true },
  input: z.object({ shopId: idOf('shp'), payoutId: idOf('pot'), approve: z.boolean() }),
  output: payoutDetail,
  errors: ['NOT_FOUND', 'FOUR_EYES', 'STATE_CONFLICT'],
  idempotent: true,
})

export const listWaitingPayouts = endpoint({
  id: 'ledger.listWaitingPayouts',
  method: 'GET',
  path: '/api/v1/platform/payouts/waiting',
  summary: { zh: '等待批准的提现', en: 'Withdrawals that wait for a second person, oldest first' },
  access: { kind: 'platform', scope: 'ledger.read' },
  input: z.object({}),
  output: z.object({ items: z.array(payoutOut) }),
  errors: [],
})

export const decidePayout = endpoint({
  id: 'ledger.decidePayout',
  method: 'POST',
  path: '/api/v1/platform/payouts/{payoutId}/decision',
  summary: { zh: '平台财务批准或驳回提现', en: 'Approve or reject a withdrawal, as the platform’s finance' },
  access: decide,
  input: z.object({ payoutId: idOf('pot'), approve: z.boolean() }),
  output: payoutDetail,
  errors: ['NOT_FOUND', 'FOUR_EYES', 'STATE_CONFLICT'],
  idempotent: true,
})

export const setMerchantTier = endpoint({
  id: 'ledger.setMerchantTier',
  method: 'POST',
  path: '/api/v1/platform/settlement-tiers',
  summary: {
    zh: '设置商家结算档',
    en: 'Set how soon a merchant is settled, and how much of each order is kept back',
  },
  access: decide,
  input: z.object({
    shopId: idOf('shp'),
    tier: z.enum(MERCHANT_TIERS),
    note: z.string().max(300).default(''),
  }),
  output: z.object({ shopId: idOf('shp'), tier: z.enum(MERCHANT_TIERS), at: instant }),
  errors: [],
})

export const topUpDeposit = endpoint({
  id: 'ledger.topUpDeposit',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/finance/deposit',
  summary: { zh: '用可提现余额充值保证金', en: 'Move money from available into the deposit' },
  access: { kind: 'org', org: 'shop', scope: 'finance.withdraw', param: 'shopId', write: true },
  input: z.object({ shopId: idOf('shp'), amountMinor: someMoney }),
  output: z.object({ currency, depositMinor: minorOut, availableMinor: minorOut }),
  errors: ['NOTHING_TO_PAY_OUT'],
  idempotent: true,
  status: 201,
})

export const getFund = endpoint({
  id: 'ledger.getFund',
  method: 'GET',
  path: '/api/v1/fund',
  summary: { zh: '消费者保障基金', en: 'The protection fund: paid in, advanced, recovered, what is there' },
  access: { kind: 'public' },
  input: z.object({}),
  output: z.object({
    currency,
    balanceMinor: minorOut,
    paidInMinor: minorOut,
    advancedMinor: minorOut,
    recoveredMinor: minorOut,
    /** Advanced and not yet recovered. */
    outstandingMinor: minorOut,
  }),
  errors: [],
  shared: true,
})

export const listFund = endpoint({
  id: 'ledger.listFund',
  method: 'GET',
  path: '/api/v1/fund/ledger',
  summary: { zh: '基金流水', en: 'Every movement of the fund; nobody is named' },
  access: { kind: 'public' },
  input: z.object(pageIn),
  output: pageOf(
    z.object({ entryId: z.string(), kind: z.string(), amountMinor: minorOut, currency, at: instant }),
  ),
  errors: ['CURSOR_INVALID'],
})

export const replenishFund = endpoint({
  id: 'ledger.replenishFund',
  method: 'POST',
  path: '/api/v1/platform/fund',
  summary: { zh: '向基金注资', en: 'Pay into the fund out of the platform’s fees' },
  access: decide,
  input: z.object({ amountMinor: someMoney }),
  output: z.object({ balanceMinor: minorOut, currency }),
  errors: [],
  idempotent: true,
  status: 201,
})

export const careEndpoints = [
  decideShopPayout,
  listWaitingPayouts,
  decidePayout,
  setMerchantTier,
  topUpDeposit,
  getFund,
  listFund,
  replenishFund,
] as const
