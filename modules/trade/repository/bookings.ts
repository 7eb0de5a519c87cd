// Waybills that are being booked. One open booking an order, so that two people at two printers book one waybill.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { q, type BookingRow } from './rows.ts'

/** False when this order has an open one. */
export async function insertBooking(tx: Tx, b: BookingRow): Promise<boolean> {
  const rows = await q(tx)
    .insertInto('trade.booking')
    .values({ ...b, lines: JSON.stringify(b.lines) })
    .onConflict((c) => c.doNothing())
    .returning('package_id')
    .execute()
  return rows.length > 0
}

/** What this key has shipped; otherwise the one that is open. What was undone is begun anew. */
export async function findBooking(
  tx: Tx,
  orderId: Id<'ord'>,
  requestKey: string | null,
): Promise<BookingRow | undefined> {
  const { rows } = await sql<BookingRow>`
    select * from trade.booking where order_id = ${orderId} and (state = 'open' or (state = 'shipped' and request_key = ${requestKey}))
    order by (request_key = ${requestKey}) desc nulls last, made_at desc limit 1`.execute(q(tx))
  return rows[0]
}

export async function endBooking(
  tx: Tx,
  packageId: Id<'pkg'>,
  state: 'shipped' | 'undone',
): Promise<boolean> {
  const rows = await q(tx)
    .updateTable('trade.booking')
    .set({ state, ask_at: null })
    .where('package_id', '=', packageId)
    .where('state', '=', 'open')
    .returning('package_id')
    .execute()
  return rows.length > 0
}

export const hasOpenBooking = async (tx: Tx, orderId: Id<'ord'>): Promise<boolean> =>
  (await q(tx)
    .selectFrom('trade.booking')
    .select('package_id')
    .where('order_id', '=', orderId)
    .where('state', '=', 'open')
    .executeTakeFirst()) !== undefined

/** Begun a while ago and never ended: somebody died, or the courier was silent. */
export const bookingsToResume = (tx: Tx, now: Date, limit: number): Promise<BookingRow[]> =>
  q(tx)
    .selectFrom('trade.booking')
    .selectAll()
    .where('ask_at', '<=', now)
    .where('state', '=', 'open')
    .orderBy('ask_at')
    .limit(limit)
    .execute()

export async function resumeLater(tx: Tx, packageId: Id<'pkg'>, askAt: Date): Promise<void> {
  await q(tx)
    .updateTable('trade.booking')
    .set({ ask_at: askAt })
    .where('package_id', '=', packageId)
    .where('state', '=', 'open')
    .execute()
}
