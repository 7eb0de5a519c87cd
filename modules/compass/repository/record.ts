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
 * Saves the lines; the database moves their cells with them. Telling the same twice, or in another order, ends in the same
 * facts: a moment once known stays, a refund id is taken once, and what the payment froze wins.
 */
export async function saveLines(tx: Tx, t: ToldLines): Promise<void> {
  await sql`
    with told as (
      select * from json_to_recordset(${JSON.stringify(t.lines)}::json) as r ("lineId" text, "productId" text, "categoryId" text,
        "contentId" text, "creatorId" text, qty int, "paidMinor" bigint, "refundMinor" bigint, leads boolean)),
    refunded as (
      insert into compass.refund (refund_id, line_id, minor, at)
      select ${t.refund?.id ?? null}::text, "lineId", "refundMinor", ${t.refund?.at ?? null}::timestamptz from told
      where ${t.refund !== null}::boolean
      on conflict do nothing returning line_id, minor)
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
      leads = case when excluded.paid_at is null and excluded.placed_at is null then l.leads else excluded.leads end`.execute(
    q(tx),
  )
}

export async function addTally(tx: Tx, t: Tally): Promise<void> {
  await sql`insert into compass.content_day as c (day, content_id, creator_id, impressions)
    select * from json_to_recordset(${JSON.stringify(t.contents)}::json)
      as r (day date, content_id text, creator_id text, impressions bigint)
    on conflict (day, content_id) do update set impressions = c.impressions + excluded.impressions`.execute(
    q(tx),
  )
  await sql`insert into compass.shop_content_day as c (day, shop_id, content_id, creator_id, impressions)
    select * from json_to_recordset(${JSON.stringify(t.shops)}::json)
      as r (day date, shop_id text, content_id text, creator_id text, impressions bigint)
    on conflict (shop_id, day, content_id) do update set impressions = c.impressions + excluded.impressions`.execute(
    q(tx),
  )
  await sql`insert into compass.product_day as c (day, shop_id, product_id, content_id, creator_id, impressions, clicks)
    select * from json_to_recordset(${JSON.stringify(t.products)}::json)
      as r (day date, shop_id text, product_id text, content_id text, creator_id text, impressions bigint, clicks bigint)
    on conflict (shop_id, day, product_id, content_id) do update
      set impressions = c.impressions + excluded.impressions, clicks = c.clicks + excluded.clicks`.execute(
    q(tx),
  )
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
