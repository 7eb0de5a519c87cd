// P13: ten times too many. First as many orders a second as the server does with a calm crowd; then ten times that number arrive whether it
// answers or not. Who is let in is answered within a second, the rest are told when to come back (429, Retry-After, BUSY), nothing fails,
// the server does nearly as much as before, and is itself again right after. Then the limits of keys (p13-keys.ts). The bad twin is the
// same server with an endless line.
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '#platform/postgres/embedded'
import { openStack, type Stack } from '#server/stack'
import { judge, quantile, round, type Runnable } from '../../bench/harness.ts'
import { createHttpClient } from '../support/http-client.ts'
import { makeMarket, openDoors, type Market } from '../support/market.ts'
import { keyLimits } from './p13-keys.ts'
import { pause } from './durable-postgres.ts'
import type { Arrivals, Flood } from './p13-flood.ts'

const CALM = 16
const TIMES = 10
const NICE = 10
const LATE_MS = 1_000
const ITSELF_AGAIN_MS = 10_000

export const run: Runnable['run'] = async ({ full, say }) => {
  const seconds = full ? 60 : 8
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
  const market = await makeMarket(db, doors, { shops: 1, skusPerShop: 8, stock: 1_000_000, buyers: 1_000 })
  try {
    await calm(stack, market, 2) // plans and caches are as on any other day
    const peak = await calm(stack, market, 4)
    say(`a calm crowd: ${peak.perSecond} orders/s, p99 ${peak.p99Ms} ms`)
    const flood = await arrive(stack, market, { perSecond: peak.perSecond * TIMES, seconds })
    say(`${flood.offered} arrived in ${seconds} s: ${flood.done} done, ${flood.turnedAway} told to return`)
    const againMs = await itselfAgain(stack, market, peak.p99Ms)
    const keys = await keyLimits(stack.baseUrl, doors, market.shops[0]!, market.buyers[0]!.accountId)
    // Machines are faster in one moment than in the next: what it does at its best is what it did before and does after.
    const after = await calm(stack, market, 4)
    const goodput = flood.done / seconds / ((peak.perSecond + after.perSecond) / 2)
    const twin = endlessLine(flood.offered, peak.perSecond, seconds)
    return judge(
      'P13',
      {
        peakPerSecond: peak.perSecond,
        peakP99Ms: peak.p99Ms,
        peakAfterPerSecond: after.perSecond,
        offered: flood.offered,
        offeredTimes: round(flood.offered / seconds / peak.perSecond),
        done: flood.done,
        turnedAway: flood.turnedAway,
        withoutRetryAfter: flood.withoutRetryAfter,
        failed: flood.failed,
        acceptedP50Ms: flood.p50Ms,
        acceptedP99Ms: flood.p99Ms,
        goodput: round(goodput, 2),
        itselfAgainMs: againMs,
        ...keys,
        ...twin,
      },
      {
        offeredTimes: { min: 5 },
        turnedAway: { min: 1 },
        withoutRetryAfter: { max: 0 },
        failed: { max: 0 },
        // On a machine that is slow with a calm crowd already, three times that.
        acceptedP99Ms: { max: Math.max(LATE_MS, 3 * peak.p99Ms) },
        goodput: { min: 0.8 },
        itselfAgainMs: { max: ITSELF_AGAIN_MS },
        keyLimitOffBy: { max: 0.05 },
        keyRefusalsUnclear: { max: 0 },
        twinLimitOffBy: { min: 0.5 },
        twinLastAnswerMs: { min: LATE_MS },
      },
    )
  } finally {
    await db.close()
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

let keys = 0
const orderOf = (market: Market, n: number) => ({
  token: market.buyers[n % market.buyers.length]!.token,
  key: `p13-${(keys += 1)}`,
  body: {
    lines: [{ skuId: market.skus[n % market.skus.length], qty: 1 }],
    addressId: market.buyers[n % market.buyers.length]!.addressId,
    expectedTotalMinor: market.priceMinor.toString(),
  },
})

/** Sixteen who order again when they have their answer. */
async function calm(stack: Stack, market: Market, seconds: number) {
  const client = createHttpClient(stack.baseUrl, CALM, { comesBack: false })
  const took: number[] = []
  const until = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: CALM }, async (_, i) => {
      for (let n = i; performance.now() < until; n += CALM) {
        const from = performance.now()
        await client.call('POST', '/api/v1/orders', orderOf(market, n))
        took.push(performance.now() - from)
      }
    }),
  )
  client.close()
  return { perSecond: Math.round(took.length / seconds), p99Ms: Math.round(quantile(took, 0.99)) }
}

/** The crowd is a process of its own that gives way to the server: crowds bring their own processors. */
async function arrive(
  stack: Stack,
  market: Market,
  plan: { perSecond: number; seconds: number },
): Promise<Flood> {
  const child = fork(join(import.meta.dirname, 'p13-flood.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const arrivals: Arrivals = {
    url: stack.baseUrl,
    ...plan,
    orders: market.buyers.map((_, n) => orderOf(market, n)),
  }
  setPriority(child.pid!, NICE)
  child.send(arrivals)
  const flood = await new Promise<Flood>((resolve, reject) => {
    child.once('message', (m) => resolve(m as Flood))
    child.once('exit', (code) => reject(new Error(`the crowd stopped (exit ${code})`)))
  })
  child.kill()
  return flood
}

/** Until one after the other is answered as promptly as before the flood, twenty times running. */
async function itselfAgain(stack: Stack, market: Market, calmP99Ms: number): Promise<number> {
  const client = createHttpClient(stack.baseUrl, 1, { comesBack: false })
  const began = performance.now()
  let prompt = 0
  for (let n = 0; prompt < 20 && performance.now() - began < ITSELF_AGAIN_MS * 2; n++) {
    const from = performance.now()
    const { status } = await client.call('POST', '/api/v1/orders', orderOf(market, n))
    prompt = status === 201 && performance.now() - from <= calmP99Ms ? prompt + 1 : 0
    await pause(5)
  }
  client.close()
  return Math.round(performance.now() - began)
}

/** What arithmetic says of a server that takes in everybody: the last of them waits for all before. */
const endlessLine = (offered: number, perSecond: number, seconds: number) => ({
  twinLastAnswerMs: Math.round((offered / perSecond - seconds) * 1000),
})
