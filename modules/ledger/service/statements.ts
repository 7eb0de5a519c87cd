// What a merchant, a creator and an agency read about their money. Every figure is a sum of lines that can be opened.
import { AppError } from '#kernel/errors'
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import { mulDivHalfUp, sumMinor, toWire, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type {
  earning,
  explainOrder,
  getAgencyEarnings,
  getCreatorEarnings,
  getShopFinance,
  listShopSettlements,
  saleOut,
} from '../contract.ts'
import { policyAt } from '../domain/policy.ts'
import { PLATFORM } from '../domain/posting.ts'
import { policyVersions, pursesOf, sourcesOf, tierOf } from '../repository/purses.ts'
import { paidOut } from '../repository/payouts.ts'
import { earningTotals, listSales, refundLinesOf, settledTotals, type SaleRow } from '../repository/sales.ts'
import { listBalances } from '../repository/transfers.ts'
import type { RefundLineTable } from '../repository/rows.ts'
import type { z } from 'zod'

type Role = 'merchant' | 'creator' | 'agency' | 'recruiter'

/** Rows that came one over the limit become a page with a cursor. */
export function pageOfRows<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => string,
): { rows: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  return { rows: shown, nextCursor: rows.length > limit ? encodeCursor([keyOf(shown.at(-1)!)]) : null }
}

export function cursorKey(cursor: string | undefined): { before?: string } {
  if (cursor === undefined) return {}
  const key = decodeCursor(cursor, 1)?.[0]
  if (key === undefined) throw new AppError('CURSOR_INVALID')
  return { before: key }
}

export function createStatements({ db, clock }: Deps) {
  async function balances(tx: Tx, role: Role, partyId: string) {
    const all = await listBalances(tx, { partyType: role, partyId, limit: 10 })
    const one = all.find((b) => b.account.kind === 'balance')
    return {
      currency: one?.account.currency ?? ('CNY' as const),
      pendingMinor: toWire(one?.pendingMinor ?? 0n),
      availableMinor: toWire(one?.postedMinor ?? 0n),
      paidOutMinor: toWire(await paidOut(tx, role, partyId)),
    }
  }

  async function salesPage(tx: Tx, filter: Parameters<typeof listSales>[1]) {
    const page = pageOfRows(
      await listSales(tx, { ...filter, limit: filter.limit + 1 }),
      filter.limit,
      (s) => s.transfer_id,
    )
    const back = Map.groupBy(
      await refundLinesOf(
        tx,
        page.rows.map((s) => s.transfer_id),
      ),
      (r) => r.sale_transfer_id,
    )
    return { ...page, backOf: (s: SaleRow) => back.get(s.transfer_id) ?? [] }
  }

  return {
    getShopFinance: ({ shopId }: InputOf<typeof getShopFinance>): Promise<OutputOf<typeof getShopFinance>> =>
      db.read(async (tx) => {
        const t = await settledTotals(tx, shopId)
        const money = await pursesOf(tx, shopId, 'CNY')
        const versions = await policyVersions(tx)
        const taken = t.paid - t.net - (t.refunded - t.refundedNet) - t.rebate
        const paid = t.paid - t.refunded
        return {
          ...(await balances(tx, 'merchant', shopId)),
          pendingMinor: toWire(money.pending),
          availableMinor: toWire(money.available),
          tier: await tierOf(tx, shopId),
          heldMinor: toWire(money.held),
          reserveMinor: toWire(money.reserve),
          depositMinor: toWire(money.deposit),
          lienMinor: toWire(money.lien),
          debtMinor: toWire(money.debt),
          recoveryCapBps: Number(policyAt(versions, 'recovery-cap-bps', clock.now())),
          settled: {
            paidMinor: toWire(t.paid),
            platformFeeMinor: toWire(t.fee),
            commissionMinor: toWire(t.commission),
            recruiterFeeMinor: toWire(t.recruiter),
            netMinor: toWire(t.net),
            rebateMinor: toWire(t.rebate),
            takeRateBps: paid === 0n ? 0 : Number(mulDivHalfUp(taken, 10_000n, paid)),
          },
        }
      }),

    listShopSettlements: ({
      shopId,
      state,
      cursor,
      limit,
    }: InputOf<typeof listShopSettlements>): Promise<OutputOf<typeof listShopSettlements>> =>
      db.read(async (tx) => {
        const page = await salesPage(tx, { shopId, ...(state ? { state } : {}), ...cursorKey(cursor), limit })
        return { items: page.rows.map((s) => saleWire(s, page.backOf(s))), nextCursor: page.nextCursor }
      }),

    explainOrder: ({
      shopId,
      orderId,
    }: InputOf<typeof explainOrder>): Promise<OutputOf<typeof explainOrder>> =>
      db.read(async (tx) => {
        const { rows, backOf } = await salesPage(tx, { shopId, orderId, limit: 100 })
        const first = rows[0]
        if (!first) throw new AppError('NOT_FOUND')
        return {
          orderId,
          currency: first.currency,
          paidMinor: toWire(sumMinor(rows.map((s) => s.paid_minor))),
          refundedMinor: toWire(sumMinor(rows.flatMap((s) => backOf(s).map((r) => r.paid_minor)))),
          lines: rows.toReversed().map((s) => saleWire(s, backOf(s))),
          refundSources: (await sourcesOf(tx, orderId)).map((s) => ({
            refundId: s.refund_id,
            source: s.source,
            amountMinor: toWire(s.amount_minor),
          })),
          parties: partiesOf(rows, backOf),
        }
      }),

    getCreatorEarnings: ({
      creatorId,
      cursor,
      limit,
    }: InputOf<typeof getCreatorEarnings>): Promise<OutputOf<typeof getCreatorEarnings>> =>
      db.read(async (tx) => {
        const page = await salesPage(tx, { creatorId, ...cursorKey(cursor), limit })
        return {
          items: page.rows.map((s) => creatorEarning(s, page.backOf(s))),
          nextCursor: page.nextCursor,
          ...(await balances(tx, 'creator', creatorId)),
          ...totalsWire(await earningTotals(tx, { creatorId })),
        }
      }),

    getAgencyEarnings: ({
      agencyId,
      cursor,
      limit,
    }: InputOf<typeof getAgencyEarnings>): Promise<OutputOf<typeof getAgencyEarnings>> =>
      db.read(async (tx) => {
        const page = await salesPage(tx, { agencyId, ...cursorKey(cursor), limit })
        const [split, recruiting] = [
          await balances(tx, 'agency', agencyId),
          await balances(tx, 'recruiter', agencyId),
        ]
        const both = (key: 'pendingMinor' | 'availableMinor' | 'paidOutMinor') =>
          toWire(BigInt(split[key]) + BigInt(recruiting[key]))
        return {
          items: page.rows.map((s) => agencyEarning(s, page.backOf(s), agencyId)),
          nextCursor: page.nextCursor,
          currency: split.currency,
          pendingMinor: both('pendingMinor'),
          availableMinor: both('availableMinor'),
          paidOutMinor: both('paidOutMinor'),
          ...totalsWire(await earningTotals(tx, { agencyId })),
        }
      }),
  }
}

const totalsWire = (t: { estimated: Minor; settled: Minor; clawed: Minor }) => ({
  estimatedMinor: toWire(t.estimated),
  settledMinor: toWire(t.settled),
  clawedBackMinor: toWire(t.clawed),
})

const total = (
  back: readonly RefundLineTable[],
  key:
    'paid_minor' | 'merchant_minor' | 'creator_minor' | 'agency_minor' | 'recruiter_minor' | 'platform_minor',
) => sumMinor(back.map((r) => r[key]))

function saleWire(s: SaleRow, back: readonly RefundLineTable[]): z.output<typeof saleOut> {
  const refunded = total(back, 'paid_minor')
  return {
    orderId: s.order_id,
    lineId: s.line_id,
    kind: s.kind,
    title: s.title,
    qty: s.qty,
    state: refunded === s.paid_minor ? 'refunded' : s.settled_at ? 'settled' : 'pending',
    currency: s.currency,
    paidAt: s.paid_at.toISOString(),
    settledAt: s.settled_at?.toISOString() ?? null,
    payoutId: s.payout_id,
    goodsMinor: toWire(s.goods_minor),
    shopCouponMinor: toWire(s.shop_coupon_minor),
    platformCouponMinor: toWire(s.platform_coupon_minor),
    creatorCouponMinor: toWire(s.creator_coupon_minor),
    paidMinor: toWire(s.paid_minor),
    incomeMinor: toWire(s.income_minor),
    platformFee: {
      rateBps: s.platform_rate_bps,
      rateVersionId: s.rate_version_id,
      baseMinor: toWire(s.income_minor),
      amountMinor: toWire(s.platform_fee_minor),
    },
    commission: s.creator_id && {
      creatorId: s.creator_id,
      rateBps: s.creator_rate_bps,
      baseMinor: toWire(s.commission_base_minor),
      amountMinor: toWire(s.commission_minor),
      techFeeMinor: toWire(s.creator_tech_fee_minor),
      creatorNetMinor: toWire(s.creator_minor),
    },
    agency:
      s.agency_id === null
        ? null
        : { agencyId: s.agency_id, splitBps: s.agency_split_bps, amountMinor: toWire(s.agency_minor) },
    recruiter:
      s.recruiter_id === null
        ? null
        : {
            recruiterId: s.recruiter_id,
            rateBps: s.recruiter_rate_bps,
            amountMinor: toWire(s.recruiter_fee_minor),
            techFeeMinor: toWire(s.recruiter_tech_fee_minor),
            netMinor: toWire(s.recruiter_minor),
          },
    merchantNetMinor: toWire(s.merchant_minor),
    platformNetMinor: toWire(s.platform_minor),
    refundedMinor: toWire(refunded),
    merchantRefundedMinor: toWire(total(back, 'merchant_minor')),
  }
}

function partiesOf(sales: readonly SaleRow[], backOf: (s: SaleRow) => readonly RefundLineTable[]) {
  const sums = new Map<string, { party: string; role: Role | 'platform'; net: Minor; back: Minor }>()
  for (const s of sales) {
    const back = backOf(s)
    const add = (
      role: Role | 'platform',
      party: string | null,
      key: 'merchant_minor' | 'creator_minor' | 'agency_minor' | 'recruiter_minor' | 'platform_minor',
    ) => {
      if (party === null) return
      const sum = sums.get(role + party) ?? { party, role, net: 0n, back: 0n }
      sums.set(role + party, { ...sum, net: sum.net + s[key], back: sum.back + total(back, key) })
    }
    add('merchant', s.shop_id, 'merchant_minor')
    add('creator', s.creator_id, 'creator_minor')
    add('agency', s.agency_id, 'agency_minor')
    add('recruiter', s.recruiter_id, 'recruiter_minor')
    add('platform', PLATFORM, 'platform_minor')
  }
  return [...sums.values()].map((p) => ({
    party: p.party,
    role: p.role,
    netMinor: toWire(p.net),
    refundedMinor: toWire(p.back),
  }))
}

type Earning = z.output<typeof earning>

function earningHead(
  s: SaleRow,
  back: readonly RefundLineTable[],
): Pick<
  Earning,
  'orderId' | 'lineId' | 'title' | 'creatorId' | 'contentId' | 'paidAt' | 'settledAt' | 'state' | 'baseMinor'
> {
  const refunded = total(back, 'paid_minor') === s.paid_minor
  return {
    orderId: s.order_id,
    lineId: s.line_id,
    title: s.title,
    creatorId: s.creator_id,
    contentId: s.content_id,
    paidAt: s.paid_at.toISOString(),
    settledAt: s.settled_at?.toISOString() ?? null,
    state: refunded ? 'clawed-back' : s.settled_at ? 'settled' : 'estimated',
    baseMinor: toWire(s.commission_base_minor),
  }
}

const creatorEarning = (s: SaleRow, back: readonly RefundLineTable[]): Earning => ({
  ...earningHead(s, back),
  rateBps: s.creator_rate_bps,
  commissionMinor: toWire(s.commission_minor),
  techFeeMinor: toWire(s.creator_tech_fee_minor),
  agencyMinor: toWire(s.agency_minor),
  netMinor: toWire(s.creator_minor),
  clawedBackMinor: toWire(total(back, 'creator_minor')),
})

/** The agency's split of a bound creator's commission, its recruiting fee, or both. */
function agencyEarning(s: SaleRow, back: readonly RefundLineTable[], agencyId: string): Earning {
  const bound = s.agency_id === agencyId
  const recruited = s.recruiter_id === agencyId
  return {
    ...earningHead(s, back),
    rateBps: bound ? s.agency_split_bps : s.recruiter_rate_bps,
    commissionMinor: toWire((bound ? s.commission_minor : 0n) + (recruited ? s.recruiter_fee_minor : 0n)),
    techFeeMinor: toWire(
      (bound ? s.creator_tech_fee_minor : 0n) + (recruited ? s.recruiter_tech_fee_minor : 0n),
    ),
    agencyMinor: toWire(bound ? s.agency_minor : 0n),
    netMinor: toWire((bound ? s.agency_minor : 0n) + (recruited ? s.recruiter_minor : 0n)),
    clawedBackMinor: toWire(
      (bound ? total(back, 'agency_minor') : 0n) + (recruited ? total(back, 'recruiter_minor') : 0n),
    ),
  }
}

export type Statements = ReturnType<typeof createStatements>
export type PayoutParty = { role: Role; partyId: string; payoutId?: Id<'pot'> }
