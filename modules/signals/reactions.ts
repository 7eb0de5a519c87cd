// A paid order becomes the strongest signal there is, and what came back of it one that says so: in the transaction that hears of it, each
// under an id that is made of the order line's, so the event may come twice. A return cites what it was bought from.
import type { z } from 'zod'
import type { Id } from '#kernel/ids'
import {
  endOfSale,
  orderPaid,
  refundSucceeded,
  type orderEventLine,
  type OrderEventPayload,
} from '#modules/trade/events'
import type { Tx } from '#platform/database'
import { reaction, type Consumer } from '#platform/outbox'
import type { NewSignal, Signal } from './domain/signal.ts'

export const createConsumer = (
  append: (tx: Tx, signals: readonly NewSignal[]) => Promise<Signal[]>,
): Consumer => ({
  name: 'signals',
  reactions: [
    reaction(orderPaid, async (tx, { payload }) => {
      await append(
        tx,
        payload.lines.map((line) => ofLine(payload, line, 'buy', `sig_${ulidOf(line.lineId)}`)),
      )
    }),
    reaction(refundSucceeded, async (tx, { payload }) => {
      const ended = payload.lines.flatMap((line) => {
        const end = endOfSale(line)
        if (end === null) return []
        return [
          ofLine(
            payload,
            line,
            end === 'returned' ? 'return' : 'unbuy',
            endId(payload.refundId, line.lineId),
          ),
        ]
      })
      if (ended.length > 0) await append(tx, ended)
    }),
  ],
})

const ulidOf = (id: string): string => id.slice(4)
/** Digits of a ULID that are time. */
const TIME = 10
/** When the refund was, and which line of it, read backwards: a purchase undone within its millisecond has an id of its own. */
const endId = (refundId: string, lineId: string): Id<'sig'> =>
  `sig_${ulidOf(refundId).slice(0, TIME)}${ulidOf(lineId).slice(TIME).split('').reverse().join('')}`

const ofLine = (
  { buyerId, at }: OrderEventPayload,
  line: z.output<typeof orderEventLine>,
  kind: 'buy' | 'return' | 'unbuy',
  id: Id<'sig'>,
): NewSignal => ({
  id,
  kind,
  accountId: buyerId as Id<'usr'>,
  at: new Date(at),
  slateId: line.slateId,
  position: line.position,
  contentId: line.contentId,
  productId: line.productId,
  lineId: line.lineId,
  dwellMs: null,
  durationMs: null,
  forecast: null,
})
