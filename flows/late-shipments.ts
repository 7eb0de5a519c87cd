// A shop that ships later than it promised owes its buyer a coupon (domain.md §4): given once an order, by itself, in the transaction that
// notes it. The shop bears it when it is used.
import { DAY_MS } from '#kernel/clock'
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { Promotions } from '#modules/promotions'
import { LATE_COUPON, type Trade } from '#modules/trade'

const BATCH = 50

export function createLateShipments(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { trade, promotions }: { trade: Trade; promotions: Promotions },
) {
  async function compensateLate(): Promise<number> {
    let given = 0
    for (const orderId of await db.read((tx) => trade.lateOrders(tx, BATCH)))
      await db.transaction(async (tx) => {
        const owed = await trade.lateDebt(tx, orderId)
        if (!owed) return
        given += 1
        const now = clock.now()
        const couponId = await promotions.giveCoupon(
          tx,
          { funder: 'shop', funderId: owed.shopId },
          {
            offMinor: owed.offMinor,
            currency: owed.currency,
            startsAt: now,
            endsAt: new Date(now.getTime() + LATE_COUPON.goodForDays * DAY_MS),
          },
          owed.buyerId,
        )
        await trade.noteLate(tx, owed, couponId)
      })
    return given
  }

  const jobs: Job[] = [{ name: 'compensate-late', everyMs: 30_000, run: compensateLate }]
  return { jobs, compensateLate }
}
