// A refund once it is decided: what was taken back, and the provider's answer. How it comes to be decided is a case
// (service/after-sale.ts).
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { toWire, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { STRAY_REASONS } from '../domain/refund-rule.ts'
import { noteStep, undoneCheckout } from '../repository/orders.ts'
import { findPayment } from '../repository/checkouts.ts'
import * as repository from '../repository/refunds.ts'
import type { Order, RefundRow, RefundSource } from '../repository/rows.ts'
import type { Announcer } from './announce.ts'
import type { Orders } from './orders.ts'

const FIRST_ASK_MS = 5_000

/** What goes back to one payment, under an id of its own. */
export type RefundLeg = {
  legId: Id<'rfd'>
  paymentId: Id<'pay'>
  provider: string
  ref: string | null
  amountMinor: Minor
  sent: boolean
}

export function createRefunds({ clock }: Pick<Deps, 'clock'>, orders: Orders, { announceRefund }: Announcer) {
  const later = (ms: number) => new Date(clock.now().getTime() + ms)
  const note = (tx: Tx, o: Order, by: 'provider', text: string) =>
    noteStep(tx, o.order_id, { state: o.state, by, at: clock.now(), note: text })

  async function refundOf(tx: Tx, refundId: Id<'rfd'>, shopId?: Id<'shp'>): Promise<RefundRow> {
    const refund = await repository.findRefund(tx, refundId, shopId)
    if (!refund) throw new AppError('NOT_FOUND')
    return refund
  }

  return {
    /** What the ledger took back of each line, and where it found the money. */
    async keepRefundLines(
      tx: Tx,
      refundId: Id<'rfd'>,
      r: {
        amountMinor: Minor
        lines: readonly { lineId: Id<'oln'> | null; refundMinor: Minor }[]
        sources: readonly { source: RefundSource['source']; amountMinor: Minor }[]
      },
    ): Promise<void> {
      const lines = r.lines.map((l) => ({ lineId: l.lineId, refundMinor: toWire(l.refundMinor) }))
      await repository.moveRefund(tx, refundId, 'approved', 'approved', {
        amount_minor: r.amountMinor,
        lines,
        sources: r.sources.map((s) => ({ source: s.source, amountMinor: toWire(s.amountMinor) })),
      })
    },

    /** A refund as the providers are asked for it: mostly one leg, the refund itself. */
    async refundLegs(tx: Tx, refund: RefundRow): Promise<RefundLeg[]> {
      const legs = await repository.legsOf(tx, refund.refund_id)
      if (legs.length > 0)
        return legs.map((l) => ({
          legId: l.leg_id,
          paymentId: l.payment_id,
          provider: l.provider,
          ref: l.ref,
          amountMinor: l.amount_minor,
          sent: l.sent_at !== null,
        }))
      const payment = (await findPayment(tx, refund.payment_id))!
      return [
        {
          legId: refund.refund_id,
          paymentId: payment.payment_id,
          provider: payment.provider,
          ref: payment.ref,
          amountMinor: refund.amount_minor,
          sent: refund.state === 'succeeded',
        },
      ]
    },

    /** The provider has sent it, or one leg of it: `whole` when nothing is left to send. Null when that was known. */
    async finishRefund(tx: Tx, legId: Id<'rfd'>): Promise<{ refund: RefundRow; whole: boolean } | null> {
      const leg = await repository.sendLeg(tx, legId, clock.now())
      const refundId = leg?.refundId ?? legId
      if (leg && leg.left > 0) return { refund: await refundOf(tx, refundId), whole: false }
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
      if (!STRAY_REASONS.includes(refund.reason)) await announceRefund(tx, order, refund)
      return { refund, whole: true }
    },

    findRefund: refundOf,
    undoneCheckout,
    refundsToAsk: (tx: Tx, limit: number) => repository.refundsToAsk(tx, clock.now(), limit),
    askRefundAgain: (tx: Tx, refund: RefundRow) =>
      repository.askRefundAgain(
        tx,
        refund.refund_id,
        later(Math.min(60_000, FIRST_ASK_MS * 2 ** Math.min(refund.asked, 4))),
      ),
  }
}
