// From a cart to an order that waits for payment. One transaction: quote, orders with terms and attribution frozen, the
// payment promised in the ledger, stock reserved. Then, outside it, the payment is opened at the provider under our own
// id; its undo (flows/cancel-order.ts) and whoever resumes it after a crash (flows/reconcile.ts) use the same id.
import { createHash } from 'node:crypto'
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { PaymentProvider } from '#platform/providers/payment'
import { createCredit } from '#flows/credit'
import type { Alliance } from '#modules/alliance'
import type { Identity } from '#modules/identity'
import type { Ledger, RatesNow } from '#modules/ledger'
import type { Shop, SkuForOrder } from '#modules/shop'
import {
  mergeLines,
  quoteOrder,
  quoteView,
  type AgreedLine,
  type Credit,
  type LineTerms,
  type Quote,
  type ToPay,
  type Trade,
} from '#modules/trade'
import type { getQuote, payAgain, placeOrder } from '#modules/trade/contract'

type Doors = { identity: Identity; shop: Shop; trade: Trade; ledger: Ledger; alliance: Alliance }
type WantedLine = InputOf<typeof placeOrder>['lines'][number]
type Placed = OutputOf<typeof placeOrder>

export function createCheckout(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'log'>,
  doors: Doors,
  { payments }: { payments: PaymentProvider },
) {
  const { db, clock, log } = deps
  const { identity, shop, trade, ledger } = doors
  const credit = createCredit(deps)
  const agree = createTerms(doors, credit)

  async function priceOf<W extends WantedLine>(
    tx: Tx,
    lines: readonly W[],
  ): Promise<{ quote: Quote<W>; skus: ReadonlyMap<string, SkuForOrder> }> {
    const merged = mergeLines(lines)
    const skuIds = merged.map((l) => l.skuId)
    const found = await shop.skusForOrder(tx, skuIds)
    const shopIds = found.map((s) => s.shopId)
    const freight = await trade.freightTemplates(tx, shopIds)
    const skus = new Map(found.map((s) => [s.skuId as string, s]))
    return { quote: quoteOrder(merged, skus, freight), skus }
  }

  async function place(tx: Tx, input: InputOf<typeof placeOrder>, ctx: Ctx): Promise<ToPay> {
    const buyerId = personOf(ctx)
    const requestHash = createHash('sha256').update(JSON.stringify(input)).digest('hex')
    const before = await trade.beginCheckout(tx, buyerId, ctx.idempotencyKey!, requestHash)
    if (before) return before
    if (!input.addressId) throw new AppError('ADDRESS_REQUIRED')
    const { quote, skus } = await priceOf(tx, input.lines)
    if (quote.totalMinor !== BigInt(input.expectedTotalMinor)) {
      throw new AppError('PRICE_CHANGED', {
        oldMinor: input.expectedTotalMinor,
        newMinor: quote.totalMinor.toString(),
      })
    }
    refuseSoldOut(quote, skus)
    await trade.assertMayBuy(tx, buyerId, quote)
    const address = await identity.addressOf(tx, buyerId, input.addressId)
    const fromCart = await trade.takeCartLines(tx, buyerId, [...skus.keys()] as Id<'sku'>[])
    const agreed = await agree(tx, quote, fromCart, ctx, await ledger.ratesAt(tx, clock.now()))
    const placed = await trade.placeOrders(tx, {
      buyerId,
      idempotencyKey: ctx.idempotencyKey!,
      requestHash,
      quote: agreed,
      note: input.note ?? null,
      locale: input.locale,
      provider: payments.name,
      address: {
        name: address.name,
        phone: address.phone,
        region: `${address.province} ${address.city} ${address.district}`,
        detail: address.detail,
      },
    })
    await ledger.pendPayment(tx, {
      checkoutId: placed.checkout.checkout_id,
      provider: payments.name,
      currency: quote.currency,
      orders: placed.orders.map((o) => ({ orderId: o.order_id, paidMinor: o.total_minor })),
    })
    // Last, because from here to the commit everybody else who wants these units waits.
    for (const o of placed.orders) {
      await shop.reserveStock(
        tx,
        o.order_id,
        o.lines.map((l) => ({ skuId: l.sku_id, qty: l.qty })),
        placed.checkout.expires_at,
      )
    }
    return placed
  }

  /** Opens the payment at the provider, or finds it open there. @throws AppError PROVIDER_UNAVAILABLE */
  async function openPayment({ checkout, payment, orders }: ToPay): Promise<ToPay> {
    const opened = await payments.createPayment({
      paymentId: payment.payment_id,
      amountMinor: payment.amount_minor,
      currency: payment.currency,
      merchant: checkout.merchant,
      title: checkout.title,
      orderRef: checkout.checkout_id,
      locale: checkout.locale,
      returnUrl: `/pay/${checkout.checkout_id}`,
      expiresInSeconds: secondsUntil(checkout.expires_at),
    })
    await db.read((tx) => trade.setPayUrl(tx, payment.payment_id, opened.payUrl)) // one statement is a transaction of its own
    return { checkout, orders, payment: { ...payment, pay_url: opened.payUrl } }
  }

  const secondsUntil = (at: Date) => Math.max(1, Math.ceil((at.getTime() - clock.now().getTime()) / 1000))
  const waits = (p: ToPay) => p.payment.pay_url === null && p.payment.state === 'open'

  return {
    openPayment,

    quote: ({ lines }: InputOf<typeof getQuote>, ctx: Ctx): Promise<OutputOf<typeof getQuote>> =>
      db.read(async (tx) => {
        const { quote, skus } = await priceOf(tx, lines)
        return quoteView(quote, (line) => {
          const sku = skus.get(line.skuId)!
          const found = credit.creditOf((line as WantedLine).attribution, sku, personOf(ctx))
          return found && { contentId: found.contentId, creatorId: found.creatorId }
        })
      }),

    /** A provider that does not answer costs nobody the order: it is kept, and `payAgain` tries again. */
    async placeOrder(input: InputOf<typeof placeOrder>, ctx: Ctx): Promise<Placed> {
      const placed = await db.transaction((tx) => place(tx, input, ctx))
      if (!waits(placed)) return trade.checkoutView(placed)
      const opened = await openPayment(placed).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
        log.warn({ checkoutId: placed.checkout.checkout_id, code: error.code }, 'payment not opened yet')
        return placed
      })
      return trade.checkoutView(opened)
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · PROVIDER_UNAVAILABLE */
    async payAgain({ checkoutId }: InputOf<typeof payAgain>, ctx: Ctx): Promise<Placed> {
      const found = await db.transaction((tx) =>
        trade.reopenPayment(tx, checkoutId, personOf(ctx), payments.name),
      )
      return trade.checkoutView(waits(found) ? await openPayment(found) : found)
    },
  }
}

/** The gate before the lock: most of a crowd that comes too late learns it from a read. `reserveStock` decides. */
function refuseSoldOut(quote: Quote, skus: ReadonlyMap<string, SkuForOrder>): void {
  for (const { sku, qty } of quote.shops.flatMap((s) => s.lines)) {
    const { available } = skus.get(sku.skuId)!
    if (available < qty) throw new AppError('SOLD_OUT', { skuId: sku.skuId, available })
  }
}

/** Freezes into every line who is credited and what everybody gets of it. */
function createTerms({ alliance }: Doors, { creditOf, earnsCommission }: ReturnType<typeof createCredit>) {
  async function termsOf(
    tx: Tx,
    line: { productId: Id<'prd'>; shopId: Id<'shp'>; categoryId: string; emerging: boolean },
    credit: Credit | null,
    ctx: Ctx,
    rates: RatesNow,
  ): Promise<LineTerms> {
    const { rateVersionId, rateBps } = rates.rateOf(line)
    const base = { rateVersionId, platformRateBps: rateBps, techFeeBps: rates.techFeeBps }
    const none = {
      ...base,
      planId: null,
      creatorRateBps: 0,
      agencyId: null,
      agencySplitBps: 0,
      recruiterId: null,
      recruiterRateBps: 0,
    }
    if (!credit || !earnsCommission(ctx, credit.creatorId, line.shopId)) return none
    const plan = await alliance.resolveRate(tx, { productId: line.productId, creatorId: credit.creatorId })
    if (!plan) return none
    const agency = await alliance.agencyOf(tx, credit.creatorId)
    return {
      ...base,
      planId: plan.planId,
      creatorRateBps: plan.creatorRateBps,
      agencyId: agency?.agencyId ?? null,
      agencySplitBps: agency?.splitBps ?? 0,
      recruiterId: plan.recruiterOrgId,
      recruiterRateBps: plan.recruiterOrgId ? plan.recruiterRateBps : 0,
    }
  }

  return async (
    tx: Tx,
    quote: Quote<WantedLine>,
    fromCart: ReadonlyMap<string, string | null>,
    ctx: Ctx,
    rates: RatesNow,
  ): Promise<Quote<AgreedLine>> => {
    const shops: Quote<AgreedLine>['shops'] = []
    for (const s of quote.shops) {
      const lines: Quote<AgreedLine>['shops'][number]['lines'] = []
      for (const l of s.lines) {
        const credit = creditOf(l.wanted.attribution ?? fromCart.get(l.sku.skuId), l.sku, personOf(ctx))
        const terms = await termsOf(tx, l.sku, credit, ctx, rates)
        lines.push({ ...l, wanted: { skuId: l.wanted.skuId, qty: l.qty, credit, terms } })
      }
      shops.push({ ...s, lines })
    }
    return { ...quote, shops }
  }
}

export type Checkout = ReturnType<typeof createCheckout>
