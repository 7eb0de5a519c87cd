// The money's way back. One transaction takes the lines back from their parties and promises the cash; then the provider sends
// it, under the refund's id, as often as it takes. What leads to it is a case: flows/after-sale.ts.
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Payments } from '#platform/providers/payments'
import type { Ledger } from '#modules/ledger'
import type { Promotions } from '#modules/promotions'
import type { Shop } from '#modules/shop'
import type { ApprovedRefund, Trade } from '#modules/trade'

type Doors = { shop: Shop; trade: Trade; ledger: Ledger; promotions: Promotions }

export function createRefund(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { shop, trade, ledger, promotions }: Doors,
  { payments }: { payments: Payments },
) {
  /** Line by line, out of whosever money it is; and what the platform bears of it, to the shop. */
  async function takeBack(tx: Tx, { refund, lines, platformMinor }: ApprovedRefund): Promise<Id<'rfd'>> {
    const { refund_id: refundId, order_id: orderId, shop_id: shopId, currency } = refund
    const { provider } = await trade.paymentAt(tx, refund.payment_id)
    const taken = await ledger.startRefund(tx, {
      refundId,
      orderId,
      provider,
      currency,
      lines,
    })
    const sources = [
      ...taken.sources,
      ...(platformMinor > 0n ? [{ source: 'platform' as const, amountMinor: platformMinor }] : []),
    ]
    await trade.keepRefundLines(tx, refundId, { ...taken, sources })
    if (platformMinor > 0n)
      await ledger.bearRefund(tx, { refundId, orderId, shopId, currency, amountMinor: platformMinor })
    return refundId
  }

  /** The provider has sent it; told by its answer, its callback or our question, whichever is first. */
  async function finishRefund(tx: Tx, refundId: Id<'rfd'>): Promise<void> {
    const refund = await trade.finishRefund(tx, refundId)
    if (!refund) return
    await ledger.finishRefund(tx, { refundId, orderId: refund.order_id })
    // Nothing was sent and all of it was paid back: as if it had not been bought.
    const undone = await trade.undoneCheckout(tx, refund.order_id)
    if (undone) await promotions.freeCoupons(tx, undone)
  }

  /** Asks the provider to send it. @throws AppError PROVIDER_UNAVAILABLE: nobody knows, ask again */
  async function sendRefund(refundId: Id<'rfd'>): Promise<void> {
    const [r, at] = await db.read(async (tx) => {
      const found = await trade.findRefund(tx, refundId)
      return [found, await trade.paymentAt(tx, found.payment_id)]
    })
    if (r.state !== 'approved') return
    const sent = await payments.of(at.provider).refund({
      refundId,
      paymentId: r.payment_id,
      ref: at.ref,
      amountMinor: r.amount_minor,
      currency: r.currency,
    })
    if (sent.state === 'succeeded') await db.transaction((tx) => finishRefund(tx, refundId))
  }

  /** Best effort: what is not sent now stays due, and the reconciler asks. */
  const trySend = (refundId: Id<'rfd'>): Promise<void> =>
    sendRefund(refundId).catch((error: unknown) =>
      log.warn({ refundId, error: String(error) }, 'refund not sent yet'),
    )

  /** A payment of the wrong amount that nobody made right within a day. */
  async function returnHeld(paymentId: Id<'pay'>): Promise<void> {
    const refundId = await db.transaction(async (tx) => {
      const found = await trade.lockPayment(tx, paymentId)
      const released = found && (await trade.releaseHeld(tx, found))
      if (!released) return null
      const { checkout_id: checkoutId, currency } = found.checkout
      await ledger.voidPayment(tx, { checkoutId, currency })
      for (const orderId of released.orderIds) await shop.releaseStock(tx, orderId)
      if (!released.refund) return null
      const { provider } = found.payment
      await ledger.startStrayRefund(tx, { ...released.refund, provider, from: 'suspense' })
      return released.refund.refundId
    })
    if (refundId) await trySend(refundId)
  }

  return { takeBack, finishRefund, returnHeld, sendRefund, trySend }
}
export type Refund = ReturnType<typeof createRefund>
