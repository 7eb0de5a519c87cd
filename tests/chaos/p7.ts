// P7: no webhook is lost. Receivers that answer 500, hang, say 410, drip, or are away for six hours, under a clock that is moved; the sender
// is killed with what it took still in its hands, again and again. Every message arrives, nearly all of them once, doubles under the same
// id; one that never answers well gets its twelve attempts in 72 hours and is switched off after five days, with a to-do; what failed is
// sent again by hand. The bad twin marks a message delivered when it takes it, and loses what it held.
import { spawn } from 'node:child_process'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { HOUR_MS, manualClock, MINUTE_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { seededRandom } from '#kernel/random'
import { systemCtx, type Ctx } from '#platform/context'
import { tables } from '#platform/database'
import { createPostOutside } from '#platform/post-outside'
import { createIntegrations, isGenuine } from '#modules/integrations'
import { ROOT } from '#server/settings'
import { judge, type Runnable } from '../../bench/harness.ts'
import { openDoors } from '../support/market.ts'
import { throwawayDatabase } from './throwaway.ts'

const SECRET = 'chaos-secret-0123456789'
const SHOP = 'shp_chaos' as Id<'shp'>

/** How a receiver behaves, hour by hour; all are well after the sixth, but `dead`. */
const MANNERS = ['well', 'errors', 'hangs', 'drips', 'away', 'dead', 'gone'] as const
type Manner = (typeof MANNERS)[number]

export const run: Runnable['run'] = async ({ full, say }) => {
  const messages = full ? 10_000 : 600
  const troubled = full ? 300 : 12
  const kills = full ? 30 : 3
  const { url, drop } = await throwawayDatabase()
  const clock = manualClock(new Date())
  const started = clock.now().getTime()
  const { db, deps } = openDoors(url, { secret: SECRET, clock, poolSize: 12 })
  const config = { ...deps.config, webhooksToLoopback: true }
  // Ten seconds of a hanging receiver are a seventh of one here.
  const post = createPostOutside({ loopback: true }, { timeoutMs: 150 })
  const integrations = createIntegrations({ ...deps, config }, { post })
  const random = seededRandom('p7')
  const got = new Map<string, number>()
  let [unsigned, killedMidway] = [0, 0]
  const secretOf = new Map<string, string>()
  let [slow, onSlow] = [false, () => {}]
  const hours = () => (clock.now().getTime() - started) / HOUR_MS

  const receiver = createServer((request, reply) => {
    const manner = request.url!.slice(1) as Manner | 'naive'
    const parts: Buffer[] = []
    request.on('data', (d: Buffer) => parts.push(d))
    request.on('end', () => {
      const h = request.headers as Record<string, string>
      const name = `${manner} ${h['webhook-id']}`
      const count = () => got.set(name, (got.get(name) ?? 0) + 1)
      if (
        manner !== 'naive' &&
        !isGenuine(secretOf.get(manner)!, h, String(Buffer.concat(parts)), clock.now().getTime() / 1000)
      )
        unsigned++
      if (!slow) return behave(manner, reply, hours() < 6, count)
      // Held back, each for its own time, so that the kill comes while some are on their way: what was not answered was not received.
      onSlow()
      setTimeout(
        () => {
          if (!request.socket.destroyed) behave(manner, reply, hours() < 6, count)
        },
        20 + random.int(600),
      )
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`

  const routes = new Map(integrations.routes.map((r) => [r.endpoint.id, r]))
  const ask = async <T>(id: string, input: object): Promise<T> => {
    const ctx: Ctx = { ...systemCtx('chaos') }
    const r = routes.get(`integrations.${id}`)!
    return (await r.handle(r.endpoint.input.parse({ shopId: SHOP, ...input }) as never, ctx)) as T
  }
  const make = async (manner: string) => {
    const made = await ask<{ webhook: { endpointId: Id<'hok'> }; secret: string }>('createWebhook', {
      url: `${base}/${manner}`,
      types: [manner === 'well' || manner === 'naive' ? 'order.paid' : 'order.shipped'],
    })
    secretOf.set(manner, made.secret)
    return made.webhook.endpointId
  }
  const endpoints = new Map<string, Id<'hok'>>()
  const tell = (n: number, type: 'order.paid' | 'order.shipped') =>
    db.transaction(async (tx) => {
      for (let i = 0; i < n; i++)
        await integrations.tell(tx, {
          shopId: SHOP,
          id: deps.ids.next('evt'),
          type,
          at: clock.now(),
          data: { orderId: deps.ids.next('ord') },
        })
    })
  const drain = async () => {
    while ((await integrations.sendDue('first')) + (await integrations.sendDue('again')) > 0) continue
  }
  const waiting = async () => {
    const { rows } = await db.read((tx) =>
      sql<{
        n: number
      }>`select count(*)::int as n from integrations.delivery d
        where d.state = 'waiting'`.execute(tables<unknown>(tx)),
    )
    return rows[0]!.n
  }
  /** A sender in a process of its own, killed as soon as it has something in its hands. */
  const killOne = async (mode: 'sender' | 'naive') => {
    slow = true
    const busy = new Promise<boolean>((resolve) => (onSlow = () => resolve(true)))
    const child = spawn(process.execPath, ['tests/chaos/webhook-victim.ts'], {
      cwd: ROOT,
      env: {
        ...process.env,
        P7_URL: url,
        P7_SECRET: SECRET,
        P7_NOW: String(clock.now().getTime()),
        P7_MODE: mode,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const ended = new Promise<boolean>((resolve) => child.once('exit', () => resolve(false)))
    const reached = await Promise.race([busy, ended])
    await new Promise((resolve) => setTimeout(resolve, random.int(400)))
    if (child.kill('SIGKILL')) killedMidway += reached ? 1 : 0
    await ended
    slow = false
    clock.advance(2 * MINUTE_MS) // its leases run out
  }

  try {
    for (const manner of MANNERS) endpoints.set(manner, await make(manner))
    say(`${messages} messages to ${MANNERS.length} receivers; six hours of trouble, ${kills} senders killed`)
    for (let i = 0; i < kills; i++) {
      await tell(messages / kills, 'order.paid')
      await tell(troubled / kills, 'order.shipped')
      await killOne('sender')
      for (const until = (6 * (i + 1)) / kills; hours() < until; clock.advance(20 * MINUTE_MS)) await drain()
    }
    say('everybody well again but one: twelve attempts in 72 hours, off after five days')
    while (hours() < 80) {
      clock.advance(20 * MINUTE_MS) // an hour at a time, it would be the steps that made the last attempt late
      await drain()
    }
    const leftWaiting = await waiting()
    const { rows: tried } = await db.read((tx) =>
      sql<{
        n: number
        hours: number
      }>`select d.attempts as n, extract(epoch from max(a.at) - min(a.at))::float / 3600 as hours
        from integrations.delivery d join integrations.attempt a using (delivery_id)
        where d.endpoint_id = ${endpoints.get('dead')!} group by d.delivery_id, d.attempts`.execute(
        tables<unknown>(tx),
      ),
    )
    while (hours() < 5 * 24 + 7) {
      clock.advance(6 * HOUR_MS)
      await tell(1, 'order.shipped')
      await drain()
    }
    const state = async (manner: string) => {
      const { items } = await ask<{ items: { endpointId: string; state: string }[] }>('listWebhooks', {})
      return items.find((e) => e.endpointId === endpoints.get(manner))!.state
    }
    const switchedOff = await state('dead')
    const goneOff = await state('gone')
    const noticed = await db.read((tx) => integrations.switchedOff(tx, SHOP))

    say('sent again by hand')
    secretOf.set('revived', secretOf.get('dead')!)
    const revive = { endpointId: endpoints.get('dead')!, url: `${base}/revived`, on: true }
    await ask('updateWebhook', revive)
    await ask('replayWebhook', { endpointId: endpoints.get('dead')!, since: new Date(started).toISOString() })
    await ask('updateWebhook', { endpointId: endpoints.get('gone')!, on: true })
    await ask('replayWebhook', { endpointId: endpoints.get('gone')!, since: new Date(started).toISOString() })
    await drain()

    const { rows: told } = await db.read((tx) =>
      sql<{ url: string; id: string }>`select e.url, d.message_id as id from integrations.delivery d
        join integrations.endpoint e using (endpoint_id)`.execute(tables<unknown>(tx)),
    )
    const names = told.map((t) => `${new URL(t.url).pathname.slice(1)} ${t.id}`)
    const lost = names.filter((n) => !got.has(n)).length
    const doubles = names.reduce((n, name) => n + (got.get(name) ?? 1) - 1, 0)
    const strangers = [...got.keys()].filter((k) => !names.includes(k)).length

    say('the twin: marks a message delivered when it takes it')
    for (const id of endpoints.values()) await ask('removeWebhook', { endpointId: id })
    await make('naive')
    await tell(100, 'order.paid')
    await killOne('naive')
    const { rows: marked } = await db.read((tx) =>
      sql<{
        id: string
      }>`select message_id as id from integrations.delivery d join integrations.endpoint e using (endpoint_id)
        where e.url = ${`${base}/naive`} and d.state = 'delivered'`.execute(tables<unknown>(tx)),
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    const twinLost = marked.filter((m) => !got.has(`naive ${m.id}`)).length

    return judge(
      'P7',
      {
        messages: names.length,
        killedMidway,
        leftWaiting,
        lost,
        doubles,
        doublePercent: Math.round((doubles / names.length) * 10_000) / 100,
        strangers,
        unsigned,
        leastAttempts: Math.min(...tried.map((t) => t.n)),
        longestHours: Math.round(Math.max(...tried.map((t) => t.hours)) * 10) / 10,
        switchedOff,
        goneOff,
        offAsExpected: Number(switchedOff === 'failing') + Number(goneOff === 'gone'),
        noticed,
        twinLost,
      },
      {
        messages: { min: messages + troubled * (MANNERS.length - 1) },
        leftWaiting: { max: 0 },
        killedMidway: { min: kills },
        lost: { max: 0 },
        doublePercent: { max: 1 },
        strangers: { max: 0 },
        unsigned: { max: 0 },
        leastAttempts: { min: 10 },
        longestHours: { max: 72 },
        offAsExpected: { min: 2 },
        noticed: { min: 2 },
        twinLost: { min: 1 },
      },
    )
  } finally {
    receiver.closeAllConnections()
    receiver.close()
    await db.close()
    await drop()
  }
}

function behave(manner: string, reply: ServerResponse, trouble: boolean, count: () => void): void {
  if (manner === 'gone' && trouble) return void reply.writeHead(410).end()
  if (manner === 'dead' || (trouble && manner === 'errors')) return void reply.writeHead(500).end('sorry')
  if (trouble && manner === 'away') return void reply.socket?.destroy()
  if (trouble && manner === 'hangs') return // until the sender gives up
  count()
  reply.writeHead(200)
  if (trouble && manner === 'drips') return void reply.write('.') // never ends
  reply.end('ok')
}
