// A paid order as the ledger wants it: one line of goods each, and one for the freight, which is all the shop's.
import type { Id } from '#kernel/ids'
import type { Minor } from '#kernel/money'
import type { Localized } from '#kernel/text'
import { offBy } from '../domain/coupon.ts'
import type { LineRow, Order } from '../repository/rows.ts'

export type SoldLine = {
  orderId: Id<'ord'>
  shopId: Id<'shp'>
  lineId: Id<'oln'> | null
  title: Localized
  qty: number
  sale: { goodsMinor: Minor; shopCouponMinor: Minor; platformCouponMinor: Minor; creatorCouponMinor: Minor }
  terms: {
    platformRateBps: number
    techFeeBps: number
    creatorRateBps: number
    agencySplitBps: number
    recruiterRateBps: number
  }
  rateVersionId: Id<'rcv'> | null
  contentId: Id<'cnt'> | null
  creatorId: Id<'crt'> | null
  agencyId: string | null
  recruiterId: string | null
}

export const soldLines = (orders: readonly Order[]): SoldLine[] =>
  orders.flatMap((o) => [...o.lines.map((l) => goodsOf(o, l)), ...freightOf(o)])

/** The price, and who took what off it. */
function saleOf(l: LineRow): SoldLine['sale'] {
  const cuts = (l.cuts ?? []).map((c) => ({ ...c, offMinor: BigInt(c.offMinor) }))
  const platformCouponMinor = offBy(cuts, 'platform')
  const creatorCouponMinor = offBy(cuts, 'creator')
  return {
    goodsMinor: l.paid_minor + l.off_minor,
    shopCouponMinor: l.off_minor - platformCouponMinor - creatorCouponMinor,
    platformCouponMinor,
    creatorCouponMinor,
  }
}

const full = (goodsMinor: Minor) => ({
  goodsMinor,
  shopCouponMinor: 0n,
  platformCouponMinor: 0n,
  creatorCouponMinor: 0n,
})

const goodsOf = (o: Order, l: LineRow): SoldLine => {
  const earns = l.creator_rate_bps > 0
  const sale = saleOf(l)
  return {
    orderId: o.order_id,
    shopId: o.shop_id,
    lineId: l.line_id,
    title: l.title,
    qty: l.qty,
    sale,
    terms: {
      platformRateBps: l.platform_rate_bps,
      techFeeBps: l.tech_fee_bps,
      creatorRateBps: l.creator_rate_bps,
      agencySplitBps: earns ? l.agency_split_bps : 0,
      recruiterRateBps: l.recruiter_rate_bps,
    },
    rateVersionId: l.rate_version_id,
    contentId: l.content_id,
    // One who gives a coupon bears it, with a commission or without.
    creatorId: earns || sale.creatorCouponMinor > 0n ? l.creator_id : null,
    agencyId: earns ? l.agency_id : null,
    recruiterId: l.recruiter_rate_bps > 0 ? l.recruiter_id : null,
  }
}

const FREIGHT: Localized = { zh: '运费', en: 'Delivery' }
const noShares = {
  platformRateBps: 0,
  techFeeBps: 0,
  creatorRateBps: 0,
  agencySplitBps: 0,
  recruiterRateBps: 0,
}

const freightOf = (o: Order): SoldLine[] =>
  o.freight_minor === 0n
    ? []
    : [
        {
          orderId: o.order_id,
          shopId: o.shop_id,
          lineId: null,
          title: FREIGHT,
          qty: 1,
          sale: full(o.freight_minor),
          terms: noShares,
          rateVersionId: null,
          contentId: null,
          creatorId: null,
          agencyId: null,
          recruiterId: null,
        },
      ]
