// What the provider said, applied once: paid or declined. Money nobody expected is in stray-money.ts.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { together } from '#platform/pipelined'
import { isUnpaid, ORDER_MOVES } from '../domain/order-state.ts'
import { successMeans, type SuccessMeans } from '../domain/payment-state.ts'
import { nextDue } from '../domain/ship-due.ts'
import { orderPaid } from '../events.ts'
import * as checkouts from '../repository/checkouts.ts'
import { linedUp, linesOfPayment, moveOrders, ordersOfPayment } from '../repository/orders.ts'
import type { CheckoutRow, Order, PaymentRow } from '../repository/rows.ts'
import type { Announcer } from './announce.ts'
import { partAfter } from './parts.ts'

export type PaymentInContext = { payment: PaymentRow; checkout: CheckoutRow; orders: Order[] }

export function createPayments({ clock }: Deps, { announce }: Announcer) {
  const later = (ms: number) => new Date(clock.now().getTime() + ms)

  return {
    /** False when this event was applied before. */
    recordEvent: (
      tx: Tx,
      provider: string,
      e: { eventId: string; kind: string; paymentId: string },
    ): Promise<boolean> => checkouts.insertProviderEvent(tx, { provider, ...e, at: clock.now() }),

    /** Locks the checkout, so that paying, cancelling and expiring go one after another. */
    async lockPayment(tx: Tx, paymentId: Id<'pay'>): Promise<PaymentInContext | null> {
      // What is asked behind the lock is read when it is held.
      const [checkout, payment, orders, lines] = await together([
        checkouts.lockCheckoutOf(tx, paymentId),
        checkouts.findPayment(tx, paymentId),
        ordersOfPayment(tx, paymentId),
        linesOfPayment(tx, paymentId),
      ])
      return checkout && payment ? { payment, checkout, orders: linedUp(orders, lines) } : null
    },

    successMeans: (
      { payment, checkout, orders }: PaymentInContext,
      charged: { amountMinor: Minor; currency: string },
    ): SuccessMeans =>
      successMeans(
        payment.state,
        isUnpaid(orders[0]!.state) && (payment.part ?? 0) === (checkout.parts_paid ?? 0),
        { amountMinor: payment.amount_minor, currency: payment.currency },
        charged,
      ),

    async markPaid(
      tx: Tx,
      { payment, orders }: PaymentInContext,
      charged: { amountMinor: Minor; currency: string },
    ): Promise<void> {
      const at = clock.now()
      // Orders of one checkout mostly share their day: one statement then.
      const byDay = Map.groupBy(orders, (o) => nextDue(o.lines, at)!.getTime())
      const paid = [...byDay].map(([day, those]) => {
        const dueAt = new Date(day)
        const ids = those.map((o) => o.order_id)
        return moveOrders(tx, ids, {
          ...ORDER_MOVES.pay,
          by: 'provider',
          at,
          note: null,
          dueAt,
          shipBy: dueAt,
          ...(payment.part === null ? {} : { payFrom: null }),
        })
      })
      const [moved] = await together([
        together(paid),
        checkouts.succeedPayment(tx, payment, {
          at,
          chargedMinor: charged.amountMinor,
          chargedCurrency: charged.currency,
        }),
        announce(tx, orderPaid, orders),
        ...(payment.part === null ? [] : [checkouts.countPart(tx, payment.checkout_id, payment.part + 1)]),
      ])
      if (moved.flat().length !== orders.length)
        throw new Error(
          `markPaid: ${moved.flat().length} of ${orders.length} orders of ${payment.checkout_id} could be paid`,
        )
    },

    /** One part of several; the rest can be paid as the next part says. */
    async markPartPaid(
      tx: Tx,
      found: PaymentInContext,
      charged: { amountMinor: Minor; currency: string },
    ): Promise<void> {
      const { payment, checkout, orders } = found
      const [at, next] = [clock.now(), partAfter(found)!]
      const ids = orders.map((o) => o.order_id)
      const moved = await moveOrders(tx, ids, {
        ...ORDER_MOVES.payPart,
        by: 'provider',
        at,
        note: next.kind === 'balance' ? 'deposit-paid' : 'part-paid',
        dueAt: next.closesAt ?? checkout.expires_at,
        payFrom: next.opensAt,
      })
      await checkouts.succeedPayment(tx, payment, {
        at,
        chargedMinor: charged.amountMinor,
        chargedCurrency: charged.currency,
      })
      await checkouts.countPart(tx, checkout.checkout_id, payment.part! + 1)
      if (moved.length !== orders.length)
        throw new Error(`markPartPaid: ${moved.length} of ${orders.length} orders of ${checkout.checkout_id}`)
    },

    /** A decline. Ignored once the payment has ended: a failure after a success changes nothing. */
    async markFailed(tx: Tx, { payment }: PaymentInContext): Promise<void> {
      if (payment.state !== 'open') return
      await checkouts.decidePayment(tx, payment.payment_id, {
        state: 'failed',
        at: clock.now(),
        chargedMinor: null,
        chargedCurrency: null,
        askAt: null,
      })
    },

    /** Where a payment was made. */
    async paymentAt(tx: Tx, paymentId: Id<'pay'>): Promise<checkouts.PaymentAt> {
      const found = await checkouts.findPayment(tx, paymentId)
      if (!found) throw new AppError('NOT_FOUND')
      return found
    },

    paymentsToAsk: (tx: Tx, limit: number) => checkouts.paymentsToAsk(tx, clock.now(), limit),

    /** Asked in vain: again after 5, 10, 20 … 60 seconds; a closed one that the provider closed too needs no more. */
    askPaymentAgain: (tx: Tx, payment: PaymentRow, done = false): Promise<void> =>
      checkouts.askPaymentAgain(
        tx,
        payment.payment_id,
        done ? null : later(Math.min(60_000, 5_000 * 2 ** Math.min(payment.asked, 4))),
      ),
  }
}
