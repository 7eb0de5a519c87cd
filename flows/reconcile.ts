// Whatever a crash, a lost callback or a silent provider left undone, within a minute: payments never opened, decided
// without our knowing, closed here but not there; refunds approved but not sent. Every question carries the same id as
// the first attempt, so that asking twice does nothing twice.
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { Payments } from '#platform/providers/payments'
import type { Checkout } from '#flows/checkout'
import type { Pay } from '#flows/pay'
import type { Refund } from '#flows/refund'
import type { ToPay, Trade } from '#modules/trade'

const BATCH = 50
type AskedPayment = ToPay['payment']

export function createReconcile(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { trade }: { trade: Trade },
  { payments }: { payments: Payments },
  flows: {
    checkout: Pick<Checkout, 'openPayment'>
    pay: Pick<Pay, 'applyEvent'>
    refund: Pick<Refund, 'sendRefund' | 'returnHeld'>
  },
) {
  /** True when there is nothing left to ask about it. */
  async function askPayment(p: AskedPayment): Promise<boolean> {
    if (p.state === 'mismatch') {
      await flows.refund.returnHeld(p.payment_id)
      return true
    }
    const provider = payments.of(p.provider)
    const handle = { paymentId: p.payment_id, ref: p.ref }
    const there =
      p.state === 'closed' ? await provider.cancelPayment(handle) : await provider.queryPayment(handle)
    if (there?.state === 'succeeded' || there?.state === 'failed') {
      await flows.pay.applyEvent(p.provider, {
        ...there,
        eventId: `asked:${p.payment_id}:${there.state}`,
        kind: `payment.${there.state}`,
        refundId: null,
      })
      return p.state === 'closed'
    }
    if (p.state === 'open' && (!there || p.pay_url === null)) await reopen(p)
    return p.state === 'closed' || there?.state === 'cancelled' // nobody can pay it any more
  }

  async function reopen(p: AskedPayment): Promise<void> {
    const found = await db.read((tx) => trade.checkoutOf(tx, p))
    await flows.checkout.openPayment(found)
  }

  async function reconcilePayments(): Promise<number> {
    const due = await db.read((tx) => trade.paymentsToAsk(tx, BATCH))
    for (const p of due) {
      const done = await askPayment(p).catch((error: unknown) => {
        log.warn({ paymentId: p.payment_id, error: String(error) }, 'payment not reconciled yet')
        return false
      })
      await db.transaction((tx) => trade.askPaymentAgain(tx, p, done))
    }
    return due.length
  }

  async function reconcileRefunds(): Promise<number> {
    const due = await db.read((tx) => trade.refundsToAsk(tx, BATCH))
    for (const r of due) {
      await flows.refund
        .sendRefund(r.refund_id)
        .catch((error: unknown) =>
          log.error({ refundId: r.refund_id, tries: r.asked, error: String(error) }, 'refund not sent yet'),
        )
      await db.transaction((tx) => trade.askRefundAgain(tx, r))
    }
    return due.length
  }

  const jobs: Job[] = [
    { name: 'reconcile-payments', everyMs: 2_000, run: reconcilePayments },
    { name: 'reconcile-refunds', everyMs: 2_000, run: reconcileRefunds },
  ]
  return { jobs, reconcilePayments, reconcileRefunds }
}
