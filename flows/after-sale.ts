// A case and what it means for goods and money, in one transaction: the row moves, the ledger takes the lines back, units go to the
// shelf or leave it. What the provider has to send is sent afterwards.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { keepMade, madeBefore } from '#platform/made-by-key'
import type { Refund } from '#flows/refund'
import type { Ledger } from '#modules/ledger'
import type { Shop } from '#modules/shop'
import { refundView, type Act, type Ended, type Order, type Trade } from '#modules/trade'
import {
  approveAfterSales,
  decideArbitration,
  moveAfterSale,
  moveShopAfterSale,
  type applyAfterSale,
  type decideRefund,
  type getAfterSaleOptions,
  type refundOrder,
} from '#modules/trade/contract'

type Doors = { shop: Shop; trade: Trade; ledger: Ledger }
type Key = { afterSaleId: Id<'afs'>; buyerId?: Id<'usr'>; shopId?: Id<'shp'> }
const BATCH = 50

export function createAfterSaleFlow(
  { db, clock, log }: Pick<Deps, 'db' | 'clock' | 'log'>,
  { shop, trade, ledger }: Doors,
  { takeBack, trySend }: Pick<Refund, 'takeBack' | 'trySend'>,
) {
  /** Carries out what a move brought with it. Answers the refund to be sent. */
  async function carryOut(tx: Tx, e: Ended): Promise<Id<'rfd'> | null> {
    const { after_sale_id: holdId, lines } = e.case
    const units = lines.map((l) => ({
      skuId: e.order.lines.find((x) => x.line_id === l.lineId)!.sku_id,
      qty: l.qty,
    }))
    if (e.take) {
      await shop.reserveStock(tx, holdId, units, clock.now())
      await shop.commitStock(tx, holdId)
    }
    if (e.giveBack) await shop.returnStock(tx, holdId)
    if (e.allUndone) await shop.returnStock(tx, e.order.order_id)
    else if (e.undone.length > 0) await shop.restock(tx, e.undone)
    if (e.restock.length > 0) await shop.restock(tx, e.restock)
    if (!e.pay) return null
    const refundId = await takeBack(tx, e.pay)
    if (e.settleRest) await ledger.settleOrder(tx, e.order.order_id)
    return refundId
  }

  const act = (tx: Tx, key: Key, move: Act) => trade.actOnCase(tx, key, move).then((e) => carryOut(tx, e))

  /** Once for one key, even when the answer was lost. */
  async function once<E extends { id: string }>(
    endpoint: E,
    ctx: Ctx,
    thing: string,
    work: (tx: Tx) => Promise<Id<'rfd'> | null>,
  ): Promise<void> {
    const send = await db.transaction(async (tx) => {
      if ((await madeBefore(tx, ctx, endpoint)) !== null) return null
      const refundId = await work(tx)
      await keepMade(tx, ctx, endpoint, thing)
      return refundId
    })
    if (send) await trySend(send)
  }

  async function lapse(afterSaleId: Id<'afs'>): Promise<void> {
    const clocks = { move: 'lapse', by: 'system', accountId: null } as const
    const send = await db
      .transaction((tx) => act(tx, { afterSaleId }, clocks))
      .catch((error: unknown) => {
        // What should be sent instead is sold out: the table says what then.
        if (!(error instanceof AppError && error.code === 'SOLD_OUT')) throw error
        return db.transaction((tx) => act(tx, { afterSaleId }, { ...clocks, soldOut: true }))
      })
    if (send) await trySend(send)
  }

  /** Whatever was due: silence has its meaning. */
  async function lapseDue(): Promise<number> {
    await db.transaction((tx) => trade.adoptRefunds(tx))
    const due = await db.read((tx) => trade.dueCases(tx, BATCH))
    for (const afterSaleId of due)
      await lapse(afterSaleId).catch((error: unknown) => {
        if (!(error instanceof AppError && error.code === 'STATE_CONFLICT')) throw error // somebody was faster
        log.info({ afterSaleId }, 'moved meanwhile')
      })
    return due.length
  }

  async function pricesNow(tx: Tx, order: Order): Promise<Map<string, bigint>> {
    const skus = await shop.skusForOrder(tx, [...new Set(order.lines.map((l) => l.sku_id))])
    return new Map(skus.map((s) => [s.skuId, s.priceMinor]))
  }

  const asBuyer = (tx: Tx, afterSaleId: Id<'afs'>, buyerId: Id<'usr'>) =>
    trade.caseDetail(tx, { afterSaleId, buyerId }, 'buyer')

  const jobs: Job[] = [{ name: 'lapse-after-sales', everyMs: 30_000, run: lapseDue }]
  return {
    jobs,
    lapseDue,

    getAfterSaleOptions: (
      { orderId }: InputOf<typeof getAfterSaleOptions>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof getAfterSaleOptions>> =>
      db.read(async (tx) => {
        const order = await trade.order(tx, { orderId, buyerId: personOf(ctx) })
        return trade.afterSaleOptions(tx, order, await pricesNow(tx, order))
      }),

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · EVIDENCE_REQUIRED · REFUND_EXCEEDS {refundableMinor} */
    async applyAfterSale(
      { orderId, type, reason, note, media, lines }: InputOf<typeof applyAfterSale>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof applyAfterSale>> {
      const buyerId = personOf(ctx)
      const wished = lines.map((l) => ({
        lineId: l.lineId,
        qty: l.qty,
        amountMinor: l.amountMinor == null ? null : BigInt(l.amountMinor),
      }))
      const made = await db.transaction(async (tx) => {
        const prices =
          type === 'price-protection'
            ? await pricesNow(tx, await trade.order(tx, { orderId, buyerId }))
            : new Map()
        const e = await trade.applyAfterSale(tx, {
          orderId,
          buyerId,
          type,
          reason,
          note: note ?? null,
          media,
          lines: wished,
          requestKey: ctx.idempotencyKey,
          pricesNow: prices,
        })
        return { afterSaleId: e.case.after_sale_id, send: await carryOut(tx, e) }
      })
      if (made.send) await trySend(made.send)
      return db.read((tx) => asBuyer(tx, made.afterSaleId, buyerId))
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · STALE {version} · INPUT_INVALID · REFUND_EXCEEDS */
    async moveAfterSale(
      { afterSaleId, ...input }: InputOf<typeof moveAfterSale>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof moveAfterSale>> {
      const buyerId = personOf(ctx)
      needs(input)
      await once(moveAfterSale, ctx, afterSaleId, (tx) =>
        act(tx, { afterSaleId, buyerId }, { ...input, by: 'buyer', accountId: buyerId }),
      )
      return db.read((tx) => asBuyer(tx, afterSaleId, buyerId))
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · STALE {version} · INPUT_INVALID · SOLD_OUT · REFUND_EXCEEDS */
    async moveShopAfterSale(
      { shopId, afterSaleId, ...input }: InputOf<typeof moveShopAfterSale>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof moveShopAfterSale>> {
      needs(input)
      await once(moveShopAfterSale, ctx, afterSaleId, (tx) =>
        act(tx, { afterSaleId, shopId }, { ...input, by: 'merchant', accountId: personOf(ctx) }),
      )
      return db.read((tx) => trade.caseDetail(tx, { afterSaleId, shopId }, 'merchant'))
    },

    async approveAfterSales(
      { shopId, afterSaleIds }: InputOf<typeof approveAfterSales>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof approveAfterSales>> {
      const results: OutputOf<typeof approveAfterSales>['results'] = []
      for (const afterSaleId of new Set(afterSaleIds)) {
        const own = { ...ctx, idempotencyKey: ctx.idempotencyKey && `${ctx.idempotencyKey}/${afterSaleId}` }
        const code = await once(approveAfterSales, own, afterSaleId, (tx) =>
          act(tx, { afterSaleId, shopId }, { move: 'approve', by: 'merchant', accountId: personOf(ctx) }),
        ).then(
          () => null,
          (error: unknown) => {
            if (error instanceof AppError) return error.code
            throw error
          },
        )
        results.push({ afterSaleId, code })
      }
      return { results }
    },

    /** @throws AppError NOT_FOUND · CONFLICT_OF_INTEREST · STATE_CONFLICT · STALE · REFUND_EXCEEDS · AMOUNT_INVALID */
    async decideArbitration(
      { afterSaleId, ...input }: InputOf<typeof decideArbitration>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof decideArbitration>> {
      const { amountMinor, platformMinor, ...said } = input
      await once(decideArbitration, ctx, afterSaleId, async (tx) => {
        const c = await trade.findCase(tx, { afterSaleId })
        if (!c) throw new AppError('NOT_FOUND')
        if (isParty(ctx, c.shop_id, c.buyer_id)) throw new AppError('CONFLICT_OF_INTEREST')
        return act(
          tx,
          { afterSaleId },
          {
            ...said,
            by: 'operator',
            accountId: personOf(ctx),
            amountMinor: amountMinor == null ? null : BigInt(amountMinor),
            platformMinor: platformMinor == null ? null : BigInt(platformMinor),
          },
        )
      })
      return db.read((tx) => trade.caseDetail(tx, { afterSaleId }, 'operator'))
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · REFUND_EXCEEDS {refundableMinor} */
    async refundOrder(
      { orderId, reason, note }: InputOf<typeof refundOrder>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof refundOrder>> {
      const buyerId = personOf(ctx)
      const send = await db.transaction(async (tx) => {
        const e = await trade.refundWholeOrder(tx, {
          orderId,
          buyerId,
          reason,
          note: note ?? null,
          requestKey: ctx.idempotencyKey,
        })
        return e && carryOut(tx, e)
      })
      if (send) await trySend(send)
      return db.read((tx) => trade.orderDetail(tx, orderId, buyerId))
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · INPUT_INVALID when a refusal has no reason */
    async decideRefund(
      { shopId, refundId, approve, refusal }: InputOf<typeof decideRefund>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof decideRefund>> {
      const move = approve ? ('approve' as const) : ('refuse' as const)
      needs({ move, note: refusal }, '/refusal')
      const send = await db.transaction(async (tx) => {
        const { after_sale_id: afterSaleId } = await trade.caseOfRefund(tx, refundId, shopId)
        const by = { by: 'merchant', accountId: personOf(ctx) } as const
        return act(tx, { afterSaleId, shopId }, { move, ...by, note: refusal })
      })
      if (send) await trySend(send)
      return refundView(await db.read((tx) => trade.findRefund(tx, refundId, shopId)))
    },
  }
}
export type AfterSaleFlow = ReturnType<typeof createAfterSaleFlow>

const NEEDS_WORDS: readonly string[] = ['refuse', 'refuse-return', 'escalate', 'give-evidence']
const NEEDS_PARCEL: readonly string[] = ['send-back', 'send']

type Said = Pick<Act, 'move' | 'note' | 'carrier' | 'trackingNo'>

/** @throws AppError INPUT_INVALID: a refusal has a reason, a parcel its number */
function needs({ move, note, carrier, trackingNo }: Said, wordsAt = '/note'): void {
  const missing = (pointer: string, zh: string, en: string) =>
    new AppError('INPUT_INVALID', {}, [{ pointer, code: 'INPUT_INVALID', detail: { zh, en } }])
  if (NEEDS_WORDS.includes(move) && !note) throw missing(wordsAt, '请写明理由', 'say why')
  if (NEEDS_PARCEL.includes(move) && !carrier) throw missing('/carrier', '请选择快递公司', 'name the carrier')
  if (NEEDS_PARCEL.includes(move) && !trackingNo)
    throw missing('/trackingNo', '请填写运单号', 'give the tracking number')
}

/** Who bought, or works at the shop, does not rule. */
const isParty = ({ actor }: Ctx, shopId: string, buyerId: string): boolean =>
  actor.kind === 'person' &&
  (actor.accountId === buyerId || actor.memberships.some((m) => m.orgId === shopId))
