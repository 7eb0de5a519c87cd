// Orders as they are shown: to their buyer, to their shop (masked), and what each may do next.
import type { z } from 'zod'
import { toWire } from '#kernel/money'
import type {
  checkoutOut,
  orderDetail,
  orderPackage,
  orderSummary,
  quote as quoteShape,
  refundOut,
  review,
  shopOrder,
  timelineStep,
} from '../contract.ts'
import { typesAskable } from '../domain/after-sale.ts'
import { maskAddress, type DeliveryAddress } from '../domain/mask.ts'
import {
  isUnpaid,
  type BuyerAction,
  type MerchantAction,
  type Mover,
  type OrderState,
} from '../domain/order-state.ts'
import { inOrder } from '../domain/package-state.ts'
import { depositParts, type Quote, type Wanted } from '../domain/quote.ts'
import { refundableUntil, refundPath } from '../domain/refund-rule.ts'
import type { CheckoutStatus } from '../repository/checkouts.ts'
import type { LateRow } from '../repository/late.ts'
import type {
  AddressChangeRow,
  LineRow,
  Order,
  OrderRow,
  RefundRow,
  ReviewRow,
  TrackedPackage,
} from '../repository/rows.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

/** What the detail of an order shows beside it. */
export type Beside = { late: LateRow | undefined; change: AddressChangeRow | undefined }
export const besideView = ({ late, change }: Beside, shown: (a: DeliveryAddress) => DeliveryAddress) => ({
  lateCoupon: late
    ? { offMinor: toWire(late.off_minor), currency: late.currency, givenAt: late.made_at.toISOString() }
    : null,
  addressChange: change
    ? {
        changeId: change.change_id,
        address: shown(change.address),
        state: change.state,
        askedAt: change.asked_at.toISOString(),
      }
    : null,
})

export type Surroundings = { refund: RefundRow | undefined; reviewed: ReadonlySet<string>; now: Date }

export function buyerActions(o: Order, { refund, reviewed, now }: Surroundings): BuyerAction[] {
  const actions: BuyerAction[] = []
  const opened = o.pay_from === null || o.pay_from <= now
  if (isUnpaid(o.state) && opened && now < (o.due_at ?? o.expires_at)) actions.push('pay')
  // Only a deposit waits for its day, and binds.
  if (isUnpaid(o.state) && o.pay_from === null) actions.push('cancel')
  const asked = refund !== undefined && refund.state !== 'refused'
  if (!asked && refundPath(o.state, 'damaged', o.received_at, now) !== null) actions.push('refund')
  const dates = { state: o.state, paidAt: o.paid_at, receivedAt: o.received_at }
  if (typesAskable(dates, now).length > 0) actions.push('after-sale')
  if (o.state === 'shipped') actions.push('confirm-receipt')
  const received = o.state === 'received' || o.state === 'completed'
  if (received && o.lines.some((l) => !reviewed.has(`${o.order_id} ${l.product_id}`))) actions.push('review')
  return actions
}

const head = (o: Order, s: Surroundings) => ({
  orderId: o.order_id,
  checkoutId: o.checkout_id,
  shopId: o.shop_id,
  shopName: o.shop_name,
  state: o.state,
  goodsMinor: toWire(o.goods_minor),
  freightMinor: toWire(o.freight_minor),
  totalMinor: toWire(o.total_minor),
  currency: o.currency,
  placedAt: o.placed_at.toISOString(),
  paidAt: iso(o.paid_at),
  shippedAt: iso(o.shipped_at),
  receivedAt: iso(o.received_at),
  completedAt: iso(o.completed_at),
  cancelledAt: iso(o.cancelled_at),
  expiresAt: isUnpaid(o.state) ? (o.due_at ?? o.expires_at).toISOString() : null,
  payFrom: isUnpaid(o.state) ? iso(o.pay_from) : null,
  lines: o.lines.map((l) => lineView(o, l, s.reviewed)),
  refund: s.refund ? refundView(s.refund) : null,
})

const lineView = (o: OrderRow, l: LineRow, reviewed: ReadonlySet<string>) => ({
  lineId: l.line_id,
  skuId: l.sku_id,
  productId: l.product_id,
  shopId: o.shop_id,
  title: l.title,
  skuName: l.sku_name,
  imageUrl: l.image_url,
  qty: l.qty,
  categoryId: l.category_id,
  listPriceMinor: toWire(l.list_price_minor),
  priceMinor: toWire(l.price_minor),
  paidMinor: toWire(l.paid_minor),
  offMinor: toWire(l.off_minor),
  cuts: l.cuts ?? [],
  roomId: l.room_id,
  shippedQty: l.shipped_qty,
  credit: l.content_id && l.creator_id ? { contentId: l.content_id, creatorId: l.creator_id } : null,
  reviewed: reviewed.has(`${o.order_id} ${l.product_id}`),
})

export const orderSummaryView = (o: Order, s: Surroundings): z.output<typeof orderSummary> => ({
  ...head(o, s),
  actions: buyerActions(o, s),
})

export type Step = { state: OrderState; at: Date; by: Mover; note: string | null }

export const orderDetailView = (
  o: Order,
  s: Surroundings,
  steps: readonly Step[],
  packages: readonly TrackedPackage[],
  beside: Beside,
): z.output<typeof orderDetail> => ({
  ...orderSummaryView(o, s),
  address: o.address,
  note: o.note,
  freightRule: o.freight_rule,
  timeline: steps.map(stepView),
  packages: packages.map(packageView),
  autoReceiveAt: o.state === 'shipped' ? iso(o.due_at) : null,
  refundableUntil:
    o.state === 'received' || o.state === 'completed' ? iso(refundableUntil('damaged', o.received_at)) : null,
  shipBy: toShip(o) ? iso(o.due_at) : iso(o.ship_by),
  ...besideView(beside, (a) => a),
})

const toShip = (o: OrderRow) => o.state === 'paid' || o.state === 'partly-shipped'

export const shopOrderView = (o: Order, s: Surroundings): z.output<typeof shopOrder> => {
  const actions: MerchantAction[] = []
  if (toShip(o)) actions.push('ship')
  if (s.refund?.state === 'requested') actions.push('decide-refund')
  return {
    ...head(o, s),
    address: maskAddress(o.address),
    note: o.note,
    shipBy: toShip(o) ? iso(o.due_at) : null,
    late: toShip(o) && o.due_at !== null && s.now >= o.due_at,
    actions,
  }
}

export const stepView = (step: Step): z.output<typeof timelineStep> => ({
  state: step.state,
  at: step.at.toISOString(),
  by: step.by,
  note: step.note,
})

export const packageView = (p: TrackedPackage): z.output<typeof orderPackage> => ({
  packageId: p.package_id,
  carrier: p.carrier,
  trackingNo: p.tracking_no,
  lines: p.lines,
  shippedAt: p.shipped_at.toISOString(),
  state: p.state ?? 'booked',
  collectedAt: iso(p.collected_at),
  signedAt: iso(p.signed_at),
  eWaybill: p.e_waybill ?? false,
  prints: p.prints ?? 0,
  interceptBy: p.intercept_by,
  events: inOrder(p.events)
    .toReversed()
    .map((e) => ({ state: e.state, at: e.at.toISOString(), place: e.place, note: e.note })),
})

export const refundView = (r: RefundRow): z.output<typeof refundOut> => ({
  refundId: r.refund_id,
  orderId: r.order_id,
  shopId: r.shop_id,
  state: r.state,
  reason: r.reason,
  note: r.note,
  amountMinor: toWire(r.amount_minor),
  currency: r.currency,
  requestedAt: r.requested_at.toISOString(),
  decideBy: r.state === 'requested' ? iso(r.decide_by) : null,
  decidedAt: iso(r.decided_at),
  decidedBy: r.decided_by,
  refusal: r.refusal,
  succeededAt: iso(r.succeeded_at),
})

export const reviewView = (r: ReviewRow): z.output<typeof review> => ({
  reviewId: r.review_id,
  orderId: r.order_id,
  productId: r.product_id,
  author: r.author,
  skuName: r.sku_name,
  rating: r.rating,
  text: r.body,
  createdAt: r.created_at.toISOString(),
  reply: r.reply,
  repliedAt: iso(r.replied_at),
})

/** All orders of a checkout are paid or cancelled together, so one state tells. */
export function checkoutStatusView(c: CheckoutStatus): z.output<typeof checkoutOut> {
  const state = c.order_state
  return {
    checkoutId: c.checkout_id,
    orderIds: c.order_ids,
    totalMinor: toWire(c.total_minor),
    currency: c.currency,
    paymentId: c.payment_id,
    payUrl: c.pay_url,
    expiresAt: ((isUnpaid(state) ? c.due_at : null) ?? c.expires_at).toISOString(),
    state: isUnpaid(state) || state === 'cancelled' || state === 'held' ? state : 'paid',
    paymentState: c.payment_state,
    payFrom: iso(c.pay_from),
    parts:
      c.parts?.map(({ kind, amountMinor }, i) => ({ kind, amountMinor, paid: i < (c.parts_paid ?? 0) })) ??
      null,
  }
}

export const quoteView = (
  q: Quote,
  creditOf: (w: Wanted) => { contentId: `cnt_${string}`; creatorId: `crt_${string}` } | null,
): z.output<typeof quoteShape> => ({
  shops: q.shops.map((s) => ({
    shopId: s.shopId,
    shopName: s.shopName,
    lines: s.lines.map((l) => ({
      skuId: l.sku.skuId,
      productId: l.sku.productId,
      shopId: l.sku.shopId,
      title: l.sku.title,
      skuName: l.sku.skuName,
      imageUrl: l.sku.imageUrl,
      qty: l.qty,
      listPriceMinor: toWire(l.sku.listPriceMinor ?? l.sku.priceMinor),
      shopPriceMinor: toWire(l.shopPriceMinor),
      priceMinor: toWire(l.sku.priceMinor),
      offer: l.offer && {
        kind: l.offer.kind,
        roomId: l.offer.roomId,
        saleId: l.offer.saleId,
        shipsAt: iso(l.offer.shipsAt ?? null),
      },
      parts: l.sku.parts?.map(({ skuId, qty, name }) => ({ skuId, qty, name })) ?? null,
      cuts: l.cuts.map((c) => ({ ...c, offMinor: toWire(c.offMinor) })),
      offMinor: toWire(l.offMinor),
      subtotalMinor: toWire(l.subtotalMinor),
      vatRateBps: l.vatRateBps,
      taxMinor: toWire(l.taxMinor),
      credit: creditOf(l.wanted),
    })),
    goodsMinor: toWire(s.goodsMinor),
    freightMinor: toWire(s.freightMinor),
    freightRule: {
      kind: s.freightRule.kind,
      baseMinor: toWire(s.freightRule.baseMinor),
      freeOverMinor: s.freightRule.freeOverMinor === null ? null : toWire(s.freightRule.freeOverMinor),
    },
    totalMinor: toWire(s.totalMinor),
  })),
  coupons: q.coupons.map((c) => ({
    couponId: c.couponId,
    claimId: c.claimId,
    funder: c.funder,
    offMinor: toWire(c.offMinor),
    overMinor: toWire(c.overMinor),
  })),
  goodsMinor: toWire(q.goodsMinor),
  freightMinor: toWire(q.freightMinor),
  totalMinor: toWire(q.totalMinor),
  taxMinor: toWire(q.taxMinor),
  currency: q.currency,
  deposit: depositView(q),
})

function depositView(q: Quote): z.output<typeof quoteShape>['deposit'] {
  const parts = depositParts(q)
  return (
    parts && {
      depositMinor: toWire(parts[0].amountMinor),
      balanceMinor: toWire(parts[1].amountMinor),
      balanceFrom: parts[1].opensAt!.toISOString(),
      balanceUntil: parts[1].closesAt!.toISOString(),
    }
  )
}
