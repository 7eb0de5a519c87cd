// Viewers of a room while the process that holds their sockets is replaced: a new one is there before the old one is told to leave, as with
// the servers. Each comes back by the app's own line, none later than five seconds, not all in the same moment, and has seen every event
// once. The bad twin comes back as soon as it is cut off.
import { connect, createServer, type AddressInfo } from 'node:net'
import { createRoomSocket, type LineState } from '../../apps/client/room-socket.ts'
import { signTicket } from '#platform/channel/ticket'
import { freePort } from '#platform/postgres/embedded'
import { CHANNEL_ENV, CHANNEL_FLAGS } from '#server/channel-flags'
import { startService, type Service } from '#server/service'
import type { Stack } from '#server/stack'
import { aHouse } from '../../bench/room/house.ts'
import { until } from '../support/until.ts'
import { pause } from './durable-postgres.ts'
import { flawsOf } from './media/viewers.ts'

export const VIEWERS = 50
const EVENT_EVERY_MS = 100
const BACK_WITHIN_MS = 10_000
/** A line that held so long begins again with its shortest wait. */
const GOOD_MS = 10_500
/** Who comes back within the same so many ms comes at once. */
const AT_ONCE_MS = 200

export type SocketFigures = {
  comebacks: number
  slowestBackMs: number
  /** Of the viewers, at most, within the same fifth of a second. */
  backAtOnce: number
  eventsMissed: number
  eventsAstray: number
  twinBackAtOnce: number
}

type Channel = { port: number; service: Service }

export async function openRoomFarm(stack: Stack) {
  const house = await aHouse(stack)
  const roomId = await house.aRoom()
  let channel = await startChannel(stack)
  const door = createServer((socket) => {
    const onward = connect(channel.port, '127.0.0.1')
    socket.pipe(onward).pipe(socket)
    for (const [one, other] of [[socket, onward], [onward, socket]] as const) one.on('error', () => other.destroy()).on('close', () => other.destroy()) // prettier-ignore
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const { port } = door.address() as AddressInfo
  const viewers = Array.from({ length: VIEWERS }, (_, i) => aViewer(stack, { roomId, port, i }))
  const everybody = () =>
    until('everybody is there', async () => viewers.every((v) => v.isOpen()), BACK_WITHIN_MS)
  await everybody()

  let told = 0
  let telling = true
  const host = (async () => {
    while (telling) {
      const text = { zh: `第 ${told + 1} 句`, en: `Line ${told + 1}` }
      await house.tell(roomId, { kind: 'announcement', text })
      told += 1
      await pause(EVENT_EVERY_MS)
    }
  })()
  const figures = { comebacks: 0, slowestBackMs: 0, backAtOnce: 0 }
  return {
    async roll(): Promise<void> {
      const old = channel
      channel = await startChannel(stack)
      const since = Math.max(...viewers.flatMap((v) => v.backMs))
      await pause(Math.max(0, since + GOOD_MS - performance.now()))
      for (const v of viewers) v.backMs.length = 0
      const from = performance.now()
      await Promise.all([old.service.stop(), pause(500).then(everybody)])
      await everybody()
      const backs = viewers.flatMap((v) => v.backMs.slice(0, 1))
      figures.comebacks += backs.length
      figures.slowestBackMs = Math.max(figures.slowestBackMs, ...backs.map((ms) => Math.round(ms - from)))
      figures.backAtOnce = Math.max(figures.backAtOnce, share(backs))
    },
    async stop(): Promise<SocketFigures> {
      telling = false
      await host
      await until(
        'all were told',
        async () => viewers.every((v) => v.seqs.at(-1) === told),
        BACK_WITHIN_MS,
      ).catch(() => {})
      const flaws = viewers.map((v) => flawsOf(v.seqs, told))
      for (const v of viewers) v.leave()
      const twinBackAtOnce = await atOnce(stack, { roomId, port }, async () => {
        const old = channel
        channel = await startChannel(stack)
        await old.service.stop()
      })
      await channel.service.stop()
      door.close()
      await house.close()
      return {
        ...figures,
        eventsMissed: flaws.reduce((n, f) => n + f.missed, 0),
        eventsAstray: flaws.reduce((n, f) => n + f.astray, 0),
        twinBackAtOnce,
      }
    },
  }
}

async function startChannel(stack: Stack): Promise<Channel> {
  const port = await freePort()
  const env = { ...stack.env, ...CHANNEL_ENV, CHANNEL_PORT: String(port) }
  const service = await startService('channel', 'server/channel.ts', [], env, {
    died: () => {},
    revive: false,
    flags: CHANNEL_FLAGS,
  })
  return { port, service }
}

const addressOf = (stack: Stack, { roomId, port, i }: { roomId: string; port: number; i: number }) => {
  const ticket = signTicket(stack.env.SECRET!, {
    v: 1,
    roomId,
    accountId: `usr_p14viewer${i}`,
    name: '看客',
    role: 'viewer',
    guest: false,
    source: 'feed',
    expiresAtMs: Date.now() + 3_600_000,
  })
  return `ws://127.0.0.1:${port}/rooms/${roomId}?ticket=${ticket}`
}

function aViewer(stack: Stack, at: { roomId: string; port: number; i: number }) {
  const seqs: number[] = []
  const backMs: number[] = []
  let state: LineState['is'] = 'connecting'
  const line = createRoomSocket({
    address: async () => addressOf(stack, at),
    since: () => seqs.at(-1) ?? 0,
    onFrame: (frame) => {
      if (frame.t === 'event') seqs.push(frame.seq)
      if (frame.t === 'hello') seqs.push(...(frame.events ?? []).map((e) => e.seq))
    },
    onState: ({ is }) => {
      if (is === 'open') backMs.push(performance.now())
      state = is
    },
  })
  return { seqs, backMs, isOpen: () => state === 'open', leave: () => line.leave() }
}

/** The largest share that came within the same moment. */
function share(atMs: readonly number[]): number {
  const most = Math.max(
    0,
    ...atMs.map((from) => atMs.filter((ms) => ms >= from && ms < from + AT_ONCE_MS).length),
  )
  return Math.round((most / Math.max(1, atMs.length)) * 100) / 100
}

/** The bad twin: viewers who come back there and then. */
async function atOnce(
  stack: Stack,
  at: { roomId: string; port: number },
  roll: () => Promise<void>,
): Promise<number> {
  const backMs: number[] = []
  const sockets = new Set<WebSocket>()
  let opened = 0
  const sit = (i: number, again: boolean): void => {
    const ws = new WebSocket(addressOf(stack, { ...at, i }))
    sockets.add(ws)
    ws.onopen = () => {
      opened += 1
      if (again) backMs.push(performance.now())
    }
    ws.onclose = () => {
      sockets.delete(ws)
      if (!again) sit(i, true)
    }
    ws.onerror = () => {}
  }
  for (let i = 0; i < VIEWERS; i++) sit(i, false)
  await until('the twins are there', async () => opened >= VIEWERS, BACK_WITHIN_MS)
  await roll()
  await until('the twins are back', async () => backMs.length >= VIEWERS, BACK_WITHIN_MS)
  for (const ws of sockets) ws.close()
  return share(backMs)
}
