// The money's way back. One transaction decides: order refunded, lines taken back from their parties, cash promised, stock
// returned when nothing was shipped. Then the provider sends it, under the refund's id, as often as it takes.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import type { PaymentProvider } from '#platform/providers/payment'
import type { Ledger } from '#modules/ledger'
import type { Promotions } from '#modules/promotions'
import type { Shop } from '#modules/shop'
import { refundView, type ApprovedRefund, type Trade } from '#modules/trade'
import type { decideRefund, refundOrder } from '#modules/trade/contract'

type Doors = { shop: Shop; trade: Trade; ledger: Ledger; promotions: Promotions }
const BATCH = 50

export function createRefund(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { shop, trade, ledger, promotions }: Doors,
  { payments }: { payments: PaymentProvider },
) {
  async function takeBack(tx: Tx, { refund, order, beforeShipping }: ApprovedRefund): Promise<Id<'rfd'>> {
    const taken = await ledger.startRefund(tx, {
      refundId: refund.refund_id,
      orderId: order.order_id,
      provider: payments.name,
      currency: refund.currency,
      lines: 'all',
    })
    await trade.keepRefundLines(tx, refund.refund_id, taken)
    if (beforeShipping) await shop.returnStock(tx, order.order_id)
    return refund.refund_id
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
    const r = await db.read((tx) => trade.findRefund(tx, refundId))
    if (r.state !== 'approved') return
    const sent = await payments.refund({
      refundId,
      paymentId: r.payment_id,
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
      await ledger.startStrayRefund(tx, { ...released.refund, provider: payments.name, from: 'suspense' })
      return released.refund.refundId
    })
    if (refundId) await trySend(refundId)
  }

  /** The shop stayed silent for 48 hours. */
  async function approveSilent(): Promise<number> {
    const due = await db.read((tx) => trade.silentRefunds(tx, BATCH))
    for (const refundId of due) {
      const approved = await db.transaction(async (tx) => {
        const found = await trade.approveSilent(tx, refundId)
        return found && takeBack(tx, found)
      })
      if (approved) await trySend(approved)
    }
    return due.length
  }

  const jobs: Job[] = [{ name: 'approve-silent-refunds', everyMs: 30_000, run: approveSilent }]
  return {
    jobs,
    approveSilent,
    finishRefund,
    returnHeld,
    sendRefund,
    trySend,

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · REFUND_EXCEEDS {refundableMinor} */
    async refundOrder(
      { orderId, reason, note }: InputOf<typeof refundOrder>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof refundOrder>> {
      const buyerId = personOf(ctx)
      const approved = await db.transaction(async (tx) => {
        const found = await trade.requestRefund(tx, {
          orderId,
          buyerId,
          reason,
          note: note ?? null,
          requestKey: ctx.idempotencyKey,
        })
        return found && takeBack(tx, found)
      })
      if (approved) await trySend(approved)
      return db.read((tx) => trade.orderDetail(tx, orderId, buyerId))
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · INPUT_INVALID when a refusal has no reason */
    async decideRefund({
      shopId,
      refundId,
      approve,
      refusal,
    }: InputOf<typeof decideRefund>): Promise<OutputOf<typeof decideRefund>> {
      if (!approve && !refusal)
        throw new AppError('INPUT_INVALID', {}, [
          {
            pointer: '/refusal',
            code: 'INPUT_INVALID',
            detail: { zh: '拒绝时请写明理由', en: 'a refusal needs a reason' },
          },
        ])
      await db.transaction(async (tx) => {
        if (approve) await takeBack(tx, await trade.approveRefund(tx, refundId, shopId))
        else await trade.refuseRefund(tx, refundId, shopId, refusal!)
      })
      if (approve) await trySend(refundId)
      return refundView(await db.read((tx) => trade.findRefund(tx, refundId, shopId)))
    },
  }
}
export type Refund = ReturnType<typeof createRefund>
