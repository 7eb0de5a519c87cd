// Money on its way back, line by line. Not settled yet: the parties' promises shrink or fall away. Settled: each party
// gives its part back, into debt if need be. The buyer's cash is a promise until the provider has sent it.
import type { Id } from '#kernel/ids'
import { sumMinor, type Currency, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import {
  balanceOf,
  clearing,
  inLayer,
  keepPromise,
  move,
  negate,
  platform,
  provider,
  saleLegs,
  type NewTransfer,
} from '../domain/posting.ts'
import type { Funding } from '../domain/funding.ts'
import { takenBack } from '../domain/sale.ts'
import type { Split } from '../domain/split.ts'
import { insertRefundLines, isSettled, lockSales, refundLinesOf } from '../repository/sales.ts'
import { insertTransfers, openPromises } from '../repository/transfers.ts'
import type { RefundLineTable, SaleTable } from '../repository/rows.ts'
import type { createCare } from './care.ts'
import { legOf } from './payments.ts'

export type RefundRequest = {
  refundId: Id<'rfd'>
  orderId: Id<'ord'>
  provider: string
  /** When it goes back to several payments: what to which, under which reference; together, all of it. Absent: all to `provider`. */
  legs?: readonly { reference: Id<'rfd'>; provider: string; amountMinor: Minor }[]
  currency: Currency
  /** `all`: whatever is left of every line. Otherwise minor units by line (`null`: freight). */
  lines: 'all' | readonly { lineId: Id<'oln'> | null; refundMinor: Minor }[]
}

export type RefundedLine = { lineId: Id<'oln'> | null; refundMinor: Minor }

export function createRefunds({ clock, ids }: Deps, care: ReturnType<typeof createCare>) {
  const transfer = (t: Omit<NewTransfer, 'transferId' | 'at'>): NewTransfer => ({
    ...t,
    transferId: ids.next('trf'),
    at: clock.now(),
  })
  const cashOut = (
    r: { refundId: Id<'rfd'>; orderId: Id<'ord'>; provider: string; currency: Currency },
    amountMinor: Minor,
    from = clearing(r.currency),
    reference = r.refundId,
  ) =>
    transfer({
      groupId: r.refundId,
      kind: 'refund',
      phase: 'pending',
      ofTransferId: null,
      orderId: r.orderId,
      lineId: null,
      currency: r.currency,
      reference,
      entries: inLayer('pending', move(from, provider(r.provider, r.currency), amountMinor)),
    })

  return {
    /** Takes the lines back from their parties and promises the buyer the cash; after settlement, `sources` met the merchant's part. @throws RangeError over what was paid */
    async startRefund(
      tx: Tx,
      r: RefundRequest,
    ): Promise<{ amountMinor: Minor; lines: RefundedLine[]; sources: Funding[] }> {
      const sales = await lockSales(tx, r.orderId)
      const settled = await isSettled(tx, r.orderId)
      const before = refundedBySale(
        await refundLinesOf(
          tx,
          sales.map((s) => s.transfer_id),
        ),
      )
      const back = sales.flatMap((sale) => {
        const beforeMinor = before.get(sale.transfer_id) ?? 0n
        const asked =
          r.lines === 'all'
            ? sale.paid_minor - beforeMinor
            : (r.lines.find((l) => l.lineId === sale.line_id)?.refundMinor ?? 0n)
        return asked === 0n
          ? []
          : [
              {
                sale,
                taken: takenBack(sale, beforeMinor, asked),
                whole: beforeMinor === 0n && asked === sale.paid_minor,
              },
            ]
      })
      const reversals = back.map(({ sale, taken, whole }) =>
        reversal(r.refundId, sale, taken, { settled, whole }),
      )
      const amountMinor = sumMinor(back.map((b) => b.taken.paidMinor))
      if (amountMinor === 0n) throw new RangeError(`startRefund: nothing left to refund of ${r.orderId}`)
      const legs = r.legs ?? [{ reference: r.refundId, provider: r.provider, amountMinor }]
      if (sumMinor(legs.map((l) => l.amountMinor)) !== amountMinor)
        throw new RangeError(`startRefund: the legs of ${r.refundId} are not ${amountMinor}`)
      const cash = legs.map((l) =>
        cashOut({ ...r, provider: l.provider }, l.amountMinor, undefined, l.reference),
      )
      await insertTransfers(tx, [...reversals, ...cash], clock.now())
      await insertRefundLines(
        tx,
        back.map(({ sale, taken }, i) => refundRow(r.refundId, sale, taken, settled, reversals[i]!)),
      )
      const first = back[0]!.sale
      const sources = settled
        ? await care.fundRefund(tx, {
            refundId: r.refundId,
            orderId: r.orderId,
            shopId: first.shop_id,
            currency: r.currency,
            amountMinor: sumMinor(back.map((b) => b.taken.merchantMinor)),
          })
        : []
      return {
        amountMinor,
        sources,
        lines: back.map(({ sale, taken }) => ({ lineId: sale.line_id, refundMinor: taken.paidMinor })),
      }
    },

    /** Money that never became a sale (too late, twice, or the wrong amount: `suspense`) goes straight back. */
    async startStrayRefund(
      tx: Tx,
      r: {
        refundId: Id<'rfd'>
        orderId: Id<'ord'>
        provider: string
        currency: Currency
        amountMinor: Minor
        from: 'clearing' | 'suspense'
      },
    ): Promise<void> {
      const from = r.from === 'suspense' ? platform('suspense', r.currency) : clearing(r.currency)
      await insertTransfers(tx, [cashOut(r, r.amountMinor, from)], clock.now())
    },

    /** What the platform ruled to bear itself: out of its own money, to the shop that paid the buyer back. */
    async bearRefund(
      tx: Tx,
      r: {
        refundId: Id<'rfd'>
        orderId: Id<'ord'>
        shopId: Id<'shp'>
        currency: Currency
        amountMinor: Minor
      },
    ): Promise<void> {
      const borne = transfer({
        groupId: r.refundId,
        kind: 'refund',
        phase: 'posted',
        ofTransferId: null,
        orderId: r.orderId,
        lineId: null,
        currency: r.currency,
        entries: inLayer(
          'posted',
          move(platform('subsidy', r.currency), balanceOf('merchant', r.shopId, r.currency), r.amountMinor),
        ),
      })
      await insertTransfers(tx, [borne], clock.now())
    },

    /** The provider has sent it, or the leg of it that is called `reference`. Nothing when that was written before. */
    async finishRefund(
      tx: Tx,
      r: { refundId: Id<'rfd'>; orderId: Id<'ord'>; reference?: Id<'rfd'> },
    ): Promise<void> {
      const reference = r.reference ?? r.refundId
      const open = (await openPromises(tx, r.refundId, 'refund')).filter(
        (leg) => (leg.reference ?? r.refundId) === reference,
      )
      const first = open[0]
      if (!first) return
      const sent = transfer({
        groupId: r.refundId,
        kind: 'refund',
        phase: 'post-pending',
        ofTransferId: first.transfer_id,
        orderId: r.orderId,
        lineId: null,
        currency: first.currency,
        reference,
        entries: keepPromise(open.map(legOf)),
      })
      await insertTransfers(tx, [sent], clock.now())
    },
  }

  function reversal(
    refundId: Id<'rfd'>,
    sale: SaleTable,
    taken: Split,
    how: { settled: boolean; whole: boolean },
  ): NewTransfer {
    const legs = negate(
      saleLegs(taken, {
        shopId: sale.shop_id,
        creatorId: sale.creator_id,
        agencyId: sale.agency_id,
        recruiterId: sale.recruiter_id,
        currency: sale.currency,
      }),
    )
    return transfer({
      groupId: refundId,
      kind: 'refund',
      // An untouched promise is dropped as a whole; anything else is a reversal beside it.
      phase: !how.settled && how.whole ? 'void' : 'reversal',
      ofTransferId: sale.transfer_id,
      orderId: sale.order_id,
      lineId: sale.line_id,
      currency: sale.currency,
      entries: inLayer(how.settled ? 'posted' : 'pending', legs),
    })
  }
}

export function refundedBySale(lines: readonly RefundLineTable[]): Map<Id<'trf'>, Minor> {
  const sums = new Map<Id<'trf'>, Minor>()
  for (const l of lines) sums.set(l.sale_transfer_id, (sums.get(l.sale_transfer_id) ?? 0n) + l.paid_minor)
  return sums
}

const refundRow = (
  refundId: Id<'rfd'>,
  sale: SaleTable,
  taken: Split,
  settled: boolean,
  by: NewTransfer,
): RefundLineTable => ({
  refund_id: refundId,
  sale_transfer_id: sale.transfer_id,
  transfer_id: by.transferId,
  settled,
  at: by.at,
  paid_minor: taken.paidMinor,
  merchant_minor: taken.merchantMinor,
  creator_minor: taken.creatorMinor,
  agency_minor: taken.agencyMinor,
  recruiter_minor: taken.recruiterMinor,
  platform_minor: taken.platformMinor,
})
