// Annual framework agreements: drafted by one of the platform's people, signed by another, seen by the party.
import { z } from 'zod'
import {
  bps,
  currency,
  endpoint,
  idOf,
  instant,
  minorIn,
  minorOut,
  pageIn,
  pageOf,
  says,
} from '#kernel/contract'
import { AGREEMENT_MODES, TIER_BASES } from '../domain/agreement.ts'
import { AGREEMENT_STATES } from '../domain/agreement-state.ts'
import { AGREEMENT_ROLES } from '../domain/measured-sale.ts'

const tier = z.strictObject({ thresholdMinor: minorIn, rateBps: bps })
const tierOut = z.object({ thresholdMinor: minorOut, rateBps: z.number().int() })

const terms = {
  role: z.enum(AGREEMENT_ROLES),
  /** A shop's, creator's or agency's id. */
  partyId: z
    .string()
    .max(64)
    .refine((id) => /^(shp|crt|org)_[0-9A-Za-z]{1,60}$/.test(id), says('不是有效的编号', 'not a valid id')),
  year: z.number().int().min(2000).max(2100),
  mode: z.enum(AGREEMENT_MODES),
  basis: z.enum(TIER_BASES),
  tiers: z.array(tier).min(1).max(10),
  /** `emerging`, or categories that have a rate of their own. */
  exclusions: z.array(z.string().min(1).max(60)).max(50).default([]),
}

export const yearOut = z.object({
  /** Net settled sales that count, and the fees on them: as charged, as agreed, and the difference. */
  salesMinor: minorOut,
  chargedMinor: minorOut,
  agreedMinor: minorOut,
  rebateMinor: minorOut,
  /** Fee over sales, as it comes to after the rebate. */
  effectiveBps: z.number().int(),
  reached: tierOut.nullable(),
  next: tierOut.nullable(),
  /** If the year goes on as it went; what is measured when it is over. */
  forecastMinor: minorOut,
  daysGone: z.number().int(),
  daysInYear: z.number().int(),
})

export const agreementOut = yearOut.extend({
  agreementId: idOf('agr'),
  role: z.enum(AGREEMENT_ROLES),
  partyId: z.string(),
  year: z.number().int(),
  mode: z.enum(AGREEMENT_MODES),
  basis: z.enum(TIER_BASES),
  tiers: z.array(tierOut),
  exclusions: z.array(z.string()),
  currency,
  note: z.string(),
  state: z.enum(AGREEMENT_STATES),
  createdBy: z.string(),
  createdAt: instant,
  signedBy: z.string().nullable(),
  signedAt: instant.nullable(),
  measuredAt: instant.nullable(),
})

export const agreementDetail = agreementOut.extend({
  steps: z.array(z.object({ state: z.enum(AGREEMENT_STATES), at: instant, by: z.string() })),
  /** Given back; negative: taken back again after later refunds. */
  notes: z.array(
    z.object({
      noteId: idOf('crn'),
      transferId: idOf('trf'),
      amountMinor: minorOut,
      salesMinor: minorOut,
      chargedMinor: minorOut,
      agreedMinor: minorOut,
      /** Fee lines that it names. */
      lines: z.number().int(),
      at: instant,
    }),
  ),
})

const read = { kind: 'platform', scope: 'rate.read' } as const
const write = { kind: 'platform', scope: 'rate.write' } as const
const named = { agreementId: idOf('agr') }

export const listAgreements = endpoint({
  id: 'ledger.listAgreements',
  method: 'GET',
  path: '/api/v1/platform/agreements',
  summary: { zh: '年框协议', en: 'Annual framework agreements, newest first' },
  access: read,
  input: z.object(pageIn),
  output: pageOf(agreementOut),
  errors: ['CURSOR_INVALID'],
})

export const getAgreement = endpoint({
  id: 'ledger.getAgreement',
  method: 'GET',
  path: '/api/v1/platform/agreements/{agreementId}',
  summary: { zh: '一份年框协议', en: 'One agreement: progress, steps, credit notes' },
  access: read,
  input: z.object(named),
  output: agreementDetail,
  errors: ['NOT_FOUND'],
})

export const simulateAgreement = endpoint({
  id: 'ledger.simulateAgreement',
  method: 'POST',
  path: '/api/v1/platform/agreements/simulation',
  summary: {
    zh: '按这些条款试算',
    en: 'What these terms would come to, on the sales settled so far this year and last',
  },
  access: read,
  input: z.object(terms),
  output: z.object({ currency, thisYear: yearOut, lastYear: yearOut }),
  errors: ['INPUT_INVALID'],
})

export const draftAgreement = endpoint({
  id: 'ledger.draftAgreement',
  method: 'POST',
  path: '/api/v1/platform/agreements',
  summary: { zh: '起草年框协议', en: 'Draft an agreement; another person must sign it' },
  access: write,
  input: z.object({ ...terms, note: z.string().max(500).default('') }),
  output: agreementDetail,
  errors: ['INPUT_INVALID', 'DUPLICATE'],
  idempotent: true,
  status: 201,
})

export const signAgreement = endpoint({
  id: 'ledger.signAgreement',
  method: 'POST',
  path: '/api/v1/platform/agreements/{agreementId}/sign',
  summary: { zh: '签署（起草人不能签署）', en: 'Sign a draft; not by whoever drafted it' },
  access: write,
  input: z.object(named),
  output: agreementDetail,
  errors: ['NOT_FOUND', 'FOUR_EYES', 'STATE_CONFLICT'],
})

export const discardAgreement = endpoint({
  id: 'ledger.discardAgreement',
  method: 'POST',
  path: '/api/v1/platform/agreements/{agreementId}/discard',
  summary: { zh: '作废草稿', en: 'Discard a draft' },
  access: write,
  input: z.object(named),
  output: agreementDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const listShopAgreements = endpoint({
  id: 'ledger.listShopAgreements',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/finance/agreements',
  summary: { zh: '本店的年框协议', en: 'The shop’s own agreements and how far they have come' },
  access: { kind: 'org', org: 'shop', scope: 'finance.read', param: 'shopId' },
  input: z.object({ shopId: idOf('shp') }),
  output: z.object({ items: z.array(agreementDetail) }),
  errors: [],
})

export const agreementEndpoints = [
  listAgreements,
  getAgreement,
  simulateAgreement,
  draftAgreement,
  signAgreement,
  discardAgreement,
  listShopAgreements,
] as const
