// Lists and details of orders, for the buyer and for the shop.
import { AppError } from '#kernel/errors'
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type {
  getOrder,
  getShopOrder,
  getTodos,
  listOrders,
  listShopOrders,
  listShopRefunds,
} from '../contract.ts'
import { ORDER_STATES, POLICY } from '../domain/order-state.ts'
import {
  countByState,
  countPaidSince,
  findLines,
  findReceivers,
  findSteps,
  listOrders as findOrders,
  shipCounts,
  withLines,
} from '../repository/orders.ts'
import { trackedPackages } from '../repository/packages.ts'
import { findLate } from '../repository/late.ts'
import { latestChange } from '../repository/addresses.ts'
import { waitingForShop } from '../repository/after-sales.ts'
import { latestRefunds, listRefunds } from '../repository/refunds.ts'
import { reviewedProducts, unansweredCount } from '../repository/reviews.ts'
import type { Order, OrderRow } from '../repository/rows.ts'
import type { Orders } from './orders.ts'
import { maskAddress } from '../domain/mask.ts'
import { queueTimes } from './late.ts'
import {
  besideView,
  orderDetailView,
  orderSummaryView,
  packageView,
  refundView,
  shopOrderView,
  stepView,
  type Surroundings,
} from './views.ts'

export function pageOfRows<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => string,
): { rows: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  return { rows: shown, nextCursor: rows.length > limit ? encodeCursor([keyOf(shown.at(-1)!)]) : null }
}

export function cursorKey(cursor: string | undefined): { before?: string } {
  if (cursor === undefined) return {}
  const key = decodeCursor(cursor, 1)?.[0]
  if (key === undefined) throw new AppError('CURSOR_INVALID')
  return { before: key }
}

export function createReads({ db, clock }: Deps, orders: Orders) {
  async function surround(tx: Tx, list: readonly OrderRow[]): Promise<(o: OrderRow) => Surroundings> {
    const ids = list.map((o) => o.order_id)
    const [refunds, reviewed] = [await latestRefunds(tx, ids), await reviewedProducts(tx, ids)]
    return (o) => ({ refund: refunds.get(o.order_id), reviewed, now: clock.now() })
  }

  const beside = async (tx: Tx, o: Order) => ({
    late: await findLate(tx, o.order_id),
    change: await latestChange(tx, o.order_id),
  })

  async function detail(tx: Tx, o: Order): Promise<OutputOf<typeof getOrder>> {
    const around = await surround(tx, [o])
    return orderDetailView(
      o,
      around(o),
      await findSteps(tx, o.order_id),
      await trackedPackages(tx, o.order_id),
      await beside(tx, o),
    )
  }

  async function shopDetail(tx: Tx, o: Order): Promise<OutputOf<typeof getShopOrder>> {
    const around = await surround(tx, [o])
    return {
      ...shopOrderView(o, around(o)),
      timeline: (await findSteps(tx, o.order_id)).map(stepView),
      packages: (await trackedPackages(tx, o.order_id)).map(packageView),
      ...besideView(await beside(tx, o), maskAddress),
    }
  }

  return {
    /** The buyer's own order, inside a flow's transaction or after it. */
    orderDetail: async (tx: Tx, orderId: Id<'ord'>, buyerId: Id<'usr'>) =>
      detail(tx, await orders.order(tx, { orderId, buyerId })),
    shopOrderDetail: async (tx: Tx, orderId: Id<'ord'>, shopId: Id<'shp'>) =>
      shopDetail(tx, await orders.order(tx, { orderId, shopId })),

    getOrder: ({ orderId }: InputOf<typeof getOrder>, ctx: Ctx): Promise<OutputOf<typeof getOrder>> =>
      db.read(async (tx) => detail(tx, await orders.order(tx, { orderId, buyerId: personOf(ctx) }))),

    /** Full addresses of the shop's orders, for a flow that counts and writes down who looks. @throws AppError NOT_FOUND when any is not the shop's */
    async receivers(tx: Tx, shopId: Id<'shp'>, orderIds: readonly Id<'ord'>[]) {
      const rows = await findReceivers(tx, shopId, orderIds)
      if (rows.length !== orderIds.length) throw new AppError('NOT_FOUND')
      return rows
    },
    countRecentOrders: countPaidSince,

    getShopOrder: ({
      shopId,
      orderId,
    }: InputOf<typeof getShopOrder>): Promise<OutputOf<typeof getShopOrder>> =>
      db.read(async (tx) => shopDetail(tx, await orders.order(tx, { orderId, shopId }))),

    listOrders: (
      { state, cursor, limit }: InputOf<typeof listOrders>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof listOrders>> =>
      db.read(async (tx) => {
        const found = await findOrders(tx, {
          buyerId: personOf(ctx),
          ...(state ? { state } : {}),
          ...cursorKey(cursor),
          limit: limit + 1,
        })
        const { rows, nextCursor } = pageOfRows(found, limit, (o) => o.order_id)
        const around = await surround(tx, rows)
        return { items: (await withLines(tx, rows)).map((o) => orderSummaryView(o, around(o))), nextCursor }
      }),

    listShopOrders: ({
      shopId,
      state,
      queue,
      q,
      cursor,
      limit,
    }: InputOf<typeof listShopOrders>): Promise<OutputOf<typeof listShopOrders>> =>
      db.read(async (tx) => {
        const found = await findOrders(tx, {
          shopId,
          ...(state ? { state } : {}),
          ...(queue ? { queue, times: queueTimes(clock.now()) } : {}),
          ...(q ? { q } : {}),
          ...cursorKey(cursor),
          limit: limit + 1,
        })
        const { rows, nextCursor } = pageOfRows(found, limit, (o) => o.order_id)
        const around = await surround(tx, rows)
        const counts = await countByState(tx, shopId)
        return {
          items: (await withLines(tx, rows)).map((o) => shopOrderView(o, around(o))),
          nextCursor,
          counts: Object.fromEntries(ORDER_STATES.map((s) => [s, counts.get(s) ?? 0])) as OutputOf<
            typeof listShopOrders
          >['counts'],
        }
      }),

    listShopRefunds: ({
      shopId,
      state,
      cursor,
      limit,
    }: InputOf<typeof listShopRefunds>): Promise<OutputOf<typeof listShopRefunds>> =>
      db.read(async (tx) => {
        const found = await listRefunds(tx, {
          shopId,
          ...(state ? { state } : {}),
          ...cursorKey(cursor),
          limit: limit + 1,
        })
        const { rows, nextCursor } = pageOfRows(found, limit, (r) => r.refund_id)
        const lines = Map.groupBy(
          await findLines(
            tx,
            rows.map((r) => r.order_id),
          ),
          (l) => l.order_id,
        )
        const goodsOf = (id: Id<'ord'>) =>
          (lines.get(id) ?? []).map((l) => ({ title: l.title, imageUrl: l.image_url }))
        return { items: rows.map((r) => ({ ...refundView(r), goods: goodsOf(r.order_id) })), nextCursor }
      }),

    getTodos: ({ shopId }: InputOf<typeof getTodos>): Promise<OutputOf<typeof getTodos>> =>
      db.read(async (tx) => {
        const now = clock.now()
        const ship = await shipCounts(tx, shopId, now, new Date(now.getTime() + POLICY.shipSoonMs))
        const refunds = await waitingForShop(tx, shopId)
        const iso = (at: Date | null) => at?.toISOString() ?? null
        return {
          todos: [
            { kind: 'to-ship', count: ship.toShip, deadline: iso(ship.nextDueAt) },
            { kind: 'ship-soon', count: ship.soon, deadline: ship.soon > 0 ? iso(ship.nextSoonAt) : null },
            { kind: 'ship-late', count: ship.late, deadline: ship.late > 0 ? iso(ship.nextDueAt) : null },
            { kind: 'refunds-to-decide', count: refunds.n, deadline: iso(refunds.deadline) },
            { kind: 'reviews-to-answer', count: await unansweredCount(tx, shopId), deadline: null },
          ],
        }
      }),
  }
}
