// What compass answers. Periods are calendar days in Asia/Shanghai, today included and marked as still growing.
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type * as contract from '../contract.ts'
import type { Funnel } from '../contract.ts'
import {
  bpsOf,
  CREATOR_TILES,
  METRIC_IDS,
  METRICS,
  NO_TOTALS,
  PLATFORM_TILES,
  SHOP_TILES,
  type MetricId,
  type Totals,
} from '../domain/metrics.ts'
import { addDays, periodOf, startOf, type Period } from '../domain/period.ts'
import { sumOver, tilesOf } from '../domain/tiles.ts'
import * as ask from '../repository/ask.ts'

const MAX_ROWS = 100
const TOP = 10

type PeriodInput = { days: number; currency: 'CNY' | 'USD' }

export function createAnswers(deps: Deps) {
  const read = <T>(input: PeriodInput, answer: (tx: Tx, period: Period) => Promise<T>): Promise<T> =>
    deps.db.read((tx) => answer(tx, periodOf(deps.clock.now(), input.days)))

  const periodOut = (period: Period, input: PeriodInput) => ({
    ...period.now,
    partialDay: period.now.to,
    asOf: deps.clock.now().toISOString(),
    currency: input.currency,
  })

  const overview = async (
    tx: Tx,
    period: Period,
    scope: ask.Scope,
    ids: readonly MetricId[],
    input: PeriodInput,
  ) => {
    const from = period.before.from < period.chart.from ? period.before.from : period.chart.from
    const daily = await ask.selectDaily(tx, scope, { from, to: period.now.to }, input.currency)
    const lastDay = startOf(period.before.to)
    const sameHours = sumOver(daily, { from: period.before.from, to: addDays(period.before.to, -1) })
    addSales(sameHours, await ask.sumSales(tx, scope, lastDay, period.until, input.currency))
    if (scope.kind !== 'platform')
      return { period: periodOut(period, input), tiles: tilesOf(ids, daily, period, NOT_DISTINCT, sameHours) }
    const [now, before, chart] = await Promise.all(
      [period.now, period.before, period.chart].map((d) => ask.countShoppers(tx, d)),
    )
    for (const [day, activeShoppers] of chart!.byDay)
      daily.set(day, { ...(daily.get(day) ?? NO_TOTALS), activeShoppers })
    const distinct = { now: { activeShoppers: now!.all }, before: { activeShoppers: before!.all } }
    return { period: periodOut(period, input), tiles: tilesOf(ids, daily, period, distinct, sameHours) }
  }

  return {
    listMetrics: async (): Promise<OutputOf<typeof contract.listMetrics>> => ({
      items: METRIC_IDS.map((id) => {
        const { compute: _, ...definition } = METRICS[id]
        return { id, ...definition }
      }),
    }),

    getOverview: (input: InputOf<typeof contract.getOverview>) =>
      read(input, (tx, period) =>
        overview(tx, period, { kind: 'shop', id: input.shopId }, SHOP_TILES, input),
      ),

    /** What of a shop's sales each creator brought (null: nobody), and since when that is. */
    async salesByCreator(tx: Tx, shopId: string, input: PeriodInput) {
      const { now } = periodOf(deps.clock.now(), input.days)
      return {
        period: { ...now, currency: input.currency },
        since: startOf(now.from),
        sums: await ask.sumByCreator(tx, shopId, now, input.currency),
      }
    },

    getFunnel: (input: InputOf<typeof contract.getFunnel>) =>
      read(input, async (tx, period): Promise<OutputOf<typeof contract.getFunnel>> => {
        const scope = { kind: 'shop', id: input.shopId } as const
        const total = sumOver(await ask.selectDaily(tx, scope, period.now, input.currency), period.now)
        const found =
          input.by === 'none'
            ? { rows: [], all: 0 }
            : await ask.selectFunnel(tx, scope, input.by, period.now, input.currency, MAX_ROWS)
        return {
          period: periodOut(period, input),
          total: toFunnel(total),
          brought: toFunnel({
            ...total,
            ...(await ask.sumBrought(tx, scope, period.now, input.currency)),
          }),
          rows: found.rows.map((r) => ({ id: r.id, name: r.name, ...toFunnel(r) })),
          hiddenRows: found.all - found.rows.length,
        }
      }),

    getFunnelRows: (input: InputOf<typeof contract.getFunnelRows>) =>
      read(input, async (tx, period): Promise<OutputOf<typeof contract.getFunnelRows>> => {
        const after = input.cursor === undefined ? null : readCursor(input.cursor)
        const filter: ask.LineFilter = {
          shopId: input.shopId,
          stage: input.stage,
          from: startOf(period.now.from),
          before: startOf(addDays(period.now.to, 1)),
          currency: input.currency,
          brought: input.contentId === 'any',
          contentId:
            input.contentId === 'none' ? null : input.contentId === 'any' ? undefined : input.contentId,
          creatorId: input.creatorId === 'none' ? null : input.creatorId,
          productId: input.productId,
        }
        const sums = await ask.sumLines(tx, filter)
        const rows = await ask.selectLines(tx, filter, after, input.limit + 1)
        const page = rows.slice(0, input.limit)
        const last = page.at(-1)
        return {
          items: page.map(toOrderLine),
          nextCursor:
            rows.length > page.length && last ? encodeCursor([last.at.toISOString(), last.line_id]) : null,
          lines: Number(sums.lines),
          paidMinor: sums.paidMinor.toString(),
          refundedMinor: sums.refundedMinor.toString(),
        }
      }),

    getCreatorOverview: (input: InputOf<typeof contract.getCreatorOverview>) =>
      read(input, async (tx, period): Promise<OutputOf<typeof contract.getCreatorOverview>> => {
        const scope = { kind: 'creator', id: input.creatorId } as const
        const { rows } = await ask.selectFunnel(tx, scope, 'content', period.now, input.currency, TOP)
        return {
          ...(await overview(tx, period, scope, CREATOR_TILES, input)),
          contents: rows.map((r) => ({ id: r.id, name: r.name, ...toFunnel(r) })),
        }
      }),

    getPlatformOverview: (input: InputOf<typeof contract.getPlatformOverview>) =>
      read(input, async (tx, period): Promise<OutputOf<typeof contract.getPlatformOverview>> => {
        const categories = await ask.selectCategories(tx, period.now, input.currency, TOP)
        return {
          ...(await overview(tx, period, { kind: 'platform' }, PLATFORM_TILES, input)),
          categories: categories.map((c) => ({
            categoryId: c.categoryId,
            paidLines: Number(c.paidLines),
            paidMinor: c.paidMinor.toString(),
          })),
        }
      }),
  }
}

function addSales(totals: Totals, sales: ask.SalesSums): void {
  for (const k of Object.keys(sales) as (keyof ask.SalesSums)[]) totals[k] += sales[k]
}

const NOT_DISTINCT = { now: {}, before: {} }

const toFunnel = (t: ask.FunnelSums): Funnel => {
  const rate = (part: bigint, whole: bigint) => {
    const bps = bpsOf(part, whole)
    return bps === null ? null : Number(bps)
  }
  return {
    impression: Number(t.impressions),
    click: Number(t.productClicks),
    order: Number(t.placedLines),
    paid: Number(t.paidLines),
    kept: Number(t.keptLines),
    paidMinor: t.paidMinor.toString(),
    refundedMinor: t.refundedMinor.toString(),
    rates: {
      click: rate(t.productClicks, t.impressions),
      order: rate(t.broughtLines, t.productClicks),
      paid: rate(t.paidLines, t.placedLines),
      kept: rate(t.keptLines, t.paidLines),
    },
  }
}

const toOrderLine = (r: ask.LineRow): OutputOf<typeof contract.getFunnelRows>['items'][number] => ({
  orderId: r.order_id as `ord_${string}`,
  lineId: r.line_id as `oln_${string}`,
  productId: r.product_id as `prd_${string}`,
  contentId: r.content_id as `cnt_${string}` | null,
  creatorId: r.creator_id as `crt_${string}` | null,
  qty: r.qty,
  paidMinor: r.paid_minor.toString(),
  refundedMinor: r.refunded_minor.toString(),
  currency: r.currency,
  at: r.at.toISOString(),
})

function readCursor(text: string): { at: Date; id: string } {
  const key = decodeCursor(text, 2)
  const at = new Date(key?.[0] ?? NaN)
  if (!key || Number.isNaN(at.getTime())) throw new AppError('CURSOR_INVALID')
  return { at, id: key[1]! }
}
