// The shapes of money: what was paid for a line, and where every cent of it goes.
import { z } from 'zod'
import { bps, currency, idOf, instant, localized, minorOut, movedCurrency } from '#kernel/contract'
import { RATE_SCOPES } from '../domain/rate-card.ts'
import { PARTY_ROLES } from '../domain/split.ts'

export const SALE_STATES = ['pending', 'settled', 'refunded'] as const

/** One order line (or an order's freight) with its full explanation; the five nets add up to `paidMinor`. */
export const saleOut = z.object({
  orderId: idOf('ord'),
  /** Null for freight. */
  lineId: idOf('oln').nullable(),
  kind: z.enum(['goods', 'freight']),
  title: localized,
  qty: z.number().int(),
  state: z.enum(SALE_STATES),
  currency,
  paidAt: instant,
  settledAt: instant.nullable(),
  payoutId: idOf('pot').nullable(),
  goodsMinor: minorOut,
  shopCouponMinor: minorOut,
  platformCouponMinor: minorOut,
  creatorCouponMinor: minorOut,
  /** What the buyer paid: goods − the three coupons. */
  paidMinor: minorOut,
  /** What the platform fee is taken from: paid + platform coupon + creator coupon. */
  incomeMinor: minorOut,
  platformFee: z.object({
    rateBps: bps,
    rateVersionId: idOf('rcv').nullable(),
    baseMinor: minorOut,
    amountMinor: minorOut,
  }),
  commission: z
    .object({
      creatorId: idOf('crt'),
      rateBps: bps,
      baseMinor: minorOut,
      amountMinor: minorOut,
      techFeeMinor: minorOut,
      creatorNetMinor: minorOut,
    })
    .nullable(),
  agency: z.object({ agencyId: z.string(), splitBps: bps, amountMinor: minorOut }).nullable(),
  recruiter: z
    .object({
      recruiterId: z.string(),
      rateBps: bps,
      amountMinor: minorOut,
      techFeeMinor: minorOut,
      netMinor: minorOut,
    })
    .nullable(),
  merchantNetMinor: minorOut,
  platformNetMinor: minorOut,
  /** Of paidMinor, and of the merchant's net. */
  refundedMinor: minorOut,
  merchantRefundedMinor: minorOut,
})

export const payoutOut = z.object({
  payoutId: idOf('pot'),
  party: z.string(),
  role: z.enum(PARTY_ROLES),
  amountMinor: minorOut,
  currency,
  /** Sent, or asked for. */
  at: instant,
  lines: z.number().int(),
  /** `requested`: waits for a second person, the money is held. */
  state: z.enum(['requested', 'sent', 'rejected']),
  /** Of one that waits: the account that asked, which cannot approve it. */
  requestedBy: z.string().nullable(),
})

/** One ledger entry that a payout covers, and what it was for. */
export const payoutLine = z.object({
  entryId: z.string(),
  transferId: idOf('trf'),
  kind: z.string(),
  phase: z.string(),
  orderId: idOf('ord').nullable(),
  lineId: idOf('oln').nullable(),
  title: localized.nullable(),
  amountMinor: minorOut,
  at: instant,
})

export const payoutDetail = payoutOut.extend({
  items: z.array(payoutLine),
  /** amount − Σ items; anything but "0" is an alarm. */
  unexplainedMinor: minorOut,
})

export const accountOut = z.object({
  accountId: idOf('acc'),
  partyType: z.string(),
  partyId: z.string(),
  kind: z.string(),
  currency: movedCurrency,
  pendingMinor: minorOut,
  postedMinor: minorOut,
})

export const transferOut = z.object({
  transferId: idOf('trf'),
  groupId: z.string(),
  kind: z.string(),
  phase: z.string(),
  /** The pending transfer that this one posts or voids, or the one it reverses. */
  ofTransferId: idOf('trf').nullable(),
  orderId: idOf('ord').nullable(),
  lineId: idOf('oln').nullable(),
  currency: movedCurrency,
  at: instant,
  entries: z.array(
    z.object({
      accountId: idOf('acc'),
      partyType: z.string(),
      partyId: z.string(),
      kind: z.string(),
      layer: z.enum(['pending', 'posted']),
      amountMinor: minorOut,
    }),
  ),
})

export const rateVersion = z.object({
  rateVersionId: idOf('rcv'),
  scope: z.enum(RATE_SCOPES),
  categoryId: z.string().nullable(),
  rateBps: bps,
  effectiveFrom: instant,
  createdBy: z.string(),
  createdAt: instant,
  /** In force at this moment (not superseded, not in the future). */
  current: z.boolean(),
})
