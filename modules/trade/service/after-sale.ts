// A case from the wish to its end. Each move is a row of domain/after-sale-moves.ts, taken under the order’s lock; what it means
// for money and goods is handed to the flow, which carries it out in the same transaction.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { toWire, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import {
  EXTENSION_MS,
  isOver,
  lapsesAfterMs,
  mayAsk,
  REASON_RULES,
  TYPE_RULES,
  type AfterSaleReason,
  type AfterSaleType,
} from '../domain/after-sale.ts'
import { rowFor, type AfterSaleMove, type CaseFacts, type MoveRow } from '../domain/after-sale-moves.ts'
import { freightGoesBack } from '../domain/refundable.ts'
import { refundPath, wholeOrderType, type BuyerRefundReason } from '../domain/refund-rule.ts'
import * as repository from '../repository/after-sales.ts'
import { findPackages } from '../repository/packages.ts'
import type { AfterSaleRow, Order } from '../repository/rows.ts'
import type { Act } from './after-sale-act.ts'
import { createCaseEnd, scaled, type Ended } from './after-sale-end.ts'
import { createCaseMoney, leftOf, priceLines, spokenFor, type WishedLine } from './after-sale-money.ts'
import type { Announcer } from './announce.ts'
import type { Orders } from './orders.ts'

export type Wish = {
  orderId: Id<'ord'>
  buyerId: Id<'usr'>
  type: AfterSaleType
  reason: AfterSaleReason
  note: string | null
  media: readonly string[]
  lines: readonly WishedLine[]
  requestKey: string | null
  /** What one of each SKU costs in its shop now: for price protection. */
  pricesNow?: ReadonlyMap<string, Minor>
}
type Told = Pick<Act, 'by' | 'accountId' | 'note' | 'media'>

export function createAfterSale(deps: Deps, orders: Orders, announcer: Announcer) {
  const { clock, ids } = deps
  const money = createCaseMoney(deps)
  const ends = createCaseEnd(deps, orders, announcer, money)
  const dueAt = (c: Pick<AfterSaleRow, 'type'>, state: AfterSaleRow['state']) => {
    const ms = lapsesAfterMs(state, c.type)
    return ms === null ? null : new Date(clock.now().getTime() + ms)
  }

  async function told(tx: Tx, c: AfterSaleRow, move: AfterSaleMove | 'apply', act: Told): Promise<void> {
    const { by, accountId, note = null, media = [] } = act
    const at = clock.now()
    const step = {
      after_sale_id: c.after_sale_id,
      move,
      state: c.state,
      by,
      account_id: accountId,
      at,
      note,
      media,
    }
    await repository.insertStep(tx, step)
    await announcer.announceCase(tx, c, move, by)
  }

  async function open(tx: Tx, o: Order, w: Wish, freightMinor: Minor, priced: ReturnType<typeof priceLines>) {
    const due_at = dueAt(w, 'applied')
    const fresh = {
      after_sale_id: ids.next('afs'),
      order_id: o.order_id,
      shop_id: o.shop_id,
      buyer_id: o.buyer_id,
      type: w.type,
      state: 'applied' as const,
      reason: w.reason,
      note: w.note,
      request_key: w.requestKey,
      lines: priced.lines,
      amount_minor: priced.amountMinor,
      freight_minor: freightMinor,
      currency: o.currency,
      asked_at: clock.now(),
      due_at,
      ended_at: null,
      return_carrier: null,
      return_tracking: null,
      returned_at: null,
      restocked: null,
      sent_carrier: null,
      sent_tracking: null,
      ruling: null,
      ruled_at: null,
    }
    const asksMoney = TYPE_RULES[w.type].asks !== 'goods'
    const refund = asksMoney ? await money.openRefund(tx, o, fresh) : null
    const c = await repository.insertCase(tx, { ...fresh, refund_id: refund?.refund_id ?? null })
    const buyer = { by: 'buyer' as const, accountId: w.buyerId, note: w.note, media: w.media }
    await told(tx, c, 'apply', buyer)
    const granted = rowFor('grant', 'system', { type: c.type, state: c.state, facts: NOTHING_YET })
    if (granted) return step(tx, o, c, granted, { move: 'grant', by: 'system', accountId: null })
    await ends.noteOrder(tx, o, 'buyer', 'refund-requested')
    return nothingMore(c, o)
  }

  /** Takes the row: the case stands elsewhere, its refund follows, and what else it means is answered. */
  async function step(tx: Tx, o: Order, c: AfterSaleRow, row: MoveRow, act: Act): Promise<Ended> {
    const now = clock.now()
    if (c.state === 'refused' && row.to !== 'closed') await again(tx, o, c)
    const ruled = act.move.startsWith('rule-')
    const { said, platform_minor } = ruling(c, row, act)
    const extendedTo = new Date((c.due_at ?? now).getTime() + EXTENSION_MS)
    const next = await repository.changeCase(tx, c.after_sale_id, {
      ...said,
      platform_minor,
      state: row.to,
      due_at: act.move === 'extend' ? extendedTo : row.to === c.state ? c.due_at : dueAt(c, row.to),
      ended_at: isOver(row.to) ? now : null,
      ...(ruled ? { ruling: act.move, ruled_at: now } : {}),
      ...(act.move === 'extend' ? { extended: true } : {}),
      ...(act.move === 'give-evidence'
        ? { [act.by === 'buyer' ? 'buyer_heard' : 'merchant_heard']: true }
        : {}),
      ...(act.move === 'send-back'
        ? { return_carrier: act.carrier ?? null, return_tracking: act.trackingNo ?? null, returned_at: now }
        : {}),
      ...(act.serials ? { returned_serials: [...act.serials] } : {}),
      ...(act.move === 'accept-return' ? { restocked: act.restock ?? false } : {}),
      ...(act.move === 'send'
        ? { sent_carrier: act.carrier ?? null, sent_tracking: act.trackingNo ?? null, holds_stock: false }
        : {}),
    })
    await told(tx, next, act.move, act)
    const ended = await ends.after(tx, o, c, next, row, act)
    if (act.move !== 'give-evidence') return ended
    const heard = rowFor('hear', 'system', standing(next, factsOf(next, [], false)))
    return heard ? step(tx, o, next, heard, { move: 'hear', by: 'system', accountId: null }) : ended
  }

  /** It was refused, so its money was free for others. @throws AppError REFUND_EXCEEDS {refundableMinor} */
  async function again(tx: Tx, o: Order, c: AfterSaleRow): Promise<void> {
    const spoken = await spokenFor(tx, o, c.after_sale_id)
    const wished = c.lines.map((l) => ({ lineId: l.lineId, qty: l.qty, amountMinor: BigInt(l.amountMinor) }))
    priceLines(o, spoken, c.type, wished, new Map())
    if (c.freight_minor > o.freight_minor - spoken.freightMinor)
      throw new AppError('REFUND_EXCEEDS', { refundableMinor: toWire(leftOf(o, spoken)) })
    if (c.refund_id) await money.reopenRefund(tx, c.refund_id)
  }

  const shippedSerials = async (tx: Tx, c: AfterSaleRow): Promise<string[]> => {
    const mine = new Set<string>(c.lines.map((l) => l.lineId))
    const packages = await findPackages(tx, c.order_id)
    return packages.flatMap((p) => p.lines.filter((l) => mine.has(l.lineId)).flatMap((l) => l.serials ?? []))
  }

  return {
    /**
     * @throws AppError NOT_FOUND | STATE_CONFLICT {state} | EVIDENCE_REQUIRED | REFUND_EXCEEDS {refundableMinor}
     */
    async applyAfterSale(tx: Tx, w: Wish): Promise<Ended> {
      const o = await orders.order(tx, w, true)
      const before = w.requestKey === null ? undefined : await made(tx, w)
      if (before) return nothingMore(before, o)
      if (!mayAsk(w.type, w.reason, factsOfOrder(o), clock.now()))
        throw new AppError('STATE_CONFLICT', { state: o.state })
      if (REASON_RULES[w.reason].evidence && w.media.length === 0) throw new AppError('EVIDENCE_REQUIRED')
      const spoken = await spokenFor(tx, o)
      const priced = priceLines(o, spoken, w.type, w.lines, w.pricesNow ?? new Map())
      const freight = freightGoesBack(w.type, w.reason, priced.last)
        ? o.freight_minor - spoken.freightMinor
        : 0n
      return open(tx, o, w, freight, priced)
    },

    /**
     * Everything of the order that is left. Null when this request was taken before.
     * @throws AppError NOT_FOUND | STATE_CONFLICT {state} | REFUND_EXCEEDS {refundableMinor}
     */
    async refundWholeOrder(
      tx: Tx,
      w: Omit<Wish, 'type' | 'media' | 'lines' | 'reason'> & { reason: BuyerRefundReason },
    ): Promise<Ended | null> {
      const o = await orders.order(tx, w, true)
      if (w.requestKey !== null && (await made(tx, w))) return null
      const spoken = await spokenFor(tx, o)
      if (leftOf(o, spoken) === 0n) throw new AppError('REFUND_EXCEEDS', { refundableMinor: '0' })
      if (refundPath(o.state, w.reason, o.received_at, clock.now()) === null)
        throw new AppError('STATE_CONFLICT', { state: o.state })
      const type = wholeOrderType(o.state)
      const lines = o.lines
        .map((l) => ({
          lineId: l.line_id,
          qty: l.qty - spoken.lines.get(l.line_id)!.units,
          amountMinor: null,
        }))
        .filter((l) => l.qty > 0)
      const priced = priceLines(o, spoken, type, lines, new Map())
      const freight = freightGoesBack(type, w.reason, priced.last)
        ? o.freight_minor - spoken.freightMinor
        : 0n
      return open(tx, o, { ...w, type, lines, media: [] }, freight, priced)
    },

    /**
     * One move, if its row is there.
     * @throws AppError NOT_FOUND | STATE_CONFLICT {state} | STALE {version} | REFUND_EXCEEDS {refundableMinor}
     */
    async actOnCase(tx: Tx, key: repository.CaseKey, act: Act): Promise<Ended> {
      const found = await repository.findCase(tx, key)
      if (!found) throw new AppError('NOT_FOUND')
      const o = await orders.order(tx, { orderId: found.order_id }, true)
      const c = (await repository.findCase(tx, key, true))!
      if (act.expectedVersion !== undefined && act.expectedVersion !== c.version)
        throw new AppError('STALE', { version: c.version })
      const seen = { ...c, returned_serials: act.serials ? [...act.serials] : c.returned_serials }
      const facts = factsOf(seen, await shippedSerials(tx, c), act.soldOut ?? false)
      const row = rowFor(act.move, act.by, standing(c, facts))
      if (!row) throw new AppError('STATE_CONFLICT', { state: c.state })
      return step(tx, o, c, row, act)
    },

    caseOfRefund: async (tx: Tx, refundId: Id<'rfd'>, shopId: Id<'shp'>): Promise<AfterSaleRow> => {
      const c = await repository.caseOfRefund(tx, refundId)
      if (!c || c.shop_id !== shopId) throw new AppError('NOT_FOUND')
      return c
    },
    adoptRefunds: repository.adoptRefunds,
    dueCases: (tx: Tx, limit: number) => repository.dueCases(tx, clock.now(), limit),
    findCase: repository.findCase,
    shippedSerials,
  }
}
export type AfterSale = ReturnType<typeof createAfterSale>

const made = async (tx: Tx, w: Pick<Wish, 'orderId' | 'requestKey'>) =>
  (await repository.casesOfOrder(tx, w.orderId)).find((c) => c.request_key === w.requestKey)

/** How much a ruling gives, and how much of that the platform bears: all of it when it ruled too late. */
function ruling(c: AfterSaleRow, row: MoveRow, { amountMinor, platformMinor }: Act) {
  const asked = c.amount_minor + c.freight_minor
  const given = amountMinor ?? asked
  if (given > asked) throw new AppError('REFUND_EXCEEDS', { refundableMinor: toWire(asked) })
  const borne = row.platformBears ? (platformMinor ?? given) : c.platform_minor
  if (given === 0n || borne > given) throw new AppError('AMOUNT_INVALID', { mostMinor: toWire(given) })
  return { said: given === asked ? {} : scaled(c, given), platform_minor: borne }
}

const NOTHING_YET: CaseFacts = {
  goodsReturned: false,
  extended: false,
  buyerHeard: false,
  merchantHeard: false,
  serialsDiffer: false,
  judged: false,
  soldOut: false,
}

/** `shipped`: the numbers that left the shop; none known, none can differ. */
export const factsOf = (c: AfterSaleRow, shipped: readonly string[], soldOut: boolean): CaseFacts => ({
  goodsReturned: c.returned_at !== null,
  extended: c.extended,
  buyerHeard: c.buyer_heard,
  merchantHeard: c.merchant_heard,
  serialsDiffer: shipped.length > 0 && (c.returned_serials ?? []).some((s) => !shipped.includes(s)),
  judged: c.ruling !== null,
  soldOut,
})

export const standing = (c: AfterSaleRow, facts: CaseFacts) => ({ type: c.type, state: c.state, facts })
export const factsOfOrder = (o: Pick<Order, 'state' | 'paid_at' | 'received_at'>) => ({
  state: o.state,
  paidAt: o.paid_at,
  receivedAt: o.received_at,
})
export const nothingMore = (c: AfterSaleRow, order: Order): Ended => ({
  case: c,
  order,
  pay: null,
  undone: [],
  allUndone: false,
  settleRest: false,
  restock: [],
  take: false,
  giveBack: false,
})
