// P2: a paid order survives kill -9 at any point. A buyer orders and pays over real HTTP; the server kills itself before
// its n-th SQL statement or provider call, for every n there is, is started again, is killed at the same point again, and
// is started again. The buyer does what buyers do: the same purchase once more, under the same key. In the end everybody
// has one paid order and one charge, the ledger sums to zero and no unit is missing. The bad twin repeats without the key.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables } from '#platform/database'
import { freePort } from '#platform/postgres/embedded'
import { openStack } from '#server/stack'
import { otherFlows, type Rig } from './p2-flows.ts'
import { arm, deathOrDone, pointsOf, RECOVER_WITHIN_MS, soon } from './p2-victim.ts'
import { spawnWorker } from './worker.ts'
import { judge, type Runnable, type Say } from '../../bench/harness.ts'
import { createHttpClient } from '../support/http-client.ts'
import { makeMarket, openDoors, type Buyer } from '../support/market.ts'

const STOCK = 10_000

export const run: Runnable['run'] = async ({ full, say }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'serendip-chaos-'))
  const rig = await openRig(dataDir, say)
  const worker = await spawnWorker(rig.stack.env)
  try {
    const points = await enumerate(rig)
    say(
      `${points.length} points in one checkout: ${points.filter((p) => /\/api\//.test(p)).length} provider calls, the rest SQL`,
    )
    const slowest = await killAtEach(rig, points, say, full)
    say('five payments whose callback is lost: only the reconciler can find them')
    const lostCallbackMs = await loseCallbacks(
      rig,
      rig.market.buyers.slice(points.length + 1, points.length + 6),
    )
    const result = await audit(rig, dataDir, rig.market.buyers.slice(0, points.length + 6))
    say('the bad twin: the purchase repeated without its key')
    const twinDoubleCharges = await withoutKey(rig, dataDir, points.length)
    const others = await otherFlows(rig, full, say)
    return judge(
      'P2',
      {
        points: points.length,
        killed: rig.deaths,
        ...result,
        ...others,
        slowestRecoveryMs: slowest,
        lostCallbackMs,
        twinDoubleCharges,
      },
      {
        points: { min: 25 },
        killed: { min: points.length },
        otherPoints: { min: full ? 30 : 8 },
        notDone: { max: 0 },
        doneTwice: { max: 0 },
        unbalanced: { max: 0 },
        unpaid: { max: 0 },
        paidWithoutOrder: { max: 0 },
        chargedTwice: { max: 0 },
        paidEventsAstray: { max: 0 },
        ledgerSum: { max: 0 },
        clearingAstray: { max: 0 },
        stockAstray: { max: 0 },
        slowestRecoveryMs: { max: RECOVER_WITHIN_MS },
        lostCallbackMs: { max: RECOVER_WITHIN_MS },
        twinDoubleCharges: { min: 1 },
      },
    )
  } finally {
    rig.shop.close()
    rig.till.close()
    await rig.db.close()
    await worker.stop()
    await rig.stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** The API alone is the victim, so that its statements are this purchase's and nobody else's; workers live beside it. */
async function openRig(dataDir: string, say: Say): Promise<Rig> {
  say('starting PostgreSQL, server, workers and payment sandbox')
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir,
    role: 'api',
    databaseUrl: null,
    world: null,
    buildWeb: false,
    durable: false,
    serverEnv: { SERENDIP_CHAOS: '1' },
  })
  const { db, doors } = openDoors(stack.databaseUrl, { secret: stack.env.SECRET! })
  const market = await makeMarket(db, doors, { shops: 2, skusPerShop: 1, stock: STOCK, buyers: 300 })
  return {
    stack,
    db,
    market,
    doors,
    shop: createHttpClient(stack.baseUrl),
    till: createHttpClient(stack.env.PAYMENT_SANDBOX_URL!),
    deaths: 0,
  }
}

/** Two shops in one cart, ordered under `key` and paid. Whatever is already paid is left alone. */
async function purchase(
  { shop, till, market, stack }: Rig,
  buyer: Buyer,
  key: string,
  decision = {},
): Promise<void> {
  const lines = market.skus.map((skuId) => ({ skuId, qty: 1 }))
  const total = market.priceMinor * BigInt(lines.length)
  const placed = await shop.must('POST', '/api/v1/orders', {
    token: buyer.token,
    key,
    body: { lines, addressId: buyer.addressId, expectedTotalMinor: total.toString() },
  })
  await till.must('POST', `/api/payments/${placed.paymentId}/decide`, {
    token: stack.env.PAYMENT_SANDBOX_SECRET!,
    body: { outcome: 'succeeded', ...decision },
  })
}

/** One whole purchase, watched: what happens before each point. */
async function enumerate(rig: Rig): Promise<string[]> {
  await purchase(rig, rig.market.buyers[119]!, 'warm') // sessions and plans are as on any other day
  await paid(rig, rig.market.buyers[119]!)
  return pointsOf(rig, async () => {
    await purchase(rig, rig.market.buyers[0]!, 'p2-0')
    await paid(rig, rig.market.buyers[0]!)
  })
}

async function killAtEach(rig: Rig, points: readonly string[], say: Say, full: boolean): Promise<number> {
  let slowest = 0
  for (let n = 1; n <= points.length; n++) {
    const buyer = rig.market.buyers[n]!
    // The second death of each point is for the long run; the short one takes every seventh.
    for (let life = 0; life < (full || n % 7 === 0 ? 2 : 1); life++) {
      await arm(rig, n)
      await purchase(rig, buyer, `p2-${n}`).catch(() => {})
      await deathOrDone(rig, () => isPaid(rig, buyer))
    }
    const from = performance.now()
    await purchase(rig, buyer, `p2-${n}`)
    await paid(rig, buyer)
    slowest = Math.max(slowest, Math.round(performance.now() - from))
    if (n % 10 === 0) say(`${n} of ${points.length} points, ${rig.deaths} deaths`)
  }
  return slowest
}

async function loseCallbacks(rig: Rig, buyers: readonly Buyer[]): Promise<number> {
  const from = performance.now()
  for (const [i, buyer] of buyers.entries()) await purchase(rig, buyer, `lost-${i}`, { lose: true })
  for (const buyer of buyers) await paid(rig, buyer)
  return Math.round(performance.now() - from)
}

const paid = (rig: Rig, buyer: Buyer) => soon(() => isPaid(rig, buyer))

async function isPaid({ db }: Rig, buyer: Buyer): Promise<boolean> {
  const { rows } = await db.read((tx) =>
    sql<{
      yes: boolean
    }>`select exists (select from trade.customer_order where buyer_id = ${buyer.accountId} and state = 'paid') as yes`.execute(
      tables<unknown>(tx),
    ),
  )
  return rows[0]!.yes
}

/** What the buyers have, what the provider charged, and whether ledger and stock agree with both. */
async function audit(rig: Rig, dataDir: string, buyers: readonly Buyer[]) {
  const ids = buyers.map((b) => b.accountId)
  const { rows } = await rig.db.read((tx) =>
    sql<{
      paidCheckouts: number
      unpaid: number
      events: number
      ledgerSum: bigint
      clearing: bigint
      paidMinor: bigint
      onHand: number
      reserved: number
      paidUnits: number
    }>`
      with mine as (select * from trade.customer_order where buyer_id = any(${ids}::text[]))
      select (select count(distinct checkout_id)::int from mine where state = 'paid') as "paidCheckouts",
        ${ids.length} - (select count(distinct buyer_id)::int from mine where state = 'paid') as unpaid,
        (select count(*)::int from platform.outbox where name = 'order.paid' and payload->>'buyerId' = any(${ids}::text[])) as events,
        (select coalesce(sum(abs(s)), 0)::bigint
          from (select sum(amount_minor) as s from ledger.entry group by currency, layer) x) as "ledgerSum",
        (select coalesce(sum(e.amount_minor), 0)::bigint from ledger.entry e join ledger.account a using (account_id)
          where a.party_type = 'clearing' and e.layer = 'posted') as clearing,
        (select coalesce(sum(total_minor), 0)::bigint from trade.customer_order where state = 'paid') as "paidMinor",
        (select sum(on_hand)::int from shop.sku) as "onHand", (select sum(reserved)::int from shop.sku) as reserved,
        (select coalesce(sum(l.qty), 0)::int from trade.customer_order o join trade.order_line l using (order_id) where o.state = 'paid') as "paidUnits"`.execute(
      tables<unknown>(tx),
    ),
  )
  const r = rows[0]!
  const charges = await chargesByBuyer(rig, dataDir)
  return {
    unpaid: r.unpaid,
    paidWithoutOrder:
      [...charges].filter(([id, n]) => ids.includes(id) && n > 0).length - (ids.length - r.unpaid),
    chargedTwice: ids.filter((id) => (charges.get(id) ?? 0) > 1).length,
    // Two shops, so two orders and two events a checkout.
    paidEventsAstray: Math.abs(r.events - 2 * r.paidCheckouts),
    ledgerSum: Number(r.ledgerSum),
    clearingAstray: Number(r.clearing - r.paidMinor),
    stockAstray: Math.abs(2 * STOCK - r.paidUnits - r.onHand) + r.reserved,
  }
}

/** Read from the provider's own journal: it is the one who knows what was charged. */
async function chargesByBuyer(rig: Rig, dataDir: string): Promise<Map<Id<'usr'>, number>> {
  const lines = (await readFile(join(dataDir, 'payment-sandbox.jsonl'), 'utf8')).trim().split('\n')
  const entries = lines.map((l) => JSON.parse(l) as { type: string; paymentId?: string; state?: string })
  const charged = entries
    .filter((e) => e.type === 'payment.decided' && e.state === 'succeeded')
    .map((e) => e.paymentId!)
  const { rows } = await rig.db.read((tx) =>
    sql<{ buyer_id: Id<'usr'>; n: number }>`
      select c.buyer_id, count(*)::int as n from trade.payment p join trade.checkout c using (checkout_id)
      where p.payment_id = any(${charged}::text[]) group by c.buyer_id`.execute(tables<unknown>(tx)),
  )
  return new Map(rows.map((r) => [r.buyer_id, r.n]))
}

/** Killed while the payment is being applied; the buyer sees no order and buys again, as if for the first time. */
async function withoutKey(rig: Rig, dataDir: string, points: number): Promise<number> {
  const buyers = rig.market.buyers.slice(100, 103)
  for (const [i, buyer] of buyers.entries()) {
    await arm(rig, points - 2 - i)
    await purchase(rig, buyer, `twin-${i}-first`).catch(() => {})
    await deathOrDone(rig, () => isPaid(rig, buyer))
    await purchase(rig, buyer, `twin-${i}-again`)
    await paid(rig, buyer)
  }
  const charges = await chargesByBuyer(rig, dataDir)
  return buyers.filter((b) => (charges.get(b.accountId) ?? 0) > 1).length
}
