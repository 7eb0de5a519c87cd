// A channel over a log in memory, and clients on real sockets: what the hub promises is tested without a database.
import { WebSocket } from 'ws'
import { seededRandom } from '#kernel/random'
import { silentLogger } from '#platform/logger'
import { startHub, type HubOptions } from '#platform/channel/hub'
import type {
  ChatPolicy,
  KeptLine,
  OnlineMinute,
  PaidLine,
  RoomStore,
  VisitChange,
} from '#platform/channel/room-store'
import { signTicket } from '#platform/channel/ticket'
import type { NumberedEvent, RoomEvent, RoomState } from '#kernel/room-event'
import type { RoomTicket, ServerFrame } from '#kernel/room-frames'
import { until } from './until.ts'

export const SECRET = 'channel-secret-0123456789'
export const ROOM = `rom_${'0'.repeat(26)}`
export const PRODUCT = `prd_${'0'.repeat(26)}` as const

export function memoryStore() {
  const log = new Map<string, { state: RoomState; events: NumberedEvent[] }>([
    [ROOM, { state: 'live', events: [] }],
  ])
  const policy: ChatPolicy = {
    slowSeconds: 0,
    paused: false,
    mutedUntilMs: new Map(),
    blocked: new Set(),
    screen: () => null,
  }
  const kept = {
    chat: [] as KeptLine[],
    visits: [] as VisitChange[],
    minutes: [] as OnlineMinute[],
    orders: [] as PaidLine[],
  }
  const failing = { saves: false }
  let wake: (roomId: string) => void = () => {}
  const mayFail = () => {
    if (failing.saves) throw new Error('the database is away')
  }
  const store: RoomStore = {
    async open(roomId, ring) {
      const room = log.get(roomId)
      if (!room) return null
      const { state, events } = room
      return {
        state,
        seq: events.length,
        events: events.slice(-ring),
        policy,
        likes: 0,
        pinned: null,
        chat: [],
      }
    },
    eventsAfter: async (roomId, seq, limit) => (log.get(roomId)?.events ?? []).slice(seq, seq + limit),
    newestSeqs: async (ids) => new Map(ids.map((id) => [id, log.get(id)?.events.length ?? 0])),
    policyOf: async () => policy,
    recentOrders: async () => kept.orders,
    async saveChat(lines) {
      mayFail()
      kept.chat.push(...lines)
    },
    async saveVisits(changes) {
      mayFail()
      kept.visits.push(...changes)
    },
    async saveOnline(minutes) {
      kept.minutes.push(...minutes)
    },
    async listen(onGrown) {
      wake = onGrown
      return async () => {}
    },
  }
  return {
    store,
    policy,
    kept,
    failing,
    addRoom: (roomId: string, state: RoomState) => void log.set(roomId, { state, events: [] }),
    /** `told` false: the notification was lost. */
    append(event: RoomEvent, { roomId = ROOM, told = true } = {}): number {
      const room = log.get(roomId)!
      if (event.kind === 'state') room.state = event.state
      room.events.push({ seq: room.events.length + 1, at: new Date(0).toISOString(), event })
      if (told) wake(roomId)
      return room.events.length
    },
  }
}

export async function openChannel(options: Partial<HubOptions> = {}) {
  const memory = memoryStore()
  let made = 0
  const hub = await startHub({
    store: memory.store,
    secret: SECRET,
    log: silentLogger,
    random: seededRandom('channel'),
    newChatId: () => `cht_${String((made += 1)).padStart(26, '0')}`,
    now: () => Date.now(),
    tickMs: 20,
    port: 0,
    host: '127.0.0.1',
    ...options,
  })
  const url = (t: Partial<RoomTicket> = {}, since?: number, roomId = t.roomId ?? ROOM) =>
    `ws://127.0.0.1:${hub.port()}/rooms/${roomId}?ticket=${aTicket(t)}${since === undefined ? '' : `&since=${since}`}`
  return { ...memory, hub, url, join: (t?: Partial<RoomTicket>, since?: number) => openClient(url(t, since)) }
}

export const aTicket = (t: Partial<RoomTicket> = {}): string =>
  signTicket(SECRET, {
    v: 1,
    roomId: ROOM,
    accountId: 'usr_1',
    name: '小林',
    role: 'viewer',
    guest: false,
    source: 'feed',
    expiresAtMs: Date.now() + 60_000,
    ...t,
  })

export type Client = Awaited<ReturnType<typeof openClient>>

/** Resolves when it is open; what it was sent is kept. */
export async function openClient(url: string) {
  const ws = new WebSocket(url)
  const frames: ServerFrame[] = []
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    ws.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  )
  ws.on('message', (data) => frames.push(JSON.parse(String(data)) as ServerFrame))
  ws.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve)
    ws.once('error', reject)
  })
  const find = <T extends ServerFrame['t']>(t: T) =>
    frames.filter((f): f is Extract<ServerFrame, { t: T }> => f.t === t)
  return {
    ws,
    frames,
    find,
    closed,
    send: (frame: unknown) => ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    /** Polls, for at most five seconds. */
    until: <R>(look: () => R | undefined | null | false) => until('the channel’s word', look, 5_000),
    hello: () => until('hello', () => find('hello')[0], 5_000),
  }
}
