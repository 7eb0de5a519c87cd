// Checkouts, their payments and what the provider said. A checkout's row is the lock of everything that concerns all of
// its orders: pay, cancel and expire take it first.
import { sql, type RawBuilder } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { LIVE_STATES, type OrderState } from '../domain/order-state.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import { STRAY_REASONS } from '../domain/refund-rule.ts'
import { asJson, q, type CheckoutRow, type LineRow, type OrderRow, type PaymentRow } from './rows.ts'

/** One buyer's checkouts go one after another, so that limits hold in twenty tabs. */
export async function lockBuyer(tx: Tx, buyerId: Id<'usr'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${buyerId}, 17))`.execute(q(tx))
}

export type BuyerStanding = { unpaid: number; checkoutId: Id<'chk'> | null }

/** How many checkouts the buyer has not paid yet, and which one this key made. */
export async function buyerStanding(tx: Tx, buyerId: Id<'usr'>, key: string): Promise<BuyerStanding> {
  const { rows } = await sql<BuyerStanding>`
    select (select count(distinct checkout_id)::int from trade.customer_order
        where buyer_id = ${buyerId} and state = 'awaiting-payment') as unpaid,
      (select checkout_id from trade.checkout where buyer_id = ${buyerId} and idempotency_key = ${key}) as "checkoutId"`.execute(
    q(tx),
  )
  return rows[0]!
}

/** A checkout as its buyer follows it: in one read, because pay pages ask for it again and again. */
export type CheckoutStatus = Pick<
  CheckoutRow,
  'checkout_id' | 'total_minor' | 'currency' | 'expires_at' | 'parts' | 'parts_paid'
> &
  Pick<PaymentRow, 'payment_id' | 'pay_url'> & {
    payment_state: PaymentState
    order_ids: Id<'ord'>[]
    order_state: OrderState
    /** Until when what is left can be paid, and from when. */
    due_at: Date | null
    pay_from: Date | null
  }

export async function findCheckoutStatus(
  tx: Tx,
  buyerId: Id<'usr'>,
  by: { checkoutId: Id<'chk'> } | { key: string },
): Promise<CheckoutStatus | undefined> {
  const [status] = await statusesWhere(
    tx,
    sql`c.buyer_id = ${buyerId} and ${'key' in by ? sql`c.idempotency_key = ${by.key}` : sql`c.checkout_id = ${by.checkoutId}`}`,
  )
  return status
}

/** Of several at once, whoever bought. */
export const checkoutStatuses = (tx: Tx, checkoutIds: readonly string[]): Promise<CheckoutStatus[]> =>
  statusesWhere(tx, sql`c.checkout_id = any(${checkoutIds}::text[])`)

async function statusesWhere(tx: Tx, which: RawBuilder<unknown>): Promise<CheckoutStatus[]> {
  const { rows } = await sql<CheckoutStatus>`
    select c.checkout_id, c.total_minor, c.currency, c.expires_at, c.parts, c.parts_paid,
      p.payment_id, p.pay_url, p.state as payment_state, o.order_ids, o.order_state, o.due_at, o.pay_from
    from trade.checkout c
    cross join lateral (select array_agg(order_id order by order_id) as order_ids, min(state) as order_state,
        min(due_at) as due_at, min(pay_from) as pay_from
      from trade.customer_order where checkout_id = c.checkout_id) o
    cross join lateral (select payment_id, pay_url, state from trade.payment
      where checkout_id = c.checkout_id order by payment_id desc limit 1) p
    where ${which}`.execute(q(tx))
  return rows
}

export async function findCheckout(
  tx: Tx,
  checkoutId: Id<'chk'>,
  buyerId: Id<'usr'>,
): Promise<CheckoutRow | undefined> {
  return q(tx)
    .selectFrom('trade.checkout')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .where('buyer_id', '=', buyerId)
    .executeTakeFirst()
}

export const checkoutById = (tx: Tx, checkoutId: Id<'chk'>): Promise<CheckoutRow> =>
  q(tx)
    .selectFrom('trade.checkout')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .executeTakeFirstOrThrow()

export async function lockCheckout(tx: Tx, checkoutId: Id<'chk'>): Promise<CheckoutRow | undefined> {
  return q(tx)
    .selectFrom('trade.checkout')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

export async function lockCheckoutOf(tx: Tx, paymentId: Id<'pay'>): Promise<CheckoutRow | undefined> {
  return q(tx)
    .selectFrom('trade.checkout')
    .selectAll()
    .where('checkout_id', '=', (eb) =>
      eb.selectFrom('trade.payment').select('checkout_id').where('payment_id', '=', paymentId),
    )
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** How many of each SKU the buyer has bought or is about to; `since` null: ever. */
export async function boughtUnits(
  tx: Tx,
  buyerId: Id<'usr'>,
  skus: readonly { skuId: Id<'sku'>; since: Date | null }[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ sku_id: string; units: number }>`
    with w as (select * from json_to_recordset(${JSON.stringify(skus)}::json) as w("skuId" text, since timestamptz))
    select l.sku_id, coalesce(sum(l.qty) filter (where o.placed_at > coalesce(
        (select min(w.since) from w where w."skuId" = l.sku_id), '-infinity')), 0)::int as units
    from trade.customer_order o join trade.order_line l using (order_id)
    where o.buyer_id = ${buyerId} and o.state = any(${LIVE_STATES}::text[]) and l.sku_id = any(${skus.map((s) => s.skuId)}::text[])
    group by l.sku_id`.execute(q(tx))
  return new Map(rows.map((r) => [r.sku_id, r.units]))
}

/** How many units of each flash sale, and of each campaign's pool, the buyer has bought or is about to. */
export async function boughtInSales(
  tx: Tx,
  buyerId: Id<'usr'>,
  saleIds: readonly Id<'sal'>[],
  poolIds: readonly Id<'stp'>[],
): Promise<Map<string, number>> {
  // By sale there is an index; by pool, through the buyer's own orders.
  const { rows } = await sql<{ of: string; units: number }>`
    select l.sale_id as of, sum(l.qty)::int as units from trade.order_line l join trade.customer_order o using (order_id)
    where o.buyer_id = ${buyerId} and o.state = any(${LIVE_STATES}::text[]) and l.sale_id = any(${saleIds as string[]}::text[])
    group by 1
    union all
    select l.pool_id, sum(l.qty)::int from trade.customer_order o join trade.order_line l using (order_id)
    where cardinality(${poolIds as string[]}::text[]) > 0
      and o.buyer_id = ${buyerId} and o.state = any(${LIVE_STATES}::text[]) and l.pool_id = any(${poolIds as string[]}::text[])
    group by 1`.execute(q(tx))
  return new Map(rows.map((r) => [r.of, r.units]))
}

export type NewCheckout = { checkout: CheckoutRow; payment: PaymentRow; orders: OrderRow[]; lines: LineRow[] }

/** All of it in one statement, each order with its first step. */
export async function insertCheckout(
  tx: Tx,
  { checkout, payment, orders, lines }: NewCheckout,
): Promise<void> {
  await sql`
    with parent as (insert into trade.checkout select * from json_populate_recordset(null::trade.checkout, ${asJson([checkout])}::json)),
    pay as (insert into trade.payment select * from json_populate_recordset(null::trade.payment, ${asJson([payment])}::json)),
    placed as (
      insert into trade.customer_order select * from json_populate_recordset(null::trade.customer_order, ${asJson(orders)}::json)
      returning order_id, placed_at),
    line as (insert into trade.order_line select * from json_populate_recordset(null::trade.order_line, ${asJson(lines)}::json))
    insert into trade.order_step (order_id, state, at, by)
    select order_id, 'awaiting-payment', placed_at, 'buyer' from placed`.execute(q(tx))
}

// --- Payments --------------------------------------------------------------------------------------------------------

/** The attempt that counts: the newest. */
export async function findPayments(tx: Tx, checkoutIds: readonly Id<'chk'>[]): Promise<PaymentRow[]> {
  return q(tx)
    .selectFrom('trade.payment')
    .selectAll()
    .where('checkout_id', 'in', checkoutIds)
    .orderBy('payment_id', 'desc')
    .execute()
}

export async function findPayment(tx: Tx, paymentId: Id<'pay'>): Promise<PaymentRow | undefined> {
  return q(tx).selectFrom('trade.payment').selectAll().where('payment_id', '=', paymentId).executeTakeFirst()
}

export async function insertPayment(tx: Tx, payment: PaymentRow): Promise<void> {
  await q(tx).insertInto('trade.payment').values(payment).execute()
}

/** Does not wait for the disk: an address that is lost can be asked for again. */
export async function setPayUrl(
  tx: Tx,
  paymentId: Id<'pay'>,
  { payUrl, ref }: { payUrl: string; ref: string | null },
): Promise<void> {
  await sql`with relaxed as (select set_config('synchronous_commit', 'off', true))
    update trade.payment set pay_url = ${payUrl}, ref = ${ref} from relaxed where payment_id = ${paymentId} and pay_url is null`.execute(
    q(tx),
  )
}

export type Decision = {
  state: PaymentState
  at: Date
  chargedMinor: bigint | null
  chargedCurrency: string | null
  askAt: Date | null
}

export async function decidePayment(tx: Tx, paymentId: Id<'pay'>, d: Decision): Promise<void> {
  await q(tx)
    .updateTable('trade.payment')
    .set({
      state: d.state,
      decided_at: d.at,
      charged_minor: d.chargedMinor,
      charged_currency: d.chargedCurrency,
      ask_at: d.askAt,
    })
    .where('payment_id', '=', paymentId)
    .execute()
}

/** One attempt succeeded; another that is still open is closed, here now and at the provider as soon as it is asked. */
export async function succeedPayment(
  tx: Tx,
  payment: PaymentRow,
  d: { at: Date; chargedMinor: bigint; chargedCurrency: string },
): Promise<void> {
  await sql`
    update trade.payment set decided_at = ${d.at}, state = case payment_id when ${payment.payment_id} then 'succeeded' else 'closed' end,
      charged_minor = case payment_id when ${payment.payment_id} then ${d.chargedMinor}::bigint end,
      charged_currency = case payment_id when ${payment.payment_id} then ${d.chargedCurrency} end,
      ask_at = case payment_id when ${payment.payment_id} then null else ${d.at}::timestamptz end
    where checkout_id = ${payment.checkout_id} and (payment_id = ${payment.payment_id} or state = 'open')`.execute(
    q(tx),
  )
}

/** One more of the checkout's parts is paid. */
export async function countPart(tx: Tx, checkoutId: Id<'chk'>, paid: number): Promise<void> {
  await q(tx)
    .updateTable('trade.checkout')
    .set({ parts_paid: paid })
    .where('checkout_id', '=', checkoutId)
    .execute()
}

/** Those whose money the orders were paid with, the last first: not what came too late or twice. */
export async function payingPayments(tx: Tx, checkoutId: Id<'chk'>): Promise<PaymentRow[]> {
  return q(tx)
    .selectFrom('trade.payment as p')
    .selectAll('p')
    .where('p.checkout_id', '=', checkoutId)
    .where('p.state', '=', 'succeeded')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('trade.refund as r')
            .select('r.refund_id')
            .whereRef('r.payment_id', '=', 'p.payment_id')
            .where('r.reason', 'in', [...STRAY_REASONS]),
        ),
      ),
    )
    .orderBy('p.payment_id', 'desc')
    .execute()
}

/** Open attempts of a cancelled checkout: closed here now, at the provider as soon as it hears of it. */
export async function closePayments(tx: Tx, checkoutId: Id<'chk'>, at: Date): Promise<PaymentAt[]> {
  return q(tx)
    .updateTable('trade.payment')
    .set({ state: 'closed', decided_at: at, ask_at: at })
    .where('checkout_id', '=', checkoutId)
    .where('state', '=', 'open')
    .returning(['payment_id', 'provider', 'ref'])
    .execute()
}

/** Where a payment is, and what it is called there. */
export type PaymentAt = Pick<PaymentRow, 'payment_id' | 'provider' | 'ref'>

/** What the provider has to be asked about, the longest waiting first. */
export async function paymentsToAsk(tx: Tx, now: Date, limit: number): Promise<PaymentRow[]> {
  return q(tx)
    .selectFrom('trade.payment')
    .selectAll()
    .where('ask_at', '<=', now)
    .orderBy('ask_at')
    .limit(limit)
    .execute()
}

/** Asked, without an end yet: again at `askAt`; null when there is nothing left to ask. */
export async function askPaymentAgain(tx: Tx, paymentId: Id<'pay'>, askAt: Date | null): Promise<void> {
  await sql`update trade.payment set ask_at = ${askAt}, asked = asked + 1 where payment_id = ${paymentId} and ask_at is not null`.execute(
    q(tx),
  )
}

/** True the first time this event is seen. */
export async function insertProviderEvent(
  tx: Tx,
  e: { provider: string; eventId: string; kind: string; paymentId: string; at: Date },
): Promise<boolean> {
  const rows = await q(tx)
    .insertInto('trade.provider_event')
    .values({
      provider: e.provider,
      event_id: e.eventId,
      kind: e.kind,
      payment_id: e.paymentId,
      received_at: e.at,
    })
    .onConflict((c) => c.doNothing())
    .returning('event_id')
    .execute()
  return rows.length > 0
}
