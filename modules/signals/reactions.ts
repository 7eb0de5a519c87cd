// A paid order becomes the strongest signal there is. Its id is the order line's own, so the event may come twice.
import type { Id } from '#kernel/ids'
import { orderPaid } from '#modules/trade/events'
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
        payload.lines.map((line) => ({
          id: line.lineId.replace('oln_', 'sig_') as Id<'sig'>,
          kind: 'buy',
          accountId: payload.buyerId,
          at: new Date(payload.at),
          slateId: line.slateId,
          position: line.position,
          contentId: line.contentId,
          productId: line.productId,
          dwellMs: null,
          durationMs: null,
          forecast: null,
        })),
      )
    }),
  ],
})
