// P18: a server whose machine's date is wrong does nothing early and nothing late. The whole platform runs with a date an hour or three days
// off, in another time zone; what it decides is held against the database's time: pay deadlines, holds, a coupon of later today, the
// provider's signed callbacks, settlement seven days after receipt. The bad twin is a server that believes its machine.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import { systemCtx } from '#platform/context'
import { tables, type Database } from '#platform/database'
import { freePort } from '#platform/postgres/embedded'
import { signCallback, verifySandboxCallback } from '#platform/providers/sandbox-wire'
import { createInProcessPayments } from '#sandbox/payment/in-process'
import { composeServer } from '#server/compose'
import { openStack, type Stack } from '#server/stack'
import { judge, type Runnable } from '../../bench/harness.ts'
import { createHttpClient, type HttpClient } from '../support/http-client.ts'
import { makeMarket, openDoors, type Buyer, type Market } from '../support/market.ts'
import { pause } from './durable-postgres.ts'

const PAY_WITHIN_MS = 15 * MINUTE_MS
const OFF_BY_MS = 5_000
/** Longer than two rounds of the jobs that expire and settle. */
const JOBS_RUN_MS = 2_500
const NODES = [
  { skewMs: 3 * DAY_MS, tz: 'Asia/Shanghai' },
  { skewMs: -3 * DAY_MS, tz: 'UTC' },
  { skewMs: HOUR_MS, tz: 'America/New_York' },
  { skewMs: -HOUR_MS, tz: 'Australia/Lord_Howe' },
]

type Rig = {
  stack: Stack
  db: Database
  shop: HttpClient
  till: HttpClient
  market: Market
  merchant: string
  buyers: Buyer[]
  /** The merchant's session is opened anew when the demo's days were moved. */
  merchantToken(): Promise<string>
}
type Figures = Record<
  'deadlinesWrong' | 'callbacksRefused' | 'expiredEarly' | 'couponsWrong' | 'settledEarly' | 'settledLate',
  number
>

export const run: Runnable['run'] = async ({ full, say }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'serendip-chaos-'))
  const nodes = full ? NODES : NODES.slice(0, 2)
  const rig = await openRig(dataDir)
  const figures: Figures = {
    deadlinesWrong: 0,
    callbacksRefused: 0,
    expiredEarly: 0,
    couponsWrong: 0,
    settledEarly: 0,
    settledLate: 0,
  }
  try {
    for (const { skewMs, tz } of nodes) {
      say(`a server ${skewMs / HOUR_MS} h off, in ${tz}`)
      await rig.stack.restartServer({
        NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'skewed-date.ts')).href}`,
        SKEW_MS: String(skewMs),
        TZ: tz,
      })
      await oneNode(rig, figures)
    }
    const twin = await believesItsMachine(rig)
    return judge(
      'P18',
      { nodes: nodes.length, ...figures, ...twin },
      {
        ...(Object.fromEntries(Object.keys(figures).map((name) => [name, { max: 0 }])) as Record<
          keyof Figures,
          { max: number }
        >),
        twinExpiredEarly: { min: 1 },
        twinCallbacksRefused: { min: 1 },
      },
    )
  } finally {
    rig.shop.close()
    rig.till.close()
    await rig.db.close()
    await rig.stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function openRig(dataDir: string): Promise<Rig> {
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
  const market = await makeMarket(db, doors, { shops: 1, skusPerShop: 1, stock: 1_000, buyers: 40 })
  const merchantId = await one<string>(
    db,
    sql`select account_id as value from identity.membership where org_id = ${market.shops[0]}`,
  )
  return {
    stack,
    db,
    market,
    merchant: market.shops[0]!,
    buyers: [...market.buyers],
    shop: createHttpClient(stack.baseUrl),
    till: createHttpClient(stack.env.PAYMENT_SANDBOX_URL!),
    merchantToken: () =>
      db.transaction(async (tx) => (await doors.identity.openSession(tx, merchantId as never)).token),
  }
}

let keys = 0
const key = () => `p18-${(keys += 1)}`

async function oneNode(rig: Rig, figures: Figures): Promise<void> {
  const { shop, db, market } = rig
  const place = (buyer: Buyer) =>
    shop.must('POST', '/api/v1/orders', {
      token: buyer.token,
      key: key(),
      body: {
        lines: [{ skuId: market.skus[0], qty: 1 }],
        addressId: buyer.addressId,
        expectedTotalMinor: market.priceMinor.toString(),
      },
    })
  const stateOf = (orderId: string) =>
    one<string>(db, sql`select state as value from trade.customer_order where order_id = ${orderId}`)

  const [waiting, paying] = [await place(rig.buyers.pop()!), await place(rig.buyers.at(-1)!)]
  const payer = rig.buyers.pop()!
  const right = (await platformNow(db)) + PAY_WITHIN_MS
  if (Math.abs(Date.parse(waiting.expiresAt) - right) > OFF_BY_MS) figures.deadlinesWrong++
  await rig.till.must('POST', `/api/payments/${paying.paymentId}/decide`, {
    token: rig.stack.env.PAYMENT_SANDBOX_SECRET!,
    body: { outcome: 'succeeded' },
  })
  const [orderId] = paying.orderIds as [string]
  if (!(await soon(async () => (await stateOf(orderId)) === 'paid'))) figures.callbacksRefused++
  await coupons(rig, figures)
  await pause(JOBS_RUN_MS)
  if ((await stateOf(waiting.orderIds[0])) !== 'awaiting-payment') figures.expiredEarly++

  // Received; five days later not settled, eight days later settled, by the database's days.
  const merchant = await rig.merchantToken()
  await shop.must('POST', `/api/v1/shops/${rig.merchant}/orders/${orderId}/packages`, {
    token: merchant,
    key: key(),
    body: { carrier: 'SF', trackingNo: `P18-${orderId.slice(-12)}` },
  })
  await shop.must('POST', `/api/v1/orders/${orderId}/receipt`, { token: payer.token, body: {} })
  await shop.must('POST', '/api/v1/demo/clock', { body: { days: 5 } })
  await pause(JOBS_RUN_MS)
  if ((await stateOf(orderId)) !== 'received') figures.settledEarly++
  await shop.must('POST', '/api/v1/demo/clock', { body: { days: 3 } })
  if (!(await soon(async () => (await stateOf(orderId)) === 'completed'))) figures.settledLate++
}

/** One of today, one that begins in half an hour. */
async function coupons({ shop, db, market, merchant, merchantToken, buyers }: Rig, figures: Figures) {
  const now = await platformNow(db)
  const at = (ms: number) => new Date(now + ms).toISOString()
  const token = await merchantToken()
  for (const { startsIn, may } of [
    { startsIn: 0, may: true },
    { startsIn: 30 * MINUTE_MS, may: false },
  ]) {
    const made = await shop.must('POST', `/api/v1/shops/${merchant}/coupons`, {
      token,
      key: key(),
      body: {
        offMinor: '100',
        overMinor: market.priceMinor.toString(),
        currency: 'CNY',
        startsAt: at(startsIn),
        endsAt: at(startsIn + 50 * MINUTE_MS),
        units: 10,
      },
    })
    const answer = await shop.call('POST', `/api/v1/coupons/${made.couponId}/claims`, {
      token: buyers[0]!.token,
      key: key(),
      body: {},
    })
    if ((answer.status === 201 || answer.status === 200) !== may) figures.couponsWrong++
  }
}

/** What the database's clock says, moved by the demo's days. */
const platformNow = async (db: Database): Promise<number> =>
  Number(
    await one<number>(
      db,
      sql`select extract(epoch from clock_timestamp()) * 1000
        + coalesce((select value::text::bigint from platform.setting where key = 'clock-offset-ms'), 0) as value`,
    ),
  )

async function one<T>(db: Database, query: ReturnType<typeof sql>): Promise<T> {
  const { rows } = await db.read((tx) => query.execute(tables<unknown>(tx)))
  return (rows[0] as { value: T }).value
}

async function soon(is: () => Promise<boolean>): Promise<boolean> {
  for (const until = performance.now() + 15_000; performance.now() < until; await pause(50))
    if (await is()) return true
  return false
}

/** An hour fast and sure of itself: a fresh order expires, and an honest provider is refused. */
async function believesItsMachine({ stack, market, buyers }: Rig) {
  const offset = await platformOffset(stack)
  const clock = { now: () => new Date(Date.now() + offset + HOUR_MS) }
  const honest = { now: () => new Date(Date.now() + offset) }
  const secret = stack.env.SECRET!
  const { db, deps } = openDoors(stack.databaseUrl, { secret, clock: honest })
  const payments = createInProcessPayments({ secret, clock: honest })
  const compose = (c: typeof clock) =>
    composeServer(
      {
        ...deps,
        clock: { ...c, offsetMs: () => 0, advance: () => Promise.resolve(0), stop: async () => {} },
      },
      { payments: [payments.provider] },
    )
  const [right, wrong] = [await compose(honest), await compose(clock)]
  const buyer = buyers.at(-1)!
  try {
    await right.flows.checkout.placeOrder(
      {
        lines: [{ skuId: market.skus[0]!, qty: 1 }],
        addressId: buyer.addressId,
        expectedTotalMinor: market.priceMinor.toString(),
        locale: 'zh',
      },
      {
        ...systemCtx('chaos'),
        idempotencyKey: key(),
        actor: { kind: 'person', accountId: buyer.accountId, sessionId: '', guest: false, memberships: [] },
      },
    )
    const twinExpiredEarly = await wrong.flows.cancel.expireUnpaid()
    const body = '{}'
    const callback = {
      headers: signCallback(secret, body, 'evt-twin', Date.now()),
      body: new TextEncoder().encode(body),
    }
    const old = (error: unknown) => error instanceof AppError && error.code === 'TIMESTAMP_OLD'
    let twinCallbacksRefused = 0
    try {
      verifySandboxCallback(secret, { now: () => new Date(Date.now() + HOUR_MS) }, callback as never)
    } catch (error) {
      if (old(error)) twinCallbacksRefused++
    }
    return { twinExpiredEarly, twinCallbacksRefused }
  } finally {
    await right.stop()
    await wrong.stop()
    await db.close()
  }
}

async function platformOffset(stack: Stack): Promise<number> {
  const { db } = openDoors(stack.databaseUrl, { secret: stack.env.SECRET! })
  try {
    return (await platformNow(db)) - Date.now()
  } finally {
    await db.close()
  }
}
