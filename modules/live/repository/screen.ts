// SQL of the big screen: counts of the room's own rows. Paid lines are those in `paid` or `refunded`, as in the room's totals.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { RoomEvent } from '#kernel/room-event'
import type { TrafficSource } from '#kernel/room-frames'
import type { Tx } from '#platform/database'
import type { MinuteRow } from '../domain/screen-sums.ts'
import { channelTables as q } from './channel-tables.ts'

/** Who was shown which content: the rooms among them are counted, each person once a room. */
export async function insertExposures(
  tx: Tx,
  rows: readonly { contentId: string; accountId: string; at: Date }[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into live.exposure (room_id, account_id, first_at)
    select m.room_id, r."accountId", min(r.at)
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("contentId" text, "accountId" text, at timestamptz)
    join live.room m on m.content_id = r."contentId" group by 1, 2 order by 1, 2
    on conflict do nothing`.execute(q(tx))
}

export async function addLikeMinutes(
  tx: Tx,
  rows: readonly { room_id: string; at: Date; likes: number }[],
): Promise<void> {
  const liked = rows.filter((r) => r.likes > 0)
  if (liked.length === 0) return
  await sql`
    insert into live.like_minute as m (room_id, minute, likes)
    select room_id, date_trunc('minute', at), sum(likes)::bigint
    from json_to_recordset(${JSON.stringify(liked)}::json) as r(room_id text, at timestamptz, likes bigint)
    group by 1, 2 order by 1, 2
    on conflict (room_id, minute) do update set likes = m.likes + excluded.likes`.execute(q(tx))
}

export type PeopleRow = Record<
  | 'exposed'
  | 'entered'
  | 'saw'
  | 'clicked'
  | 'paid'
  | 'entered_exposed'
  | 'saw_entered'
  | 'clicked_saw'
  | 'paid_clicked'
  | 'minute'
  | 'interacting',
  number
> & { watched_ms: bigint }

export async function countPeople(tx: Tx, roomId: string): Promise<PeopleRow> {
  const { rows } = await sql<PeopleRow>`
    with visit as (
      select account_id, cardinality(saw) > 0 as saw, cardinality(clicked) > 0 as clicked, watched_ms, chats + likes > 0 as acted
      from live.visit where room_id = ${roomId}),
    exposed as (select account_id, true as exposed from live.exposure where room_id = ${roomId}),
    payer as (select distinct buyer_id as account_id, true as paid from live.room_order
      where room_id = ${roomId} and state in ('paid', 'refunded'))
    select count(*) filter (where exposed)::int as exposed, count(v.account_id)::int as entered,
      count(*) filter (where saw)::int as saw, count(*) filter (where clicked)::int as clicked,
      count(*) filter (where paid)::int as paid,
      count(*) filter (where exposed and v.account_id is not null)::int as entered_exposed,
      count(*) filter (where saw)::int as saw_entered, count(*) filter (where clicked and saw)::int as clicked_saw,
      count(*) filter (where paid and clicked)::int as paid_clicked,
      count(*) filter (where watched_ms >= 60000)::int as minute, count(*) filter (where acted)::int as interacting,
      coalesce(sum(watched_ms), 0)::bigint as watched_ms
    from visit v full join exposed using (account_id) full join payer using (account_id)`.execute(q(tx))
  return rows[0]!
}

export async function countWaitingOrders(
  tx: Tx,
  roomId: string,
): Promise<{ unpaid: number; cancelled: number }> {
  const { rows } = await sql<{ unpaid: number; cancelled: number }>`
    select count(distinct order_id) filter (where state = 'placed')::int as unpaid,
      count(distinct order_id) filter (where state = 'cancelled')::int as cancelled
    from live.room_order where room_id = ${roomId}`.execute(q(tx))
  return rows[0]!
}

export async function countOnline(
  tx: Tx,
  roomId: string,
): Promise<{ acu: number | null; pcu: number | null }> {
  const { rows } = await sql<{ acu: number | null; pcu: number | null }>`
    select avg(online)::float8 as acu, max(online)::int as pcu from live.online_minute where room_id = ${roomId}`.execute(
    q(tx),
  )
  return rows[0]!
}

export type SourceRow = { source: TrafficSource; entries: number; payers: number }
export async function countSources(tx: Tx, roomId: string): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select source, count(*)::int as entries, count(*) filter (where exists (select from live.room_order o
      where o.room_id = v.room_id and o.buyer_id = v.account_id and o.state in ('paid', 'refunded')))::int as payers
    from live.visit v where room_id = ${roomId} group by source order by entries desc, source`.execute(q(tx))
  return rows
}

type RawMinute = Omit<MinuteRow, 'likes'> & { likes: bigint }
export async function selectMinutes(tx: Tx, roomId: string): Promise<MinuteRow[]> {
  const { rows } = await sql<RawMinute>`
    select date_trunc('minute', at) as at, max(online)::int as online, sum(entries)::int as entries, sum(chats)::int as chats,
      sum(likes)::bigint as likes, sum(orders)::int as orders, sum(paid)::bigint as paid, sum(refunded)::bigint as refunded
    from (
      select minute as at, online, 0 as entries, 0 as chats, 0 as likes, 0 as orders, 0 as paid, 0 as refunded
        from live.online_minute where room_id = ${roomId}
      union all select first_seen, null, 1, 0, 0, 0, 0, 0 from live.visit where room_id = ${roomId}
      union all select at, null, 0, 1, 0, 0, 0, 0 from live.chat where room_id = ${roomId} and fate <> 'filtered'
      union all select minute, null, 0, 0, likes, 0, 0, 0 from live.like_minute where room_id = ${roomId}
      union all select min(paid_at), null, 0, 0, 0, 1, sum(paid_minor), 0 from live.room_order
        where room_id = ${roomId} and state in ('paid', 'refunded') group by order_id
      union all select at, null, 0, 0, 0, 0, 0, minor from live.room_refund where room_id = ${roomId}
    ) as everything group by 1 order by 1`.execute(q(tx))
  return rows.map((r) => ({ ...r, likes: Number(r.likes) }))
}

export type SecondRow = { at: Date; orders: number; paid: bigint }
export async function selectPaidSeconds(tx: Tx, roomId: string, since: Date): Promise<SecondRow[]> {
  const { rows } = await sql<SecondRow>`
    select date_trunc('second', paid_at) as at, count(distinct order_id)::int as orders, sum(paid_minor)::bigint as paid
    from live.room_order where room_id = ${roomId} and paid_at >= ${since} and state in ('paid', 'refunded')
    group by 1 order by 1`.execute(q(tx))
  return rows
}

const MARKS = [
  'state',
  'explain',
  'price',
  'sale',
  'coupon',
  'luckyBag',
  'announcement',
  'violation',
] as const satisfies readonly RoomEvent['kind'][]
const MAX_MARKS = 2_000

export type MarkRow = { seq: bigint; at: Date; event: RoomEvent }
/** The newest of them when there are very many; oldest first. */
export async function selectMarks(tx: Tx, roomId: string): Promise<MarkRow[]> {
  const { rows } = await sql<MarkRow>`
    select * from (select seq, at, event from live.room_event where room_id = ${roomId} and event->>'kind' = any (${[...MARKS]}::text[])
      order by seq desc limit ${MAX_MARKS}) as newest order by seq`.execute(q(tx))
  return rows
}

export type ProductCountRow = {
  product_id: Id<'prd'>
  saw: number
  clicked: number
  clicked_paid: number
  buyers: number
  orders: number
  units: number
  paid: bigint
  refunded: bigint
}
/** Goods of the bag in its order, then those that were seen or sold and left it. */
export async function countProducts(tx: Tx, roomId: string): Promise<ProductCountRow[]> {
  const { rows } = await sql<ProductCountRow>`
    with sold as (
      select product_id, count(distinct buyer_id) as buyers, count(distinct order_id) as orders, sum(qty) as units,
        sum(paid_minor) as paid, sum(refunded_minor) as refunded
      from live.room_order where room_id = ${roomId} and state in ('paid', 'refunded') group by product_id),
    seen as (select p as product_id, count(*) as saw from live.visit, unnest(saw) p where room_id = ${roomId} group by 1),
    opened as (
      select p as product_id, count(*) as clicked, count(*) filter (where exists (select from live.room_order o
        where o.room_id = v.room_id and o.buyer_id = v.account_id and o.product_id = p and o.state in ('paid', 'refunded'))) as clicked_paid
      from live.visit v, unnest(clicked) p where room_id = ${roomId} group by 1),
    bag as (select product_id, position from live.bag_item where room_id = ${roomId})
    select product_id, coalesce(saw, 0)::int as saw, coalesce(clicked, 0)::int as clicked, coalesce(clicked_paid, 0)::int as clicked_paid,
      coalesce(buyers, 0)::int as buyers, coalesce(orders, 0)::int as orders, coalesce(units, 0)::int as units,
      coalesce(paid, 0)::bigint as paid, coalesce(refunded, 0)::bigint as refunded
    from bag full join sold using (product_id) full join seen using (product_id) full join opened using (product_id)
    order by position nulls last, product_id`.execute(q(tx))
  return rows
}

export type LastOrderRow = {
  line_id: Id<'oln'>
  buyer_id: Id<'usr'>
  product_id: Id<'prd'>
  qty: number
  paid_minor: bigint
  refunded_minor: bigint
  paid_at: Date
}
export async function selectLastOrders(tx: Tx, roomId: string, limit: number): Promise<LastOrderRow[]> {
  const { rows } = await sql<LastOrderRow>`
    select line_id, buyer_id, product_id, qty, paid_minor, refunded_minor, paid_at from live.room_order
    where room_id = ${roomId} and state in ('paid', 'refunded') order by paid_at desc, line_id desc limit ${limit}`.execute(
    q(tx),
  )
  return rows
}

export async function countCoupons(tx: Tx, roomId: string): Promise<{ claimed: number; used: number }> {
  const { rows } = await sql<{ claimed: number; used: number }>`
    select count(*)::int as claimed, count(*) filter (where exists (select from live.room_order o
      where o.order_id = k.order_id and o.state in ('paid', 'refunded')))::int as used
    from live.coupon join live.coupon_claim k using (coupon_id) where room_id = ${roomId}`.execute(q(tx))
  return rows[0]!
}

export async function selectViewers(tx: Tx, roomId: string): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    select account_id from live.visit where room_id = ${roomId}`.execute(q(tx))
  return rows.map((r) => r.account_id)
}

export type PreviousRow = {
  room_id: string
  paid: bigint
  refunded: bigint
  orders: number
  viewers: number
  watched_ms: bigint
  acu: number | null
  pcu: number | null
}
/** The creator's last rooms that ended before this one began, newest first. */
export async function selectPrevious(
  tx: Tx,
  creatorId: string,
  before: Date,
  roomId: string,
  limit: number,
): Promise<PreviousRow[]> {
  const { rows } = await sql<PreviousRow>`
    select m.room_id, o.*, v.*, n.* from (
      select room_id from live.room where creator_id = ${creatorId} and room_id <> ${roomId} and started_at < ${before}
        and state in ('ended', 'archived') order by started_at desc limit ${limit}) as m,
    lateral (select coalesce(sum(paid_minor), 0)::bigint as paid, coalesce(sum(refunded_minor), 0)::bigint as refunded,
      count(distinct order_id)::int as orders from live.room_order r where r.room_id = m.room_id and state in ('paid', 'refunded')) as o,
    lateral (select count(*)::int as viewers, coalesce(sum(watched_ms), 0)::bigint as watched_ms
      from live.visit r where r.room_id = m.room_id) as v,
    lateral (select avg(online)::float8 as acu, max(online)::int as pcu from live.online_minute r where r.room_id = m.room_id) as n`.execute(
    q(tx),
  )
  return rows
}
