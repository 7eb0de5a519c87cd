// The operator's view: every account and transfer, whether the books balance, the rate card; and the demo's clock.
import { z } from 'zod'
import { bps, endpoint, idOf, instant, minorOut, movedCurrency, pageIn, pageOf } from '#kernel/contract'
import { RATE_SCOPES } from '../domain/rate-card.ts'
import { accountOut, rateVersion, transferOut } from './shapes.ts'

const ledgerRead = { kind: 'platform', scope: 'ledger.read' } as const

export const listAccounts = endpoint({
  id: 'ledger.listAccounts',
  method: 'GET',
  path: '/api/v1/platform/ledger/accounts',
  summary: { zh: '账户与余额', en: 'Accounts and their balances' },
  access: ledgerRead,
  input: z.object({
    partyType: z.string().max(40).optional(),
    partyId: z.string().max(64).optional(),
    ...pageIn,
  }),
  output: pageOf(accountOut),
  errors: ['CURSOR_INVALID'],
})

export const listTransfers = endpoint({
  id: 'ledger.listTransfers',
  method: 'GET',
  path: '/api/v1/platform/ledger/transfers',
  summary: { zh: '转账流水', en: 'Transfers, newest first, by account, order or kind' },
  access: ledgerRead,
  input: z.object({
    accountId: idOf('acc').optional(),
    orderId: idOf('ord').optional(),
    kind: z.string().max(40).optional(),
    ...pageIn,
  }),
  output: pageOf(transferOut),
  errors: ['CURSOR_INVALID'],
})

export const getTransfer = endpoint({
  id: 'ledger.getTransfer',
  method: 'GET',
  path: '/api/v1/platform/ledger/transfers/{transferId}',
  summary: { zh: '一笔转账及其关联', en: 'One transfer with everything linked to it' },
  access: ledgerRead,
  input: z.object({ transferId: idOf('trf') }),
  output: transferOut.extend({ linked: z.array(transferOut) }),
  errors: ['NOT_FOUND'],
})

export const getHealth = endpoint({
  id: 'ledger.getHealth',
  method: 'GET',
  path: '/api/v1/platform/ledger/health',
  summary: { zh: '账目健康', en: 'Do the books balance? What waits longest?' },
  access: ledgerRead,
  input: z.object({}),
  output: z.object({
    /** Σ of all entries; both must be "0". */
    sums: z.array(z.object({ currency: movedCurrency, pendingMinor: minorOut, postedMinor: minorOut })),
    transfers: z.number().int(),
    entries: z.number().int(),
    /** The oldest sale that is paid and not settled. */
    oldestUnsettledAt: instant.nullable(),
    unsettledOrders: z.number().int(),
    /** Σ over payouts of what their entries do not explain. */
    unexplainedPayoutMinor: minorOut,
  }),
  errors: [],
})

export const getRateCard = endpoint({
  id: 'ledger.getRateCard',
  method: 'GET',
  path: '/api/v1/platform/rate-card',
  summary: { zh: '平台费率表', en: 'The platform’s rates, with their versions' },
  access: { kind: 'platform', scope: 'rate.read' },
  input: z.object({}),
  output: z.object({ versions: z.array(rateVersion) }),
  errors: [],
})

export const setRate = endpoint({
  id: 'ledger.setRate',
  method: 'POST',
  path: '/api/v1/platform/rate-card',
  summary: { zh: '发布新费率', en: 'Publish a rate from a moment on; orders already paid keep theirs' },
  access: { kind: 'platform', scope: 'rate.write' },
  input: z.object({
    scope: z.enum(RATE_SCOPES),
    /** With `category` only. */
    categoryId: z.string().min(1).max(60).optional(),
    rateBps: bps,
    /** Now when absent; never in the past. */
    effectiveFrom: instant.optional(),
  }),
  output: rateVersion,
  errors: ['INPUT_INVALID', 'DATE_INVALID', 'RATE_SUM'],
  idempotent: true,
  status: 201,
})

export const operatorEndpoints = [
  listAccounts,
  listTransfers,
  getTransfer,
  getHealth,
  getRateCard,
  setRate,
] as const

const clockOut = z.object({
  now: instant,
  /** How far the demo is ahead of the machine's clock. */
  offsetMs: z.number().int(),
})

/** flows/advance-clock.ts */
export const getClock = endpoint({
  id: 'demo.getClock',
  method: 'GET',
  path: '/api/v1/demo/clock',
  summary: { zh: '演示时钟', en: 'The demo’s clock' },
  access: { kind: 'demo' },
  input: z.object({}),
  output: clockOut,
  errors: ['DEMO_ONLY'],
})

/** flows/advance-clock.ts */
export const advanceClock = endpoint({
  id: 'demo.advanceClock',
  method: 'POST',
  path: '/api/v1/demo/clock',
  summary: {
    zh: '时钟快进若干天，并执行到期的收货与结算',
    en: 'Move time forward and run what has become due',
  },
  access: { kind: 'demo' },
  input: z.object({ days: z.number().int().min(1).max(30) }),
  output: clockOut.extend({
    received: z.number().int(),
    settled: z.number().int(),
    refundsApproved: z.number().int(),
  }),
  errors: ['DEMO_ONLY'],
})

export const demoEndpoints = [getClock, advanceClock] as const
