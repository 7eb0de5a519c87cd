// Complete checkouts over real HTTP, 16 at a time: cart → address → quote → order (stock reserved) → pay page's button →
// the provider's signed callback → paid. A real PostgreSQL with fsync, the real server with its workers, the real sandbox
// process; the load generator shares the machine. One checkout is done when the buyer sees it paid. Then the shelf: the list
// and one product, 32 readers.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { tables, type Database } from '#platform/database'
import { freePort } from '#platform/postgres/embedded'
import { openStack } from '#server/stack'
import { createHttpClient, type HttpClient } from '../tests/support/http-client.ts'
import { makeMarket, openDoors, type Buyer, type Market } from '../tests/support/market.ts'
import { judge, quantile, round, type Runnable } from './harness.ts'
import { costBetween, readCost } from './process-cost.ts'

/** Longer than that nobody waits for what the orders set off. */
const CAUGHT_UP_WITHIN_MS = 30_000
const CONCURRENCY = 16
const WARM_UP_MS = 4_000
const MEASURE_MS = 20_000
const READERS = 32
const READ_MS = 6_000

export const run: Runnable['run'] = async ({ full, say }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'serendip-bench-'))
  say('starting PostgreSQL, server and payment sandbox')
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir,
    role: 'all',
    databaseUrl: null,
    world: null,
    buildWeb: false,
  })
  try {
    const { db, doors } = openDoors(stack.databaseUrl, { secret: stack.env.SECRET! })
    say('making 40 shops, 1,000 products, 400 buyers')
    const market = await makeMarket(db, doors, { shops: 40, skusPerShop: 25, stock: 1_000_000, buyers: 400 })
    const shop = createHttpClient(stack.baseUrl)
    const till = createHttpClient(stack.env.PAYMENT_SANDBOX_URL!)
    const one = checkoutOnce(shop, till, stack.env.PAYMENT_SANDBOX_SECRET!, market)
    say(`warming up for ${WARM_UP_MS / 1000} s`)
    await drive(market.buyers, one, WARM_UP_MS)
    say(`measuring for ${(full ? 3 : 1) * (MEASURE_MS / 1000)} s at concurrency ${CONCURRENCY}`)
    const measured = {
      baseUrl: stack.baseUrl,
      serverPid: stack.server.process.pid!,
      postgresDir: join(dataDir, 'postgres'),
    }
    const before = await readCost(measured)
    const { tookMs, wallMs } = await drive(market.buyers, one, (full ? 3 : 1) * MEASURE_MS)
    const spent = costBetween(before, await readCost(measured))
    const each = (value: number) => round(value / tookMs.length, 2)
    const caughtUpMs = await caughtUp(db)
    say(`what the orders set off is done after ${caughtUpMs} ms; now the shelf`)
    const shelf: Record<string, number> = {}
    const skuProduct = (await shop.must('GET', '/api/v1/mall/products?limit=20')).items[0].productId
    for (const [name, path] of [
      ['list', '/api/v1/mall/products?limit=20'],
      ['detail', `/api/v1/products/${skuProduct}`],
    ] as const) {
      say(`reading the ${name}, ${READERS} readers`)
      await read(shop, path, 2_000)
      const from = await readCost(measured)
      const { tookMs: readMs, wallMs: forMs } = await read(shop, path, READ_MS)
      const cost = costBetween(from, await readCost(measured))
      shelf[`${name}PerSecond`] = round(readMs.length / (forMs / 1000))
      shelf[`${name}P99Ms`] = round(quantile(readMs, 0.99))
      shelf[`${name}Statements`] = round(cost.statements / readMs.length, 2)
    }
    const health = await doors.ledger.getHealth()
    const ledgerSum = health.sums.reduce(
      (sum, s) => sum + Math.abs(Number(s.pendingMinor)) + Math.abs(Number(s.postedMinor)),
      0,
    )
    shop.close()
    till.close()
    await db.close()
    return judge(
      'checkout',
      {
        ordersPerSecond: round(tookMs.length / (wallMs / 1000)),
        p50Ms: round(quantile(tookMs, 0.5)),
        p99Ms: round(quantile(tookMs, 0.99)),
        orders: tookMs.length,
        seconds: round(wallMs / 1000),
        concurrency: CONCURRENCY,
        statementsPerOrder: each(spent.statements),
        serverCpuMsPerOrder: each(spent.serverCpuMs),
        postgresCpuMsPerOrder: each(spent.postgresCpuMs),
        caughtUpMs,
        ...shelf,
        ledgerSum,
        ledgerTransfers: health.transfers,
      },
      {
        ordersPerSecond: { min: 100 },
        p99Ms: { max: 400 },
        statementsPerOrder: { max: 40 },
        listPerSecond: { min: 2_000 },
        listStatements: { max: 3 },
        detailPerSecond: { min: 2_000 },
        detailStatements: { max: 3 },
        caughtUpMs: { max: CAUGHT_UP_WITHIN_MS },
        ledgerSum: { min: 0, max: 0 },
      },
    )
  } finally {
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** 16 buyers at a time, each buyer one checkout after another; checkouts that end after the time is up still count. */
async function drive(
  buyers: readonly Buyer[],
  one: (buyer: Buyer, n: number) => Promise<number>,
  ms: number,
): Promise<{ tookMs: number[]; wallMs: number }> {
  const from = performance.now()
  const tookMs: number[] = []
  let next = 0
  const worker = async () => {
    while (performance.now() - from < ms) {
      const n = next++
      tookMs.push(await one(buyers[n % buyers.length]!, n))
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  return { tookMs, wallMs: performance.now() - from }
}

/** The same address again and again, as a crowd that comes from one video does. */
async function read(
  client: HttpClient,
  path: string,
  ms: number,
): Promise<{ tookMs: number[]; wallMs: number }> {
  const from = performance.now()
  const tookMs: number[] = []
  const reader = async () => {
    for (let at = performance.now(); at - from < ms; at = performance.now()) {
      await client.must('GET', path)
      tookMs.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: READERS }, reader))
  return { tookMs, wallMs: performance.now() - from }
}

const POLL_MS = 15
const GIVE_UP_MS = 30_000

export function checkoutOnce(shop: HttpClient, till: HttpClient, tillSecret: string, market: Market) {
  let keys = 0
  return async ({ token }: Buyer, n: number): Promise<number> => {
    const from = performance.now()
    const skuId = market.skus[n % market.skus.length]!
    await shop.must('PUT', `/api/v1/cart/lines/${skuId}`, { token, body: { qty: 1 } })
    const { items } = await shop.must('GET', '/api/v1/me/addresses', { token })
    const lines = [{ skuId, qty: 1 }]
    const quote = await shop.must('POST', '/api/v1/quotes', { token, body: { lines } })
    const claimIds = quote.coupons.map((c: { claimId: string }) => c.claimId)
    const body = { lines, addressId: items[0].id, expectedTotalMinor: quote.totalMinor, claimIds }
    const placed = await shop.must('POST', '/api/v1/orders', {
      token,
      key: `bench-${process.pid}-${(keys += 1)}`,
      body,
    })
    await till.must('POST', `/api/payments/${placed.paymentId}/decide`, {
      token: tillSecret,
      body: { outcome: 'succeeded' },
    })
    for (;;) {
      const { state } = await shop.must('GET', `/api/v1/checkouts/${placed.checkoutId}?waitSeconds=10`, {
        token,
      })
      if (state === 'paid') return performance.now() - from
      if (performance.now() - from > GIVE_UP_MS)
        throw new Error(`checkout ${placed.checkoutId} is still ${state}`)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
}

/** How long until every event of the orders has been heard by everybody it is for. */
async function caughtUp(db: Database): Promise<number> {
  const from = performance.now()
  for (;;) {
    const { rows } = await db.read((tx) =>
      sql<{ behind: boolean }>`select exists (
        select 1 from platform.consumer c join platform.outbox o on (o.xid, o.id) > (c.xid, c.id)) as behind`.execute(
        tables<unknown>(tx),
      ),
    )
    const tookMs = Math.round(performance.now() - from)
    if (!rows[0]!.behind || tookMs > CAUGHT_UP_WITHIN_MS) return tookMs
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
