// Cases as they are shown: to the buyer, to the shop, to the platform; each with what its reader may do next, and with what the
// clock will do if nobody does.
import type { z } from 'zod'
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { toWire, type Minor } from '#kernel/money'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type {
  afterSale,
  afterSaleDetail,
  getAfterSaleOptions,
  listAfterSales,
  listArbitrations,
  listShopAfterSales,
} from '../contract.ts'
import { REASON_RULES, STATE_RULES, TYPE_RULES, typesAskable } from '../domain/after-sale.ts'
import { movesOf, rowFor, type Actor } from '../domain/after-sale-moves.ts'
import { leftOfLine, priceDifference } from '../domain/refundable.ts'
import * as repository from '../repository/after-sales.ts'
import { findOrders, withLines } from '../repository/orders.ts'
import { refundsByIds } from '../repository/refunds.ts'
import type { AfterSaleRow, Order, RefundRow } from '../repository/rows.ts'
import type { AfterSale } from './after-sale.ts'
import { factsOf, factsOfOrder, standing } from './after-sale.ts'
import { spokenFor } from './after-sale-money.ts'
import type { Addresses } from './addresses.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null
type Beside = { order: Order; refund: RefundRow | undefined }

const caseView = (c: AfterSaleRow, { order, refund }: Beside): z.output<typeof afterSale> => ({
  afterSaleId: c.after_sale_id,
  orderId: c.order_id,
  shopId: c.shop_id,
  shopName: order.shop_name,
  type: c.type,
  state: c.state,
  reason: c.reason,
  fault: REASON_RULES[c.reason].fault,
  lines: c.lines.flatMap((l) => {
    const line = order.lines.find((x) => x.line_id === l.lineId)
    return line
      ? [
          {
            lineId: l.lineId,
            productId: line.product_id,
            title: line.title,
            skuName: line.sku_name,
            imageUrl: line.image_url,
            qty: l.qty,
            amountMinor: l.amountMinor,
          },
        ]
      : []
  }),
  amountMinor: toWire(c.amount_minor + c.freight_minor),
  freightMinor: toWire(c.freight_minor),
  asksMoney: TYPE_RULES[c.type].asks !== 'goods',
  currency: c.currency,
  waitsFor: STATE_RULES[c.state].waitsFor,
  askedAt: c.asked_at.toISOString(),
  dueAt: iso(c.due_at),
  endedAt: iso(c.ended_at),
  version: c.version,
  refund: refund
    ? {
        refundId: refund.refund_id,
        state: refund.state,
        amountMinor: toWire(refund.amount_minor),
        succeededAt: iso(refund.succeeded_at),
        sources: refund.sources ?? [],
      }
    : null,
})

type Paged = { cursor?: string | undefined; limit: number }

export function createAfterSaleReads(
  { db, clock }: Deps,
  cases: AfterSale,
  addresses: Pick<Addresses, 'senderOf'>,
) {
  async function besides(tx: Tx, rows: readonly AfterSaleRow[]): Promise<(c: AfterSaleRow) => Beside> {
    const found = await withLines(tx, await findOrders(tx, [...new Set(rows.map((c) => c.order_id))]))
    const byId = new Map(found.map((o) => [o.order_id, o]))
    const refunds = await refundsByIds(
      tx,
      rows.flatMap((c) => c.refund_id ?? []),
    )
    return (c) => ({
      order: byId.get(c.order_id)!,
      refund: c.refund_id ? refunds.get(c.refund_id) : undefined,
    })
  }

  async function detail(tx: Tx, c: AfterSaleRow, by: Actor): Promise<z.output<typeof afterSaleDetail>> {
    const facts = factsOf(c, await cases.shippedSerials(tx, c), false)
    const at = standing(c, facts)
    const lapse = rowFor('lapse', 'system', at)
    const sender = c.state === 'to-return' ? await addresses.senderOf(tx, c.shop_id) : null
    const carried = (carrier: string | null, trackingNo: string | null) =>
      carrier && trackingNo ? { carrier, trackingNo } : null
    return {
      ...caseView(c, (await besides(tx, [c]))(c)),
      note: c.note,
      timeline: (await repository.stepsOf(tx, c.after_sale_id)).map((s) => ({
        move: s.move,
        state: s.state,
        by: s.by,
        at: s.at.toISOString(),
        note: s.note,
        media: s.media ?? [],
      })),
      moves: movesOf(by, at),
      lapse: lapse && { to: lapse.to, pays: lapse.pays },
      returnTo: sender,
      returnParcel: carried(c.return_carrier, c.return_tracking),
      sentParcel: carried(c.sent_carrier, c.sent_tracking),
      serialsDiffer: facts.serialsDiffer,
      ruling: c.ruling,
      platformMinor: toWire(c.platform_minor),
    }
  }

  /** Another’s case is not found. */
  async function caseDetail(tx: Tx, key: repository.CaseKey, by: Actor) {
    const c = await repository.findCase(tx, key)
    if (!c) throw new AppError('NOT_FOUND')
    return detail(tx, c, by)
  }

  async function page(tx: Tx, f: Omit<repository.CaseFilter, 'now' | 'limit'>, { cursor, limit }: Paged) {
    const found = await repository.listCases(tx, {
      ...f,
      ...afterKey(cursor),
      now: clock.now(),
      limit: limit + 1,
    })
    const rows = found.slice(0, limit)
    const beside = await besides(tx, rows)
    const last = rows.at(-1)
    const nextCursor =
      found.length > limit && last
        ? encodeCursor([last.due_at?.toISOString() ?? '', last.after_sale_id])
        : null
    return { rows, items: rows.map((c) => caseView(c, beside(c))), nextCursor }
  }

  return {
    caseDetail,

    /** `pricesNow`: what one of each SKU costs in its shop now. */
    async afterSaleOptions(
      tx: Tx,
      o: Order,
      pricesNow: ReadonlyMap<string, Minor>,
    ): Promise<OutputOf<typeof getAfterSaleOptions>> {
      const spoken = await spokenFor(tx, o)
      const lines = o.lines.map((l) => {
        const taken = spoken.lines.get(l.line_id)!
        const left = leftOfLine({ lineId: l.line_id, qty: l.qty, paidMinor: l.paid_minor }, taken.minor)
        const unitsLeft = left === 0n ? 0 : l.qty - taken.units
        const now = pricesNow.get(l.sku_id)
        return {
          lineId: l.line_id,
          title: l.title,
          skuName: l.sku_name,
          imageUrl: l.image_url,
          unitsLeft,
          leftMinor: toWire(left),
          priceDifferenceMinor: toWire(now === undefined ? 0n : priceDifference(left, unitsLeft, now)),
        }
      })
      const dearer = lines.some((l) => l.priceDifferenceMinor !== '0')
      return {
        orderId: o.order_id,
        currency: o.currency,
        types: typesAskable(factsOfOrder(o), clock.now())
          .filter((t) => lines.some((l) => l.unitsLeft > 0) && (t.type !== 'price-protection' || dearer))
          .map(({ type, reasons }) => ({
            type,
            asks: TYPE_RULES[type].asks,
            returns: TYPE_RULES[type].returns,
            reasons: reasons.map((reason) => ({ reason, evidence: REASON_RULES[reason].evidence })),
          })),
        lines,
      }
    },

    listAfterSales: (
      input: InputOf<typeof listAfterSales>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof listAfterSales>> =>
      db.read(async (tx) => {
        const { items, nextCursor } = await page(tx, { buyerId: personOf(ctx) }, input)
        return { items, nextCursor }
      }),

    listShopAfterSales: (
      input: InputOf<typeof listShopAfterSales>,
    ): Promise<OutputOf<typeof listShopAfterSales>> =>
      db.read(async (tx) => {
        const { shopId, queue } = input
        const { items, nextCursor } = await page(tx, { shopId, ...(queue ? { queue } : {}) }, input)
        return { items, nextCursor, counts: await repository.countQueues(tx, shopId, clock.now()) }
      }),

    listArbitrations: (input: InputOf<typeof listArbitrations>): Promise<OutputOf<typeof listArbitrations>> =>
      db.read(async (tx) => {
        const { state } = input
        const filter =
          state === 'ruled'
            ? { ruled: true }
            : { states: state ? [state] : (['evidence', 'judging'] as const) }
        const { rows, items, nextCursor } = await page(tx, filter, input)
        return {
          items: items.map((item, i) => ({ ...item, ruling: rows[i]!.ruling })),
          nextCursor,
          counts: await repository.countDisputes(tx),
        }
      }),
  }
}

function afterKey(cursor: string | undefined): Pick<repository.CaseFilter, 'after'> {
  if (cursor === undefined) return {}
  const [due, id] = decodeCursor(cursor, 2) ?? []
  const at = due ? new Date(due) : null
  if (id === undefined || (at && Number.isNaN(at.getTime()))) throw new AppError('CURSOR_INVALID')
  return { after: { due: at, id } }
}
