// An order's promises become its owners' money: all lines and parties together, or none. Then it can be taken out.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { sumMinor, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import {
  balanceOf,
  bank,
  inLayer,
  keepPromise,
  move,
  PLATFORM,
  saleLegs,
  type NewTransfer,
} from '../domain/posting.ts'
import { remaining } from '../domain/sale.ts'
import type { PartyRole } from '../domain/split.ts'
import { orderSettled, payoutMade } from '../events.ts'
import { findPayoutByKey, insertPayout, lockAccounts, uncoveredEntries } from '../repository/payouts.ts'
import { insertSettlement, lockSales, refundLinesOf } from '../repository/sales.ts'
import { insertTransfers } from '../repository/transfers.ts'
import type { PayoutTable } from '../repository/rows.ts'
import { refundedBySale } from './refunds.ts'

export type PartyNet = { party: string; role: PartyRole; netMinor: Minor }

export function createSettlement({ clock, ids }: Deps) {
  const outbox = createOutbox(clock, ids)
  return {
    /** Clearing → merchant, creator, agency, recruiter, platform for whatever refunds left. False when settled before. */
    async settleOrder(tx: Tx, orderId: Id<'ord'>): Promise<boolean> {
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
    },

    /** Everything available → the party's bank, covering exactly the entries it is made of. @throws NOTHING_TO_PAY_OUT */
    async payOut(
      tx: Tx,
      role: 'merchant' | 'creator' | 'agency' | 'recruiter',
      partyId: string,
      requestKey: string | null,
    ): Promise<Id<'pot'>> {
      const accounts = await lockAccounts(tx, role, partyId)
      const before =
        requestKey === null
          ? undefined
          : await findPayoutByKey(
              tx,
              accounts.map((a) => a.account_id),
              requestKey,
            )
      if (before) return before
      for (const account of accounts) {
        const covered = await uncoveredEntries(tx, account.account_id)
        const amountMinor = sumMinor(covered.map((e) => e.amount_minor))
        if (amountMinor <= 0n) continue
        const at = clock.now()
        const payoutId = ids.next('pot')
        const transferId = ids.next('trf')
        const entries = inLayer(
          'posted',
          move(balanceOf(role, partyId, account.currency), bank(partyId, account.currency), amountMinor),
        )
        const head = {
          groupId: payoutId,
          kind: 'payout',
          phase: 'posted',
          ofTransferId: null,
          orderId: null,
          lineId: null,
        } as const
        await insertTransfers(tx, [{ ...head, transferId, currency: account.currency, at, entries }], at)
        const payout: PayoutTable = {
          payout_id: payoutId,
          account_id: account.account_id,
          role,
          party_id: partyId,
          amount_minor: amountMinor,
          currency: account.currency,
          at,
          transfer_id: transferId,
          request_key: requestKey,
        }
        await insertPayout(
          tx,
          payout,
          covered.map((e) => e.entry_id),
        )
        const made = {
          payoutId,
          party: partyId,
          role,
          amountMinor: amountMinor.toString(),
          currency: account.currency,
          at: at.toISOString(),
        }
        await outbox.publish(tx, [event(payoutMade, payoutId, made)])
        return payoutId
      }
      throw new AppError('NOTHING_TO_PAY_OUT')
    },
  }
}
