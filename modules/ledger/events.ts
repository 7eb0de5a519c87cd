// What the ledger tells the others: an order's money has reached its owners, or left the platform.
import { z } from 'zod'
import { currency, idOf, instant, minorOut } from '#kernel/contract'
import { eventType } from '#kernel/event'
import { AGREEMENT_ROLES } from './domain/measured-sale.ts'
import { PARTY_ROLES } from './domain/split.ts'

export const orderSettled = eventType(
  'order.settled',
  1,
  z.object({
    orderId: idOf('ord'),
    shopId: idOf('shp'),
    currency,
    at: instant,
    parties: z.array(z.object({ party: z.string(), role: z.enum(PARTY_ROLES), netMinor: minorOut })),
  }),
)

export const payoutMade = eventType(
  'payout.made',
  1,
  z.object({
    payoutId: idOf('pot'),
    party: z.string(),
    role: z.enum(PARTY_ROLES),
    amountMinor: minorOut,
    currency,
    at: instant,
  }),
)

export const tierReached = eventType(
  'agreement.tier-reached',
  1,
  z.object({
    agreementId: idOf('agr'),
    role: z.enum(AGREEMENT_ROLES),
    party: z.string(),
    rateBps: z.number().int(),
    salesMinor: minorOut,
    currency,
  }),
)

/** Negative: later refunds took it back again. */
export const rebateIssued = eventType(
  'rebate.issued',
  1,
  z.object({
    agreementId: idOf('agr'),
    noteId: idOf('crn'),
    role: z.enum(AGREEMENT_ROLES),
    party: z.string(),
    amountMinor: minorOut,
    currency,
  }),
)
