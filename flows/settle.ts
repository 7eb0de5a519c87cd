// Received, and the return window is over: the order completes and its money reaches everyone, or neither.
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { Ledger } from '#modules/ledger'
import type { Trade } from '#modules/trade'

const BATCH = 100

export function createSettle({ db }: Pick<Deps, 'db'>, { trade, ledger }: { trade: Trade; ledger: Ledger }) {
  async function settleDue(): Promise<number> {
    const due = await db.read((tx) => trade.ordersToSettle(tx, BATCH))
    for (const orderId of due) {
      await db.transaction(async (tx) => {
        if (await trade.complete(tx, orderId)) await ledger.settleInTime(tx, orderId)
      })
    }
    const later = await db.read((tx) => ledger.ordersToSettle(tx, BATCH))
    for (const orderId of later) await db.transaction((tx) => ledger.settleOrder(tx, orderId))
    return due.length + later.length
  }

  const jobs: Job[] = [{ name: 'settle-orders', everyMs: 15_000, run: settleDue }]
  return { jobs, settleDue }
}
