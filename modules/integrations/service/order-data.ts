// What programs read of orders: changes by number, and the book of who looked at which receiver.
import { encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import type { Deps } from '#platform/context'
import type * as c from '../contract.ts'
import * as repository from '../repository/orders.ts'
import { numberOf } from './pages.ts'

export function createOrderData({ db }: Pick<Deps, 'db'>) {
  return {
    listOrderChanges: ({
      shopId,
      cursor,
      limit,
    }: InputOf<typeof c.listOrderChanges>): Promise<OutputOf<typeof c.listOrderChanges>> =>
      db.read(async (tx) => {
        const after = numberOf(cursor) ?? 0n
        const rows = await repository.listOrderChanges(tx, { shopId, after, limit: limit + 1 })
        const shown = rows.slice(0, limit)
        return {
          items: shown.map((r) => ({ orderId: r.order_id, change: r.change, at: r.at.toISOString() })),
          nextCursor: encodeCursor([String(shown.at(-1)?.change_no ?? after)]),
          more: rows.length > limit,
        }
      }),

    listReveals: ({
      shopId,
      cursor,
      limit,
    }: InputOf<typeof c.listReveals>): Promise<OutputOf<typeof c.listReveals>> =>
      db.read(async (tx) => {
        const rows = await repository.listReveals(tx, { shopId, before: numberOf(cursor), limit: limit + 1 })
        const shown = rows.slice(0, limit)
        return {
          items: shown.map((r) => ({
            orderId: r.order_id,
            actor: r.actor,
            at: r.at.toISOString(),
            ip: r.ip,
            requestId: r.request_id,
          })),
          nextCursor: rows.length > limit ? encodeCursor([String(shown.at(-1)!.reveal_no)]) : null,
        }
      }),
  }
}
