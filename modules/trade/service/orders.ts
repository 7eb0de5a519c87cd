// An order after it is placed: cancelled, shipped in packages, received, completed. Each is one guarded move.
import { AppError } from '#kernel/errors'
import type { InputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import { sqlState, type Tx } from '#platform/database'
import type { shipOrder } from '../contract.ts'
import { ORDER_MOVES, POLICY, type MoveName, type Mover, type OrderState } from '../domain/order-state.ts'
import { orderCancelled, orderReceived, orderShipped } from '../events.ts'
import { closePayments, lockCheckout } from '../repository/checkouts.ts'
import * as repository from '../repository/orders.ts'
import type { Order, OrderRow } from '../repository/rows.ts'
import type { PackageLine } from '../repository/rows.ts'
import type { Announcer } from './announce.ts'
import { packageView } from './views.ts'

export type Cancelled = {
  checkoutId: Id<'chk'>
  currency: OrderRow['currency']
  orderIds: Id<'ord'>[]
  paymentIds: Id<'pay'>[]
}

export function createOrders({ clock, ids }: Deps, { announce }: Announcer) {
  /** @throws AppError NOT_FOUND */
  async function order(tx: Tx, key: repository.OrderKey, lock = false): Promise<Order> {
    const row = await repository.findOrder(tx, key, lock)
    if (!row) throw new AppError('NOT_FOUND')
    return (await repository.withLines(tx, [row]))[0]!
  }

  /** @throws AppError STATE_CONFLICT {state} when another move was faster */
  async function move(
    tx: Tx,
    o: Order,
    name: MoveName,
    by: Mover,
    dueInMs: number | 'keep' | null = null,
    note: string | null = null,
  ): Promise<OrderState> {
    const { from, to } = ORDER_MOVES[name]
    const at = clock.now()
    const dueAt = dueInMs === 'keep' ? o.due_at : dueInMs === null ? null : new Date(at.getTime() + dueInMs)
    const moved = await repository.moveOrders(tx, [o.order_id], { from, to, by, at, note, dueAt })
    if (moved.length === 0) {
      const now = await repository.findOrder(tx, { orderId: o.order_id })
      throw new AppError('STATE_CONFLICT', { state: now?.state ?? o.state })
    }
    return to
  }

  return {
    order,
    move,

    /** All orders of the checkout, while they wait for payment. @throws AppError NOT_FOUND | STATE_CONFLICT {state} */
    async cancelCheckout(tx: Tx, checkoutId: Id<'chk'>, by: 'buyer' | 'system'): Promise<Cancelled> {
      const checkout = await lockCheckout(tx, checkoutId)
      if (!checkout) throw new AppError('NOT_FOUND')
      const rows = await repository.ordersOfCheckout(tx, checkoutId)
      const at = clock.now()
      const note = by === 'system' ? 'payment-expired' : null
      const moved = await repository.moveOrders(
        tx,
        rows.map((o) => o.order_id),
        { ...ORDER_MOVES.cancel, by, at, note, dueAt: null },
      )
      if (moved.length === 0) throw new AppError('STATE_CONFLICT', { state: rows[0]!.state })
      const paymentIds = await closePayments(tx, checkoutId, at)
      await announce(tx, orderCancelled, await repository.withLines(tx, rows))
      return { checkoutId, currency: checkout.currency, orderIds: rows.map((o) => o.order_id), paymentIds }
    },

    /** Checkouts whose time to pay is over. */
    async expiredCheckouts(tx: Tx, limit: number): Promise<Id<'chk'>[]> {
      const due = await repository.dueOrders(tx, 'awaiting-payment', clock.now(), limit)
      return [...new Set(due.map((o) => o.checkout_id))]
    },

    /**
     * One more package; without `lines` everything that is left.
     * @throws AppError NOT_FOUND | STATE_CONFLICT {state} | TRACKING_USED | QTY_RANGE
     */
    async ship(tx: Tx, input: InputOf<typeof shipOrder>, requestKey: string | null) {
      const o = await order(tx, { orderId: input.orderId, shopId: input.shopId }, true)
      const before =
        requestKey === null ? undefined : await repository.findPackageByKey(tx, o.order_id, requestKey)
      if (before) return { package: packageView(before), label: o.address }
      const lines: PackageLine[] =
        input.lines ??
        o.lines
          .filter((l) => l.shipped_qty < l.qty)
          .map((l) => ({ lineId: l.line_id, qty: l.qty - l.shipped_qty }))
      assertShippable(o, lines)
      const left =
        o.lines.reduce((n, l) => n + l.qty - l.shipped_qty, 0) - lines.reduce((n, l) => n + l.qty, 0)
      const to =
        left === 0
          ? await move(tx, o, 'shipAll', 'merchant', POLICY.autoReceiveMs)
          : await move(tx, o, 'shipPart', 'merchant', 'keep')
      if (!(await repository.shipUnits(tx, o.order_id, lines))) throw new AppError('QTY_RANGE')
      const row = {
        package_id: ids.next('pkg'),
        order_id: o.order_id,
        shop_id: o.shop_id,
        carrier: input.carrier,
        tracking_no: input.trackingNo.toUpperCase(),
        shipped_at: clock.now(),
        request_key: requestKey,
      }
      await repository.insertPackage(tx, { ...row, lines: JSON.stringify(lines) }).catch((error: unknown) => {
        if (sqlState(error) === '23505') throw new AppError('TRACKING_USED', { trackingNo: row.tracking_no })
        throw error
      })
      if (to === 'shipped') await announce(tx, orderShipped, [o])
      return { package: packageView({ ...row, lines }), label: o.address }
    },

    /** @throws AppError STATE_CONFLICT {state} */
    async receive(tx: Tx, key: repository.OrderKey, by: 'buyer' | 'system'): Promise<void> {
      const o = await order(tx, key)
      await move(tx, o, 'receive', by, POLICY.returnWindowMs)
      await announce(tx, orderReceived, [o])
    },

    ordersToReceive: async (tx: Tx, limit: number): Promise<Id<'ord'>[]> =>
      (await repository.dueOrders(tx, 'shipped', clock.now(), limit)).map((o) => o.order_id),

    ordersToSettle: (tx: Tx, limit: number): Promise<Id<'ord'>[]> =>
      repository.ordersToSettle(tx, clock.now(), limit),

    /** Locks the order. False when it is not due any more (a refund came first). */
    async complete(tx: Tx, orderId: Id<'ord'>): Promise<boolean> {
      const moved = await repository.moveOrders(tx, [orderId], {
        ...ORDER_MOVES.complete,
        by: 'system',
        at: clock.now(),
        note: null,
        dueAt: null,
      })
      return moved.length > 0
    },
  }
}

function assertShippable(o: Order, lines: readonly PackageLine[]): void {
  const left = new Map(o.lines.map((l) => [l.line_id, l.qty - l.shipped_qty]))
  if (new Set(lines.map((l) => l.lineId)).size !== lines.length || lines.some((l) => !left.has(l.lineId)))
    throw new AppError('NOT_FOUND')
  const many = lines.find((l) => l.qty > left.get(l.lineId)!)
  if (many && left.get(many.lineId) !== 0)
    throw new AppError('QTY_RANGE', { lineId: many.lineId, left: left.get(many.lineId) })
  if (lines.length === 0 || many) throw new AppError('STATE_CONFLICT', { state: o.state })
}

export type Orders = ReturnType<typeof createOrders>
