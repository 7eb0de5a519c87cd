// What a shop promised and whether it kept it: debts for late shipping, the record shown on its page, the queues of its desk.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Currency, Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { getShipQueues, getShipRecord } from '../contract.ts'
import { POLICY } from '../domain/order-state.ts'
import { lateCouponMinor, lateMinor } from '../domain/ship-due.ts'
import * as repository from '../repository/late.ts'
import { noteStep } from '../repository/orders.ts'
import { findPackages } from '../repository/packages.ts'
import type { Orders } from './orders.ts'

export type LateDebt = {
  orderId: Id<'ord'>
  shopId: Id<'shp'>
  buyerId: Id<'usr'>
  lateMinor: Minor
  offMinor: Minor
  currency: Currency
}

const RECORD_MS = 30 * 86_400_000
/** Fewer say nothing about a shop. */
const ENOUGH = 10

export function createLate({ db, clock }: Deps, orders: Orders) {
  return {
    lateOrders: (tx: Tx, limit: number) => repository.lateOrders(tx, clock.now(), limit),

    /** What is owed for it now; null when it was paid for before, or is not late. Holds the order. */
    async lateDebt(tx: Tx, orderId: Id<'ord'>): Promise<LateDebt | null> {
      const o = await orders.order(tx, { orderId }, true)
      if (o.paid_at === null || (await repository.findLate(tx, orderId))) return null
      const late = lateMinor(o.lines, await findPackages(tx, orderId), o.paid_at, clock.now())
      if (late === 0n) return null
      return {
        orderId,
        shopId: o.shop_id,
        buyerId: o.buyer_id,
        lateMinor: late,
        offMinor: lateCouponMinor(late),
        currency: o.currency,
      }
    },

    async noteLate(tx: Tx, d: LateDebt, couponId: Id<'cpn'>): Promise<void> {
      const at = clock.now()
      await repository.insertLate(tx, {
        order_id: d.orderId,
        shop_id: d.shopId,
        late_minor: d.lateMinor,
        off_minor: d.offMinor,
        currency: d.currency,
        coupon_id: couponId,
        made_at: at,
      })
      const o = await orders.order(tx, { orderId: d.orderId })
      await noteStep(tx, d.orderId, { state: o.state, by: 'platform', at, note: 'late-coupon' })
    },

    getShipQueues: ({ shopId }: InputOf<typeof getShipQueues>): Promise<OutputOf<typeof getShipQueues>> =>
      db.read(async (tx) => ({ counts: await repository.queueCounts(tx, shopId, queueTimes(clock.now())) })),

    getShipRecord: ({ shopId }: InputOf<typeof getShipRecord>): Promise<OutputOf<typeof getShipRecord>> =>
      db.read(async (tx) => {
        const now = clock.now()
        const from = new Date(now.getTime() - RECORD_MS)
        const {
          orders: all,
          on_time: onTime,
          parcels,
          collect_ms: collectMs,
        } = await repository.shipRecord(tx, shopId, from, now)
        return {
          days: RECORD_MS / 86_400_000,
          orders: all,
          onTimeBps: all < ENOUGH ? null : Math.round((onTime * 10_000) / all),
          parcels,
          collectHours: parcels < ENOUGH || collectMs === null ? null : Math.round(collectMs / 360_000) / 10,
        }
      }),
  }
}

export const queueTimes = (now: Date): repository.QueueTimes => ({
  now,
  soonBy: new Date(now.getTime() + POLICY.shipSoonMs),
  stillSince: new Date(now.getTime() - POLICY.noMovementMs),
})
