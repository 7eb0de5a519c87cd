// SQL that counts: one statement for an order event, one for each kind of sum of a batch of signals.
import { sql } from 'kysely'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import type { Tally } from '../domain/tally.ts'
import type { CompassTables } from '../tables.ts'

const q = (tx: Tx) => tables<CompassTables>(tx)

/** What an order event says about its lines. `refundId` is null unless money went back. */
export type ToldLines = {
  orderId: string
  shopId: string
  currency: string
  placedAt: Date | null
  paidAt: Date | null
  refund: { id: string; at: Date } | null
  lines: readonly {
    lineId: string
    productId: string
    categoryId: string
    contentId: string | null
    creatorId: string | null
    qty: number
    paidMinor: string
    refundMinor: string
    leads: boolean
  }[]
}

/**
 * Saves the lines and moves their cells by the difference between what the lines added before and what they add now. Telling
 * the same twice, or in another order, ends in the same sums: a moment once known stays, a refund id is taken once, and what
 * the payment froze wins.
 */
export async function saveLines(tx: Tx, t: ToldLines): Promise<void> {
  await sql`
    with told as (
      select * from json_to_recordset(${JSON.stringify(t.lines)}::json) as r ("lineId" text, "productId" text, "categoryId" text,
        "contentId" text, "creatorId" text, qty int, "paidMinor" bigint, "refundMinor" bigint, leads boolean)),
    before as (
      select c.* from told join compass.order_line l on l.line_id = told."lineId", compass.cells_of(l) c),
    refunded as (
      insert into compass.refund (refund_id, line_id, minor, at)
      select ${t.refund?.id ?? null}::text, "lineId", "refundMinor", ${t.refund?.at ?? null}::timestamptz from told
      where ${t.refund !== null}::boolean
      on conflict do nothing returning line_id, minor),
    saved (line) as (
      insert into compass.order_line as l (line_id, order_id, shop_id, product_id, category_id, content_id, creator_id, currency,
        qty, paid_minor, refunded_minor, leads, placed_at, paid_at)
      select "lineId", ${t.orderId}, ${t.shopId}, "productId", "categoryId", "contentId", "creatorId", ${t.currency},
        qty, "paidMinor", coalesce(refunded.minor, 0), leads, ${t.placedAt}::timestamptz, ${t.paidAt}::timestamptz
      from told left join refunded on refunded.line_id = told."lineId"
      on conflict (line_id) do update set
        placed_at = coalesce(l.placed_at, excluded.placed_at),
        paid_at = coalesce(l.paid_at, excluded.paid_at),
        refunded_minor = l.refunded_minor + excluded.refunded_minor,
        paid_minor = case when excluded.paid_at is null then l.paid_minor else excluded.paid_minor end,
        content_id = case when excluded.paid_at is null then l.content_id else excluded.content_id end,
        creator_id = case when excluded.paid_at is null then l.creator_id else excluded.creator_id end,
        leads = case when excluded.paid_at is null and excluded.placed_at is null then l.leads else excluded.leads end
      returning l),
    after as (select c.* from saved, compass.cells_of(saved.line) c),
    change as (
      select day, shop_id, product_id, category_id, content_id, creator_id, currency,
        sum(sign * placed_lines) as placed_lines, sum(sign * paid_lines) as paid_lines, sum(sign * kept_lines) as kept_lines,
        sum(sign * paid_orders) as paid_orders, sum(sign * paid_minor) as paid_minor, sum(sign * refunded_minor) as refunded_minor
      from (select -1 as sign, * from before union all select 1, * from after) moved
      group by day, shop_id, product_id, category_id, content_id, creator_id, currency)
    insert into compass.sales_day as s (day, shop_id, product_id, category_id, content_id, creator_id, currency,
      placed_lines, paid_lines, kept_lines, paid_orders, paid_minor, refunded_minor)
    select * from change
    where (placed_lines, paid_lines, kept_lines, paid_orders, paid_minor, refunded_minor) <> (0, 0, 0, 0, 0, 0)
    on conflict (shop_id, day, product_id, category_id, content_id, creator_id, currency) do update set
      placed_lines = s.placed_lines + excluded.placed_lines, paid_lines = s.paid_lines + excluded.paid_lines,
      kept_lines = s.kept_lines + excluded.kept_lines, paid_orders = s.paid_orders + excluded.paid_orders,
      paid_minor = s.paid_minor + excluded.paid_minor, refunded_minor = s.refunded_minor + excluded.refunded_minor`.execute(q(tx))
}

export async function addTally(tx: Tx, t: Tally): Promise<void> {
  await sql`insert into compass.content_day as c (day, content_id, creator_id, impressions)
    select * from json_to_recordset(${JSON.stringify(t.contents)}::json)
      as r (day date, content_id text, creator_id text, impressions bigint)
    on conflict (day, content_id) do update set impressions = c.impressions + excluded.impressions`.execute(q(tx))
  await sql`insert into compass.shop_content_day as c (day, shop_id, content_id, creator_id, impressions)
    select * from json_to_recordset(${JSON.stringify(t.shops)}::json)
      as r (day date, shop_id text, content_id text, creator_id text, impressions bigint)
    on conflict (shop_id, day, content_id) do update set impressions = c.impressions + excluded.impressions`.execute(q(tx))
  await sql`insert into compass.product_day as c (day, shop_id, product_id, content_id, creator_id, impressions, clicks)
    select * from json_to_recordset(${JSON.stringify(t.products)}::json)
      as r (day date, shop_id text, product_id text, content_id text, creator_id text, impressions bigint, clicks bigint)
    on conflict (shop_id, day, product_id, content_id) do update
      set impressions = c.impressions + excluded.impressions, clicks = c.clicks + excluded.clicks`.execute(q(tx))
  await sql`insert into compass.active_shopper (day, account_id)
    select * from json_to_recordset(${JSON.stringify(t.shoppers)}::json) as r (day date, account_id text)
    on conflict do nothing`.execute(q(tx))
}

export type LogPlace = { xid: string; seq: number }

/** The reader's place in the signal log, kept from other processes until the transaction ends. */
export async function lockCursor(tx: Tx, reader: string): Promise<LogPlace> {
  await sql`insert into compass.cursor (reader) values (${reader}) on conflict do nothing`.execute(q(tx))
  const { rows } = await sql<{ xid: string; seq: bigint }>`
    select xid::text as xid, seq from compass.cursor where reader = ${reader} for update`.execute(q(tx))
  return { xid: rows[0]!.xid, seq: Number(rows[0]!.seq) }
}

export async function moveCursor(tx: Tx, reader: string, to: LogPlace): Promise<void> {
  await sql`insert into compass.cursor (reader, xid, seq) values (${reader}, ${to.xid}::xid8, ${to.seq})
    on conflict (reader) do update set xid = excluded.xid, seq = excluded.seq`.execute(q(tx))
}

export async function saveLabel(tx: Tx, id: string, name: Localized): Promise<void> {
  await sql`insert into compass.label as l (id, zh, en) values (${id}, ${name.zh}, ${name.en})
    on conflict (id) do update set zh = excluded.zh, en = excluded.en
    where (l.zh, l.en) <> (excluded.zh, excluded.en)`.execute(q(tx))
}
