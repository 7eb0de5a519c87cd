// What an accountant or another system is given of a shop's orders: one page after another, so that a year is never in memory.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { Locale } from '#kernel/text'
import type { Tx } from '#platform/database'
import type { DeliveryAddress } from '../domain/mask.ts'
import type { OrderState } from '../domain/order-state.ts'
import { q } from './rows.ts'

const A_READ = 200

export type OrderFileLine = {
  sku_id: Id<'sku'>
  title: string
  sku_name: string
  qty: number
  price_minor: string
  off_minor: string
  paid_minor: string
}
export type OrderFileRow = {
  order_id: Id<'ord'>
  state: OrderState
  currency: Currency
  goods_minor: bigint
  freight_minor: bigint
  total_minor: bigint
  refunded_minor: bigint
  address: DeliveryAddress
  placed_at: Date
  paid_at: Date | null
  shipped_at: Date | null
  completed_at: Date | null
  lines: OrderFileLine[]
  parcels: { carrier: string; no: string }[] | null
}

/** Newest first; amounts inside JSON as text, for its numbers are no place for money. */
export async function* orderFileRows(
  read: <R>(fn: (tx: Tx) => Promise<R>) => Promise<R>,
  shopId: Id<'shp'>,
  state: OrderState | undefined,
  locale: Locale,
): AsyncGenerator<OrderFileRow> {
  let after = sql<boolean>`true`
  for (;;) {
    const { rows }: { rows: OrderFileRow[] } = await read((tx) =>
      sql<OrderFileRow>`
        select o.order_id, o.state, o.currency, o.goods_minor, o.freight_minor, o.total_minor, o.address,
          o.placed_at, o.paid_at, o.shipped_at, o.completed_at,
          coalesce((select sum(r.amount_minor) from trade.refund r
            where r.order_id = o.order_id and r.state = 'succeeded'), 0)::bigint as refunded_minor,
          (select json_agg(json_build_object('sku_id', l.sku_id, 'title', l.title ->> ${locale}, 'sku_name', l.sku_name ->> ${locale}, 'qty', l.qty,
            'price_minor', l.price_minor::text, 'off_minor', l.off_minor::text, 'paid_minor', l.paid_minor::text) order by l.line_id)
            from trade.order_line l where l.order_id = o.order_id) as lines,
          (select json_agg(json_build_object('carrier', p.carrier, 'no', p.tracking_no) order by p.package_id)
            from trade.package p where p.order_id = o.order_id) as parcels
        from trade.customer_order o
        where o.shop_id = ${shopId} and ${after} and ${state === undefined ? sql`true` : sql`o.state = ${state}`}
        order by o.order_id desc limit ${A_READ}`.execute(q(tx)),
    )
    yield* rows
    if (rows.length < A_READ) return
    after = sql<boolean>`o.order_id < ${rows.at(-1)!.order_id}`
  }
}
