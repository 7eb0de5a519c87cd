// A crowd for one product: 10,000 buyers over 1,000 connections, 1,000 units, everybody the whole way of a shopper's app: cart →
// address → quote → order → the provider's pay button → paid. Some answers are cut off on their way back; those buyers ask by their
// idempotency key. The load generator, the server, PostgreSQL with fsync and the sandbox share the machine.
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { tables } from '#platform/database'
import { freePort } from '#platform/postgres/embedded'
import { openStack } from '#server/stack'
import { createHttpClient, type HttpClient } from '../tests/support/http-client.ts'
import { makeMarket, openDoors, type Buyer } from '../tests/support/market.ts'
import { judge, quantile, round, type Runnable } from './harness.ts'

const BUYERS = 10_000
const CONNECTIONS = 1_000
const UNITS = 1_000
/** One order in so many has its answer cut off. */
const CUT_EVERY = 20
const PATIENCE_MS = 120_000

type Fate = 'bought' | 'sold-out' | 'unanswered'
type Sale = {
  shop: HttpClient
  till: HttpClient
  tillSecret: string
  skuId: string
  startedAt: number
  heldAt: number[]
  paidAt: number[]
  orderMs: number[]
  turnedAway: number
  cut: number
  foundAgain: number
  strange: string[]
  /** An order sent whose answer nobody reads. */
  sendAndHangUp(token: string, key: string, body: object): Promise<void>
}

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
  const { db, doors } = openDoors(stack.databaseUrl, { secret: stack.env.SECRET! })
  const crowd = full ? BUYERS * 3 : BUYERS
  const sale: Sale = {
    shop: createHttpClient(stack.baseUrl, CONNECTIONS),
    till: createHttpClient(stack.env.PAYMENT_SANDBOX_URL!, 64),
    tillSecret: stack.env.PAYMENT_SANDBOX_SECRET!,
    skuId: '',
    startedAt: 0,
    heldAt: [],
    paidAt: [],
    orderMs: [],
    turnedAway: 0,
    cut: 0,
    foundAgain: 0,
    strange: [],
    sendAndHangUp: hangUp(stack.baseUrl),
  }
  try {
    say(`making a product with ${UNITS} units and ${crowd} buyers`)
    const market = await makeMarket(db, doors, { shops: 1, skusPerShop: 1, stock: UNITS, buyers: crowd })
    sale.skuId = market.skus[0]!
    await sale.shop.must('GET', '/api/v1/categories')
    say(`${crowd} buyers come over ${CONNECTIONS} connections`)
    sale.startedAt = performance.now()
    const openedAt = Date.now()
    const fates: Fate[] = []
    let next = 0
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (next < market.buyers.length) {
          const n = next++
          fates.push(await oneBuyer(sale, market.buyers[n]!, n))
        }
      }),
    )
    const allAnsweredMs = performance.now() - sale.startedAt
    for (const text of new Set(sale.strange)) say(`  unexpected: ${text}`)
    const sold = await db.read((tx) =>
      sql<{
        orders: number
        paid: number
        units: number
        reserved: number
        onHand: number
        doubled: number
        lastHeldAt: Date
      }>`
        select count(*)::int as orders, count(*) filter (where o.state = 'paid')::int as paid, sum(l.qty)::int as units,
          (select reserved from shop.sku where sku_id = ${sale.skuId}) as reserved,
          (select on_hand from shop.sku where sku_id = ${sale.skuId}) as "onHand",
          (count(*) - count(distinct o.buyer_id))::int as doubled, max(o.placed_at) as "lastHeldAt"
        from trade.customer_order o join trade.order_line l using (order_id) where o.state <> 'cancelled'`.execute(
        tables<unknown>(tx),
      ),
    )
    const { orders, paid, units, reserved, onHand, doubled, lastHeldAt } = sold.rows[0]!
    const count = (fate: Fate) => fates.filter((f) => f === fate).length
    const health = await doors.ledger.getHealth()
    return judge(
      'flash-sale',
      {
        buyers: crowd,
        connections: CONNECTIONS,
        units: UNITS,
        sold: units,
        paid,
        oversold: Math.max(0, units - UNITS),
        undersold: Math.max(0, UNITS - units),
        unitsAstray: Math.abs(UNITS - onHand - paid) + reserved,
        doubled,
        told: count('bought') + count('sold-out'),
        unanswered: count('unanswered'),
        boughtButNotTold: Math.abs(orders - count('bought')),
        strange: sale.strange.length,
        answersCut: sale.cut,
        foundAgain: sale.foundAgain,
        turnedAwayAtFirst: sale.turnedAway,
        heldSeconds: round((lastHeldAt.getTime() - openedAt) / 1000),
        // The last who was told so; those whose answer was cut off ask again.
        toldSeconds: round(last(sale.heldAt) / 1000),
        paidSeconds: round(last(sale.paidAt) / 1000),
        allAnsweredSeconds: round(allAnsweredMs / 1000),
        orderP50Ms: round(quantile(sale.orderMs, 0.5)),
        orderP99Ms: round(quantile(sale.orderMs, 0.99)),
        ledgerSum: health.sums.reduce(
          (sum, s) => sum + Math.abs(Number(s.pendingMinor)) + Math.abs(Number(s.postedMinor)),
          0,
        ),
      },
      {
        sold: { min: UNITS, max: UNITS },
        paid: { min: UNITS, max: UNITS },
        unitsAstray: { max: 0 },
        doubled: { max: 0 },
        unanswered: { max: 0 },
        boughtButNotTold: { max: 0 },
        strange: { max: 0 },
        foundAgain: { min: 1 },
        heldSeconds: { max: 12 },
        paidSeconds: { max: 30 },
        ledgerSum: { max: 0 },
      },
    )
  } finally {
    sale.shop.close()
    sale.till.close()
    await db.close()
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const last = (times: readonly number[]) => times.reduce((a, b) => Math.max(a, b), 0)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a shopper's app does, refusals and busy answers included. */
async function oneBuyer(sale: Sale, { token }: Buyer, n: number): Promise<Fate> {
  const { shop, skuId } = sale
  const ask = async (method: string, path: string, options: object) => {
    for (;;) {
      const answer = await shop.call(method, path, { token, ...options }).catch(() => null)
      if (answer && answer.status !== 429 && answer.status !== 503) return answer
      if (performance.now() - sale.startedAt > PATIENCE_MS) return null
      sale.turnedAway++
      await pause(200 + (n % 10) * 30)
    }
  }
  await ask('PUT', `/api/v1/cart/lines/${skuId}`, { body: { qty: 1 } })
  const addresses = await ask('GET', '/api/v1/me/addresses', {})
  const lines = [{ skuId, qty: 1 }]
  const quote = await ask('POST', '/api/v1/quotes', { body: { lines } })
  if (!addresses || !quote) return 'unanswered'
  const key = `flash-${n}`
  const body = { lines, addressId: addresses.body.items[0].id, expectedTotalMinor: quote.body.totalMinor }
  const from = performance.now()
  const placed =
    n % CUT_EVERY === 0
      ? await afterHangingUp(sale, token, key, body, ask)
      : await ask('POST', '/api/v1/orders', { key, body })
  if (!placed) return 'unanswered'
  sale.orderMs.push(performance.now() - from)
  if (placed.status === 409 && placed.body.code === 'SOLD_OUT') return 'sold-out'
  if (placed.status >= 300) {
    sale.strange.push(`${placed.status} ${placed.body.code}`)
    return 'unanswered'
  }
  sale.heldAt.push(performance.now() - sale.startedAt)
  const { checkoutId, paymentId } = placed.body
  await sale.till.must('POST', `/api/payments/${paymentId}/decide`, {
    token: sale.tillSecret,
    body: { outcome: 'succeeded' },
  })
  while (performance.now() - sale.startedAt < PATIENCE_MS) {
    const status = await ask('GET', `/api/v1/checkouts/${checkoutId}?waitSeconds=10`, {})
    if (status?.body.state === 'paid') {
      sale.paidAt.push(performance.now() - sale.startedAt)
      return 'bought'
    }
  }
  return 'unanswered'
}

type Answer = Awaited<ReturnType<HttpClient['call']>>
type Ask = (method: string, path: string, options: object) => Promise<Answer | null>

/** The answer is lost: is there an order of this key? When there is none, the same request with the same key. */
async function afterHangingUp(
  sale: Sale,
  token: string,
  key: string,
  body: object,
  ask: Ask,
): Promise<Answer | null> {
  sale.cut++
  await sale.sendAndHangUp(token, key, body)
  for (let tries = 0; tries < 5; tries++) {
    await pause(400)
    const found = await ask('GET', `/api/v1/checkouts?idempotencyKey=${key}`, {})
    if (found?.status !== 200) continue
    sale.foundAgain++
    return found
  }
  return ask('POST', '/api/v1/orders', { key, body })
}

const hangUp = (baseUrl: string) => {
  const agent = new Agent({ keepAlive: false, maxSockets: 100 })
  return (token: string, key: string, body: object): Promise<void> =>
    new Promise((resolve) => {
      const text = JSON.stringify(body)
      const r = request(`${baseUrl}/api/v1/orders`, {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${token}`,
          'idempotency-key': key,
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(text)),
        },
      })
      r.on('error', () => resolve())
      r.on('response', (answer) => answer.destroy())
      r.on('close', () => resolve())
      r.end(text, () => setTimeout(() => r.destroy(), 30))
    })
}
