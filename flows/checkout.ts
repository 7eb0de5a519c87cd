// From a cart to an order that waits for payment. One transaction: quote, orders with terms and attribution frozen, the
// payment promised in the ledger, stock reserved. Then, outside it, the payment is opened at the provider under our own
// id; its undo (flows/cancel-order.ts) and whoever resumes it after a crash (flows/reconcile.ts) use the same id.
import { createHash } from 'node:crypto'
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { sumMinor } from '#kernel/money'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { together } from '#platform/pipelined'
import { sharedNow } from '#platform/demo-clock'
import type { Payments } from '#platform/providers/payments'
import { dueTo } from '#flows/pay'
import { createCredit, type CreditRule } from '#flows/credit'
import type { Alliance } from '#modules/alliance'
import type { Identity } from '#modules/identity'
import type { Ledger, RatesNow } from '#modules/ledger'
import { offerKey, type CitedLine, type Live, type Offer } from '#modules/live'
import type { Promotions, UsableCoupon } from '#modules/promotions'
import type { Shop, SkuForOrder } from '#modules/shop'
import {
  depositParts,
  mergeLines,
  POLICY,
  quoteOrder,
  quoteView,
  shelfOffer,
  type AgreedLine,
  type Coupon,
  type Credit,
  type LineTerms,
  type Order,
  type Part,
  type Quote,
  type ToPay,
  type Trade,
  type Wanted,
} from '#modules/trade'
import type { getQuote, listPayMethods, payAgain, placeOrder } from '#modules/trade/contract'

type Doors = {
  identity: Identity
  shop: Shop
  trade: Trade
  ledger: Ledger
  alliance: Alliance
  live: Live
  promotions: Promotions
}
type WantedLine = InputOf<typeof placeOrder>['lines'][number]
type Placed = OutputOf<typeof placeOrder>
type Priced<W extends WantedLine> = {
  quote: Quote<W>
  skus: ReadonlyMap<string, SkuForOrder>
  offers: ReadonlyMap<string, Offer>
  /** Who is credited with each line of the quote, by its `wanted`. */
  credits: ReadonlyMap<Wanted, Credit | null>
}
/** The card each variant was put into the cart from. */
type Tokens = ReadonlyMap<string, string | null>

export function createCheckout(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'log'>,
  doors: Doors,
  { payments }: { payments: Payments },
) {
  const { db, clock, log } = deps
  const { identity, shop, trade, ledger, live, promotions } = doors
  const credit = createCredit(deps)
  const agree = createTerms(doors, credit.earnsCommission)

  async function priceOf<W extends WantedLine>(
    tx: Tx,
    { lines, claimIds }: { lines: readonly W[]; claimIds?: readonly Id<'clm'>[] | null | undefined },
    buyerId: Id<'usr'>,
    asked: { fromCart: Promise<Tokens> | null; address: Promise<{ province: string }> | null },
  ): Promise<Priced<W>> {
    const merged = mergeLines(lines)
    const skuIds = [...new Set(merged.map((l) => l.skuId))]
    const [found, own] = await together([
      shop.skusForOrder(tx, skuIds),
      claimIds?.length === 0 ? Promise.resolve([]) : promotions.usableCoupons(tx, buyerId),
    ])
    const skus = new Map(found.map((s) => [s.skuId as string, s]))
    const shopIds = found.map((s) => s.shopId)
    const [freight, offers, address] = await together([
      trade.freightTemplates(tx, shopIds),
      offersOf(tx, merged, skus),
      asked.address ?? Promise.resolve(null),
    ])
    const coupons = [
      ...(await roomCoupons(tx, offers, buyerId)),
      ...(claimIds ? chosenOf(own, claimIds) : own),
    ]
    // Nobody's price depends on a card but that of a creator's coupon.
    const tokens =
      (await asked.fromCart) ??
      (coupons.some((c) => c.creatorId) ? await trade.cartTokens(tx, buyerId) : new Map<string, string>())
    const unitsOffShelf = new Map<string, number>()
    for (const l of merged.filter((m) => !m.roomId))
      unitsOffShelf.set(l.skuId, (unitsOffShelf.get(l.skuId) ?? 0) + l.qty)
    const offShelf = (skuId: string) => {
      const sku = skus.get(skuId)
      return sku ? shelfOffer(sku, unitsOffShelf.get(skuId)!, clock.now()) : null
    }
    const credits = new Map<Wanted, Credit | null>(
      merged.map((l) => [l, creditedWith(l, skus, offers, tokens, buyerId)]),
    )
    const quote = quoteOrder(merged, skus, freight, {
      offerOf: (l) => (l.roomId ? (offers.get(offerKey(l)) ?? null) : offShelf(l.skuId)),
      creatorOf: (l) => credits.get(l)?.creatorId ?? null,
      coupons,
      province: address?.province ?? null,
    })
    return { quote, skus, offers, credits }
  }

  /** Those taken in the rooms it is bought in: the shop's. */
  async function roomCoupons(
    tx: Tx,
    offers: ReadonlyMap<string, Offer>,
    buyerId: Id<'usr'>,
  ): Promise<Coupon[]> {
    const roomIds = [...new Set([...offers.values()].map((o) => o.roomId))]
    return (await live.goodCoupons(tx, roomIds, buyerId)).map((c) => ({
      ...c,
      claimId: null,
      funder: 'shop',
      creatorId: null,
      categoryId: null,
      productIds: null,
    }))
  }

  function creditedWith(
    line: WantedLine,
    skus: ReadonlyMap<string, SkuForOrder>,
    offers: ReadonlyMap<string, Offer>,
    tokens: Tokens,
    buyerId: Id<'usr'>,
  ): Credit | null {
    const sku = skus.get(line.skuId)
    if (!sku) return null
    const card = credit.creditOf(line.attribution ?? tokens.get(line.skuId), sku, buyerId)
    const offer = line.roomId ? offers.get(offerKey(line)) : undefined
    return offer ? credit.creditInRoom(offer, card) : card
  }

  /** One clock for all machines decides whether a sale has begun or is over. */
  const inWindow = async (tx: Tx, cited: CitedLine[]) =>
    live.offersFor(tx, cited, cited.some((l) => l.saleId) ? await sharedNow(clock, tx) : clock.now())

  /** Price, units and limit of the lines that cite a room: the room's word, whatever the client was shown. */
  function offersOf(
    tx: Tx,
    lines: readonly WantedLine[],
    skus: ReadonlyMap<string, SkuForOrder>,
  ): Promise<ReadonlyMap<string, Offer>> {
    const cited = lines.flatMap(({ skuId, roomId, saleId }) => {
      const sku = skus.get(skuId)
      if (saleId && !roomId) throw new AppError('NOT_FOUND', { saleId })
      return roomId && sku ? { skuId, productId: sku.productId, roomId, saleId: saleId ?? null } : []
    })
    return cited.length === 0 ? Promise.resolve(new Map()) : inWindow(tx, cited)
  }

  /** The gate before the lock: most of a crowd that comes too late learns it from one read. `reserveStock` decides. */
  async function refuseSoldOut(tx: Tx, { quote, skus }: Priced<WantedLine>): Promise<void> {
    const lines = quote.shops.flatMap((s) => s.lines)
    const poolIds = lines.flatMap((l) => l.offer?.poolId ?? [])
    const left = poolIds.length === 0 ? null : await shop.poolsLeft(tx, poolIds)
    for (const { sku, qty, offer, wanted } of lines) {
      // Nobody waits weeks for what they thought was there: the buyer agrees to the day first.
      if (offer?.kind === 'presale' && !wanted.presale) {
        const { available } = skus.get(sku.skuId)!
        throw new AppError('SOLD_OUT', {
          skuId: sku.skuId,
          available,
          presaleShipsAt: offer.shipsAt!.toISOString(),
        })
      }
      const available = offer?.poolId ? (left?.get(offer.poolId) ?? 0) : skus.get(sku.skuId)!.available
      if (available < qty) throw new AppError('SOLD_OUT', { skuId: sku.skuId, available })
    }
  }

  async function place(tx: Tx, input: InputOf<typeof placeOrder>, ctx: Ctx): Promise<ToPay> {
    const buyerId = personOf(ctx)
    const requestHash = createHash('sha256').update(JSON.stringify(input)).digest('hex')
    const before = await trade.beginCheckout(tx, buyerId, ctx.idempotencyKey!, requestHash)
    if (before) return before
    if (!input.addressId) throw new AppError('ADDRESS_REQUIRED')
    const fromCart = trade.takeCartLines(tx, buyerId, [...new Set(input.lines.map((l) => l.skuId))])
    const deliverTo = identity.addressOf(tx, buyerId, input.addressId)
    const [priced, address, rates] = await together([
      priceOf(tx, input, buyerId, { fromCart, address: deliverTo }),
      deliverTo,
      ledger.ratesAt(tx, clock.now()),
      fromCart,
    ])
    const { quote } = priced
    if (quote.totalMinor !== BigInt(input.expectedTotalMinor)) {
      throw new AppError('PRICE_CHANGED', {
        oldMinor: input.expectedTotalMinor,
        newMinor: quote.totalMinor.toString(),
      })
    }
    await refuseSoldOut(tx, priced)
    await trade.assertMayBuy(tx, buyerId, quote)
    await trade.assertMayBuyInSales(tx, buyerId, quote)
    const agreed = await agree(tx, priced, ctx, rates)
    const parts = planOf(input, quote, payments)
    const { placed, written } = trade.placeOrders(tx, {
      buyerId,
      idempotencyKey: ctx.idempotencyKey!,
      requestHash,
      quote: agreed,
      note: input.note ?? null,
      locale: input.locale,
      provider: payments.chosen(parts?.[0]?.provider ?? input.method).name,
      parts,
      address: {
        name: address.name,
        phone: address.phone,
        region: `${address.province} ${address.city} ${address.district}`,
        detail: address.detail,
      },
    })
    await together([
      written,
      ledger.pendPayment(tx, {
        checkoutId: placed.checkout.checkout_id,
        paymentId: placed.payment.payment_id,
        provider: placed.payment.provider,
        currency: quote.currency,
        orders: dueTo(placed),
      }),
      holdCoupons(tx, quote, placed, buyerId),
      reserveStock(tx, placed, priced.skus, address.province, parts?.at(-1)?.closesAt),
    ])
    return placed
  }

  /**
   * Asked last, because from here to the commit everybody else who wants these units waits; one order after another, for all lock the
   * variants in one order.
   */
  async function reserveStock(
    tx: Tx,
    { checkout, orders }: ToPay & { orders: Order[] },
    skus: ReadonlyMap<string, SkuForOrder>,
    province: string,
    until: Date | null = null,
  ): Promise<void> {
    for (const o of orders) {
      const lines = o.lines.map((l) => ({
        skuId: l.sku_id,
        qty: l.qty,
        poolId: l.pool_id,
        parts: skus.get(l.sku_id)!.parts,
      }))
      await shop.reserveStock(tx, o.order_id, lines, until ?? checkout.expires_at, province)
    }
  }

  /** Who comes after the last unit learns it without asking its row; whoever has an order of this key already is answered with that. */
  async function throughGate(input: InputOf<typeof placeOrder>, ctx: Ctx): Promise<ToPay> {
    const gone = input.lines.find((l) => shop.soldOut.isSoldOut(gateKey(l)))
    if (gone && !(await db.read((tx) => trade.hasPlaced(tx, personOf(ctx), ctx.idempotencyKey!))))
      throw new AppError('SOLD_OUT', { skuId: gone.skuId, available: 0 })
    return db
      .transaction((tx) => place(tx, input, ctx))
      .catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'SOLD_OUT' && error.data.available === 0) {
          const those = input.lines.filter((l) => l.skuId === error.data.skuId)
          // Of two lines of one variant, in a room and off the shelf, it is not known here which is gone.
          if (new Set(those.map(gateKey)).size === 1 && !error.data.presaleShipsAt)
            shop.soldOut.remember(gateKey(those[0]!))
        }
        throw error
      })
  }

  async function holdCoupons(
    tx: Tx,
    { coupons }: Quote,
    { checkout, orders }: ToPay,
    accountId: Id<'usr'>,
  ): Promise<void> {
    const claimIds = coupons.flatMap((c) => c.claimId ?? [])
    await promotions.holdCoupons(tx, { claimIds, accountId, checkoutId: checkout.checkout_id })
    for (const c of coupons.filter((coupon) => coupon.claimId === null)) {
      const orderId = orders.find((o) => o.shop_id === c.shopId)!.order_id
      await live.useCoupon(tx, { couponId: c.couponId, buyerId: accountId, orderId })
    }
  }

  /** Opens the payment at the provider, or finds it open there. @throws AppError PROVIDER_UNAVAILABLE */
  async function openPayment({ checkout, payment, orders }: ToPay, payerIp = '127.0.0.1'): Promise<ToPay> {
    const opened = await payments.of(payment.provider).createPayment({
      paymentId: payment.payment_id,
      amountMinor: payment.amount_minor,
      currency: payment.currency,
      merchant: checkout.merchant,
      title: checkout.title,
      orderRef: checkout.checkout_id,
      locale: checkout.locale,
      returnUrl: `/pay/${checkout.checkout_id}`,
      expiresInSeconds: Math.min(
        secondsUntil(orders[0]!.due_at ?? checkout.expires_at),
        POLICY.payWithinMs / 1000,
      ),
      payerIp,
    })
    await db.read((tx) => trade.setPayUrl(tx, payment.payment_id, opened)) // one statement is a transaction of its own
    return { checkout, orders, payment: { ...payment, pay_url: opened.payUrl, ref: opened.ref } }
  }

  const secondsUntil = (at: Date) => Math.max(1, Math.ceil((at.getTime() - clock.now().getTime()) / 1000))
  const waits = (p: ToPay) => p.payment.pay_url === null && p.payment.state === 'open'

  return {
    openPayment,

    quote: (input: InputOf<typeof getQuote>, ctx: Ctx): Promise<OutputOf<typeof getQuote>> =>
      db.read(async (tx) => {
        const buyerId = personOf(ctx)
        const address = input.addressId ? identity.addressOf(tx, buyerId, input.addressId) : null
        address?.catch(() => {}) // refused where it is waited for
        const { quote, credits } = await priceOf(tx, input, buyerId, { fromCart: null, address })
        return quoteView(quote, (line) => {
          const found = credits.get(line)
          return found?.contentId ? { contentId: found.contentId, creatorId: found.creatorId } : null
        })
      }),

    /** A provider that does not answer costs nobody the order: it is kept, and `payAgain` tries again. */
    async placeOrder(input: InputOf<typeof placeOrder>, ctx: Ctx): Promise<Placed> {
      const placed = await throughGate(input, ctx)
      if (!waits(placed)) return trade.checkoutView(placed)
      const opened = await openPayment(placed, ctx.ip).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
        log.warn({ checkoutId: placed.checkout.checkout_id, code: error.code }, 'payment not opened yet')
        return placed
      })
      return trade.checkoutView(opened)
    },

    listPayMethods: (): Promise<OutputOf<typeof listPayMethods>> =>
      Promise.resolve({ items: payments.offered.map(({ name, label }) => ({ method: name, label })) }),

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · NOT_STARTED · PAY_METHOD_GONE · PROVIDER_UNAVAILABLE */
    async payAgain({ checkoutId, method }: InputOf<typeof payAgain>, ctx: Ctx): Promise<Placed> {
      const found = await db.transaction(async (tx) => {
        const reopened = await trade.reopenPayment(tx, checkoutId, personOf(ctx), (last) =>
          // The last one again, unless it is no longer offered.
          method
            ? payments.chosen(method).name
            : (payments.offered.find((p) => p.name === last) ?? payments.chosen(null)).name,
        )
        const { payment, checkout } = reopened
        if (reopened.begins)
          await ledger.pendPayment(tx, {
            checkoutId,
            paymentId: payment.payment_id,
            provider: payment.provider,
            currency: checkout.currency,
            orders: dueTo(reopened),
          })
        return reopened
      })
      return trade.checkoutView(waits(found) ? await openPayment(found, ctx.ip) : found)
    },
  }
}

const gateKey = ({ skuId, roomId, saleId, presale }: WantedLine) =>
  `${skuId} ${roomId ?? ''} ${saleId ?? ''} ${presale ?? false}`

/**
 * How it is paid, when not at once. A deposit is its own plan; otherwise as the buyer divides it.
 * @throws AppError AMOUNT_INVALID {totalMinor} when the parts are not the whole · PAY_METHOD_GONE
 */
function planOf({ methods }: InputOf<typeof placeOrder>, quote: Quote, payments: Payments): Part[] | null {
  const { totalMinor } = quote
  const deposit = depositParts(quote)
  if (!methods) return deposit
  if (deposit) throw new AppError('AMOUNT_INVALID', { totalMinor: deposit[0].amountMinor.toString() })
  const parts = methods.map(({ method, amountMinor }): Part => ({
    kind: 'split',
    amountMinor: BigInt(amountMinor),
    provider: payments.chosen(method).name,
    opensAt: null,
    closesAt: null,
  }))
  if (parts.some((p) => p.amountMinor === 0n) || sumMinor(parts.map((p) => p.amountMinor)) !== totalMinor)
    throw new AppError('AMOUNT_INVALID', { totalMinor: totalMinor.toString() })
  return parts
}

/** @throws AppError COUPON_USED when one of them cannot be used any more */
function chosenOf(own: readonly UsableCoupon[], claimIds: readonly Id<'clm'>[]): UsableCoupon[] {
  const chosen = own.filter((c) => claimIds.includes(c.claimId))
  if (chosen.length < new Set(claimIds).size) throw new AppError('COUPON_USED')
  return chosen
}

/** Freezes into every line who is credited and what everybody gets of it. */
function createTerms({ alliance }: Doors, earnsCommission: CreditRule['earnsCommission']) {
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
    { quote, credits }: Priced<WantedLine>,
    ctx: Ctx,
    rates: RatesNow,
  ): Promise<Quote<AgreedLine>> => {
    const shops: Quote<AgreedLine>['shops'] = []
    for (const s of quote.shops) {
      const lines: Quote<AgreedLine>['shops'][number]['lines'] = []
      for (const l of s.lines) {
        const credit = credits.get(l.wanted) ?? null
        const terms = await termsOf(tx, l.sku, credit, ctx, rates)
        lines.push({ ...l, wanted: { skuId: l.wanted.skuId, qty: l.qty, credit, terms } })
      }
      shops.push({ ...s, lines })
    }
    return { ...quote, shops }
  }
}

export type Checkout = ReturnType<typeof createCheckout>
