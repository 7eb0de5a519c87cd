// An order after it is placed: cancelled, shipped in packages, received, completed. Each is one guarded move.
import { AppError } from '#kernel/errors'
import type { InputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import { sqlState, type Tx } from '#platform/database'
import type { shipOrder } from '../contract.ts'
import { ORDER_MOVES, POLICY, type MoveName, type Mover, type OrderState } from '../domain/order-state.ts'
import { orderCancelled, orderReceived, orderShipped } from '../events.ts'
import { closePayments, lockCheckout, type PaymentAt } from '../repository/checkouts.ts'
import * as repository from '../repository/orders.ts'
import type { CheckoutRow, Order, OrderRow } from '../repository/rows.ts'
import type { PackageLine } from '../repository/rows.ts'
import type { Announcer } from './announce.ts'
import { nextDue, unsentOf } from '../domain/ship-due.ts'
import * as packages from '../repository/packages.ts'
import { packageView } from './views.ts'

export type Cancelled = {
  checkoutId: Id<'chk'>
  currency: OrderRow['currency']
  checkout: CheckoutRow
  orders: Order[]
  payments: PaymentAt[]
}

/** What the courier gave for it, when it was booked with one. */
export type Booked = { packageId: Id<'pkg'>; sortCode: string | null }
export type ShippedBy = { courier?: string | null; booked?: Booked; accountId?: string | null }

/** The carrier tells by itself; it is asked in case its word was lost. */
const FIRST_ASK_MS = 60_000

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
    due: number | Date | null = null,
    note: string | null = null,
  ): Promise<OrderState> {
    const { from, to } = ORDER_MOVES[name]
    const at = clock.now()
    const dueAt = typeof due === 'number' ? new Date(at.getTime() + due) : due
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
      // A deposit binds the buyer: it is not taken back, it is lost when the balance is not paid in time.
      if (by === 'buyer' && rows[0]!.state === 'part-paid' && checkout.parts?.[0]?.kind === 'deposit')
        throw new AppError('STATE_CONFLICT', { state: rows[0]!.state })
      const at = clock.now()
      const forfeits = isForfeit(checkout)
      const note = by === 'system' ? (forfeits ? 'balance-unpaid' : 'payment-expired') : null
      const moved = await repository.moveOrders(
        tx,
        rows.map((o) => o.order_id),
        { ...ORDER_MOVES.cancel, by, at, note, dueAt: null },
      )
      if (moved.length === 0) throw new AppError('STATE_CONFLICT', { state: rows[0]!.state })
      const payments = await closePayments(tx, checkoutId, at)
      const orders = await repository.withLines(tx, rows)
      await announce(tx, orderCancelled, orders)
      return { checkoutId, currency: checkout.currency, checkout, orders, payments }
    },

    /** Checkouts whose time to pay is over. */
    async expiredCheckouts(tx: Tx, limit: number): Promise<Id<'chk'>[]> {
      const due = await repository.dueOrders(tx, ['awaiting-payment', 'part-paid'], clock.now(), limit)
      return [...new Set(due.map((o) => o.checkout_id))]
    },

    /**
     * One more package; without `lines` everything that is left.
     * @throws AppError NOT_FOUND | STATE_CONFLICT {state} | TRACKING_USED | QTY_RANGE
     */
    async ship(
      tx: Tx,
      input: InputOf<typeof shipOrder>,
      requestKey: string | null,
      { courier = null, booked, accountId = null }: ShippedBy = {},
    ) {
      const o = await order(tx, { orderId: input.orderId, shopId: input.shopId }, true)
      const before =
        requestKey === null ? undefined : await packages.findPackageByKey(tx, o.order_id, requestKey)
      if (before) return { package: packageView({ ...before, events: [] }), label: o.address }
      const lines = input.lines ?? leftOf(o)
      assertShippable(o, lines)
      const sent = new Map(lines.map((l) => [l.lineId as string, l.qty]))
      const after = o.lines.map((l) => ({ ...l, shipped_qty: l.shipped_qty + (sent.get(l.line_id) ?? 0) }))
      const due = nextDue(after, o.paid_at ?? clock.now())
      const to =
        due === null
          ? await move(tx, o, 'shipAll', 'merchant', POLICY.autoReceiveMs)
          : await move(tx, o, 'shipPart', 'merchant', due)
      if (!(await packages.shipUnits(tx, o.order_id, lines))) throw new AppError('QTY_RANGE')
      const now = clock.now()
      const row: packages.NewPackage = {
        package_id: booked?.packageId ?? ids.next('pkg'),
        order_id: o.order_id,
        shop_id: o.shop_id,
        carrier: input.carrier,
        tracking_no: input.trackingNo.toUpperCase(),
        shipped_at: now,
        request_key: requestKey,
        courier,
        sort_code: booked?.sortCode ?? null,
        e_waybill: booked !== undefined,
        ask_at: new Date(now.getTime() + FIRST_ASK_MS),
        lines,
      }
      await packages.insertPackage(tx, row).catch((error: unknown) => {
        if (sqlState(error) === '23505') throw new AppError('TRACKING_USED', { trackingNo: row.tracking_no })
        throw error
      })
      if (accountId !== null)
        await packages.noteAddressSeen(tx, {
          orderId: o.order_id,
          packageId: row.package_id,
          accountId,
          why: booked ? 'book' : 'ship',
          at: now,
        })
      if (to === 'shipped') await announce(tx, orderShipped, [o])
      return { package: packageView({ ...UNREPORTED, ...row, events: [] }), label: o.address }
    },

    /** @throws AppError STATE_CONFLICT {state} */
    async receive(tx: Tx, key: repository.OrderKey, by: 'buyer' | 'system'): Promise<void> {
      const o = await order(tx, key)
      await move(tx, o, 'receive', by, POLICY.returnWindowMs)
      await announce(tx, orderReceived, [o])
    },

    ordersToReceive: async (tx: Tx, limit: number): Promise<Id<'ord'>[]> =>
      (await repository.dueOrders(tx, ['shipped'], clock.now(), limit)).map((o) => o.order_id),

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

const UNREPORTED = {
  state: null,
  collected_at: null,
  signed_at: null,
  moved_at: null,
  asked: null,
  intercept_by: null,
  prints: null,
} as const

/** A deposit was paid, and nothing after it. */
export const isForfeit = (c: CheckoutRow): boolean => c.parts_paid === 1 && c.parts?.[0]?.kind === 'deposit'

/** Everything of it that has not been sent. */
export const leftOf = (o: Order): PackageLine[] =>
  o.lines.filter((l) => unsentOf(l) > 0).map((l) => ({ lineId: l.line_id, qty: unsentOf(l) }))

export function assertShippable(o: Order, lines: readonly PackageLine[]): void {
  const left = new Map(o.lines.map((l) => [l.line_id, unsentOf(l)]))
  if (new Set(lines.map((l) => l.lineId)).size !== lines.length || lines.some((l) => !left.has(l.lineId)))
    throw new AppError('NOT_FOUND')
  const many = lines.find((l) => l.qty > left.get(l.lineId)!)
  if (many && left.get(many.lineId) !== 0)
    throw new AppError('QTY_RANGE', { lineId: many.lineId, left: left.get(many.lineId) })
  if (lines.length === 0 || many) throw new AppError('STATE_CONFLICT', { state: o.state })
}

export type Orders = ReturnType<typeof createOrders>
