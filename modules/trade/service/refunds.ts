// Refunds from the first word to the provider's answer. Before shipping nobody has to agree; afterwards the shop has 48
// hours, and silence agrees.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { toWire, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { RefundReason } from '../domain/refund-rule.ts'
import { refundPath } from '../domain/refund-rule.ts'
import { findPayments } from '../repository/checkouts.ts'
import { noteStep, undoneCheckout } from '../repository/orders.ts'
import * as repository from '../repository/refunds.ts'
import type { Order, RefundRow } from '../repository/rows.ts'
import type { Announcer } from './announce.ts'
import type { Orders } from './orders.ts'
import { decideBy } from './views.ts'

export type RefundWish = {
  orderId: Id<'ord'>
  buyerId: Id<'usr'>
  reason: RefundReason
  note: string | null
  requestKey: string | null
}
export type ApprovedRefund = { refund: RefundRow; order: Order; beforeShipping: boolean }

const FIRST_ASK_MS = 5_000
/** Money that never became a sale: nothing of it was counted, so nothing is uncounted. */
const STRAY: readonly RefundReason[] = ['late-payment', 'duplicate-payment', 'payment-mismatch']

export function createRefunds({ clock, ids }: Deps, orders: Orders, { announceRefund }: Announcer) {
  const later = (ms: number) => new Date(clock.now().getTime() + ms)
  const note = (tx: Tx, o: Order, by: 'buyer' | 'merchant' | 'system' | 'provider', text: string) =>
    noteStep(tx, o.order_id, { state: o.state, by, at: clock.now(), note: text })

  async function approve(tx: Tx, refund: RefundRow, by: 'merchant' | 'system'): Promise<ApprovedRefund> {
    const order = await orders.order(tx, { orderId: refund.order_id })
    const decided = { decided_at: clock.now(), decided_by: by, ask_at: later(FIRST_ASK_MS) }
    if (!(await repository.moveRefund(tx, refund.refund_id, 'requested', 'approved', decided)))
      throw await conflict(tx, refund.refund_id)
    await orders.move(tx, order, 'refundShipped', by)
    return { refund: { ...refund, ...decided, state: 'approved' }, order, beforeShipping: false }
  }

  async function conflict(tx: Tx, refundId: Id<'rfd'>): Promise<AppError> {
    return new AppError('STATE_CONFLICT', { state: (await repository.findRefund(tx, refundId))?.state })
  }

  async function refundOf(tx: Tx, refundId: Id<'rfd'>, shopId?: Id<'shp'>): Promise<RefundRow> {
    const refund = await repository.findRefund(tx, refundId, shopId)
    if (!refund) throw new AppError('NOT_FOUND')
    return refund
  }

  return {
    /**
     * The whole order's money back. Returns what was approved at once, or null when the shop is asked first, or when the
     * same request was taken before.
     * @throws AppError NOT_FOUND | STATE_CONFLICT {state} | REFUND_EXCEEDS {refundableMinor}
     */
    async requestRefund(tx: Tx, r: RefundWish): Promise<ApprovedRefund | null> {
      const order = await orders.order(tx, r, true)
      const before = (await repository.latestRefunds(tx, [r.orderId])).get(r.orderId)
      if (before && r.requestKey !== null && before.request_key === r.requestKey) return null
      if (before && before.state !== 'refused' && !STRAY.includes(before.reason))
        throw new AppError('REFUND_EXCEEDS', { refundableMinor: '0', state: before.state })
      const now = clock.now()
      const path = refundPath(order.state, r.reason, order.received_at, now)
      if (path === null) throw new AppError('STATE_CONFLICT', { state: order.state })
      const payment = (await findPayments(tx, [order.checkout_id])).find((p) => p.state === 'succeeded')
      if (!payment) throw new Error(`requestRefund: ${r.orderId} has no payment`)
      const atOnce = path === 'at-once'
      const refund: RefundRow = {
        refund_id: ids.next('rfd'),
        order_id: r.orderId,
        shop_id: order.shop_id,
        buyer_id: r.buyerId,
        payment_id: payment.payment_id,
        state: atOnce ? 'approved' : 'requested',
        reason: r.reason,
        note: r.note,
        request_key: r.requestKey,
        amount_minor: order.total_minor,
        currency: order.currency,
        requested_at: now,
        decide_by: atOnce ? null : decideBy(now),
        decided_at: atOnce ? now : null,
        decided_by: atOnce ? 'system' : null,
        refusal: null,
        succeeded_at: null,
        lines: null,
        ask_at: atOnce ? later(FIRST_ASK_MS) : null,
        asked: 0,
      }
      const { lines: _, asked: __, ...row } = refund
      await repository.insertRefunds(tx, [row])
      if (!atOnce) {
        await note(tx, order, 'buyer', 'refund-requested')
        return null
      }
      await orders.move(tx, order, 'refundUnshipped', 'buyer')
      return { refund, order, beforeShipping: true }
    },

    /** @throws AppError NOT_FOUND | STATE_CONFLICT {state} */
    approveRefund: async (tx: Tx, refundId: Id<'rfd'>, shopId: Id<'shp'>): Promise<ApprovedRefund> =>
      approve(tx, await refundOf(tx, refundId, shopId), 'merchant'),

    /** The shop said nothing for 48 hours. Null when it was decided meanwhile. */
    async approveSilent(tx: Tx, refundId: Id<'rfd'>): Promise<ApprovedRefund | null> {
      const refund = await refundOf(tx, refundId)
      return refund.state === 'requested' ? approve(tx, refund, 'system') : null
    },

    /** @throws AppError NOT_FOUND | STATE_CONFLICT {state} */
    async refuseRefund(tx: Tx, refundId: Id<'rfd'>, shopId: Id<'shp'>, refusal: string): Promise<void> {
      const refund = await refundOf(tx, refundId, shopId)
      const decided = { decided_at: clock.now(), decided_by: 'merchant' as const, refusal }
      if (!(await repository.moveRefund(tx, refundId, 'requested', 'refused', decided)))
        throw await conflict(tx, refundId)
      await note(tx, await orders.order(tx, { orderId: refund.order_id }), 'merchant', 'refund-refused')
    },

    /** What the ledger took back of each line. */
    async keepRefundLines(
      tx: Tx,
      refundId: Id<'rfd'>,
      r: { amountMinor: Minor; lines: readonly { lineId: Id<'oln'> | null; refundMinor: Minor }[] },
    ): Promise<void> {
      const lines = r.lines.map((l) => ({ lineId: l.lineId, refundMinor: toWire(l.refundMinor) }))
      await repository.moveRefund(tx, refundId, 'approved', 'approved', {
        amount_minor: r.amountMinor,
        lines,
      })
    },

    /** The provider has sent it. False when that was known. */
    async finishRefund(tx: Tx, refundId: Id<'rfd'>): Promise<RefundRow | null> {
      if (
        !(await repository.moveRefund(tx, refundId, 'approved', 'succeeded', {
          succeeded_at: clock.now(),
          ask_at: null,
        }))
      )
        return null
      const refund = await refundOf(tx, refundId)
      const order = await orders.order(tx, { orderId: refund.order_id })
      await note(tx, order, 'provider', 'refund-sent')
      if (!STRAY.includes(refund.reason)) await announceRefund(tx, order, refund)
      return refund
    },

    findRefund: refundOf,
    undoneCheckout,
    silentRefunds: (tx: Tx, limit: number) => repository.silentRefunds(tx, clock.now(), limit),
    refundsToAsk: (tx: Tx, limit: number) => repository.refundsToAsk(tx, clock.now(), limit),
    askRefundAgain: (tx: Tx, refund: RefundRow) =>
      repository.askRefundAgain(
        tx,
        refund.refund_id,
        later(Math.min(60_000, FIRST_ASK_MS * 2 ** Math.min(refund.asked, 4))),
      ),
  }
}
