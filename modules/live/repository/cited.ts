// What order lines cite: room, bag, price, pool and sale of each in one read, for a crowd asks it all at once.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { RoomState } from '#kernel/room-event'
import type { Tx } from '#platform/database'
import type { SaleState } from '../domain/sale-state.ts'
import { q } from './rows.ts'

export type CitedRow = {
  sku_id: Id<'sku'>
  cited_sale_id: Id<'sal'> | null
  room_id: Id<'rom'>
  state: RoomState
  creator_id: Id<'crt'>
  content_id: Id<'cnt'> | null
  in_bag: boolean
  room_price_minor: bigint | null
  pool_id: Id<'stp'> | null
  /** As JSON has it: money as text, times as ISO 8601. Null when the room has no such sale of this variant. */
  sale: {
    sale_id: Id<'sal'>
    state: SaleState
    price_minor: string
    pool_id: Id<'stp'>
    limit_per_person: number
    starts_at: string
    ends_at: string
  } | null
}

/** Lines whose room is not there are left out. */
export async function findCited(
  tx: Tx,
  lines: readonly { skuId: string; productId: string; roomId: string; saleId: string | null }[],
): Promise<CitedRow[]> {
  const { rows } = await sql<CitedRow>`
    select c."skuId" as sku_id, c."saleId" as cited_sale_id, r.room_id, r.state, r.creator_id, r.content_id,
      b.product_id is not null as in_bag, k.room_price_minor, k.pool_id,
      case when s.sale_id is null then null else json_build_object('sale_id', s.sale_id, 'state', s.state,
        'price_minor', s.price_minor::text, 'pool_id', s.pool_id, 'limit_per_person', s.limit_per_person,
        'starts_at', s.starts_at, 'ends_at', s.ends_at) end as sale
    from json_to_recordset(${JSON.stringify(lines)}::json) as c("skuId" text, "productId" text, "roomId" text, "saleId" text)
    join live.room r on r.room_id = c."roomId"
    left join live.bag_item b on b.room_id = r.room_id and b.product_id = c."productId"
    left join live.bag_sku k on k.room_id = r.room_id and k.sku_id = c."skuId"
    left join live.sale s on s.sale_id = c."saleId" and s.room_id = r.room_id and s.sku_id = c."skuId"`.execute(
    q(tx),
  )
  return rows
}
