// The goods arrived: the buyer says so, or ten days pass without a word.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { Trade } from '#modules/trade'
import type { confirmReceipt } from '#modules/trade/contract'

const BATCH = 100

export function createReceiveOrder({ db }: Pick<Deps, 'db'>, { trade }: { trade: Trade }) {
  async function receiveSilent(): Promise<number> {
    const due = await db.read((tx) => trade.ordersToReceive(tx, BATCH))
    for (const orderId of due) {
      await db
        .transaction((tx) => trade.receive(tx, { orderId }, 'system'))
        .catch((error: unknown) => {
          if (!(error instanceof AppError && error.code === 'STATE_CONFLICT')) throw error // confirmed or refunded meanwhile
        })
    }
    return due.length
  }

  const jobs: Job[] = [{ name: 'receive-orders', everyMs: 30_000, run: receiveSilent }]
  return {
    jobs,
    receiveSilent,

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} */
    confirmReceipt: (
      { orderId }: InputOf<typeof confirmReceipt>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof confirmReceipt>> =>
      db.transaction(async (tx) => {
        await trade.receive(tx, { orderId, buyerId: personOf(ctx) }, 'buyer')
        return trade.orderDetail(tx, orderId, personOf(ctx))
      }),
  }
}
