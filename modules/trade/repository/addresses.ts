// Where orders go and where shops send from: the change a buyer asks for, and the shop's own address.
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { DeliveryAddress } from '../domain/mask.ts'
import { q, type AddressChangeRow } from './rows.ts'

/** False when one is asked for already. */
export async function insertChange(tx: Tx, c: AddressChangeRow): Promise<boolean> {
  const rows = await q(tx)
    .insertInto('trade.address_change')
    .values({ ...c, address: JSON.stringify(c.address) })
    .onConflict((on) => on.doNothing())
    .returning('change_id')
    .execute()
  return rows.length > 0
}

/** The newest of an order. */
export const latestChange = (tx: Tx, orderId: Id<'ord'>): Promise<AddressChangeRow | undefined> =>
  q(tx)
    .selectFrom('trade.address_change')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('change_id', 'desc')
    .limit(1)
    .executeTakeFirst()

export const findChange = (
  tx: Tx,
  shopId: Id<'shp'>,
  changeId: string,
): Promise<AddressChangeRow | undefined> =>
  q(tx)
    .selectFrom('trade.address_change')
    .selectAll()
    .where('change_id', '=', changeId as Id<'adc'>)
    .where('shop_id', '=', shopId)
    .executeTakeFirst()

export async function decideChange(
  tx: Tx,
  changeId: Id<'adc'>,
  d: { state: 'applied' | 'refused'; by: 'merchant' | 'system'; at: Date },
): Promise<boolean> {
  const rows = await q(tx)
    .updateTable('trade.address_change')
    .set({ state: d.state, decided_by: d.by, decided_at: d.at })
    .where('change_id', '=', changeId)
    .where('state', '=', 'asked')
    .returning('change_id')
    .execute()
  return rows.length > 0
}

export async function setAddress(tx: Tx, orderId: Id<'ord'>, address: DeliveryAddress): Promise<void> {
  await q(tx)
    .updateTable('trade.customer_order')
    .set({ address: JSON.stringify(address) })
    .where('order_id', '=', orderId)
    .execute()
}

export async function findSender(tx: Tx, shopId: Id<'shp'>): Promise<DeliveryAddress | null> {
  const row = await q(tx)
    .selectFrom('trade.sender')
    .select('address')
    .where('shop_id', '=', shopId)
    .executeTakeFirst()
  return row?.address ?? null
}

export async function keepSender(
  tx: Tx,
  shopId: Id<'shp'>,
  address: DeliveryAddress,
  at: Date,
): Promise<void> {
  const row = { address: JSON.stringify(address), updated_at: at }
  await q(tx)
    .insertInto('trade.sender')
    .values({ shop_id: shopId, ...row })
    .onConflict((on) => on.column('shop_id').doUpdateSet(row))
    .execute()
}
