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
    const legs = await trade.refundLegs(tx, refund)
    const taken = await ledger.startRefund(tx, {
      refundId,
      orderId,
      provider: legs[0]!.provider,
      ...(legs.length > 1 ? { legs: legs.map(({ legId, ...leg }) => ({ reference: legId, ...leg })) } : {}),
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
  async function finishRefund(tx: Tx, legId: Id<'rfd'>): Promise<void> {
    const ended = await trade.finishRefund(tx, legId)
    if (!ended) return
    const { refund, whole } = ended
    const { refund_id: refundId, order_id: orderId } = refund
    await ledger.finishRefund(tx, { refundId, orderId, reference: legId })
    if (!whole) return
    // Nothing was sent and all of it was paid back: as if it had not been bought.
    const undone = await trade.undoneCheckout(tx, refund.order_id)
    if (undone) await promotions.freeCoupons(tx, undone)
  }

  /** Asks the provider to send it. @throws AppError PROVIDER_UNAVAILABLE: nobody knows, ask again */
  async function sendRefund(refundId: Id<'rfd'>): Promise<void> {
    const [refund, legs] = await db.read(async (tx) => {
      const found = await trade.findRefund(tx, refundId)
      return [found, await trade.refundLegs(tx, found)]
    })
    if (refund.state !== 'approved') return
    for (const { legId, paymentId, provider, ref, amountMinor } of legs.filter((l) => !l.sent)) {
      const { currency } = refund
      const sent = await payments
        .of(provider)
        .refund({ refundId: legId, paymentId, ref, amountMinor, currency })
      if (sent.state === 'succeeded') await db.transaction((tx) => finishRefund(tx, legId))
    }
  }

  /** Best effort: what is not sent now stays due, and the reconciler asks. */
  const trySend = (refundId: Id<'rfd'>): Promise<void> =>
    sendRefund(refundId).catch((error: unknown) =>
      log.warn({ refundId, error: String(error) }, 'refund not sent yet'),
    )

  /** A payment of the wrong amount that nobody made right within a day. */
  async function returnHeld(paymentId: Id<'pay'>): Promise<void> {
    const refunds = await db.transaction(async (tx) => {
      const found = await trade.lockPayment(tx, paymentId)
      const released = found && (await trade.releaseHeld(tx, found))
      if (!released) return []
      const { checkout_id: checkoutId, currency } = found.checkout
      await ledger.voidPayment(tx, { checkoutId, currency })
      for (const orderId of released.orderIds) await shop.releaseStock(tx, orderId)
      if (released.refund) await ledger.startStrayRefund(tx, { ...released.refund, from: 'suspense' })
      for (const part of released.parts) await ledger.startStrayRefund(tx, { ...part, from: 'clearing' })
      return [...(released.refund ? [released.refund] : []), ...released.parts].map((r) => r.refundId)
    })
    for (const refundId of refunds) await trySend(refundId)
  }

  return { takeBack, finishRefund, returnHeld, sendRefund, trySend }
}
export type Refund = ReturnType<typeof createRefund>
