// Placing orders: one checkout, one order per shop, with price, terms and attribution frozen into every line.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import { DAY_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { toWire } from '#kernel/money'
import type { Locale, Localized } from '#kernel/text'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { together } from '#platform/pipelined'
import { createWaiters } from '#platform/waiters'
import type { getCheckout } from '../contract.ts'
import type { DeliveryAddress } from '../domain/mask.ts'
import { isUnpaid, POLICY } from '../domain/order-state.ts'
import type { Part } from '../domain/parts.ts'
import { offersLimited, unitsBySku, type Quote, type Wanted } from '../domain/quote.ts'
import { orderPlaced } from '../events.ts'
import * as repository from '../repository/checkouts.ts'
import { ordersOfCheckout } from '../repository/orders.ts'
import type { CheckoutRow, LineRow, Order, OrderRow, PaymentRow } from '../repository/rows.ts'
import type { Announcer } from './announce.ts'
import { partOf, storedParts } from './parts.ts'
import { checkoutStatusView } from './views.ts'

/** Which card sold it. */
export type Credit = {
  /** Null for a sale in a live room to somebody whom no slate brought there; `contentId` when the room has none in the feed. */
  slateId: Id<'slt'> | null
  position: number | null
  contentId: Id<'cnt'> | null
  creatorId: Id<'crt'>
}

/** What everybody gets, as it stands now. */
export type LineTerms = {
  rateVersionId: Id<'rcv'>
  platformRateBps: number
  techFeeBps: number
  planId: Id<'pln'> | null
  creatorRateBps: number
  agencyId: string | null
  agencySplitBps: number
  recruiterId: string | null
  recruiterRateBps: number
}

export type AgreedLine = Wanted & { credit: Credit | null; terms: LineTerms }

export type NewOrders = {
  buyerId: Id<'usr'>
  idempotencyKey: string
  requestHash: string
  quote: Quote<AgreedLine>
  address: DeliveryAddress
  note: string | null
  locale: Locale
  provider: string
  /** Null: paid at once. */
  parts: Part[] | null
}

/** What has to be paid: enough to ask the provider for it. `begins`: the first attempt at its part of the checkout. */
export type ToPay = { checkout: CheckoutRow; payment: PaymentRow; orders: OrderRow[]; begins?: boolean }

/** The first time the provider is asked about a payment that never answered. */
const FIRST_ASK_MS = 5_000

/** How often it is asked, for all who wait, whether another process has heard of their payments. */
const LOOK_AGAIN_MS = 1_000
const MOST_WAITING = 5_000
type CheckoutView = OutputOf<typeof getCheckout>
const waits = (c: CheckoutView) =>
  (c.state === 'awaiting-payment' || c.state === 'part-paid') && c.paymentState === 'open'

export function createCheckouts({ db, clock, ids }: Deps, { announce }: Announcer) {
  const decided = createWaiters<CheckoutView>(MOST_WAITING, {
    everyMs: LOOK_AGAIN_MS,
    look: async (checkoutIds, found) => {
      const statuses = await db.read((tx) => repository.checkoutStatuses(tx, checkoutIds))
      for (const view of statuses.map(checkoutStatusView)) if (!waits(view)) found(view.checkoutId, view)
    },
  })
  const later = (ms: number) => new Date(clock.now().getTime() + ms)

  async function load(tx: Tx, checkout: CheckoutRow): Promise<ToPay> {
    const orders = await ordersOfCheckout(tx, checkout.checkout_id)
    const [payment] = await repository.findPayments(tx, [checkout.checkout_id])
    return { checkout, orders, payment: payment! }
  }

  async function find(tx: Tx, checkoutId: Id<'chk'>, buyerId: Id<'usr'>): Promise<ToPay> {
    const checkout = await repository.findCheckout(tx, checkoutId, buyerId)
    if (!checkout) throw new AppError('NOT_FOUND')
    return load(tx, checkout)
  }

  const newPayment = (
    checkout: Pick<CheckoutRow, 'checkout_id' | 'total_minor' | 'currency' | 'parts' | 'parts_paid'>,
    provider: string,
  ): PaymentRow => ({
    payment_id: ids.next('pay'),
    checkout_id: checkout.checkout_id,
    provider,
    amount_minor: partOf(checkout, checkout.parts_paid ?? 0)?.amountMinor ?? checkout.total_minor,
    currency: checkout.currency,
    state: 'open',
    pay_url: null,
    created_at: clock.now(),
    decided_at: null,
    charged_minor: null,
    charged_currency: null,
    ask_at: later(FIRST_ASK_MS),
    asked: 0,
    ref: null,
    part: checkout.parts ? (checkout.parts_paid ?? 0) : null,
  })

  return {
    /**
     * Takes the buyer's turn and finds what this key placed before. Call first in the transaction.
     * @throws AppError IDEMPOTENCY_KEY_REUSED when it was for another request | HOLD_LIMIT
     */
    async beginCheckout(tx: Tx, buyerId: Id<'usr'>, key: string, requestHash: string): Promise<ToPay | null> {
      const [, { checkoutId, unpaid }] = await together([
        repository.lockBuyer(tx, buyerId),
        repository.buyerStanding(tx, buyerId, key),
      ])
      if (checkoutId === null) {
        if (unpaid >= POLICY.maxUnpaidCheckouts)
          throw new AppError('HOLD_LIMIT', { limit: POLICY.maxUnpaidCheckouts })
        return null
      }
      const before = await repository.checkoutById(tx, checkoutId)
      if (before.request_hash !== requestHash) throw new AppError('IDEMPOTENCY_KEY_REUSED')
      return load(tx, before)
    },

    /** Whether this key of the buyer's has made a checkout. */
    hasPlaced: async (tx: Tx, buyerId: Id<'usr'>, key: string): Promise<boolean> =>
      (await repository.buyerStanding(tx, buyerId, key)).checkoutId !== null,

    /** @throws AppError PURCHASE_LIMIT {skuId, limit, bought} */
    async assertMayBuy(tx: Tx, buyerId: Id<'usr'>, quote: Quote): Promise<void> {
      const limited = quote.shops.flatMap((s) => s.lines).filter((l) => l.sku.purchaseLimit !== null)
      if (limited.length === 0) return
      const before = await repository.boughtUnits(
        tx,
        buyerId,
        limited.map(({ sku }) => ({
          skuId: sku.skuId,
          since: sku.limitDays == null ? null : later(-sku.limitDays * DAY_MS),
        })),
      )
      const wanted = unitsBySku(limited)
      for (const { sku } of limited) {
        const bought = before.get(sku.skuId) ?? 0
        if (bought + wanted.get(sku.skuId)! > sku.purchaseLimit!)
          throw new AppError('PURCHASE_LIMIT', { skuId: sku.skuId, limit: sku.purchaseLimit, bought })
      }
    },

    /**
     * The limit of each flash sale and campaign in the quote, counting the buyer's paid and unpaid orders of it. `beginCheckout` holds
     * the buyer's turn, so twenty tabs come here one after another. @throws AppError PURCHASE_LIMIT {saleId, limit, bought}
     */
    async assertMayBuyInSales(tx: Tx, buyerId: Id<'usr'>, quote: Quote): Promise<void> {
      const limited = offersLimited(quote.shops.flatMap((s) => s.lines))
      if (limited.length === 0) return
      const offers = limited.map(([line]) => line!.offer!)
      const before = await repository.boughtInSales(
        tx,
        buyerId,
        offers.flatMap((o) => o.saleId ?? []),
        offers.flatMap((o) => (o.saleId === null ? (o.poolId ?? []) : [])),
      )
      for (const lines of limited) {
        const { offer, sku } = lines[0]!
        const { saleId, poolId, limitPerPerson: limit } = offer!
        const bought = before.get(saleId ?? poolId!) ?? 0
        if (bought + lines.reduce((n, l) => n + l.qty, 0) > limit!)
          throw new AppError('PURCHASE_LIMIT', { skuId: sku.skuId, saleId, limit, bought })
      }
    },

    /** What was placed is known before it is `written`; wait for that before the transaction ends. */
    placeOrders(tx: Tx, n: NewOrders): { placed: ToPay & { orders: Order[] }; written: Promise<unknown> } {
      const now = clock.now()
      const checkout: CheckoutRow = {
        checkout_id: ids.next('chk'),
        buyer_id: n.buyerId,
        idempotency_key: n.idempotencyKey,
        request_hash: n.requestHash,
        currency: n.quote.currency,
        total_minor: n.quote.totalMinor,
        title: titleOf(n.quote),
        merchant: merchantOf(n.quote),
        locale: n.locale,
        placed_at: now,
        expires_at: later(POLICY.payWithinMs),
        parts: n.parts && storedParts(n.parts),
        parts_paid: null,
      }
      const orders = n.quote.shops.map((shop): Order => {
        const order = orderRow(ids.next('ord'), checkout, n, shop)
        return { ...order, lines: shop.lines.map((l) => lineRow(ids.next('oln'), order.order_id, l)) }
      })
      const payment = newPayment(checkout, n.provider)
      const heads = orders.map(({ lines: _, ...order }) => order)
      const lines = orders.flatMap((o) => o.lines)
      const written = together([
        repository.insertCheckout(tx, { checkout, payment, orders: heads, lines }),
        announce(tx, orderPlaced, orders),
      ])
      return { placed: { checkout, payment, orders }, written }
    },

    /** @throws AppError NOT_FOUND for another's */
    async checkoutStatus(
      tx: Tx,
      buyerId: Id<'usr'>,
      by: { checkoutId: Id<'chk'> } | { key: string },
    ): Promise<OutputOf<typeof getCheckout>> {
      const status = await repository.findCheckoutStatus(tx, buyerId, by)
      if (!status) throw new AppError('NOT_FOUND')
      return checkoutStatusView(status)
    },

    /** The same, but not before its payment is decided or the time is up. @throws AppError NOT_FOUND for another's */
    async followCheckout(
      { checkoutId, waitSeconds }: InputOf<typeof getCheckout>,
      ctx: Ctx,
    ): Promise<CheckoutView> {
      const look = async () => {
        const found = await db.read((tx) => repository.findCheckoutStatus(tx, personOf(ctx), { checkoutId }))
        if (!found) throw new AppError('NOT_FOUND')
        return checkoutStatusView(found)
      }
      if (waitSeconds === 0) return look()
      const { news, leave } = decided.wait(checkoutId, waitSeconds * 1_000)
      try {
        const now = await look()
        return waits(now) ? ((await news) ?? (await look())) : now
      } finally {
        leave()
      }
    },

    /** After the commit: whoever waits for this checkout learns it. */
    tellDecided: (view: CheckoutView) => decided.tell(view.checkoutId, view),

    /** The checkout around a payment, to ask the provider for it again. */
    async checkoutOf(tx: Tx, payment: PaymentRow): Promise<ToPay> {
      const checkout = await repository.checkoutById(tx, payment.checkout_id)
      return { ...(await load(tx, checkout)), payment }
    },

    /**
     * The open payment of a checkout that waits; a new one after a decline, or when `choose` takes another provider than the last:
     * then the open one is closed, and if its buyer was faster, that success pays too. When a part is paid: the first of the next part.
     * @throws AppError NOT_FOUND | STATE_CONFLICT {state} | NOT_STARTED {startsAt}
     */
    async reopenPayment(
      tx: Tx,
      checkoutId: Id<'chk'>,
      buyerId: Id<'usr'>,
      choose: (last: string) => string,
    ): Promise<ToPay> {
      await repository.lockCheckout(tx, checkoutId)
      const found = await find(tx, checkoutId, buyerId)
      const { state, due_at: dueAt, pay_from: payFrom } = found.orders[0]!
      if (!isUnpaid(state)) throw new AppError('STATE_CONFLICT', { state })
      if (clock.now() >= (dueAt ?? found.checkout.expires_at))
        throw new AppError('STATE_CONFLICT', { state: 'expired' })
      if (payFrom && clock.now() < payFrom)
        throw new AppError('NOT_STARTED', { startsAt: payFrom.toISOString() })
      const n = found.checkout.parts_paid ?? 0
      const begins = (found.payment.part ?? 0) !== n
      const planned = begins ? partOf(found.checkout, n)?.provider : null
      const provider = choose(planned ?? found.payment.provider)
      if (!begins && found.payment.state === 'open') {
        const lapsed = clock.now().getTime() >= found.payment.created_at.getTime() + POLICY.payWithinMs
        if (provider === found.payment.provider && !lapsed) return found
        await repository.closePayments(tx, checkoutId, clock.now())
      }
      const payment = newPayment(found.checkout, provider)
      await repository.insertPayment(tx, payment)
      return { ...found, payment, begins }
    },

    setPayUrl: repository.setPayUrl,
    checkoutView: ({ checkout, orders, payment }: ToPay): OutputOf<typeof getCheckout> =>
      checkoutStatusView({
        ...checkout,
        ...payment,
        payment_state: payment.state,
        order_ids: orders.map((o) => o.order_id),
        order_state: orders[0]!.state,
        due_at: orders[0]!.due_at,
        pay_from: orders[0]!.pay_from,
      }),
  }
}

function titleOf(quote: Quote): Localized {
  const lines = quote.shops.flatMap((s) => s.lines)
  const first = lines[0]!.sku.title
  return lines.length === 1
    ? first
    : { zh: `${first.zh} 等 ${lines.length} 件`, en: `${first.en} and ${lines.length - 1} more` }
}

function merchantOf(quote: Quote): Localized {
  const [first, ...rest] = quote.shops.map((s) => s.shopName)
  return rest.length === 0
    ? first!
    : { zh: `${first!.zh} 等 ${rest.length + 1} 家店`, en: `${first!.en} and ${rest.length} more` }
}

const orderRow = (
  orderId: Id<'ord'>,
  c: CheckoutRow,
  n: NewOrders,
  shop: Quote<AgreedLine>['shops'][number],
): OrderRow => ({
  order_id: orderId,
  checkout_id: c.checkout_id,
  shop_id: shop.shopId,
  shop_name: shop.shopName,
  buyer_id: n.buyerId,
  state: 'awaiting-payment',
  goods_minor: shop.goodsMinor,
  freight_minor: shop.freightMinor,
  total_minor: shop.totalMinor,
  freight_rule: {
    kind: shop.freightRule.kind,
    baseMinor: toWire(shop.freightRule.baseMinor),
    freeOverMinor: shop.freightRule.freeOverMinor === null ? null : toWire(shop.freightRule.freeOverMinor),
  },
  currency: c.currency,
  address: n.address,
  note: n.note,
  placed_at: c.placed_at,
  expires_at: c.expires_at,
  paid_at: null,
  shipped_at: null,
  received_at: null,
  completed_at: null,
  cancelled_at: null,
  due_at: c.expires_at,
  pay_from: null,
  ship_by: null,
})

const lineRow = (
  lineId: Id<'oln'>,
  orderId: Id<'ord'>,
  {
    sku,
    qty,
    subtotalMinor,
    offer,
    shopPriceMinor,
    offMinor,
    cuts,
    wanted: { credit, terms },
  }: Quote<AgreedLine>['shops'][number]['lines'][number],
): LineRow => ({
  line_id: lineId,
  order_id: orderId,
  product_id: sku.productId,
  sku_id: sku.skuId,
  category_id: sku.categoryId,
  emerging: sku.emerging,
  title: sku.title,
  sku_name: sku.skuName,
  image_url: sku.imageUrl,
  list_price_minor: sku.listPriceMinor ?? sku.priceMinor,
  price_minor: sku.priceMinor,
  qty,
  shipped_qty: 0,
  undone_qty: null,
  paid_minor: subtotalMinor,
  slate_id: credit?.slateId ?? null,
  slate_position: credit?.position ?? null,
  content_id: credit?.contentId ?? null,
  creator_id: credit?.creatorId ?? null,
  rate_version_id: terms.rateVersionId,
  platform_rate_bps: terms.platformRateBps,
  tech_fee_bps: terms.techFeeBps,
  plan_id: terms.planId,
  creator_rate_bps: terms.creatorRateBps,
  agency_id: terms.agencyId,
  agency_split_bps: terms.agencySplitBps,
  recruiter_id: terms.recruiterId,
  recruiter_rate_bps: terms.recruiterRateBps,
  room_id: offer?.roomId ?? null,
  sale_id: offer?.saleId ?? null,
  pool_id: offer?.poolId ?? null,
  shop_price_minor: shopPriceMinor === sku.priceMinor ? null : shopPriceMinor,
  off_minor: offMinor,
  cuts: cuts.map((c) => ({ ...c, offMinor: toWire(c.offMinor) })),
  ship_within: sku.shipWithin ?? null,
})
