// P14: a server that is told to leave lets nobody down. Two servers stand behind a small balancer that asks `/readyz` as they all do and repeats
// nothing; while people browse, order, pay and wait for the answer, each is told to leave (SIGTERM) and another takes its place, three times
// over. Clips that come slowly (p14-uploads.ts) and rooms whose channel is replaced (p14-sockets.ts) go on meanwhile. No request may fail,
// no byte and no event be lost, and every process must be gone within 30 s. The bad twin leaves at once.
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { tables, type Database } from '#platform/database'
import { freePort } from '#platform/postgres/embedded'
import { startService, type Service } from '#server/service'
import { openStack, type Stack } from '#server/stack'
import { judge, type Runnable } from '../../bench/harness.ts'
import { createHttpClient, type HttpClient } from '../support/http-client.ts'
import { makeMarket, openDoors, type Market } from '../support/market.ts'
import { pause } from './durable-postgres.ts'
import { openRoomFarm, VIEWERS } from './p14-sockets.ts'
import { uploadSlowly } from './p14-uploads.ts'
import { spawnWorker } from './worker.ts'

const CLIENTS = 4
const LOOK_EVERY_MS = 100
const BETWEEN_MS = 500

type Backend = {
  port: number
  service: Service
  ready: boolean
  answering: number
  agent: Agent
  probe: NodeJS.Timeout
}

export const run: Runnable['run'] = async ({ full, say }) => {
  const rolls = full ? 30 : 3
  const dataDir = await mkdtemp(join(tmpdir(), 'serendip-chaos-'))
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir,
    role: 'api',
    databaseUrl: null,
    world: null,
    buildWeb: false,
    durable: false,
  })
  const { db, doors } = openDoors(stack.databaseUrl, { secret: stack.env.SECRET! })
  const market = await makeMarket(db, doors, {
    shops: 1,
    skusPerShop: 4,
    stock: 100_000,
    buyers: CLIENTS + 1,
  })
  let worker = await spawnWorker(stack.env)
  const farm = await openFarm(stack)
  try {
    const room = await openRoomFarm(stack)
    const uploads = await uploadSlowly(farm.url, market.buyers[CLIENTS]!.token)
    const crowd = useIt(farm.url, stack, market)
    const exits: number[] = []
    for (let roll = 1; roll <= rolls; roll++) {
      for (const i of [0, 1]) exits.push(await farm.roll(i, 'SIGTERM'))
      // The jobs and consumers are rolled as well: what they were at is taken up by the next.
      const old = worker
      worker = await spawnWorker(stack.env)
      await old.stop()
      await room.roll()
      say(`roll ${roll} of ${rolls}: gone after ${exits.slice(-2).join(' and ')} ms`)
    }
    const figures = await crowd.stop()
    const told = { ...(await everybodyTold(db)), ...(await uploads.stop()), ...(await room.stop()) }
    say('the bad twin leaves at once')
    const second = useIt(farm.url, stack, market)
    for (const i of [0, 1]) await farm.roll(i, 'SIGKILL')
    const twin = await second.stop()
    return judge(
      'P14',
      { rolls, ...figures, ...told, slowestExitMs: Math.max(...exits), twinFailed: twin.failed },
      {
        requests: { min: rolls * 100 },
        paidOrders: { min: rolls * 5 },
        failed: { max: 0 },
        eventsUnhandled: { max: 0 },
        slowestExitMs: { max: 30_000 },
        twinFailed: { min: 1 },
        pieces: { min: rolls * 5 },
        piecesFailed: { max: 0 },
        bytesLost: { max: 0 },
        comebacks: { min: rolls * VIEWERS },
        slowestBackMs: { max: 5_000 },
        backAtOnce: { max: 0.6 },
        twinBackAtOnce: { min: 0.9 },
        eventsMissed: { max: 0 },
        eventsAstray: { max: 0 },
      },
    )
  } finally {
    await farm.close()
    await worker.stop()
    await db.close()
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

// --- Two servers and what stands before them -------------------------------------------------------------------------

async function openFarm(stack: Stack) {
  const backends = [await startBackend(stack), await startBackend(stack)]
  let turn = 0
  const choose = () => {
    const ready = backends.filter((b) => b.ready)
    return ready[(turn += 1) % ready.length]
  }
  const balancer = createServer((incoming, outgoing) => passOn(choose(), incoming, outgoing))
  await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve))
  const leave = async (b: Backend, signal: NodeJS.Signals) => {
    const from = performance.now()
    const gone = new Promise((resolve) => b.service.process.once('exit', resolve))
    b.service.process.kill(signal)
    await gone
    clearInterval(b.probe)
    b.agent.destroy()
    return Math.round(performance.now() - from)
  }
  return {
    url: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`,
    /** One leaves, in the middle of answering somebody; another has taken its place. Returns how long leaving took. */
    async roll(i: number, signal: NodeJS.Signals): Promise<number> {
      const next = await startBackend(stack)
      const old = backends[i]!
      backends.push(next)
      while (old.answering === 0) await pause(1)
      const ms = await leave(old, signal)
      backends.splice(backends.indexOf(old), 1)
      await pause(BETWEEN_MS)
      return ms
    },
    async close() {
      for (const b of backends) await leave(b, 'SIGKILL')
      balancer.closeAllConnections()
      balancer.close()
    },
  }
}

async function startBackend(stack: Stack): Promise<Backend> {
  const port = await freePort()
  const env = { ...stack.env, PORT: String(port), DRAIN_SECONDS: '0.5' }
  const service = await startService('server', 'server/main.ts', ['--role=api'], env, {
    died: () => {},
    revive: false,
  })
  const backend: Backend = {
    port,
    service,
    ready: true,
    answering: 0,
    agent: new Agent({ keepAlive: true }),
    probe: setInterval(() => void look(backend), LOOK_EVERY_MS),
  }
  return backend
}

const look = (b: Backend): Promise<void> =>
  new Promise((resolve) => {
    request({ port: b.port, path: '/readyz', timeout: 1_000 }, (r) => {
      b.ready = r.statusCode === 200
      r.resume()
      resolve()
    })
      .on('error', () => {
        b.ready = false
        resolve()
      })
      .end()
  })

function passOn(b: Backend | undefined, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const fail = () => {
    if (!outgoing.headersSent) outgoing.writeHead(502)
    outgoing.end()
  }
  if (!b) return fail()
  b.answering += 1
  outgoing.once('close', () => (b.answering -= 1))
  const { method, url: path, headers } = incoming
  const onward = request({ port: b.port, agent: b.agent, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode!, answer.headers)
    answer.pipe(outgoing).on('error', fail)
    answer.on('error', fail)
  })
  onward.on('error', fail)
  incoming.pipe(onward)
}

// --- People ----------------------------------------------------------------------------------------------------------

function useIt(url: string, stack: Stack, market: Market) {
  const shop = createHttpClient(url)
  const till = createHttpClient(stack.env.PAYMENT_SANDBOX_URL!)
  const figures = { requests: 0, failed: 0, paidOrders: 0 }
  let stopped = false
  const ask: HttpClient['call'] = async (method, path, options) => {
    figures.requests++
    const answer = await shop.call(method, path, options).catch(() => ({ status: 502, body: null }))
    if (answer.status >= 500) figures.failed++
    return answer
  }
  const one = async (i: number) => {
    const { token, addressId } = market.buyers[i]!
    for (let n = 0; !stopped; n++) {
      await ask('GET', '/api/v1/products?limit=20', { token })
      const placed = await ask('POST', '/api/v1/orders', {
        token,
        key: `p14-${url}-${i}-${n}`,
        body: {
          lines: [{ skuId: market.skus[n % market.skus.length], qty: 1 }],
          addressId,
          expectedTotalMinor: market.priceMinor.toString(),
        },
      })
      if (placed.status !== 201) continue
      const paying = ask('GET', `/api/v1/checkouts/${placed.body.checkoutId}?waitSeconds=10`, { token })
      await pause(100) // waits at the server while it is told to leave
      await till.must('POST', `/api/payments/${placed.body.paymentId}/decide`, {
        token: stack.env.PAYMENT_SANDBOX_SECRET!,
        body: { outcome: 'succeeded' },
      })
      await paying
      figures.paidOrders++
      await pause(50)
    }
  }
  const all = Promise.all(Array.from({ length: CLIENTS }, (_, i) => one(i)))
  return {
    async stop() {
      stopped = true
      await all
      shop.close()
      till.close()
      return figures
    },
  }
}

/** Every order's event has reached every consumer, whichever worker it was. */
async function everybodyTold(db: Database): Promise<{ eventsUnhandled: number }> {
  const behind = async () => {
    const { rows } = await db.read((tx) =>
      sql<{ n: number }>`select count(*)::int as n from platform.consumer c
        join platform.outbox o on (o.xid, o.id) > (c.xid, c.id)`.execute(tables<unknown>(tx)),
    )
    return rows[0]!.n
  }
  for (let i = 0; i < 100 && (await behind()) > 0; i++) await pause(100)
  return { eventsUnhandled: await behind() }
}
