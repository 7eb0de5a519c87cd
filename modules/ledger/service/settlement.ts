// An order's promises become its owners' money: all lines and parties together, or none; at once, or as many days later as the merchant's
// tier says.
import { DAY_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import type { Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import { keepPromise, PLATFORM, saleLegs, type NewTransfer } from '../domain/posting.ts'
import { remaining } from '../domain/sale.ts'
import type { PartyRole } from '../domain/split.ts'
import { orderSettled } from '../events.ts'
import { forgetLater, settleLater, toSettleNow } from '../repository/purses.ts'
import { insertSettlement, lockSales, refundLinesOf } from '../repository/sales.ts'
import { insertTransfers } from '../repository/transfers.ts'
import type { createCare } from './care.ts'
import { refundedBySale } from './refunds.ts'

export type PartyNet = { party: string; role: PartyRole; netMinor: Minor }

export function createSettlement({ clock, ids }: Deps, care: ReturnType<typeof createCare>) {
  const outbox = createOutbox(clock, ids)
  /** Clearing → merchant, creator, agency, recruiter, platform for whatever refunds left. False when settled before. */
  async function settleOrder(tx: Tx, orderId: Id<'ord'>): Promise<boolean> {
    const sales = await lockSales(tx, orderId)
    const shopId = sales[0]?.shop_id
    if (!shopId) throw new Error(`settleOrder: ${orderId} was never paid`)
    const at = clock.now()
    if (!(await insertSettlement(tx, orderId, shopId, at))) return false
    const refunded = refundedBySale(
      await refundLinesOf(
        tx,
        sales.map((s) => s.transfer_id),
      ),
    )
    const nets = new Map<string, PartyNet>()
    const transfers: NewTransfer[] = []
    for (const sale of sales) {
      const rest = remaining(sale, refunded.get(sale.transfer_id) ?? 0n)
      if (rest.paidMinor === 0n) continue
      const parties = {
        shopId,
        creatorId: sale.creator_id,
        agencyId: sale.agency_id,
        recruiterId: sale.recruiter_id,
        currency: sale.currency,
      }
      transfers.push({
        transferId: ids.next('trf'),
        groupId: orderId,
        kind: 'sale',
        phase: 'post-pending',
        ofTransferId: sale.transfer_id,
        orderId,
        lineId: sale.line_id,
        currency: sale.currency,
        at,
        entries: keepPromise(saleLegs(rest, parties)),
      })
      const add = (role: PartyRole, party: string | null, netMinor: Minor) => {
        if (party === null || netMinor === 0n) return
        const key = `${role} ${party}`
        nets.set(key, { party, role, netMinor: netMinor + (nets.get(key)?.netMinor ?? 0n) })
      }
      add('merchant', shopId, rest.merchantMinor)
      add('creator', sale.creator_id, rest.creatorMinor)
      add('agency', sale.agency_id, rest.agencyMinor)
      add('recruiter', sale.recruiter_id, rest.recruiterMinor)
      add('platform', PLATFORM, rest.platformMinor)
    }
    await insertTransfers(tx, transfers, at)
    await forgetLater(tx, orderId)
    await care.afterSettlement(
      tx,
      orderId,
      shopId,
      sales[0]!.currency,
      nets.get(`merchant ${shopId}`)?.netMinor ?? 0n,
    )
    const parties = [...nets.values()].map((n) => ({ ...n, netMinor: n.netMinor.toString() }))
    await outbox.publish(tx, [
      event(orderSettled, orderId, {
        orderId,
        shopId,
        currency: sales[0]!.currency,
        at: at.toISOString(),
        parties,
      }),
    ])
    return true
  }

  return {
    /** A complete order: settled now, or set down for when its merchant's tier settles. */
    async settleInTime(tx: Tx, orderId: Id<'ord'>): Promise<void> {
      const [sale] = await lockSales(tx, orderId)
      if (!sale) throw new Error(`settleInTime: ${orderId} was never paid`)
      const days = (await care.policyOf(tx, sale.shop_id))('settle-after-days')
      if (days === 0n) await settleOrder(tx, orderId)
      else await settleLater(tx, orderId, new Date(clock.now().getTime() + Number(days) * DAY_MS))
    },

    /** Complete orders whose days are over. */
    ordersToSettle: (tx: Tx, limit: number): Promise<Id<'ord'>[]> => toSettleNow(tx, clock.now(), limit),

    settleOrder,
  }
}
