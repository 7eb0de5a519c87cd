// Not paid, and not going to be: by the buyer, or because the time is up. Orders cancelled, stock released and the ledger's
// promise dropped in one transaction; then the payment is closed at the provider, by the reconciler if not now.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import type { Payments } from '#platform/providers/payments'
import type { Refund } from '#flows/refund'
import type { Ledger } from '#modules/ledger'
import type { Shop } from '#modules/shop'
import { isForfeit, shareOut, type Cancelled, type Trade } from '#modules/trade'
import type { cancelOrder } from '#modules/trade/contract'

type Doors = { shop: Shop; trade: Trade; ledger: Ledger }
/** Payments closed here, and refunds that have to be sent. */
type Undone = { closed: Cancelled['payments']; refunds: Id<'rfd'>[] }
const BATCH = 50

export function createCancelOrder(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { shop, trade, ledger }: Doors,
  { payments }: { payments: Payments },
  refund: Pick<Refund, 'trySend'>,
) {
  async function cancel(tx: Tx, checkoutId: Id<'chk'>, by: 'buyer' | 'system'): Promise<Undone> {
    const { checkout, orders, currency, payments: closed } = await trade.cancelCheckout(tx, checkoutId, by)
    await ledger.voidPayment(tx, { checkoutId, currency })
    for (const o of orders) await shop.releaseStock(tx, o.order_id)
    if (isForfeit(checkout)) {
      await forfeit(tx, checkout, orders)
      return { closed, refunds: [] }
    }
    const parts = await trade.returnParts(tx, checkout, orders)
    for (const part of parts) await ledger.startStrayRefund(tx, { ...part, from: 'clearing' })
    return { closed, refunds: parts.map((p) => p.refundId) }
  }

  /** The balance was not paid in time: the deposit is the shop's. */
  async function forfeit(
    tx: Tx,
    checkout: Cancelled['checkout'],
    orders: Cancelled['orders'],
  ): Promise<void> {
    const { checkout_id: checkoutId, currency } = checkout
    for (const { order, amountMinor } of shareOut({ checkout, payment: { part: 0 } }, orders))
      await ledger.forfeitDeposit(tx, {
        checkoutId,
        orderId: order.order_id,
        shopId: order.shop_id,
        currency,
        amountMinor,
      })
  }

  /** What is left to do with the providers, once it is written. Best effort: whatever fails stays due. */
  async function tellProviders({ closed, refunds }: Undone): Promise<void> {
    await closeAtProvider(closed)
    for (const refundId of refunds) await refund.trySend(refundId)
  }

  /** The undo of openPayment. Best effort: the payment stays due to be asked about until the provider has closed it. */
  const closeAtProvider = (closed: Cancelled['payments']) =>
    Promise.all(
      closed.map(async ({ payment_id: paymentId, provider, ref }) => {
        try {
          await payments.of(provider).cancelPayment({ paymentId, ref })
        } catch (error) {
          log.warn({ paymentId, error: String(error) }, 'payment not closed yet')
        }
      }),
    )

  async function expireUnpaid(): Promise<number> {
    const due = await db.read((tx) => trade.expiredCheckouts(tx, BATCH))
    const all: Undone = { closed: [], refunds: [] }
    for (const checkoutId of due) {
      const undone = await db
        .transaction((tx) => cancel(tx, checkoutId, 'system'))
        .catch((error: unknown) => {
          if (error instanceof AppError && error.code === 'STATE_CONFLICT') return null // paid in the last moment
          throw error
        })
      all.closed.push(...(undone?.closed ?? []))
      all.refunds.push(...(undone?.refunds ?? []))
    }
    await tellProviders(all)
    return due.length
  }

  const jobs: Job[] = [{ name: 'expire-unpaid-orders', everyMs: 2_000, run: expireUnpaid }]
  return {
    jobs,
    expireUnpaid,

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} */
    async cancelOrder(
      { orderId }: InputOf<typeof cancelOrder>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof cancelOrder>> {
      const undone = await db.transaction(async (tx) => {
        const order = await trade.order(tx, { orderId, buyerId: personOf(ctx) })
        return cancel(tx, order.checkout_id, 'buyer')
      })
      await tellProviders(undone)
      return db.read((tx) => trade.orderDetail(tx, orderId, personOf(ctx)))
    },
  }
}
