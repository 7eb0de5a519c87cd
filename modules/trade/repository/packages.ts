// Packages: written as they leave, followed as they travel. A report of a carrier is appended once; what it means is the domain's.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { Journey } from '../domain/package-state.ts'
import { asJson, q, type OrderRow, type PackageRow, type Report, type TrackedPackage } from './rows.ts'

export type NewPackage = Pick<
  PackageRow,
  | 'package_id'
  | 'order_id'
  | 'shop_id'
  | 'carrier'
  | 'tracking_no'
  | 'shipped_at'
  | 'request_key'
  | 'courier'
  | 'sort_code'
  | 'e_waybill'
  | 'ask_at'
  | 'lines'
>

export async function insertPackage(tx: Tx, p: NewPackage): Promise<void> {
  await q(tx)
    .insertInto('trade.package')
    .values({ ...p, lines: JSON.stringify(p.lines) })
    .execute()
}

/** False when a line has not that many left to ship. */
export async function shipUnits(
  tx: Tx,
  orderId: Id<'ord'>,
  lines: readonly { lineId: Id<'oln'>; qty: number }[],
): Promise<boolean> {
  const { rows } = await sql`
    update trade.order_line l set shipped_qty = l.shipped_qty + s.qty
    from json_to_recordset(${JSON.stringify(lines)}::json) as s("lineId" text, qty int)
    where l.line_id = s."lineId" and l.order_id = ${orderId} and l.shipped_qty + s.qty <= l.qty - coalesce(l.undone_qty, 0) returning l.line_id`.execute(
    q(tx),
  )
  return rows.length === lines.length
}

/** The package that an earlier, unanswered request with this key made. */
export const findPackageByKey = (
  tx: Tx,
  orderId: Id<'ord'>,
  requestKey: string,
): Promise<PackageRow | undefined> =>
  q(tx)
    .selectFrom('trade.package')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('request_key', '=', requestKey)
    .executeTakeFirst()

export const findPackages = (tx: Tx, orderId: Id<'ord'>): Promise<PackageRow[]> =>
  q(tx)
    .selectFrom('trade.package')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('package_id')
    .execute()

// --- On the way ------------------------------------------------------------------------------------------------------

const REPORTS = sql<Report[]>`coalesce((
  select jsonb_agg(jsonb_build_object('eventId', e.event_id, 'state', e.state, 'at', e.at, 'place', e.place, 'note', e.note) order by e.at)
  from trade.tracking_event e where e.package_id = p.package_id), '[]')`

const revived = (rows: TrackedPackage[]): TrackedPackage[] =>
  rows.map((p) => ({ ...p, events: p.events.map((e) => ({ ...e, at: new Date(e.at) })) }))

/** With what the carriers reported, in one reading. */
export async function trackedPackages(tx: Tx, orderId: Id<'ord'>): Promise<TrackedPackage[]> {
  const { rows } = await sql<TrackedPackage>`
    select p.*, ${REPORTS} as events from trade.package p where p.order_id = ${orderId} order by p.package_id`.execute(
    q(tx),
  )
  return revived(rows)
}

/** Locked: reports of one parcel are told one after another. `carrier` null: whoever has this number. */
export async function lockParcel(
  tx: Tx,
  p: { carrier: string | null; trackingNo: string },
): Promise<(TrackedPackage & { buyer_id: Id<'usr'> }) | undefined> {
  const { rows } = await sql<PackageRow & { buyer_id: Id<'usr'> }>`
    select p.*, o.buyer_id from trade.package p join trade.customer_order o using (order_id)
    where p.tracking_no = ${p.trackingNo} and (${p.carrier}::text is null or p.carrier = ${p.carrier})
    order by p.package_id limit 1 for no key update of p`.execute(q(tx))
  const [row] = rows
  if (!row) return undefined
  // Asked behind the lock, so that what another transaction has just told is in it.
  const reports = await sql<{ events: Report[] }>`
    select ${REPORTS} as events from trade.package p where p.package_id = ${row.package_id}`.execute(q(tx))
  return { ...row, ...revived([{ ...row, events: reports.rows[0]!.events }])[0]! }
}

/** How many were new. */
export async function appendReports(
  tx: Tx,
  r: { courier: string; packageId: Id<'pkg'>; receivedAt: Date; reports: readonly Report[] },
): Promise<number> {
  const rows = r.reports.map((e) => ({
    courier: r.courier,
    event_id: e.eventId,
    package_id: r.packageId,
    state: e.state,
    at: e.at,
    place: e.place,
    note: e.note,
    received_at: r.receivedAt,
  }))
  const { rows: fresh } = await sql`
    insert into trade.tracking_event select * from json_populate_recordset(null::trade.tracking_event, ${asJson(rows)}::json)
    on conflict do nothing returning 1`.execute(q(tx))
  return fresh.length
}

export async function setJourney(
  tx: Tx,
  packageId: Id<'pkg'>,
  j: Journey & { courier: string; askAt: Date | null },
): Promise<void> {
  await q(tx)
    .updateTable('trade.package')
    .set({
      state: j.state,
      courier: j.courier,
      collected_at: j.collectedAt,
      signed_at: j.signedAt,
      moved_at: j.movedAt,
      ask_at: j.askAt,
      asked: 0,
    })
    .where('package_id', '=', packageId)
    .execute()
}

/** When all of its parcels are signed for, the days until it counts as received run from the last signature. */
export async function receiveAfterSignature(tx: Tx, orderId: Id<'ord'>, ms: number): Promise<void> {
  await sql`
    update trade.customer_order o set due_at = s.last + ${ms}::float8 * interval '1 millisecond'
    from (select max(signed_at) as last, bool_and(signed_at is not null) as all_there from trade.package where order_id = ${orderId}) s
    where o.order_id = ${orderId} and o.state = 'shipped' and s.all_there`.execute(q(tx))
}

export type ToAsk = Pick<PackageRow, 'package_id' | 'carrier' | 'tracking_no' | 'shipped_at' | 'asked'> & {
  phone: string
}

/** Parcels of orders that are on their way, whose courier is to be asked. */
export async function packagesToAsk(tx: Tx, now: Date, limit: number): Promise<ToAsk[]> {
  await sql`
    update trade.package p set ask_at = null where p.ask_at <= ${now} and not exists (
      select from trade.customer_order o where o.order_id = p.order_id and o.state in ('partly-shipped', 'shipped', 'refunded')
        and p.shipped_at > ${now}::timestamptz - interval '30 days')`.execute(q(tx))
  const { rows } = await sql<ToAsk>`
    select p.package_id, p.carrier, p.tracking_no, p.shipped_at, p.asked, o.address->>'phone' as phone
    from trade.package p join trade.customer_order o using (order_id)
    where p.ask_at <= ${now} order by p.ask_at limit ${limit}`.execute(q(tx))
  return rows
}

export async function askPackageAgain(tx: Tx, packageId: Id<'pkg'>, askAt: Date): Promise<void> {
  await sql`update trade.package set ask_at = ${askAt}, asked = coalesce(asked, 0) + 1 where package_id = ${packageId} and ask_at is not null`.execute(
    q(tx),
  )
}

export async function findPackage(
  tx: Tx,
  packageId: string,
  of: { shopId?: Id<'shp'>; orderId?: Id<'ord'> },
): Promise<PackageRow | undefined> {
  let query = q(tx)
    .selectFrom('trade.package')
    .selectAll()
    .where('package_id', '=', packageId as Id<'pkg'>)
    .forNoKeyUpdate()
  if (of.shopId) query = query.where('shop_id', '=', of.shopId)
  if (of.orderId) query = query.where('order_id', '=', of.orderId)
  return query.executeTakeFirst()
}

export async function markIntercepted(tx: Tx, packageId: Id<'pkg'>, by: 'buyer' | 'merchant'): Promise<void> {
  await q(tx)
    .updateTable('trade.package')
    .set({ intercept_by: by })
    .where('package_id', '=', packageId)
    .where('intercept_by', 'is', null)
    .execute()
}

// --- For the printer and the audit -----------------------------------------------------------------------------------

export type Labelled = PackageRow & Pick<OrderRow, 'address' | 'note' | 'shop_name'>

/** In the order asked for; another shop's are left out. */
export async function packagesToPrint(
  tx: Tx,
  shopId: Id<'shp'>,
  packageIds: readonly string[],
): Promise<Labelled[]> {
  const { rows } = await sql<Labelled>`
    select p.*, o.address, o.note, o.shop_name from trade.package p join trade.customer_order o using (order_id)
    where p.package_id = any(${packageIds}::text[]) and p.shop_id = ${shopId}`.execute(q(tx))
  const byId = new Map(rows.map((r) => [r.package_id as string, r]))
  return packageIds.flatMap((id) => byId.get(id) ?? [])
}

export async function countPrints(tx: Tx, packageIds: readonly Id<'pkg'>[]): Promise<void> {
  await sql`update trade.package set prints = coalesce(prints, 0) + 1 where package_id = any(${packageIds as string[]}::text[])`.execute(
    q(tx),
  )
}

export async function noteAddressSeen(
  tx: Tx,
  s: {
    orderId: Id<'ord'>
    packageId: Id<'pkg'>
    accountId: string | null
    why: 'ship' | 'book'
    at: Date
  },
): Promise<void> {
  await q(tx)
    .insertInto('trade.address_seen')
    .values({ order_id: s.orderId, package_id: s.packageId, account_id: s.accountId, why: s.why, at: s.at })
    .execute()
}
