// The stock page as its routes call it: each in one transaction of its own; what moves units is done once for one key.
import { decodeCursor, encodeCursor, type Endpoint, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { toWire } from '#kernel/money'
import { actorId, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { keepMade, madeBefore } from '#platform/made-by-key'
import { searchPatterns } from '#platform/search-patterns'
import * as c from '../contract.ts'
import { findMovements } from '../repository/movements.ts'
import {
  findSkuNames,
  findStock,
  listStock,
  ownSkus,
  unitsSold,
  type StockRow,
} from '../repository/stock-desk.ts'
import * as warehouses from '../repository/warehouses.ts'
import { depositView, toApart } from './apart-views.ts'
import type { createStockApart } from './stock-apart.ts'
import type { createStockCount } from './count-stock.ts'

type Doors = {
  count: ReturnType<typeof createStockCount>
  apart: ReturnType<typeof createStockApart>
}
type Row = OutputOf<typeof c.transferStock>
type Warehouse = OutputOf<typeof c.createWarehouse>
/** More would be a logistics company. */
const MOST_WAREHOUSES = 20

export function createStockDesk(deps: Pick<Deps, 'db' | 'clock' | 'ids'>, { count, apart }: Doors) {
  const { db, clock, ids } = deps

  async function rowsOf(tx: Tx, shopId: Id<'shp'>, rows: readonly StockRow[]): Promise<Row[]> {
    const lying = rows.filter((r) => r.warehoused).map((r) => r.sku_id)
    if (lying.length === 0) return rows.map((r) => toRow(r, []))
    const main = (await warehouses.findWarehouses(tx, shopId)).find((w) => w.main)!.warehouse_id
    const places = Map.groupBy(await warehouses.findPlaces(tx, lying, false), (p) => p.sku_id)
    return rows.map((r) =>
      toRow(
        r,
        (places.get(r.sku_id) ?? []).map((p) => ({
          warehouseId: p.warehouse_id ?? main,
          onHand: p.on_hand,
          reserved: p.reserved,
        })),
      ),
    )
  }
  const show = async (tx: Tx, shopId: Id<'shp'>, skuIds: readonly Id<'sku'>[]) =>
    rowsOf(tx, shopId, await findStock(tx, shopId, skuIds))
  const one = async (tx: Tx, shopId: Id<'shp'>, skuId: Id<'sku'>): Promise<Row> => {
    const [row] = await show(tx, shopId, [skuId])
    if (!row) throw new AppError('NOT_FOUND')
    return row
  }

  /** `act` once for one key, whatever became of the answer; then what is there now. */
  const once = <R>(
    endpoint: Endpoint,
    ctx: Ctx,
    act: (tx: Tx) => Promise<void>,
    answer: (tx: Tx) => Promise<R>,
  ) =>
    db.transaction(async (tx) => {
      if ((await madeBefore(tx, ctx, endpoint)) === null) {
        await act(tx)
        await keepMade(tx, ctx, endpoint, 'done')
      }
      return answer(tx)
    })

  /** The shop's second place brings the first one's row with it. */
  async function openWarehouse(
    tx: Tx,
    shopId: Id<'shp'>,
    { name, provinces = [], priority = 100 }: { name: string; provinces?: string[]; priority?: number },
    mainName: string,
  ): Promise<warehouses.WarehouseRow> {
    const before = await warehouses.findWarehouses(tx, shopId)
    if (before.length >= MOST_WAREHOUSES) throw new AppError('STATE_CONFLICT', { most: MOST_WAREHOUSES })
    const base = { shop_id: shopId, open: true, created_at: clock.now() }
    const made = { ...base, warehouse_id: ids.next('whs'), name, main: false, provinces, priority }
    const main = {
      ...base,
      warehouse_id: ids.next('whs'),
      name: mainName,
      main: true,
      provinces: [],
      priority: 100,
    }
    await warehouses.insertWarehouses(tx, before.length === 0 ? [main, made] : [made])
    return made
  }

  return {
    openWarehouse,

    listWarehouses: ({ shopId }: InputOf<typeof c.listWarehouses>) =>
      db.read(async (tx) => ({ items: (await warehouses.findWarehouses(tx, shopId)).map(toWarehouse) })),

    createWarehouse: (
      { shopId, ...fields }: InputOf<typeof c.createWarehouse>,
      ctx: Ctx,
    ): Promise<Warehouse> =>
      db.transaction(async (tx) => {
        const made = await madeBefore<Id<'whs'>>(tx, ctx, c.createWarehouse)
        if (made)
          return toWarehouse(
            (await warehouses.findWarehouses(tx, shopId)).find((w) => w.warehouse_id === made)!,
          )
        const opened = await openWarehouse(
          tx,
          shopId,
          fields,
          ctx.locale === 'zh' ? '主仓' : 'Main warehouse',
        )
        await keepMade(tx, ctx, c.createWarehouse, opened.warehouse_id)
        return toWarehouse(opened)
      }),

    /** @throws AppError NOT_FOUND · STATE_CONFLICT when the main one, or one that is not empty, is to be closed */
    updateWarehouse: ({
      shopId,
      warehouseId,
      ...fields
    }: InputOf<typeof c.updateWarehouse>): Promise<Warehouse> =>
      db.transaction(async (tx) => {
        const found = (await warehouses.findWarehouses(tx, shopId)).find(
          (w) => w.warehouse_id === warehouseId,
        )
        if (!found) throw new AppError('NOT_FOUND')
        if (!fields.open && (found.main || !(await warehouses.isEmpty(tx, warehouseId))))
          throw new AppError('STATE_CONFLICT', { state: found.main ? 'main' : 'not-empty' })
        await warehouses.updateWarehouse(tx, warehouseId, fields)
        return toWarehouse({ ...found, ...fields })
      }),

    listStock: ({
      shopId,
      q,
      only,
      cursor,
      limit,
    }: InputOf<typeof c.listStock>): Promise<OutputOf<typeof c.listStock>> =>
      db.read(async (tx) => {
        const after = cursor === undefined ? null : keyOf(cursor)
        const rows = await listStock(tx, shopId, {
          patterns: searchPatterns(q),
          only,
          after,
          limit: limit + 1,
        })
        const page = rows.slice(0, limit)
        return {
          items: await rowsOf(tx, shopId, page),
          nextCursor: rows.length > limit ? encodeCursor([page.at(-1)!.sku_id]) : null,
        }
      }),

    listMovements: ({
      shopId,
      skuId,
      cursor,
      limit,
    }: InputOf<typeof c.listMovements>): Promise<OutputOf<typeof c.listMovements>> =>
      db.read(async (tx) => {
        if (!(await ownSkus(tx, shopId, [skuId])).has(skuId)) throw new AppError('NOT_FOUND')
        const after = cursor === undefined ? null : keyOf(cursor)
        if (after !== null && !/^\d{1,18}$/.test(after)) throw new AppError('CURSOR_INVALID')
        const rows = await findMovements(tx, skuId, after, limit + 1)
        const page = rows.slice(0, limit)
        return {
          items: page.map((m) => ({
            movementId: m.movement_id.toString(),
            at: m.at.toISOString(),
            delta: m.delta,
            reason: m.reason,
            note: m.note,
            by: m.by === 'system' ? null : m.by,
            warehouse: m.warehouse,
          })),
          nextCursor: rows.length > limit ? encodeCursor([page.at(-1)!.movement_id.toString()]) : null,
          totals: await unitsSold(tx, skuId),
        }
      }),

    adjustStock: ({ shopId, lines, reason, note }: InputOf<typeof c.adjustStock>, ctx: Ctx) =>
      once(
        c.adjustStock,
        ctx,
        (tx) => count.countStock(tx, shopId, lines, { reason, note, by: actorId(ctx.actor) }),
        async (tx) => ({ items: await show(tx, shopId, [...new Set(lines.map((l) => l.skuId))]) }),
      ),

    transferStock: (
      { shopId, skuId, units, note, ...way }: InputOf<typeof c.transferStock>,
      ctx: Ctx,
    ): Promise<Row> =>
      once(
        c.transferStock,
        ctx,
        (tx) => {
          const move = { skuId, units, from: way.fromWarehouseId ?? null, to: way.toWarehouseId ?? null }
          return count.moveBetween(tx, shopId, move, { note, by: actorId(ctx.actor) })
        },
        (tx) => one(tx, shopId, skuId),
      ),

    setPresale: (input: InputOf<typeof c.setPresale>): Promise<Row> =>
      db.transaction(async (tx) => {
        await apart.setPresale(tx, input)
        return one(tx, input.shopId, input.skuId)
      }),

    endPresale: ({ shopId, skuId }: InputOf<typeof c.endPresale>): Promise<Row> =>
      db.transaction(async (tx) => {
        await apart.endPresale(tx, shopId, skuId)
        return one(tx, shopId, skuId)
      }),

    lockForCampaign: (input: InputOf<typeof c.lockForCampaign>, ctx: Ctx): Promise<Row> =>
      once(
        c.lockForCampaign,
        ctx,
        async (tx) => void (await apart.lockForCampaign(tx, input)),
        (tx) => one(tx, input.shopId, input.skuId),
      ),

    endCampaign: ({ shopId, skuId }: InputOf<typeof c.endCampaign>): Promise<Row> =>
      db.transaction(async (tx) => {
        await apart.endCampaign(tx, shopId, skuId)
        return one(tx, shopId, skuId)
      }),

    getOrderPlaces: ({
      shopId,
      orderId,
    }: InputOf<typeof c.getOrderPlaces>): Promise<OutputOf<typeof c.getOrderPlaces>> =>
      db.read(async (tx) => {
        const places = await warehouses.placesOfHold(tx, shopId, orderId)
        if (places.length === 0) throw new AppError('NOT_FOUND')
        const names = await findSkuNames(tx, [...new Set(places.map((p) => p.sku_id))])
        return {
          items: places.map((p) => ({
            skuId: p.sku_id,
            ...names.get(p.sku_id)!,
            warehouse: p.warehouse,
            qty: p.qty,
          })),
        }
      }),
  }
}

const toWarehouse = (w: warehouses.WarehouseRow): Warehouse => ({
  warehouseId: w.warehouse_id,
  name: w.name,
  main: w.main,
  provinces: w.provinces,
  priority: w.priority,
  open: w.open,
})

function toRow(r: StockRow, places: Row['places']): Row {
  const { presale, campaign } = toApart(r.apart)
  return {
    skuId: r.sku_id,
    productId: r.product_id,
    title: r.title,
    skuName: r.sku_name,
    imageUrl: r.image_url,
    priceMinor: toWire(r.price_minor),
    currency: r.currency,
    onHand: r.on_hand,
    reserved: r.reserved,
    available: r.available,
    apart: r.apart_units,
    places,
    parts: r.parts,
    presale: presale && {
      left: presale.left,
      shipsAt: presale.shipsAt.toISOString(),
      deposit: depositView(presale.deposit),
    },
    campaign: campaign && {
      poolId: campaign.poolId,
      name: campaign.name,
      left: campaign.left,
      priceMinor: campaign.priceMinor === null ? null : toWire(campaign.priceMinor),
      limitPerPerson: campaign.limitPerPerson,
      startsAt: campaign.startsAt.toISOString(),
      endsAt: campaign.endsAt.toISOString(),
    },
    version: r.version,
  }
}

function keyOf(cursor: string): string {
  const key = decodeCursor(cursor, 1)?.[0]
  if (key === undefined) throw new AppError('CURSOR_INVALID')
  return key
}
