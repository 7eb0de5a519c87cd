// SQL that answers: daily totals, funnels by one dimension, and the order lines behind a number. Each number has one source:
// orders from the sums of sales, behaviour from the sums of signals; the lines come from the facts those sums are made of.
import { sql, type RawBuilder } from 'kysely'
import type { Localized } from '#kernel/text'
import { tables, type Tx } from '#platform/database'
import { NO_TOTALS, type Totals } from '../domain/metrics.ts'
import type { Days } from '../domain/period.ts'
import type { CompassTables } from '../tables.ts'

const q = (tx: Tx) => tables<CompassTables>(tx)

/** Whose numbers: a shop's, a creator's, or everybody's. */
export type Scope = { kind: 'shop'; id: string } | { kind: 'creator'; id: string } | { kind: 'platform' }

const within = (scope: Scope): RawBuilder<boolean> =>
  scope.kind === 'platform'
    ? sql`true`
    : scope.kind === 'shop'
      ? sql`shop_id = ${scope.id}`
      : sql`creator_id = ${scope.id}`

/** A shop counts the impressions of contents that carry its goods; others count those of contents. */
const impressionTable = (scope: Scope) =>
  sql.table(scope.kind === 'shop' ? 'compass.shop_content_day' : 'compass.content_day')

const between = ({ from, to }: Days) => sql<boolean>`day between ${from}::date and ${to}::date`

const BROUGHT = sql`case when content_id is null then 0 else placed_lines end`

export async function selectDaily(
  tx: Tx,
  scope: Scope,
  days: Days,
  currency: string,
): Promise<Map<string, Totals>> {
  const { rows } = await sql<Totals & { day: string }>`
    select to_char(day, 'YYYY-MM-DD') as day,
      sum(impressions)::bigint as impressions, sum("productImpressions")::bigint as "productImpressions",
      sum("productClicks")::bigint as "productClicks", sum("placedLines")::bigint as "placedLines",
      sum("broughtLines")::bigint as "broughtLines", sum("paidLines")::bigint as "paidLines", sum("keptLines")::bigint as "keptLines", sum("paidOrders")::bigint as "paidOrders",
      sum("paidMinor")::bigint as "paidMinor", sum("refundedMinor")::bigint as "refundedMinor"
    from (
      select day, impressions, 0::bigint as "productImpressions", 0::bigint as "productClicks", 0::bigint as "placedLines",
        0::bigint as "broughtLines", 0::bigint as "paidLines", 0::bigint as "keptLines", 0::bigint as "paidOrders", 0::bigint as "paidMinor", 0::bigint as "refundedMinor"
      from ${impressionTable(scope)} where ${within(scope)} and ${between(days)}
      union all
      select day, 0, impressions, clicks, 0, 0, 0, 0, 0, 0, 0
      from compass.product_day where ${within(scope)} and ${between(days)}
      union all
      select day, 0, 0, 0, placed_lines, ${BROUGHT}, paid_lines, kept_lines, paid_orders, paid_minor, refunded_minor
      from compass.sales_day where ${within(scope)} and ${between(days)} and currency = ${currency}
    ) parts group by day`.execute(q(tx))
  return new Map(rows.map(({ day, ...totals }) => [day, { ...NO_TOTALS, ...totals }]))
}

export type SalesSums = Pick<
  Totals,
  'placedLines' | 'broughtLines' | 'paidLines' | 'keptLines' | 'paidOrders' | 'paidMinor' | 'refundedMinor'
>

/** Orders of a stretch that is not whole days, from the facts themselves. */
export async function sumSales(
  tx: Tx,
  scope: Scope,
  from: Date,
  before: Date,
  currency: string,
): Promise<SalesSums> {
  const placed = sql<boolean>`placed_at >= ${from} and placed_at < ${before}`
  const paid = sql<boolean>`paid_at >= ${from} and paid_at < ${before}`
  const { rows } = await sql<SalesSums>`
    select count(*) filter (where ${placed}) as "placedLines",
      count(*) filter (where ${placed} and content_id is not null) as "broughtLines",
      count(*) filter (where ${paid}) as "paidLines",
      count(*) filter (where ${paid} and (refunded_minor = 0 or refunded_minor < paid_minor)) as "keptLines",
      count(*) filter (where ${paid} and leads) as "paidOrders",
      coalesce(sum(paid_minor) filter (where ${paid}), 0)::bigint as "paidMinor",
      coalesce(sum(refunded_minor) filter (where ${paid}), 0)::bigint as "refundedMinor"
    from compass.order_line
    where ${within(scope)} and currency = ${currency} and ((${placed}) or (${paid}))`.execute(q(tx))
  return rows[0]!
}

/** Of the lines of these days, those a content brought. */
export async function sumBrought(
  tx: Tx,
  scope: Scope,
  days: Days,
  currency: string,
): Promise<Omit<SalesSums, 'paidOrders'>> {
  const { rows } = await sql<Omit<SalesSums, 'paidOrders'>>`
    select coalesce(sum(placed_lines), 0)::bigint as "placedLines",
      coalesce(sum(placed_lines), 0)::bigint as "broughtLines", coalesce(sum(paid_lines), 0)::bigint as "paidLines",
      coalesce(sum(kept_lines), 0)::bigint as "keptLines", coalesce(sum(paid_minor), 0)::bigint as "paidMinor",
      coalesce(sum(refunded_minor), 0)::bigint as "refundedMinor"
    from compass.sales_day
    where ${within(scope)} and ${between(days)} and currency = ${currency} and content_id is not null`.execute(
    q(tx),
  )
  return rows[0]!
}

/** Different accounts over the whole of `days`, and on each day of it. */
export async function countShoppers(
  tx: Tx,
  days: Days,
): Promise<{ all: bigint; byDay: Map<string, bigint> }> {
  const { rows } = await sql<{ day: string | null; shoppers: bigint }>`
    select to_char(day, 'YYYY-MM-DD') as day, count(distinct account_id) as shoppers from compass.active_shopper
    where ${between(days)} group by grouping sets ((day), ())`.execute(q(tx))
  return {
    all: rows.find((r) => r.day === null)?.shoppers ?? 0n,
    byDay: new Map(rows.flatMap((r) => (r.day === null ? [] : [[r.day, r.shoppers] as const]))),
  }
}

export type Dimension = 'content' | 'creator' | 'product'
const COLUMN = {
  content: 'content_id',
  creator: 'creator_id',
  product: 'product_id',
} as const satisfies Record<Dimension, string>

export type FunnelSums = Pick<
  Totals,
  | 'impressions'
  | 'productClicks'
  | 'placedLines'
  | 'broughtLines'
  | 'paidLines'
  | 'keptLines'
  | 'paidMinor'
  | 'refundedMinor'
>
export type FunnelSumsOf = FunnelSums & { id: string | null; name: Localized | null }

/** The best `limit` of a dimension by paid amount, then clicks, then impressions; and how many there are in all. */
export async function selectFunnel(
  tx: Tx,
  scope: Scope,
  by: Dimension,
  days: Days,
  currency: string,
  limit: number,
): Promise<{ rows: FunnelSumsOf[]; all: number }> {
  const id = sql.ref(COLUMN[by])
  const seen =
    by === 'product'
      ? sql`select ${id} as id, impressions, 0::bigint as clicks from compass.product_day`
      : sql`select ${id} as id, impressions, 0::bigint as clicks from ${impressionTable(scope)}`
  const { rows } = await sql<FunnelSumsOf & { all: bigint }>`
    select f.id, case when l.id is null then null else json_build_object('zh', l.zh, 'en', l.en) end as name,
      sum(impressions)::bigint as impressions, sum(clicks)::bigint as "productClicks", sum(placed)::bigint as "placedLines",
      sum(brought)::bigint as "broughtLines", sum(paid)::bigint as "paidLines", sum(kept)::bigint as "keptLines",
      sum(paid_minor)::bigint as "paidMinor", sum(refunded_minor)::bigint as "refundedMinor", count(*) over () as all
    from (
      select id, impressions, clicks, 0::bigint as placed, 0::bigint as brought, 0::bigint as paid,
        0::bigint as kept, 0::bigint as paid_minor, 0::bigint as refunded_minor
      from (${seen} where ${within(scope)} and ${between(days)}) seen
      union all
      select ${id}, 0, clicks, 0, 0, 0, 0, 0, 0 from compass.product_day where ${within(scope)} and ${between(days)}
      union all
      select ${id}, 0, 0, placed_lines, ${BROUGHT}, paid_lines, kept_lines, paid_minor, refunded_minor
      from compass.sales_day where ${within(scope)} and ${between(days)} and currency = ${currency}
    ) f left join compass.label l on l.id = f.id
    group by f.id, l.id, l.zh, l.en
    order by "paidMinor" desc, "productClicks" desc, impressions desc, f.id
    limit ${limit}`.execute(q(tx))
  return { rows, all: Number(rows[0]?.all ?? 0n) }
}

/** Of one shop, by who brought it; null: nobody did. */
export async function sumByCreator(
  tx: Tx,
  shopId: string,
  days: Days,
  currency: string,
): Promise<(Pick<Totals, 'paidLines' | 'paidMinor' | 'refundedMinor'> & { creatorId: string | null })[]> {
  const { rows } = await sql<
    Pick<Totals, 'paidLines' | 'paidMinor' | 'refundedMinor'> & { creatorId: string | null }
  >`
    select creator_id as "creatorId", sum(paid_lines)::bigint as "paidLines", sum(paid_minor)::bigint as "paidMinor",
      sum(refunded_minor)::bigint as "refundedMinor"
    from compass.sales_day where shop_id = ${shopId} and ${between(days)} and currency = ${currency}
    group by creator_id`.execute(q(tx))
  return rows
}

export async function selectCategories(
  tx: Tx,
  days: Days,
  currency: string,
  limit: number,
): Promise<{ categoryId: string; paidLines: bigint; paidMinor: bigint }[]> {
  const { rows } = await sql<{ categoryId: string; paidLines: bigint; paidMinor: bigint }>`
    select category_id as "categoryId", sum(paid_lines)::bigint as "paidLines", sum(paid_minor)::bigint as "paidMinor"
    from compass.sales_day where ${between(days)} and currency = ${currency}
    group by category_id having sum(paid_lines) > 0 order by "paidMinor" desc, category_id limit ${limit}`.execute(
    q(tx),
  )
  return rows
}

export type LineStage = 'order' | 'paid' | 'kept' | 'refunded'
export type LineFilter = {
  shopId: string
  stage: LineStage
  from: Date
  before: Date
  currency: string
  /** undefined: any; null: lines that none brought. */
  contentId?: string | null | undefined
  /** Only lines that some content brought. */
  brought?: boolean
  creatorId?: string | null | undefined
  productId?: string | undefined
}

export type LineRow = {
  line_id: string
  order_id: string
  product_id: string
  content_id: string | null
  creator_id: string | null
  qty: number
  currency: 'CNY' | 'USD'
  paid_minor: bigint
  refunded_minor: bigint
  at: Date
}

/** The same conditions as `compass.cells_of` sums by. */
function chosen(f: LineFilter): RawBuilder<boolean> {
  const at = stageTime(f.stage)
  const conditions = [
    sql<boolean>`shop_id = ${f.shopId} and currency = ${f.currency} and ${at} >= ${f.from} and ${at} < ${f.before}`,
  ]
  if (f.stage === 'kept') conditions.push(sql`(refunded_minor = 0 or refunded_minor < paid_minor)`)
  if (f.stage === 'refunded') conditions.push(sql`refunded_minor > 0`)
  if (f.brought) conditions.push(sql`content_id is not null`)
  if (f.contentId !== undefined) conditions.push(sql`content_id is not distinct from ${f.contentId}`)
  if (f.creatorId !== undefined) conditions.push(sql`creator_id is not distinct from ${f.creatorId}`)
  if (f.productId !== undefined) conditions.push(sql`product_id = ${f.productId}`)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

const stageTime = (stage: LineStage) => sql.ref(stage === 'order' ? 'placed_at' : 'paid_at')

export async function sumLines(
  tx: Tx,
  f: LineFilter,
): Promise<{ lines: bigint; paidMinor: bigint; refundedMinor: bigint }> {
  const { rows } = await sql<{ lines: bigint; paidMinor: bigint; refundedMinor: bigint }>`
    select count(*) as lines, coalesce(sum(paid_minor), 0)::bigint as "paidMinor", coalesce(sum(refunded_minor), 0)::bigint as "refundedMinor"
    from compass.order_line where ${chosen(f)}`.execute(q(tx))
  return rows[0]!
}

/** Newest first. */
export async function selectLines(
  tx: Tx,
  f: LineFilter,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<LineRow[]> {
  const at = stageTime(f.stage)
  const page = after ? sql<boolean>`(${at}, line_id) < (${after.at}, ${after.id})` : sql<boolean>`true`
  const { rows } = await sql<LineRow>`
    select line_id, order_id, product_id, content_id, creator_id, qty, currency, paid_minor, refunded_minor, ${at} as at
    from compass.order_line where ${chosen(f)} and ${page}
    order by ${at} desc, line_id desc limit ${limit}`.execute(q(tx))
  return rows
}
