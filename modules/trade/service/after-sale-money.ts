// What of an order is spoken for, and the refund behind a case. All of it runs under the order’s lock, so that however many
// ask at once, what is given back of a line never exceeds what was paid for it.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { toWire, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { isOver, TYPE_RULES } from '../domain/after-sale.ts'
import { leftOfLine, mostFor, priceDifference, type PaidLine, type Taken } from '../domain/refundable.ts'
import { STRAY_REASONS, type RefundReason } from '../domain/refund-rule.ts'
import { cashBack } from '../domain/parts.ts'
import { checkoutById, payingPayments } from '../repository/checkouts.ts'
import { casesOfOrder } from '../repository/after-sales.ts'
import { findOrder, ordersOfCheckout } from '../repository/orders.ts'
import * as refunds from '../repository/refunds.ts'
import type {
  AfterSaleRow,
  LineRow,
  Order,
  RefundRow,
  RefundLine,
  StoredCaseLine,
} from '../repository/rows.ts'

import { shareOut } from './parts.ts'

export const FIRST_ASK_MS = 5_000

export type Spoken = { lines: ReadonlyMap<string, Taken>; freightMinor: Minor }

const paidLine = (l: LineRow): PaidLine => ({ lineId: l.line_id, qty: l.qty, paidMinor: l.paid_minor })

/** A case counts while it may still end in goods or money; its refund, when it has one, says how much. */
const counts = (c: AfterSaleRow): boolean =>
  c.state !== 'refused' && (!isOver(c.state) || c.refund_id !== null)

/** By refunds that were not refused, and by cases that ask for goods. */
export async function spokenFor(tx: Tx, o: Order, except?: Id<'afs'>): Promise<Spoken> {
  const all = await casesOfOrder(tx, o.order_id)
  const cases = all.filter((c) => c.after_sale_id !== except)
  const own = new Set(all.filter((c) => c.after_sale_id === except).map((c) => c.refund_id))
  const live = (await refunds.refundsOf(tx, o.order_id)).filter(
    (r) => r.state !== 'refused' && !STRAY_REASONS.includes(r.reason) && !own.has(r.refund_id),
  )
  const lines = new Map<string, Taken>(o.lines.map((l) => [l.line_id, { minor: 0n, units: 0 }]))
  let freightMinor = 0n
  const take = (lineId: string | null, minor: bigint, units: number) => {
    const taken = lines.get(lineId ?? '')
    if (!taken) freightMinor += minor
    else lines.set(lineId!, { minor: taken.minor + minor, units: taken.units + units })
  }
  const refundIds = new Set(live.map((r) => r.refund_id))
  for (const r of live) for (const l of refundLines(r, o)) take(l.lineId, BigInt(l.refundMinor), 0)
  for (const c of cases.filter((c) => counts(c) && (c.refund_id === null || refundIds.has(c.refund_id))))
    for (const l of c.lines) take(l.lineId, c.refund_id === null ? BigInt(l.amountMinor) : 0n, l.units)
  return { lines, freightMinor }
}

/** Without lines: of a server that knew whole orders alone. */
const refundLines = (r: RefundRow, o: Order): readonly RefundLine[] =>
  r.lines ?? [
    ...o.lines.map((l) => ({ lineId: l.line_id, refundMinor: toWire(l.paid_minor) })),
    { lineId: null, refundMinor: toWire(o.freight_minor) },
  ]

/** What has been given back, or will be: approved or sent. */
export async function givenBack(tx: Tx, o: Order): Promise<ReadonlyMap<string | null, Minor>> {
  const sums = new Map<string | null, Minor>()
  for (const r of await refunds.refundsOf(tx, o.order_id))
    if ((r.state === 'approved' || r.state === 'succeeded') && !STRAY_REASONS.includes(r.reason))
      for (const l of refundLines(r, o))
        sums.set(l.lineId, (sums.get(l.lineId) ?? 0n) + BigInt(l.refundMinor))
  return sums
}

export const leftOf = (o: Order, spoken: Spoken): Minor =>
  o.lines.reduce((sum, l) => sum + leftOfLine(paidLine(l), spoken.lines.get(l.line_id)!.minor), 0n)

export type WishedLine = { lineId: Id<'oln'>; qty: number; amountMinor: Minor | null }
export type Priced = { lines: StoredCaseLine[]; amountMinor: Minor; last: boolean }

const exceeds = (minor: Minor) => new AppError('REFUND_EXCEEDS', { refundableMinor: toWire(minor) })

/** @throws AppError NOT_FOUND | REFUND_EXCEEDS {refundableMinor} */
export function priceLines(
  o: Order,
  spoken: Spoken,
  type: AfterSaleRow['type'],
  wished: readonly WishedLine[],
  pricesNow: ReadonlyMap<string, Minor>,
): Priced {
  const lines = wished.map((w): StoredCaseLine => {
    const line = o.lines.find((l) => l.line_id === w.lineId)
    if (!line) throw new AppError('NOT_FOUND')
    const taken = spoken.lines.get(w.lineId)!
    const left = leftOfLine(paidLine(line), taken.minor)
    if (type === 'price-protection') {
      const unitsLeft = line.qty - taken.units
      const back = priceDifference(left, unitsLeft, pricesNow.get(line.sku_id) ?? line.paid_minor)
      return { lineId: w.lineId, qty: unitsLeft, units: 0, amountMinor: toWire(back) }
    }
    const most = mostFor(paidLine(line), w.qty, taken)
    if (most === null || most === 0n) throw exceeds(left)
    const asked = TYPE_RULES[type].asks === 'amount' ? (w.amountMinor ?? most) : most
    if (asked > most || asked === 0n) throw exceeds(most)
    const keeps = type === 'refund-only' && asked < most
    return { lineId: w.lineId, qty: w.qty, units: keeps ? 0 : w.qty, amountMinor: toWire(asked) }
  })
  const amountMinor = lines.reduce((sum, l) => sum + BigInt(l.amountMinor), 0n)
  if (amountMinor === 0n) throw exceeds(0n)
  return { lines, amountMinor, last: leftOf(o, spoken) === amountMinor }
}

export const moneyLines = (c: Pick<AfterSaleRow, 'lines' | 'freight_minor'>): RefundLine[] => [
  ...c.lines
    .map((l) => ({ lineId: l.lineId, refundMinor: l.amountMinor }))
    .filter((l) => l.refundMinor !== '0'),
  ...(c.freight_minor > 0n ? [{ lineId: null, refundMinor: toWire(c.freight_minor) }] : []),
]

export function createCaseMoney({ clock, ids }: Pick<Deps, 'clock' | 'ids'>) {
  /** Of an order paid in parts: what goes back to which payment, the last first. */
  async function writeLegs(tx: Tx, refund: RefundRow): Promise<void> {
    const o = (await findOrder(tx, { orderId: refund.order_id }))!
    const checkout = await checkoutById(tx, o.checkout_id)
    if (!checkout.parts) return
    const orders = await ordersOfCheckout(tx, o.checkout_id)
    const back = await refunds.backByPayment(tx, o.order_id)
    const brought = (await payingPayments(tx, o.checkout_id)).map((payment) => {
      const share = shareOut({ checkout, payment }, orders).find((s) => s.order.order_id === o.order_id)
      return { payment, leftMinor: (share?.amountMinor ?? 0n) - (back.get(payment.payment_id) ?? 0n) }
    })
    const legs = cashBack(brought, refund.amount_minor).map(({ from, amountMinor }, i) => ({
      leg_id: i === 0 ? refund.refund_id : ids.next('rfd'),
      refund_id: refund.refund_id,
      payment_id: from.payment.payment_id,
      amount_minor: amountMinor,
      sent_at: null,
    }))
    await refunds.insertLegs(tx, legs)
  }

  return {
    /** @throws Error without a payment: the order’s state should have said so */
    async openRefund(
      tx: Tx,
      o: Order,
      c: Pick<
        AfterSaleRow,
        'reason' | 'note' | 'lines' | 'amount_minor' | 'freight_minor' | 'request_key' | 'due_at'
      >,
    ): Promise<RefundRow> {
      const [payment] = await payingPayments(tx, o.checkout_id)
      if (!payment) throw new Error(`openRefund: ${o.order_id} has no payment`)
      const row = {
        refund_id: ids.next('rfd'),
        order_id: o.order_id,
        shop_id: o.shop_id,
        buyer_id: o.buyer_id,
        payment_id: payment.payment_id,
        state: 'requested' as const,
        reason: c.reason as RefundReason,
        note: c.note,
        request_key: c.request_key,
        amount_minor: c.amount_minor + c.freight_minor,
        currency: o.currency,
        requested_at: clock.now(),
        decide_by: c.due_at,
        decided_at: null,
        decided_by: null,
        refusal: null,
        succeeded_at: null,
        ask_at: null,
      }
      const lines = moneyLines(c)
      await refunds.insertRefunds(tx, [{ ...row, lines: JSON.stringify(lines) }])
      return { ...row, lines, sources: null, asked: 0 }
    },

    async approveRefund(
      tx: Tx,
      refundId: Id<'rfd'>,
      by: 'merchant' | 'system',
      c: Pick<AfterSaleRow, 'lines' | 'amount_minor' | 'freight_minor'>,
    ): Promise<RefundRow> {
      const now = clock.now()
      const change = {
        decided_at: now,
        decided_by: by,
        ask_at: new Date(now.getTime() + FIRST_ASK_MS),
        amount_minor: c.amount_minor + c.freight_minor,
        lines: moneyLines(c),
      }
      if (!(await refunds.moveRefund(tx, refundId, 'requested', 'approved', change)))
        throw new AppError('STATE_CONFLICT', { state: (await refunds.findRefund(tx, refundId))?.state })
      const refund = (await refunds.findRefund(tx, refundId))!
      await writeLegs(tx, refund)
      return refund
    },

    refuseRefund: (tx: Tx, refundId: Id<'rfd'>, by: 'merchant' | 'system', refusal: string | null) =>
      refunds.moveRefund(tx, refundId, 'requested', 'refused', {
        decided_at: clock.now(),
        decided_by: by,
        refusal,
      }),

    /** A refused one is asked for again, before the platform. */
    reopenRefund: (tx: Tx, refundId: Id<'rfd'>) =>
      refunds.moveRefund(tx, refundId, 'refused', 'requested', {
        decided_at: null,
        decided_by: null,
        refusal: null,
      }),
  }
}
export type CaseMoney = ReturnType<typeof createCaseMoney>
