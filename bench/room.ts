// A room with 19,000 receivers at ten lines a second, then a flood of 40,000 lines a second beside a shop that sells: the real channel
// process, a real PostgreSQL, real sockets. Crowds are processes of their own and share the machine. `--small` is a tenth of it.
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { WebSocket } from 'ws'
import { freePort } from '#platform/postgres/embedded'
import { signTicket } from '#platform/channel/ticket'
import type { RoomEvent } from '#kernel/room-event'
import { CHANNEL_ENV, CHANNEL_FLAGS } from '#server/channel-flags'
import { ROOT } from '#server/settings'
import { openStack, type Stack } from '#server/stack'
import { createHttpClient } from '../tests/support/http-client.ts'
import { makeMarket, openDoors } from '../tests/support/market.ts'
import { checkoutOnce } from './checkout.ts'
import { judge, quantile, round, type Runnable, type Say } from './harness.ts'
import type { CrowdPlan, CrowdReport, FromCrowd, ToCrowd } from './room/protocol.ts'

const LINES_PER_SECOND = 10
const SETTLE_MS = 6_000

type Size = { receivers: number; seconds: number; flooders: number; stalled: number; watchers: number }
const FULL: Size = { receivers: 19_000, seconds: 30, flooders: 2_000, stalled: 100, watchers: 100 }
const SMALL: Size = { receivers: 1_900, seconds: 8, flooders: 400, stalled: 20, watchers: 20 }
/** Together 40,000 lines a second. */
const FLOOD_EACH = 20

export const run: Runnable['run'] = async ({ say, args }) => {
  const size = args.includes('--small') ? SMALL : FULL
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
    const house = await aHouse(stack)
    const crowd = await crowdPart(stack, house, size, say)
    const flood = await floodPart(stack, house, size, say)
    await house.close()
    return judge(
      'room',
      { receivers: size.receivers, ...crowd, ...flood },
      {
        ticksDelivered: { min: 0.98 },
        linesDelivered: { min: 0.98 },
        lineP99Ms: { max: 800 },
        eventsComplete: { min: 1 },
        rssMb: { max: 250 },
        floodEventsComplete: { min: 1 },
        floodQueueMb: { max: 26.3 },
        floodRssGrowthMb: { max: 150 },
        checkoutKept: { min: 1 },
      },
    )
  } finally {
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

// --- what there is ---------------------------------------------------------------------------------------------------

type House = Awaited<ReturnType<typeof aHouse>>

async function aHouse(stack: Stack) {
  const { db, doors, deps } = openDoors(stack.databaseUrl, { secret: stack.env.SECRET! })
  const market = await makeMarket(db, doors, { shops: 2, skusPerShop: 10, stock: 1_000_000, buyers: 40 })
  const client = new pg.Client({ connectionString: stack.databaseUrl })
  await client.connect()
  return {
    market,
    async aRoom(): Promise<string> {
      const title = { zh: '压力测试', en: 'A crowd' }
      const { room } = await db.transaction((tx) =>
        doors.live.createRoom(tx, {
          creatorId: deps.ids.next('crt'),
          title,
          coverUrl: null,
          plannedAt: null,
          orientation: 'portrait',
        }),
      )
      await client.query(`update live.room set state = 'live', started_at = now() where room_id = $1`, [
        room.roomId,
      ])
      return room.roomId
    },
    tell: (roomId: string, event: RoomEvent) =>
      db.transaction((tx) => doors.live.appendEvent(tx, roomId, event)),
    async close(): Promise<void> {
      await client.end()
      await db.close()
    },
  }
}

/** The channel's process, as it is started in earnest. */
async function startChannel(stack: Stack) {
  const port = await freePort()
  const child = spawn(process.execPath, [...CHANNEL_FLAGS, 'server/channel.ts'], {
    cwd: ROOT,
    env: { ...stack.env, ...CHANNEL_ENV, CHANNEL_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (text: Buffer) => text.toString().includes('ready') && resolve())
    child.once('exit', (code) => reject(new Error(`the channel stopped: ${code}`)))
  })
  const peak = { rssMb: 0, queuedMb: 0 }
  const rss = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  }
  const figures = async (): Promise<Record<string, number>> => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    const lines = text.matchAll(/^serendip_channel_(\w+) ([\d.e+]+)$/gm)
    return Object.fromEntries([...lines].map(([, name, value]) => [name, Number(value)]))
  }
  const timer = setInterval(() => void rss().then((mb) => (peak.rssMb = Math.max(peak.rssMb, mb))), 500)
  const cpuMs = async () => {
    const stat = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')
    return (Number(stat[11]) + Number(stat[12])) * 10
  }
  return {
    port,
    peak,
    rss,
    figures,
    cpuMs,
    async stop(): Promise<void> {
      clearInterval(timer)
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
type Channel = Awaited<ReturnType<typeof startChannel>>

// --- crowds ----------------------------------------------------------------------------------------------------------

async function startCrowd(plan: CrowdPlan) {
  const child: ChildProcess = fork(new URL('room/crowd.ts', import.meta.url), { stdio: 'inherit' })
  const tell = (message: ToCrowd) => void child.send(message)
  const hear = async <K extends 'up' | 'report'>(key: K) => {
    for (;;) {
      const [message] = (await once(child, 'message')) as [FromCrowd]
      if (key in message) return (message as Record<string, unknown>)[key]
    }
  }
  tell({ do: 'start', plan })
  const up = (await hear('up')) as number
  return {
    up,
    reset: () => tell({ do: 'reset' }),
    quiet: () => tell({ do: 'quiet' }),
    async report(): Promise<CrowdReport> {
      const answer = hear('report')
      tell({ do: 'report' })
      return (await answer) as CrowdReport
    },
    stop: () => void child.kill('SIGKILL'),
  }
}

/** The p-quantile of histograms of one place a millisecond. */
function quantileOf(histograms: readonly (readonly number[])[], p: number): number {
  const total = histograms.reduce((sum, h) => sum + h.reduce((a, b) => a + b, 0), 0)
  let seen = 0
  for (let ms = 0; ms < (histograms[0]?.length ?? 0); ms++) {
    for (const h of histograms) seen += h[ms]!
    if (total > 0 && seen >= p * total) return ms
  }
  return Number.NaN
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Ten people who write in turn; every line says when. */
async function writers(stack: Stack, port: number, roomId: string) {
  const sockets = await Promise.all(
    Array.from({ length: LINES_PER_SECOND }, async (_, n) => {
      const ticket = signTicket(stack.env.SECRET!, {
        v: 1,
        roomId,
        accountId: `usr_W${String(n).padStart(25, '0')}`,
        name: `写手${n}`,
        role: 'viewer',
        guest: false,
        source: 'feed',
        expiresAtMs: Date.now() + 600_000,
      })
      const ws = new WebSocket(`ws://127.0.0.1:${port}/rooms/${roomId}?ticket=${ticket}&since=0`)
      await once(ws, 'open')
      return ws
    }),
  )
  let written = 0
  const timer = setInterval(() => {
    const ws = sockets[written % sockets.length]!
    written += 1
    const text = `第${written}句，这件衣服还有别的颜色吗？@${Date.now()}`
    ws.send(JSON.stringify({ t: 'chat', id: String(written), text }))
  }, 1_000 / LINES_PER_SECOND)
  return {
    written: () => written,
    stop: () => clearInterval(timer),
    close: () => sockets.forEach((ws) => ws.terminate()),
  }
}

// --- part one: the crowd ---------------------------------------------------------------------------------------------

async function crowdPart(stack: Stack, house: House, size: Size, say: Say) {
  const channel = await startChannel(stack)
  const roomId = await house.aRoom()
  say(`${size.receivers} sockets come in`)
  const from = performance.now()
  const half = Math.ceil(size.receivers / 2)
  const crowds = await Promise.all(
    [0, 1].map((n) =>
      startCrowd({
        port: channel.port,
        localAddress: `127.0.0.${n + 2}`,
        secret: stack.env.SECRET!,
        roomId,
        from: n * half,
        sockets: n === 0 ? half : size.receivers - half,
        manner: 'watch',
        perSecond: 0,
      }),
    ),
  )
  const joinSeconds = (performance.now() - from) / 1_000
  const up = crowds.reduce((sum, c) => sum + c.up, 0)
  const crowd = await writers(stack, channel.port, roomId)
  say(`${up} are in after ${round(joinSeconds)} s; measuring for ${size.seconds} s`)
  await pause(SETTLE_MS)
  for (const c of crowds) c.reset()
  await pause(200)
  const [before, beforeCpu] = [await channel.figures(), await channel.cpuMs()]
  const [beforeAt, writtenBefore] = [performance.now(), crowd.written()]
  const events = await eventsFor(house, roomId, size.seconds)
  const [after, cpuMs] = [await channel.figures(), (await channel.cpuMs()) - beforeCpu]
  const wallMs = performance.now() - beforeAt
  crowd.stop()
  const written = crowd.written() - writtenBefore
  await pause(2_500)
  const reports = await Promise.all(crowds.map((c) => c.report()))
  crowd.close()
  for (const c of crowds) c.stop()
  const sum = (of: (r: CrowdReport) => number) => reports.reduce((total, r) => total + of(r), 0)
  const ticks = new Set(reports.flatMap((r) => r.ticks)).size
  const { rssMb } = channel.peak
  await channel.stop()
  return {
    up,
    joinSeconds: round(joinSeconds),
    ticks,
    ticksDelivered: round(sum((r) => r.tickFrames) / (ticks * up), 4),
    // The last lines may be counted at one end only: at most a tick of hundreds.
    linesDelivered: round(Math.min(1, sum((r) => r.lines) / (written * up)), 4),
    lineP50Ms: quantileOf(reports.map((r) => r.lineMs), 0.5), // prettier-ignore
    lineP99Ms: quantileOf(reports.map((r) => r.lineMs), 0.99), // prettier-ignore
    events,
    eventsComplete: round(sum((r) => r.complete) / up, 6),
    eventsOutOfOrder: sum((r) => r.outOfOrder),
    eventP50Ms: quantileOf(reports.map((r) => r.eventMs), 0.5), // prettier-ignore
    eventP99Ms: quantileOf(reports.map((r) => r.eventMs), 0.99), // prettier-ignore
    framesPerSecond: Math.round((after.tick_frames_total! - before.tick_frames_total!) / (wallMs / 1_000)),
    ticksLate: after.ticks_late_total! - before.ticks_late_total!,
    cpuShare: round(cpuMs / wallMs, 3),
    rssMb: round(rssMb),
  }
}

/** A product event a second. */
async function eventsFor(house: House, roomId: string, seconds: number): Promise<number> {
  for (let n = 0; n < seconds; n++) {
    const dueAt = performance.now() + 1_000
    await house.tell(roomId, { kind: 'explain', productId: null })
    await pause(Math.max(0, dueAt - performance.now()))
  }
  return seconds
}

// --- part two: the flood ---------------------------------------------------------------------------------------------

async function floodPart(stack: Stack, house: House, size: Size, say: Say) {
  const channel = await startChannel(stack)
  const roomId = await house.aRoom()
  // Those who do not read sit in a room whose events are large, so that what the system keeps for them is full and our queue grows.
  const heavyRoom = await house.aRoom()
  const plan = { port: channel.port, secret: stack.env.SECRET!, roomId, perSecond: 0 }
  say(`a shop that sells, idle first, for ${size.seconds / 2} s`)
  await probe(stack, house, 2_000)
  const idle = await probe(stack, house, (size.seconds / 2) * 1_000)
  const watch = await startCrowd({ ...plan, localAddress: '127.0.0.2', from: 0, sockets: size.watchers, manner: 'watch' }) // prettier-ignore
  const stall = await startCrowd({ ...plan, roomId: heavyRoom, localAddress: '127.0.0.3', from: 100_000, sockets: size.stalled, manner: 'stall' }) // prettier-ignore
  const heavyWatch = await startCrowd({ ...plan, roomId: heavyRoom, localAddress: '127.0.0.5', from: 300_000, sockets: size.watchers / 5, manner: 'watch' }) // prettier-ignore
  const rssBefore = await channel.rss()
  channel.peak.rssMb = rssBefore
  say(
    `${size.flooders} flood with ${size.flooders * FLOOD_EACH} lines a second, ${size.stalled} do not read, for ${size.seconds} s`,
  )
  const flood = await startCrowd({ ...plan, localAddress: '127.0.0.4', from: 200_000, sockets: size.flooders, manner: 'flood', perSecond: FLOOD_EACH }) // prettier-ignore
  const light = lightEvents(house, roomId, size.seconds)
  const heavy = heavyEvents(house, heavyRoom, size.seconds)
  const queued = watchQueue(channel)
  const busy = await probe(stack, house, size.seconds * 1_000)
  const [told, toldHeavy] = [await light, await heavy]
  const queuedMb = queued.stop()
  await pause(2_000)
  const [watched, loaded, flooded] = [await watch.report(), await heavyWatch.report(), await flood.report()]
  const figures = await channel.figures()
  for (const c of [watch, heavyWatch, stall, flood]) c.stop()
  await channel.stop()
  const [idleP99, busyP99] = [quantile(idle, 0.99), quantile(busy, 0.99)]
  return {
    floodLinesOffered: flooded.offered,
    floodLinesTaken: flooded.written,
    floodFramesIgnored: figures.frames_ignored_total!,
    floodChatAccepted: figures.chat_accepted_total!,
    floodChatShown: figures.chat_shown_total!,
    floodEvents: told + toldHeavy,
    floodEventsComplete:
      watched.lastSeq === told && loaded.lastSeq === toldHeavy
        ? round((watched.complete + loaded.complete) / (watch.up + heavyWatch.up), 6)
        : 0,
    floodReturns: watched.returns + loaded.returns,
    floodEventP99Ms: quantileOf([watched.eventMs], 0.99),
    floodQueueMb: round(queuedMb),
    floodCloses: figures.flood_closes_total!,
    floodSlowCloses: figures.slow_closes_total!,
    floodRssGrowthMb: round(channel.peak.rssMb - rssBefore),
    checkoutIdleP50Ms: round(quantile(idle, 0.5)),
    checkoutIdleP99Ms: round(idleP99),
    checkoutP50Ms: round(quantile(busy, 0.5)),
    checkoutP99Ms: round(busyP99),
    checkouts: busy.length,
    checkoutKept: busyP99 <= 2 * idleP99 || busyP99 <= 50 ? 1 : 0,
  }
}

async function lightEvents(house: House, roomId: string, seconds: number): Promise<number> {
  for (let n = 0; n < seconds * 4; n++) {
    const dueAt = performance.now() + 250
    await house.tell(roomId, { kind: 'explain', productId: null })
    await pause(Math.max(0, dueAt - performance.now()))
  }
  return seconds * 4
}

/** Four large events a second, so that those who do not read fill what the system keeps for them, and then our queue. */
async function heavyEvents(house: House, roomId: string, seconds: number): Promise<number> {
  const text = { zh: '好'.repeat(14_000), en: '' }
  for (let n = 0; n < seconds * 4; n++) {
    const dueAt = performance.now() + 250
    await house.tell(roomId, { kind: 'announcement', text })
    await pause(Math.max(0, dueAt - performance.now()))
  }
  return seconds * 4
}

function watchQueue(channel: Channel) {
  let most = 0
  const timer = setInterval(
    () => void channel.figures().then((f) => (most = Math.max(most, f.queued_bytes ?? 0)), () => {}), // prettier-ignore
    250,
  )
  return {
    stop(): number {
      clearInterval(timer)
      return most / 1024 ** 2
    },
  }
}

/** One checkout after another, two at a time: how long each took. */
async function probe(stack: Stack, { market }: House, ms: number): Promise<number[]> {
  const shop = createHttpClient(stack.baseUrl)
  const till = createHttpClient(stack.env.PAYMENT_SANDBOX_URL!)
  const one = checkoutOnce(shop, till, stack.env.PAYMENT_SANDBOX_SECRET!, market)
  const tookMs: number[] = []
  const from = performance.now()
  const worker = async (first: number) => {
    for (let n = first; performance.now() - from < ms; n += 2)
      tookMs.push(await one(market.buyers[n % market.buyers.length]!, n))
  }
  await Promise.all([worker(0), worker(1)])
  shop.close()
  till.close()
  return tookMs
}
