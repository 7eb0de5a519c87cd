// The rest of P2: cancelling, refunding, settling and paying out, killed before each of their statements and provider calls too. Whoever
// asked asks again with the same key; in the end each thing was done, and once.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables } from '#platform/database'
import type { Doors } from '#server/doors'
import type { Say } from '../../bench/harness.ts'
import type { HttpClient } from '../support/http-client.ts'
import type { Buyer, Market } from '../support/market.ts'
import { arm, deathOrDone, pointsOf, soon, type Victim } from './p2-victim.ts'

export type Rig = Victim & { shop: HttpClient; till: HttpClient; market: Market; doors: Doors }

type Made = { orderId: string; checkoutId: string; buyer: Buyer }
type Flow = {
  name: string
  /** Something to do it to. */
  prepare(rig: Rig, buyer: Buyer, nth: string): Promise<Made>
  act(rig: Rig, made: Made, nth: string): Promise<unknown>
  isDone(rig: Rig, made: Made): Promise<boolean>
}

/** The short run takes every so many-th point of each flow. */
const SAMPLE = 16

export async function otherFlows(rig: Rig, full: boolean, say: Say) {
  const figures = { otherPoints: 0, notDone: 0 }
  const buyers = rig.market.buyers.slice(130)
  const next = () => {
    const buyer = buyers.shift()
    if (!buyer) throw new Error('P2 needs more buyers')
    return buyer
  }
  for (const flow of FLOWS) {
    const first = await flow.prepare(rig, next(), `${flow.name}-0`)
    const points = await pointsOf(rig, async () => {
      await flow.act(rig, first, `${flow.name}-0`)
      await soon(() => flow.isDone(rig, first))
    })
    const chosen = points.map((_, i) => i + 1).filter((n) => full || n % SAMPLE === 1)
    for (const n of chosen) {
      const nth = `${flow.name}-${n}`
      const made = await flow.prepare(rig, next(), nth)
      for (let life = 0; life < (full ? 2 : 1); life++) {
        await arm(rig, n)
        await flow.act(rig, made, nth).catch(() => {})
        await deathOrDone(rig, () => flow.isDone(rig, made))
      }
      await flow.act(rig, made, nth).catch(() => {}) // what is done already may be refused
      if (!(await soon(() => flow.isDone(rig, made)))) {
        figures.notDone++
        say(`  ${flow.name}, point ${n}: ${points[n - 1]}`)
      }
      figures.otherPoints++
    }
    say(`${flow.name}: killed at ${chosen.length} of ${points.length} points`)
  }
  return { ...figures, ...(await wrongs(rig)) }
}

const FLOWS: readonly Flow[] = [
  {
    name: 'cancel',
    prepare: place,
    act: ({ shop }, { orderId, buyer }) =>
      shop.must('POST', `/api/v1/orders/${orderId}/cancel`, { token: buyer.token, body: {} }),
    isDone: async (rig, { orderId }) => (await stateOf(rig, orderId)) === 'cancelled',
  },
  {
    name: 'refund',
    prepare: placePaid,
    act: ({ shop }, { orderId, buyer }, nth) =>
      shop.must('POST', `/api/v1/orders/${orderId}/refunds`, {
        token: buyer.token,
        key: nth,
        body: { reason: 'changed-mind' },
      }),
    isDone: (rig, { orderId }) =>
      yes(
        rig,
        sql`select exists (select from trade.refund where order_id = ${orderId} and state = 'succeeded') as yes`,
      ),
  },
  {
    name: 'settle',
    prepare: placeReceived,
    act: ({ shop }) => shop.must('POST', '/api/v1/demo/clock', { body: { days: 1 } }),
    isDone: (rig, { orderId }) =>
      yes(rig, sql`select exists (select from ledger.settlement where order_id = ${orderId}) as yes`),
  },
  {
    name: 'payout',
    async prepare(rig, buyer, nth) {
      const made = await placeReceived(rig, buyer, nth)
      await rig.shop.must('POST', '/api/v1/demo/clock', { body: { days: 1 } })
      await soon(() =>
        yes(rig, sql`select exists (select from ledger.settlement where order_id = ${made.orderId}) as yes`),
      )
      return made
    },
    act: async (rig, _made, nth) =>
      rig.shop.must('POST', `/api/v1/shops/${rig.market.shops[0]}/payouts`, {
        token: await merchant(rig),
        key: nth,
        body: {},
      }),
    // Whatever the order brought its shop has left for the bank.
    isDone: (rig, { orderId }) =>
      yes(
        rig,
        sql`select not exists (select from ledger.entry e join ledger.transfer t using (transfer_id) join ledger.account a using (account_id)
          where t.order_id = ${orderId} and e.layer = 'posted' and a.party_type = 'merchant' and a.kind = 'balance'
            and not exists (select from ledger.payout_entry p where p.entry_id = e.entry_id)) as yes`,
      ),
  },
]

async function place(rig: Rig, buyer: Buyer, nth: string): Promise<Made & { paymentId: string }> {
  const { market, shop } = rig
  const placed = await shop.must('POST', '/api/v1/orders', {
    token: await tokenOf(rig, buyer.accountId),
    key: `made-${nth}`,
    body: {
      lines: [{ skuId: market.skus[0], qty: 1 }],
      addressId: buyer.addressId,
      expectedTotalMinor: market.priceMinor.toString(),
    },
  })
  const token = await tokenOf(rig, buyer.accountId)
  return {
    orderId: placed.orderIds[0],
    checkoutId: placed.checkoutId,
    paymentId: placed.paymentId,
    buyer: { ...buyer, token },
  }
}

async function placePaid(rig: Rig, buyer: Buyer, nth: string): Promise<Made> {
  const made = await place(rig, buyer, nth)
  await rig.till.must('POST', `/api/payments/${made.paymentId}/decide`, {
    token: rig.stack.env.PAYMENT_SANDBOX_SECRET!,
    body: { outcome: 'succeeded' },
  })
  await soon(async () => (await stateOf(rig, made.orderId)) === 'paid')
  return made
}

/** Received eight days ago: the money is due. */
async function placeReceived(rig: Rig, buyer: Buyer, nth: string): Promise<Made> {
  const made = await placePaid(rig, buyer, nth)
  await rig.shop.must('POST', `/api/v1/shops/${rig.market.shops[0]}/orders/${made.orderId}/packages`, {
    token: await merchant(rig),
    key: `sent-${nth}`,
    body: { carrier: 'SF', trackingNo: `P2${made.orderId.slice(-14)}` },
  })
  await rig.shop.must('POST', `/api/v1/orders/${made.orderId}/receipt`, {
    token: made.buyer.token,
    body: {},
  })
  await rig.db.transaction((tx) =>
    sql`update trade.customer_order set received_at = received_at - interval '8 days', due_at = due_at - interval '8 days' where order_id = ${made.orderId}`.execute(
      tables<unknown>(tx),
    ),
  )
  return made
}

/** The days that were moved end sessions, and more days move than one lasts: a new one each time, good for ever. */
const tokenOf = ({ db, doors }: Rig, accountId: Id<'usr'>): Promise<string> =>
  db.transaction(async (tx) => {
    const { token } = await doors.identity.openSession(tx, accountId)
    await sql`update identity.session set expires_at = '2100-01-01' where account_id = ${accountId}`.execute(
      tables<unknown>(tx),
    )
    return token
  })

async function merchant(rig: Rig): Promise<string> {
  const { rows } = await rig.db.read((tx) =>
    sql<{
      account_id: Id<'usr'>
    }>`select account_id from identity.membership where org_id = ${rig.market.shops[0]}`.execute(
      tables<unknown>(tx),
    ),
  )
  return tokenOf(rig, rows[0]!.account_id)
}

async function yes({ db }: Rig, query: ReturnType<typeof sql>): Promise<boolean> {
  const { rows } = await db.read((tx) => query.execute(tables<unknown>(tx)))
  return (rows[0] as { yes: boolean }).yes
}

async function stateOf({ db }: Rig, orderId: string): Promise<string> {
  const { rows } = await db.read((tx) =>
    sql<{ state: string }>`select state from trade.customer_order where order_id = ${orderId}`.execute(
      tables<unknown>(tx),
    ),
  )
  return rows[0]!.state
}

/** Refunded, settled or paid out twice; a ledger that does not sum to zero. */
async function wrongs({ db }: Rig): Promise<{ doneTwice: number; unbalanced: number }> {
  const { rows } = await db.read((tx) =>
    sql<{ doneTwice: number; unbalanced: number }>`select
      (select count(*)::int from (select order_id from trade.refund where state <> 'refused' group by order_id having count(*) > 1) x)
      + (select count(*)::int from (select order_id, line_id from ledger.transfer where kind = 'sale' and phase = 'post-pending'
          group by order_id, line_id having count(*) > 1) x)
      + (select count(*)::int from (select entry_id from ledger.payout_entry group by entry_id having count(*) > 1) x) as "doneTwice",
      (select count(*)::int from (select 1 from ledger.entry group by currency, layer having sum(amount_minor) <> 0) x) as unbalanced`.execute(
      tables<unknown>(tx),
    ),
  )
  return rows[0]!
}
