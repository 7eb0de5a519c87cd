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
  const [rounds, seconds] = full ? [1, 60] : [3, 6]
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
  const market = await makeMarket(db, doors, {
    shops: 1,
    skusPerShop: 8,
    stock: 1_000_000,
    buyers: full ? 24_000 : 6_000, // nobody is let in ten times and refused for having ten unpaid orders
  })
  try {
    await calm(stack, market, 2) // plans and caches are as on any other day
    const peaks = [await calm(stack, market, 4)]
    const floods: Flood[] = []
    const againMs: number[] = []
    while (floods.length < rounds) {
      const perSecond = peaks.at(-1)!.perSecond * TIMES
      const flood = await arrive(stack, market, { perSecond, seconds })
      say(`${flood.offered} arrived in ${seconds} s: ${flood.done} done, ${flood.turnedAway} told to return`)
      floods.push(flood)
      againMs.push(await itselfAgain(stack, market, peaks.at(-1)!.p99Ms))
      peaks.push(await calm(stack, market, 4))
    }
    const sum = (of: (f: Flood) => number) => floods.reduce((n, f) => n + of(f), 0)
    // Machines are faster in one moment than in the next: the floods are held against what was done before, between and after them.
    const peak = Math.round(peaks.reduce((n, p) => n + p.perSecond, 0) / peaks.length)
    const peakP99Ms = quantile(
      peaks.map((p) => p.p99Ms),
      0.5,
    )
    const [offered, done] = [sum((f) => f.offered), sum((f) => f.done)]
    const flooded = seconds * rounds
    const keys = await keyLimits(stack.baseUrl, doors, market.shops[0]!, market.buyers[0]!.accountId)
    const twin = endlessLine(offered, peak, flooded)
    return judge(
      'P13',
      {
        rounds,
        peakPerSecond: peak,
        peakP99Ms,
        offered,
        offeredTimes: round(offered / flooded / peak),
        done,
        turnedAway: sum((f) => f.turnedAway),
        withoutRetryAfter: sum((f) => f.withoutRetryAfter),
        failed: sum((f) => f.failed),
        acceptedP50Ms: quantile(
          floods.map((f) => f.p50Ms),
          0.5,
        ),
        acceptedP99Ms: Math.max(...floods.map((f) => f.p99Ms)),
        goodput: round(done / flooded / peak, 2),
        itselfAgainMs: Math.max(...againMs),
        ...keys,
        ...twin,
      },
      {
        offeredTimes: { min: 5 },
        turnedAway: { min: 1 },
        withoutRetryAfter: { max: 0 },
        failed: { max: 0 },
        // On a machine that is slow with a calm crowd already, three times that.
        acceptedP99Ms: { max: Math.max(LATE_MS, 3 * peakP99Ms) },
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

let asked = 0
/** Each buyer's turn comes again after all others': nobody may have many unpaid orders. */
const nextOrder = (market: Market) => {
  const n = (asked += 1)
  const { token, addressId } = market.buyers[n % market.buyers.length]!
  return {
    token,
    key: `p13-${n}`,
    body: {
      lines: [{ skuId: market.skus[n % market.skus.length], qty: 1 }],
      addressId,
      expectedTotalMinor: market.priceMinor.toString(),
    },
  }
}

/** Sixteen who order again when they have their answer. */
async function calm(stack: Stack, market: Market, seconds: number) {
  const client = createHttpClient(stack.baseUrl, CALM, { comesBack: false })
  const took: number[] = []
  const until = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: CALM }, async () => {
      while (performance.now() < until) {
        const from = performance.now()
        await client.call('POST', '/api/v1/orders', nextOrder(market))
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
    orders: market.buyers.map(() => nextOrder(market)),
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
  while (prompt < 20 && performance.now() - began < ITSELF_AGAIN_MS * 2) {
    const from = performance.now()
    const { status } = await client.call('POST', '/api/v1/orders', nextOrder(market))
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
