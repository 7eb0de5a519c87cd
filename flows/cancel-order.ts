// Not paid, and not going to be: by the buyer, or because the time is up. Orders cancelled, stock released and the ledger's
// promise dropped in one transaction; then the payment is closed at the provider, by the reconciler if not now.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import type { Payments } from '#platform/providers/payments'
import type { Ledger } from '#modules/ledger'
import type { Shop } from '#modules/shop'
import type { Cancelled, Trade } from '#modules/trade'
import type { cancelOrder } from '#modules/trade/contract'

type Doors = { shop: Shop; trade: Trade; ledger: Ledger }
const BATCH = 50

export function createCancelOrder(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { shop, trade, ledger }: Doors,
  { payments }: { payments: Payments },
) {
  async function cancel(
    tx: Tx,
    checkoutId: Id<'chk'>,
    by: 'buyer' | 'system',
  ): Promise<Cancelled['payments']> {
    const cancelled = await trade.cancelCheckout(tx, checkoutId, by)
    await ledger.voidPayment(tx, cancelled)
    for (const orderId of cancelled.orderIds) await shop.releaseStock(tx, orderId)
    return cancelled.payments
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
    const closed: Cancelled['payments'] = []
    for (const checkoutId of due) {
      const open = await db
        .transaction((tx) => cancel(tx, checkoutId, 'system'))
        .catch((error: unknown) => {
          if (error instanceof AppError && error.code === 'STATE_CONFLICT') return [] // paid in the last moment
          throw error
        })
      closed.push(...open)
    }
    await closeAtProvider(closed)
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
      const closed = await db.transaction(async (tx) => {
        const order = await trade.order(tx, { orderId, buyerId: personOf(ctx) })
        return cancel(tx, order.checkout_id, 'buyer')
      })
      await closeAtProvider(closed)
      return db.read((tx) => trade.orderDetail(tx, orderId, personOf(ctx)))
    },
  }
}
