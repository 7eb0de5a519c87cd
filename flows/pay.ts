// What the provider says happened, applied once. Paid: orders paid, stock committed, the payment posted and every party's
// share promised, in one transaction with the event's id, so that a duplicate finds it done and a crash finds nothing.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Currency, Minor } from '#kernel/money'
import type { Ctx, Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { together } from '#platform/pipelined'
import type { ProviderEvent } from '#platform/providers/payment'
import type { Payments } from '#platform/providers/payments'
import type { Refund } from '#flows/refund'
import type { Ledger } from '#modules/ledger'
import type { Shop } from '#modules/shop'
import { partAfter, shareOut, soldLines, type ToPay, type Trade } from '#modules/trade'
import type { paymentCallback } from '#modules/trade/contract'

type Doors = { shop: Shop; trade: Trade; ledger: Ledger }
type Found = Awaited<ReturnType<Trade['lockPayment']>>
/** Refunds that have to be sent, and what whoever waits for the checkout is told. */
type Applied = { refunds: Id<'rfd'>[]; decided: ReturnType<Trade['checkoutView']> | null }
const NOTHING: Applied = { refunds: [], decided: null }
const paidNow = (found: NonNullable<Found>): NonNullable<Found> => ({
  ...found,
  payment: { ...found.payment, state: 'succeeded' },
  checkout: { ...found.checkout, parts_paid: found.payment.part === null ? null : found.payment.part + 1 },
  orders: found.orders.map((o) => ({ ...o, state: 'paid', pay_from: null })),
})
function partPaidNow(found: NonNullable<Found>): NonNullable<Found> {
  const { closesAt, opensAt } = partAfter(found)!
  const dueAt = closesAt ?? found.checkout.expires_at
  const paid = paidNow(found)
  return {
    ...paid,
    orders: paid.orders.map((o) => ({ ...o, state: 'part-paid', due_at: dueAt, pay_from: opensAt })),
  }
}

/** What of a payment is for which order, as the ledger asks for it. */
export const dueTo = (paid: Parameters<typeof shareOut>[0] & { orders: ToPay['orders'] }) =>
  shareOut(paid, paid.orders).map(({ order, amountMinor }) => ({
    orderId: order.order_id,
    paidMinor: amountMinor,
  }))
type Charge = { amountMinor: Minor; currency: string }

export function createPay(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { shop, trade, ledger }: Doors,
  { payments }: { payments: Payments },
  refund: Refund,
) {
  /** Asked last, for everybody else who wants these variants waits from here on; one order after another, as all lock them. */
  async function commitStock(tx: Tx, orders: readonly { order_id: Id<'ord'> }[]): Promise<void> {
    for (const o of orders) await shop.commitStock(tx, o.order_id)
  }

  async function applySuccess(tx: Tx, paymentId: Id<'pay'>, found: Found, charge: Charge): Promise<Applied> {
    if (!found) {
      log.error({ paymentId }, 'a payment of ours that we do not know was charged')
      return NOTHING
    }
    const { checkout_id: checkoutId, currency } = found.checkout
    const { provider } = found.payment
    switch (trade.successMeans(found, charge)) {
      case 'pay':
        if (partAfter(found)) {
          await trade.markPartPaid(tx, found, charge)
          await ledger.postPayment(tx, { checkoutId, paymentId, provider, currency }, [])
          return { refunds: [], decided: trade.checkoutView(partPaidNow(found)) }
        }
        await together([
          trade.markPaid(tx, found, charge),
          ledger.postPayment(tx, { checkoutId, paymentId, provider, currency }, soldLines(found.orders), () =>
            commitStock(tx, found.orders),
          ),
        ])
        return { refunds: [], decided: trade.checkoutView(paidNow(found)) }
      case 'hold':
        log.error(
          { paymentId, charged: `${charge.amountMinor} ${charge.currency}` },
          'PAYMENT_MISMATCH: the order is held',
        )
        await trade.markHeld(tx, found, charge)
        await ledger.postUnmatched(tx, {
          checkoutId,
          paymentId,
          provider,
          currency: charge.currency as Currency,
          amountMinor: charge.amountMinor,
        })
        return NOTHING
      case 'send-back': {
        const refunds = await trade.sendBack(tx, found)
        await ledger.postStrayPayment(tx, { checkoutId, paymentId, provider, currency, orders: dueTo(found) })
        for (const r of refunds) await ledger.startStrayRefund(tx, { ...r, from: 'clearing' })
        return { refunds: refunds.map((r) => r.refundId), decided: null }
      }
      case 'nothing':
        return NOTHING
    }
  }

  /** One effect per event id, whatever it is; what is unknown is kept and changes nothing. */
  async function applyEvent(provider: string, event: ProviderEvent): Promise<void> {
    const { refunds, decided } = await db.transaction(
      async (tx): Promise<Applied> => {
        const aboutPayment = event.kind === 'payment.succeeded' || event.kind === 'payment.failed'
        const [fresh, found] = await together([
          trade.recordEvent(tx, provider, event),
          aboutPayment ? trade.lockPayment(tx, event.paymentId) : Promise.resolve(null),
        ])
        if (!fresh) return NOTHING
        if (found && found.payment.provider !== provider) {
          log.error({ provider, paymentId: event.paymentId }, 'a provider spoke of a payment made elsewhere')
          return NOTHING
        }
        if (event.kind === 'payment.succeeded') return applySuccess(tx, event.paymentId, found, event)
        if (event.kind === 'payment.failed' && found) await trade.markFailed(tx, found)
        if (event.kind === 'refund.succeeded' && event.refundId) await refund.finishRefund(tx, event.refundId)
        return NOTHING
      },
      { lane: 'reserved' },
    )
    if (decided) trade.tellDecided(decided)
    for (const refundId of refunds) await refund.trySend(refundId)
  }

  return {
    applyEvent,

    /** @throws AppError NOT_FOUND · SIGNATURE_INVALID · TIMESTAMP_OLD · INPUT_INVALID */
    async paymentCallback(
      { provider }: InputOf<typeof paymentCallback>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof paymentCallback>> {
      const by = payments.all.find((p) => p.name === provider)
      if (!by || !ctx.raw) throw new AppError('NOT_FOUND')
      await applyEvent(by.name, by.verifyCallback(ctx.raw))
      if (by.thanks !== undefined) ctx.answerPlainly(by.thanks)
      return { ok: true }
    },
  }
}
export type Pay = ReturnType<typeof createPay>
