// The bag: its products in order, and what the room sells their variants for. Whoever changes it holds the room's row.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { ExplainState } from '#kernel/room-event'
import type { Tx } from '#platform/database'
import { q, type BagItemRow, type BagSkuRow } from './rows.ts'

export const findBag = (tx: Tx, roomIds: readonly Id<'rom'>[]): Promise<BagItemRow[]> =>
  q(tx)
    .selectFrom('live.bag_item')
    .selectAll()
    .where(sql<boolean>`room_id = any(${roomIds as string[]}::text[])`)
    .orderBy('room_id')
    .orderBy('position')
    .orderBy('product_id')
    .execute()

export const findBagSkus = (tx: Tx, roomIds: readonly Id<'rom'>[]): Promise<BagSkuRow[]> =>
  q(tx)
    .selectFrom('live.bag_sku')
    .selectAll()
    .where(sql<boolean>`room_id = any(${roomIds as string[]}::text[])`)
    .execute()

export const findBagSku = (tx: Tx, roomId: Id<'rom'>, skuId: Id<'sku'>): Promise<BagSkuRow | undefined> =>
  q(tx)
    .selectFrom('live.bag_sku')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('sku_id', '=', skuId)
    .executeTakeFirst()

export async function insertBagItems(
  tx: Tx,
  rows: readonly Pick<BagItemRow, 'room_id' | 'product_id' | 'shop_id' | 'position' | 'added_at'>[],
): Promise<void> {
  await q(tx)
    .insertInto('live.bag_item')
    .values([...rows])
    .execute()
}

export async function deleteBagItem(tx: Tx, roomId: Id<'rom'>, productId: Id<'prd'>): Promise<void> {
  await q(tx)
    .deleteFrom('live.bag_item')
    .where('room_id', '=', roomId)
    .where('product_id', '=', productId)
    .execute()
}

export async function setPositions(
  tx: Tx,
  roomId: Id<'rom'>,
  productIds: readonly Id<'prd'>[],
): Promise<void> {
  await sql`
    update live.bag_item b set position = o.position
    from unnest(${productIds as string[]}::text[]) with ordinality as o(product_id, position)
    where b.room_id = ${roomId} and b.product_id = o.product_id`.execute(q(tx))
}

export async function setExplainState(
  tx: Tx,
  roomId: Id<'rom'>,
  productId: Id<'prd'>,
  state: ExplainState,
  at: Date,
): Promise<void> {
  await q(tx)
    .updateTable('live.bag_item')
    .set({ explain_state: state, explained_at: at })
    .where('room_id', '=', roomId)
    .where('product_id', '=', productId)
    .execute()
}

/** Sets the columns given and leaves the other. */
export async function upsertBagSku(
  tx: Tx,
  key: Pick<BagSkuRow, 'room_id' | 'sku_id' | 'product_id'>,
  changes: Partial<Pick<BagSkuRow, 'room_price_minor' | 'pool_id'>>,
): Promise<void> {
  await q(tx)
    .insertInto('live.bag_sku')
    .values({ ...key, room_price_minor: null, pool_id: null, ...changes })
    .onConflict((c) => c.columns(['room_id', 'sku_id']).doUpdateSet(changes))
    .execute()
}

export async function forgetPools(tx: Tx, roomId: Id<'rom'>): Promise<void> {
  await q(tx).updateTable('live.bag_sku').set({ pool_id: null }).where('room_id', '=', roomId).execute()
}
