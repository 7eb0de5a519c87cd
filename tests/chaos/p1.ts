// P1: nothing is sold twice, and nothing that could be sold stays behind. A crowd wants one SKU at once (stock 1, 100,
// 1000), through the flows and over real HTTP; the same SKU twice in a cart; carts over three shops that are all or none;
// payments that race their own expiry. The bad twin reads the stock and then writes it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { manualClock } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { systemCtx, type Ctx } from '#platform/context'
import { tables, type Database } from '#platform/database'
import { freePort } from '#platform/postgres/embedded'
import { createInProcessPayments, type InProcessPayments } from '#sandbox/payment/in-process'
import { composeServer, type Server } from '#server/compose'
import { openStack } from '#server/stack'
import { judge, type Runnable, type Say } from '../../bench/harness.ts'
import { createHttpClient } from '../support/http-client.ts'
import { makeMarket, openDoors, type Buyer, type Market } from '../support/market.ts'
import { throwawayDatabase } from './throwaway.ts'
import { shelfFigures } from './p1-shelf.ts'

const SECRET = 'chaos-secret-0123456789'
const AT_ONCE = 48

type Rig = {
  db: Database
  server: Server
  market: Market
  payments: InProcessPayments
  later(ms: number): void
}
type Outcome = {
  placed: { checkoutId: Id<'chk'>; paymentId: Id<'pay'>; orders: number }[]
  soldOut: number
  other: string[]
}

export const run: Runnable['run'] = async ({ full, say }) => {
  const figures = {
    ...(await inProcess(full ? 50_000 : 2_000, say)),
    ...(await overHttp(full ? 5_000 : 500, say)),
  }
  return judge('P1', figures, {
    oversold: { max: 0 },
    undersold: { max: 0 },
    negative: { max: 0 },
    strayErrors: { max: 0 },
    halfCheckouts: { max: 0 },
    moneyAstray: { max: 0 },
    soldOutMs: { max: full ? 120_000 : 12_000 },
    bundleOversold: { max: 0 },
    bundleUndersold: { max: 0 },
    placesWrong: { max: 0 },
    doorsWrong: { max: 0 },
    shelfStrayErrors: { max: 0 },
    httpOversold: { max: 0 },
    httpUndersold: { max: 0 },
    httpStrayErrors: { max: 0 },
    unitsReturnedMs: { max: 5_000 },
    twinOversold: { min: 1 },
  })
}

async function inProcess(crowd: number, say: Say) {
  const { url, drop } = await throwawayDatabase()
  const rig = await openRig(url, crowd, say)
  try {
    const figures = {
      buyers: crowd,
      oversold: 0,
      undersold: 0,
      negative: 0,
      strayErrors: 0,
      halfCheckouts: 0,
      moneyAstray: 0,
      soldOutMs: 0,
    }
    const count = (sold: number, expected: number, outcome: Outcome) => {
      figures.oversold += Math.max(0, sold - expected)
      figures.undersold += Math.max(0, expected - sold)
      figures.strayErrors += outcome.other.length
      for (const text of new Set(outcome.other)) say(`  unexpected: ${text}`)
    }
    for (const [i, stock] of [1, 100, 1000].entries()) {
      const skuId = rig.market.skus[i]!
      await setStock(rig.db, skuId, stock)
      const from = performance.now()
      const outcome = await wantAll(rig, rig.market.buyers, () => [{ skuId, qty: 1 }])
      figures.soldOutMs = Math.max(figures.soldOutMs, Math.round(performance.now() - from))
      count(outcome.placed.length, Math.min(stock, crowd), outcome)
      await payAll(rig, outcome)
      say(`${crowd} want ${stock}: ${outcome.placed.length} orders, ${outcome.soldOut} told sold out`)
    }
    // Three units, two a cart in two lines: one cart.
    const twice = rig.market.skus[3]!
    await setStock(rig.db, twice, 3)
    const pairs = await wantAll(rig, rig.market.buyers.slice(0, 60), () => [
      { skuId: twice, qty: 1 },
      { skuId: twice, qty: 1 },
    ])
    count(pairs.placed.length, 1, pairs)
    // One SKU of each of three shops, one of them scarce: all or none.
    const [a, b, c] = rig.market.shops.map((s) => rig.market.skuOf.get(s)![4]!) as [
      Id<'sku'>,
      Id<'sku'>,
      Id<'sku'>,
    ]
    await setStock(rig.db, a, 500)
    await setStock(rig.db, b, 20)
    await setStock(rig.db, c, 500)
    const baskets = await wantAll(rig, rig.market.buyers.slice(0, 120), () =>
      [c, a, b].map((skuId) => ({ skuId, qty: 1 })),
    )
    count(baskets.placed.length, 20, baskets)
    figures.halfCheckouts =
      baskets.placed.filter((p) => p.orders !== 3).length +
      Math.abs((await reserved(rig.db, a)) - 20) +
      Math.abs((await reserved(rig.db, c)) - 20)
    say(`three shops, 20 of one: ${baskets.placed.length} whole checkouts, ${baskets.soldOut} none`)
    figures.moneyAstray = await expiryRace(rig, say)
    figures.negative = await negativeStock(rig.db)
    const shelf = await shelfFigures(rig.db, rig.server.doors.shop, rig.market.shops[0]!, crowd, say)
    const twinOversold = await readThenWrite(rig.db, crowd)
    say(`the bad twin sold ${twinOversold} that it did not have`)
    return { ...figures, ...shelf, twinOversold }
  } finally {
    await rig.server.stop()
    await rig.db.close()
    await drop()
  }
}

async function openRig(url: string, crowd: number, say: Say): Promise<Rig> {
  const manual = manualClock(new Date())
  const { db, deps, doors } = openDoors(url, { secret: SECRET, clock: manual, poolSize: 32 })
  const payments = createInProcessPayments({ secret: SECRET, clock: manual })
  const clock = {
    ...manual,
    offsetMs: () => 0,
    advance: () => Promise.resolve(0),
    stop: () => Promise.resolve(),
  }
  const server = await composeServer({ ...deps, clock }, { payments: [payments.provider] })
  say(`making three shops and ${crowd} buyers`)
  return {
    db,
    server,
    payments,
    market: await makeMarket(db, doors, { shops: 3, skusPerShop: 5, stock: 0, buyers: crowd }),
    later: manual.advance,
  }
}

/** Everybody orders at once, AT_ONCE in flight. */
async function wantAll(
  rig: Rig,
  buyers: readonly Buyer[],
  linesOf: () => { skuId: Id<'sku'>; qty: number }[],
): Promise<Outcome> {
  const outcome: Outcome = { placed: [], soldOut: 0, other: [] }
  let next = 0
  const worker = async () => {
    while (next < buyers.length) {
      const buyer = buyers[next++]!
      const lines = linesOf()
      const total = rig.market.priceMinor * BigInt(lines.reduce((n, l) => n + l.qty, 0))
      const input = {
        lines,
        addressId: buyer.addressId,
        expectedTotalMinor: total.toString(),
        locale: 'zh' as const,
      }
      try {
        const p = await rig.server.flows.checkout.placeOrder(input, ctxOf(buyer))
        outcome.placed.push({ checkoutId: p.checkoutId, paymentId: p.paymentId, orders: p.orderIds.length })
      } catch (error) {
        if (error instanceof AppError && error.code === 'SOLD_OUT') outcome.soldOut++
        else outcome.other.push(String(error))
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return outcome
}

let keys = 0
const ctxOf = (buyer: Buyer): Ctx => ({
  ...systemCtx('chaos'),
  idempotencyKey: `p1-${(keys += 1)}`,
  actor: { kind: 'person', accountId: buyer.accountId, sessionId: '', guest: false, memberships: [] },
})

async function payAll(rig: Rig, outcome: Outcome): Promise<void> {
  for (const p of outcome.placed) {
    for (const callback of rig.payments.decide(p.paymentId, 'succeeded'))
      await rig.server.flows.pay.applyEvent('sandbox', rig.payments.provider.verifyCallback(callback))
  }
}

/** 60 orders whose success arrives in the moment they expire. Returns how many ended neither paid nor refunded, or moved stock wrongly. */
async function expiryRace(rig: Rig, say: Say): Promise<number> {
  const skuId = rig.market.skus[3]!
  await rig.server.flows.cancel.expireUnpaid()
  rig.later(16 * 60_000)
  while ((await rig.server.flows.cancel.expireUnpaid()) > 0) continue
  await setStock(rig.db, skuId, 1000)
  const outcome = await wantAll(rig, rig.market.buyers.slice(0, 60), () => [{ skuId, qty: 1 }])
  const events = outcome.placed
    .flatMap((p) => rig.payments.decide(p.paymentId, 'succeeded'))
    .map((c) => rig.payments.provider.verifyCallback(c))
  rig.later(16 * 60_000)
  await Promise.all([
    rig.server.flows.cancel.expireUnpaid(),
    ...events.map((e) => rig.server.flows.pay.applyEvent('sandbox', e)),
    rig.server.flows.cancel.expireUnpaid(),
  ])
  while ((await rig.server.flows.cancel.expireUnpaid()) > 0) continue
  const { rows } = await rig.db.read((tx) =>
    sql<{ paid: number; returned: number; astray: number; onHand: number; reserved: number }>`
      select count(*) filter (where o.state = 'paid')::int as paid, count(*) filter (where r.state = 'succeeded')::int as returned,
        count(*) filter (where not (o.state = 'paid' and r.state is null) and not (o.state = 'cancelled' and r.state = 'succeeded'))::int as astray,
        (select on_hand from shop.sku where sku_id = ${skuId}) as "onHand",
        (select reserved from shop.sku where sku_id = ${skuId}) as reserved
      from trade.customer_order o left join trade.refund r using (order_id)
      where o.checkout_id = any(${outcome.placed.map((p) => p.checkoutId)}::text[])`.execute(
      tables<unknown>(tx),
    ),
  )
  const { paid, returned, astray, onHand, reserved: left } = rows[0]!
  say(`paying against expiry: ${paid} paid, ${returned} money back, ${astray} astray`)
  return astray + Math.abs(1000 - paid - onHand) + left
}

// --- Over real HTTP --------------------------------------------------------------------------------------------------

async function overHttp(crowd: number, say: Say) {
  const stock = 100
  const dataDir = await mkdtemp(join(tmpdir(), 'serendip-chaos-'))
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir,
    role: 'all',
    databaseUrl: null,
    world: null,
    buildWeb: false,
    durable: false,
  })
  const { db, doors } = openDoors(stack.databaseUrl, { secret: stack.env.SECRET! })
  const client = createHttpClient(stack.baseUrl, 64)
  try {
    const market = await makeMarket(db, doors, { shops: 1, skusPerShop: 1, stock, buyers: crowd })
    const skuId = market.skus[0]!
    const answers = await Promise.all(
      market.buyers.map((b, i) =>
        client.call('POST', '/api/v1/orders', {
          token: b.token,
          key: `p1-http-${i}`,
          body: {
            lines: [{ skuId, qty: 1 }],
            addressId: b.addressId,
            expectedTotalMinor: market.priceMinor.toString(),
          },
        }),
      ),
    )
    const sold = answers.filter((a) => a.status === 201).length
    const refused = answers.filter((a) => a.status === 409 && a.body.code === 'SOLD_OUT').length
    say(`over HTTP ${crowd} want ${stock}: ${sold} × 201, ${refused} × SOLD_OUT`)
    // A day later nobody has paid: every unit can be sold again.
    const from = performance.now()
    await client.must('POST', '/api/v1/demo/clock', { body: { days: 1 } })
    while ((await reserved(db, skuId)) > 0 && performance.now() - from < 30_000)
      await new Promise((resolve) => setTimeout(resolve, 50))
    return {
      httpBuyers: crowd,
      httpOversold: Math.max(0, sold - stock),
      httpUndersold: Math.max(0, stock - sold),
      httpStrayErrors: crowd - sold - refused,
      unitsReturnedMs: Math.round(performance.now() - from),
    }
  } finally {
    client.close()
    await db.close()
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

// --- Looking at the stock --------------------------------------------------------------------------------------------

const setStock = (db: Database, skuId: string, onHand: number) =>
  db.transaction((tx) =>
    sql`update shop.sku set on_hand = reserved + ${onHand} where sku_id = ${skuId}`.execute(
      tables<unknown>(tx),
    ),
  )

async function reserved(db: Database, skuId: string): Promise<number> {
  const { rows } = await db.read((tx) =>
    sql<{ reserved: number }>`select reserved from shop.sku where sku_id = ${skuId}`.execute(
      tables<unknown>(tx),
    ),
  )
  return rows[0]!.reserved
}

async function negativeStock(db: Database): Promise<number> {
  const { rows } = await db.read((tx) =>
    sql<{
      n: number
    }>`select count(*)::int as n from shop.sku where on_hand < 0 or reserved < 0 or reserved > on_hand`.execute(
      tables<unknown>(tx),
    ),
  )
  return rows[0]!.n
}

/** The bad twin: look whether there is one, then take it. Returns how many it sold beyond what it had. */
async function readThenWrite(db: Database, crowd: number): Promise<number> {
  const stock = 100
  await db.transaction((tx) =>
    sql`create table chaos_twin (left_over int not null)`.execute(tables<unknown>(tx)),
  )
  await db.transaction((tx) => sql`insert into chaos_twin values (${stock})`.execute(tables<unknown>(tx)))
  let sold = 0
  let next = 0
  const worker = async () => {
    while (next++ < crowd) {
      await db.transaction(async (tx) => {
        const { rows } = await sql<{ left_over: number }>`select left_over from chaos_twin`.execute(
          tables<unknown>(tx),
        )
        if (rows[0]!.left_over < 1) return
        await sql`update chaos_twin set left_over = ${rows[0]!.left_over - 1}`.execute(tables<unknown>(tx))
        sold++
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return Math.max(0, sold - stock)
}
