// What live hears: orders whose lines cite a room.
import { endOfSale, orderCancelled, orderPaid, orderPlaced, refundSucceeded } from '#modules/trade/events'
import { reaction, type Consumer } from '#platform/outbox'
import type { RoomOrders } from './service/room-orders.ts'

export const liveConsumer = (s: RoomOrders): Consumer => ({
  name: 'live',
  reactions: [
    reaction(orderPlaced, (tx, e) => s.recordPlaced(tx, e.payload)),
    reaction(orderPaid, (tx, e) => s.recordPaid(tx, e.payload)),
    reaction(orderCancelled, (tx, e) => s.recordCancelled(tx, e.payload)),
    reaction(refundSucceeded, (tx, e) =>
      s.recordRefunded(
        tx,
        e.payload.lines.map((l) => ({
          ...l,
          refundedMinor: l.refundedMinor ?? l.refundMinor,
          over: endOfSale(l) !== null,
        })),
        new Date(e.payload.at),
      ),
    ),
  ],
})
