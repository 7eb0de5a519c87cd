// What a move of a case brings with it: its refund is approved or refused, units are never sent, the order may be over. What
// concerns other modules is answered for the flow to do: money taken back, goods to the shelf or off it.
import type { Id } from '#kernel/ids'
import { splitByWeights, sumMinor, toWire, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { MoveRow } from '../domain/after-sale-moves.ts'
import { POLICY, type Mover } from '../domain/order-state.ts'
import { unsentOf } from '../domain/ship-due.ts'
import { orderShipped } from '../events.ts'
import { changeCase, undoUnits, type CaseChange } from '../repository/after-sales.ts'
import { noteStep } from '../repository/orders.ts'
import type { AfterSaleRow, Order, RefundRow } from '../repository/rows.ts'
import { givenBack, moneyLines, type CaseMoney } from './after-sale-money.ts'
import type { Act } from './after-sale-act.ts'
import type { Announcer } from './announce.ts'
import type { Orders } from './orders.ts'

export type ApprovedRefund = {
  refund: RefundRow
  lines: { lineId: Id<'oln'> | null; refundMinor: Minor }[]
  /** What of it the platform gives the shop back. */
  platformMinor: Minor
}
type Units = { skuId: Id<'sku'>; qty: number }

export type Ended = {
  case: AfterSaleRow
  order: Order
  pay: ApprovedRefund | null
  /** Paid back before they were sent; `allUndone`: everything the order holds. */
  undone: Units[]
  allUndone: boolean
  /** All goods are paid back and the freight is not: what is left is the shop’s now. */
  settleRest: boolean
  /** Looked at, and good enough to be sold again. */
  restock: Units[]
  /** Units for a new parcel leave the shelf; or come back to it, for none was sent. */
  take: boolean
  giveBack: boolean
}

/** A ruling on another amount: the lines and the freight in proportion. */
export function scaled(c: AfterSaleRow, amountMinor: Minor): CaseChange {
  const parts = [...c.lines.map((l) => BigInt(l.amountMinor)), c.freight_minor]
  const asked = sumMinor(parts)
  const now = amountMinor >= asked ? parts : splitByWeights(amountMinor, parts)
  return {
    lines: c.lines.map((l, i) => ({
      ...l,
      amountMinor: toWire(now[i]!),
      units: amountMinor < asked ? 0 : l.units,
    })),
    amount_minor: sumMinor(now.slice(0, -1)),
    freight_minor: now.at(-1)!,
  }
}

export function createCaseEnd({ clock }: Deps, orders: Orders, { announce }: Announcer, money: CaseMoney) {
  const noteOrder = (tx: Tx, o: Order, by: Mover, text: string) =>
    noteStep(tx, o.order_id, { state: o.state, by, at: clock.now(), note: text })

  async function pay(tx: Tx, o: Order, c: AfterSaleRow, by: 'merchant' | 'system') {
    const refundId = c.refund_id ?? (await money.openRefund(tx, o, c)).refund_id
    const paying = c.refund_id ? c : await changeCase(tx, c.after_sale_id, { refund_id: refundId })
    const refund = await money.approveRefund(tx, refundId, by, paying)
    const lines = moneyLines(paying).map((l) => ({ lineId: l.lineId, refundMinor: BigInt(l.refundMinor) }))
    return { c: paying, approved: { refund, lines, platformMinor: paying.platform_minor } }
  }

  /** Units that never left: nobody sends them now. */
  async function undo(
    tx: Tx,
    o: Order,
    c: AfterSaleRow,
  ): Promise<{ lineId: Id<'oln'>; skuId: Id<'sku'>; qty: number }[]> {
    const undone = c.lines.flatMap((l) => {
      const line = o.lines.find((x) => x.line_id === l.lineId)!
      const qty = Math.min(l.units, unsentOf(line))
      return qty > 0 ? [{ lineId: l.lineId, skuId: line.sku_id, qty }] : []
    })
    if (undone.length > 0) await undoUnits(tx, undone)
    return undone
  }

  /** All of it paid back: the order is over. Some: it goes on with what is left. */
  async function moveOrder(tx: Tx, o: Order, by: Mover, undone: readonly { lineId: string; qty: number }[]) {
    const back = await givenBack(tx, o)
    const all = o.lines.every((l) => (back.get(l.line_id) ?? 0n) >= l.paid_minor)
    if (all) {
      if (o.state === 'paid') await orders.move(tx, o, 'refundUnshipped', 'buyer')
      else if (o.state !== 'refunded') await orders.move(tx, o, 'refundShipped', by)
      return { settleRest: (back.get(null) ?? 0n) < o.freight_minor }
    }
    await noteOrder(tx, o, by, 'refund-part')
    const gone = new Map(undone.map((u) => [u.lineId, u.qty]))
    const nothingLeft = o.lines.every((l) => unsentOf(l) - (gone.get(l.line_id) ?? 0) === 0)
    if (o.state === 'partly-shipped' && nothingLeft) {
      await orders.move(tx, o, 'shipAll', 'system', POLICY.autoReceiveMs)
      await announce(tx, orderShipped, [o])
    }
    return { settleRest: false }
  }

  return {
    noteOrder,
    async after(
      tx: Tx,
      o: Order,
      was: AfterSaleRow,
      c: AfterSaleRow,
      row: MoveRow,
      act: Act,
    ): Promise<Ended> {
      const by = act.by === 'merchant' ? 'merchant' : 'system'
      const units = c.lines.map((l) => ({
        skuId: o.lines.find((x) => x.line_id === l.lineId)!.sku_id,
        qty: l.qty,
      }))
      const takes = row.to === 'to-send' && c.type !== 'repair'
      const ended: Ended = {
        case: takes ? await changeCase(tx, c.after_sale_id, { holds_stock: true }) : c,
        order: o,
        pay: null,
        undone: [],
        allUndone: false,
        settleRest: false,
        restock: act.move === 'accept-return' && act.restock ? units : [],
        take: takes,
        giveBack: was.state === 'to-send' && row.pays && was.holds_stock,
      }
      if (row.to === 'refused' || row.to === 'closed') {
        if (c.refund_id)
          await money.refuseRefund(tx, c.refund_id, by, act.by === 'buyer' ? null : (act.note ?? null))
        if (row.to === 'refused') await noteOrder(tx, o, by, 'refund-refused')
        return ended
      }
      if (!row.pays) return ended
      const paid = await pay(tx, o, c, by)
      const undone = await undo(tx, o, paid.c)
      const { settleRest } = await moveOrder(tx, o, by, undone)
      const allUndone =
        o.lines.every((l) => l.shipped_qty === 0 && !l.undone_qty) &&
        o.lines.every((l) => undone.some((u) => u.lineId === l.line_id && u.qty === l.qty))
      return { ...ended, case: paid.c, pay: paid.approved, undone, allUndone, settleRest }
    },
  }
}
