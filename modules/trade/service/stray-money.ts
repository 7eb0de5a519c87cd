// Money that is not what we asked for: too late, twice, or the wrong amount. None of it is ever lost: it goes back at once,
// or, when the amount is wrong, after people have had a day to look at it.
import type { Id } from '#kernel/ids'
import type { Currency, Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { ORDER_MOVES, POLICY } from '../domain/order-state.ts'
import type { RefundReason } from '../domain/refund-rule.ts'
import { orderCancelled } from '../events.ts'
import { decidePayment, payingPayments } from '../repository/checkouts.ts'
import { moveOrders, noteStep } from '../repository/orders.ts'
import { insertRefunds } from '../repository/refunds.ts'
import type { CheckoutRow, Order, OrderRow, PaymentRow } from '../repository/rows.ts'
import type { Announcer } from './announce.ts'
import { shareOut } from './parts.ts'
import type { PaymentInContext } from './payments.ts'

/** `provider`: where the money came in, and goes back to. */
export type StrayRefund = {
  provider: string
  refundId: Id<'rfd'>
  orderId: Id<'ord'>
  amountMinor: Minor
  currency: Currency
}
/** `refund` null: nothing was charged, so nothing goes back. `parts`: what had been paid before, as it should. */
export type Released = { orderIds: Id<'ord'>[]; refund: StrayRefund | null; parts: StrayRefund[] }

export function createStrayMoney({ clock, ids }: Deps, { announce }: Announcer) {
  const later = (ms: number) => new Date(clock.now().getTime() + ms)
  const idsOf = (orders: readonly Order[]) => orders.map((o) => o.order_id)

  /** Nobody has to agree to it; the provider is asked until it is sent. */
  async function approveRefund(
    tx: Tx,
    o: OrderRow,
    payment: PaymentRow,
    money: { amountMinor: Minor; currency: Currency },
    reason: RefundReason,
  ): Promise<StrayRefund> {
    const at = clock.now()
    const refundId = ids.next('rfd')
    await insertRefunds(tx, [
      {
        refund_id: refundId,
        order_id: o.order_id,
        shop_id: o.shop_id,
        buyer_id: o.buyer_id,
        payment_id: payment.payment_id,
        state: 'approved',
        reason,
        note: null,
        request_key: null,
        amount_minor: money.amountMinor,
        currency: money.currency,
        requested_at: at,
        decide_by: null,
        decided_at: at,
        decided_by: 'system',
        refusal: null,
        succeeded_at: null,
        ask_at: later(5_000),
      },
    ])
    return { provider: payment.provider, refundId, orderId: o.order_id, ...money }
  }

  /** The parts of a checkout that will not be paid whole: each goes back to where it came from. */
  async function returnParts(
    tx: Tx,
    checkout: CheckoutRow,
    orders: readonly OrderRow[],
  ): Promise<StrayRefund[]> {
    const refunds: StrayRefund[] = []
    for (const payment of checkout.parts_paid ? await payingPayments(tx, checkout.checkout_id) : [])
      for (const { order, amountMinor } of shareOut({ checkout, payment }, orders))
        refunds.push(
          await approveRefund(
            tx,
            order,
            payment,
            { amountMinor, currency: checkout.currency },
            'part-unpaid',
          ),
        )
    return refunds
  }

  return {
    returnParts,

    /** For a checkout that is closed or paid already: one refund an order sends it back. */
    async sendBack(tx: Tx, { payment, checkout, orders }: PaymentInContext): Promise<StrayRefund[]> {
      const at = clock.now()
      const reason = orders[0]!.state === 'cancelled' ? 'late-payment' : 'duplicate-payment'
      const charged = { chargedMinor: payment.amount_minor, chargedCurrency: payment.currency }
      await decidePayment(tx, payment.payment_id, { state: 'succeeded', at, ...charged, askAt: null })
      const refunds: StrayRefund[] = []
      for (const { order: o, amountMinor } of shareOut({ checkout, payment }, orders)) {
        refunds.push(
          await approveRefund(tx, o, payment, { amountMinor, currency: checkout.currency }, reason),
        )
        await noteStep(tx, o.order_id, { state: o.state, by: 'system', at, note: reason })
      }
      return refunds
    },

    /** The wrong amount or currency: nobody ships until people have looked. */
    async markHeld(
      tx: Tx,
      { payment, orders }: PaymentInContext,
      charged: { amountMinor: Minor; currency: string },
    ): Promise<void> {
      const at = clock.now()
      const decision = {
        chargedMinor: charged.amountMinor,
        chargedCurrency: charged.currency,
        askAt: later(POLICY.holdMs),
      }
      await decidePayment(tx, payment.payment_id, { state: 'mismatch', at, ...decision })
      const note = `${charged.amountMinor} ${charged.currency} ≠ ${payment.amount_minor} ${payment.currency}`
      await moveOrders(tx, idsOf(orders), { ...ORDER_MOVES.hold, by: 'provider', at, note, dueAt: null })
    },

    /** A day later it is still wrong: the orders are cancelled and what was charged goes back. */
    async releaseHeld(tx: Tx, { payment, checkout, orders }: PaymentInContext): Promise<Released | null> {
      if (payment.state !== 'mismatch' || payment.charged_minor === null || payment.ask_at === null)
        return null
      const at = clock.now()
      const reason = 'payment-mismatch'
      const charged = { chargedMinor: payment.charged_minor, chargedCurrency: payment.charged_currency }
      await decidePayment(tx, payment.payment_id, { state: 'mismatch', at, ...charged, askAt: null })
      const orderIds = await moveOrders(tx, idsOf(orders), {
        ...ORDER_MOVES.release,
        by: 'system',
        at,
        note: reason,
        dueAt: null,
      })
      await announce(
        tx,
        orderCancelled,
        orders.filter((o) => orderIds.includes(o.order_id)),
      )
      const parts = await returnParts(tx, checkout, orders)
      if (payment.charged_minor === 0n) return { orderIds, refund: null, parts }
      const money = { amountMinor: payment.charged_minor, currency: payment.charged_currency as Currency }
      return { orderIds, refund: await approveRefund(tx, orders[0]!, payment, money, reason), parts }
    },
  }
}
