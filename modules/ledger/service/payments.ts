// A buyer's money on its way in: promised when the order is placed, real when the provider says so. With it, what each
// party may expect of every line is written as a promise of its own.
import type { Id } from '#kernel/ids'
import type { Currency, Minor } from '#kernel/money'
import type { Localized } from '#kernel/text'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { together } from '#platform/pipelined'
import {
  balanceOf,
  clearing,
  dropPromise,
  inLayer,
  move,
  platform,
  provider,
  saleLegs,
  type Entry,
  type Leg,
  type NewTransfer,
} from '../domain/posting.ts'
import { split, type Sale, type Split, type Terms } from '../domain/split.ts'
import { insertTransfers, openPromises, type OpenPromise } from '../repository/transfers.ts'

export type OrderAmount = { orderId: Id<'ord'>; paidMinor: Minor }
export type CheckoutPayment = {
  checkoutId: Id<'chk'>
  /** The attempt that brings it, at the provider it is made with. */
  paymentId: Id<'pay'>
  provider: string
  currency: Currency
  orders: readonly OrderAmount[]
}

/** A line as it is frozen in the order. `lineId` null: the order's freight, which is the merchant's alone. */
export type SoldLine = {
  orderId: Id<'ord'>
  shopId: Id<'shp'>
  lineId: Id<'oln'> | null
  title: Localized
  qty: number
  sale: Sale
  terms: Terms
  rateVersionId: Id<'rcv'> | null
  contentId: Id<'cnt'> | null
  creatorId: Id<'crt'> | null
  agencyId: string | null
  recruiterId: string | null
}

export function createPayments({ clock, ids }: Deps) {
  const transfer = (t: Omit<NewTransfer, 'transferId' | 'at'>): NewTransfer => ({
    ...t,
    transferId: ids.next('trf'),
    at: clock.now(),
  })
  const paymentHead = (p: { checkoutId: Id<'chk'>; currency: Currency }) =>
    ({ groupId: p.checkoutId, kind: 'payment', currency: p.currency, lineId: null }) as const
  const write = (tx: Tx, transfers: NewTransfer[]) => insertTransfers(tx, transfers, clock.now())

  type Promised = { checkoutId: Id<'chk'>; currency: Currency }
  /** A checkout's open promises, each resolved as `phase` says. */
  async function resolve(
    tx: Tx,
    p: Promised,
    phase: 'post-pending' | 'void',
    entriesOf: (legs: readonly Leg[]) => Entry[],
  ): Promise<NewTransfer[]> {
    const open = Map.groupBy(await openPromises(tx, p.checkoutId, 'payment'), (leg) => leg.transfer_id)
    return [...open].map(([ofTransferId, legs]) =>
      transfer({
        ...paymentHead(p),
        phase,
        ofTransferId,
        orderId: legs[0]!.order_id,
        entries: entriesOf(legs.map(legOf)),
      }),
    )
  }

  /** The buyer may have been promised through one provider and pay through another: the money is where it came in. */
  const paidThrough = (p: Pick<CheckoutPayment, 'provider' | 'currency'>, legs: readonly Leg[]): Leg[] =>
    legs.map((l) =>
      l.account.partyType === 'provider' ? { ...l, account: provider(p.provider, p.currency) } : l,
    )

  return {
    /** Promised: provider → clearing, one transfer an order. */
    async pendPayment(tx: Tx, p: CheckoutPayment): Promise<void> {
      const transfers = p.orders.map((o) =>
        transfer({
          ...paymentHead(p),
          reference: p.paymentId,
          phase: 'pending',
          ofTransferId: null,
          orderId: o.orderId,
          entries: inLayer(
            'pending',
            move(provider(p.provider, p.currency), clearing(p.currency), o.paidMinor),
          ),
        }),
      )
      await write(tx, transfers)
    },

    /** Cancelled or expired: the promise is dropped. Nothing when there is none. */
    async voidPayment(tx: Tx, p: { checkoutId: Id<'chk'>; currency: Currency }): Promise<void> {
      await write(tx, await resolve(tx, p, 'void', dropPromise))
    },

    /**
     * Paid: the promise is kept, and each line's split is promised to its parties. `lastly` is asked right behind that, without waiting:
     * what others wait for until the transaction ends.
     */
    async postPayment(
      tx: Tx,
      p: Omit<CheckoutPayment, 'orders'>,
      lines: readonly SoldLine[],
      lastly: () => Promise<void> = async () => {},
    ): Promise<void> {
      const resolved = await resolve(tx, p, 'post-pending', (legs) => [
        ...dropPromise(legs),
        ...inLayer('posted', paidThrough(p, legs)),
      ])
      const kept = resolved.map((t) => ({ ...t, reference: p.paymentId }))
      const sold = lines.map((line) => ({ line, shares: split(line.sale, line.terms) }))
      const promised = sold.map(({ line, shares }) =>
        transfer({
          groupId: line.orderId,
          kind: 'sale',
          phase: 'pending',
          ofTransferId: null,
          orderId: line.orderId,
          lineId: line.lineId,
          currency: p.currency,
          entries: inLayer('pending', saleLegs(shares, { ...line, currency: p.currency })),
        }),
      )
      const sales = sold.map(({ line, shares }, i) => saleRow(line, shares, p.currency, promised[i]!))
      await together([insertTransfers(tx, [...kept, ...promised], clock.now(), sales), lastly()])
    },

    /** Money for an order that no longer waits: it is here, and owed back. */
    async postStrayPayment(tx: Tx, p: CheckoutPayment): Promise<void> {
      const transfers = p.orders.map((o) =>
        transfer({
          ...paymentHead(p),
          reference: p.paymentId,
          phase: 'posted',
          ofTransferId: null,
          orderId: o.orderId,
          entries: inLayer(
            'posted',
            move(provider(p.provider, p.currency), clearing(p.currency), o.paidMinor),
          ),
        }),
      )
      await write(tx, transfers)
    },

    /** The balance was not paid in time: the buyer's deposit, which came in before, is the shop's. Nobody earns a share of it. */
    async forfeitDeposit(
      tx: Tx,
      f: {
        checkoutId: Id<'chk'>
        orderId: Id<'ord'>
        shopId: Id<'shp'>
        currency: Currency
        amountMinor: Minor
      },
    ): Promise<void> {
      const legs = move(clearing(f.currency), balanceOf('merchant', f.shopId, f.currency), f.amountMinor)
      const head = {
        groupId: f.checkoutId,
        kind: 'forfeit',
        phase: 'posted',
        ofTransferId: null,
        lineId: null,
      } as const
      await write(tx, [
        transfer({ ...head, orderId: f.orderId, currency: f.currency, entries: inLayer('posted', legs) }),
      ])
    },

    /** The provider took another amount or currency than asked: kept apart until people have looked. */
    async postUnmatched(tx: Tx, p: Omit<CheckoutPayment, 'orders'> & { amountMinor: Minor }): Promise<void> {
      const entries = inLayer(
        'posted',
        move(provider(p.provider, p.currency), platform('suspense', p.currency), p.amountMinor),
      )
      if (entries.length === 0) return
      const head = {
        groupId: p.checkoutId,
        kind: 'unmatched',
        reference: p.paymentId,
        phase: 'posted',
        ofTransferId: null,
        orderId: null,
        lineId: null,
      } as const
      await write(tx, [transfer({ ...head, currency: p.currency, entries })])
    },
  }
}

export const legOf = (row: OpenPromise): Leg => ({
  account: { partyType: row.party_type, partyId: row.party_id, kind: row.kind, currency: row.currency },
  amountMinor: row.amount_minor,
})

function saleRow(line: SoldLine, s: Split, currency: Currency, promised: NewTransfer) {
  return {
    transfer_id: promised.transferId,
    order_id: line.orderId,
    line_id: line.lineId,
    kind: line.lineId === null ? ('freight' as const) : ('goods' as const),
    shop_id: line.shopId,
    title: line.title,
    qty: line.qty,
    currency,
    paid_at: promised.at,
    content_id: line.contentId,
    creator_id: line.creatorId,
    agency_id: line.agencyId,
    recruiter_id: line.recruiterId,
    rate_version_id: line.rateVersionId,
    goods_minor: line.sale.goodsMinor,
    shop_coupon_minor: line.sale.shopCouponMinor,
    platform_coupon_minor: line.sale.platformCouponMinor,
    creator_coupon_minor: line.sale.creatorCouponMinor,
    platform_rate_bps: line.terms.platformRateBps,
    tech_fee_bps: line.terms.techFeeBps,
    creator_rate_bps: line.terms.creatorRateBps,
    agency_split_bps: line.terms.agencySplitBps,
    recruiter_rate_bps: line.terms.recruiterRateBps,
    paid_minor: s.paidMinor,
    income_minor: s.incomeMinor,
    platform_fee_minor: s.platformFeeMinor,
    commission_base_minor: s.commissionBaseMinor,
    commission_minor: s.commissionMinor,
    creator_tech_fee_minor: s.creatorTechFeeMinor,
    recruiter_fee_minor: s.recruiterFeeMinor,
    recruiter_tech_fee_minor: s.recruiterTechFeeMinor,
    subsidy_minor: s.subsidyMinor,
    merchant_minor: s.merchantMinor,
    creator_minor: s.creatorMinor,
    agency_minor: s.agencyMinor,
    recruiter_minor: s.recruiterMinor,
    platform_minor: s.platformMinor,
  }
}
