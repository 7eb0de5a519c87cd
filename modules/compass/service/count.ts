// What compass takes in: order events from the outbox, signals from the log, names.
import type { Localized } from '#kernel/text'
import type { Tx } from '#platform/database'
import { tally, type CountedSignal, type Subjects } from '../domain/tally.ts'
import {
  addTally,
  lockCursor,
  moveCursor,
  saveLabel,
  saveLines,
  type LogPlace,
} from '../repository/record.ts'

const SIGNALS = 'signals'

export type ToldOrder = {
  orderId: string
  shopId: string
  currency: string
  at: string
  lines: readonly {
    lineId: string
    productId: string
    categoryId: string
    contentId: string | null
    creatorId: string | null
    qty: number
    paidMinor: string
    refundMinor?: string
  }[]
}
export type OrderMoment = { kind: 'placed' } | { kind: 'paid' } | { kind: 'refunded'; refundId: string }

export function createCounting() {
  return {
    countOrder(tx: Tx, moment: OrderMoment, order: ToldOrder): Promise<void> {
      const at = new Date(order.at)
      const first = order.lines.map((l) => l.lineId).sort()[0]
      return saveLines(tx, {
        orderId: order.orderId,
        shopId: order.shopId,
        currency: order.currency,
        placedAt: moment.kind === 'placed' ? at : null,
        paidAt: moment.kind === 'paid' ? at : null,
        refund: moment.kind === 'refunded' ? { id: moment.refundId, at } : null,
        lines: order.lines.map(({ refundMinor = '0', ...l }) => ({
          ...l,
          refundMinor,
          leads: l.lineId === first,
        })),
      })
    },

    /** Where the signal log was read to; held until the transaction ends, so that two readers never count the same. */
    signalCursor: (tx: Tx): Promise<LogPlace> => lockCursor(tx, SIGNALS),

    /** Adds a batch and moves the cursor behind its last signal, in the caller's transaction: each signal counts once. */
    async countSignals(
      tx: Tx,
      signals: readonly (CountedSignal & LogPlace)[],
      subjects: Subjects,
    ): Promise<void> {
      const last = signals.at(-1)
      if (!last) return
      await addTally(tx, tally(signals, subjects))
      await moveCursor(tx, SIGNALS, last)
    },

    learnName: (tx: Tx, id: string, name: Localized): Promise<void> => saveLabel(tx, id, name),
  }
}
