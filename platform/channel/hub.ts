// The rooms' sockets of one process: who may come in, which room it is, the clock that all rooms tick by, and what is saved when.
// Nothing here is money: the log is in the database, and a channel that dies takes a few seconds of presence with it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { RoomClose, RoomTicket } from '#kernel/room-frames'
import { MAX_FRAME_BYTES } from '#kernel/room-frames'
import type { Random } from '#kernel/random'
import type { Logger } from '../logger.ts'
import { takeToken } from './bucket.ts'
import { readClientFrame } from './frame.ts'
import { noCounts } from './hub-counts.ts'
import { createKeeper } from './keeper.ts'
import { createRoom, type Room } from './room.ts'
import { RING_SIZE } from './event-ring.ts'
import type { RoomStore } from './room-store.ts'
import {
  audienceOf,
  closeSocket,
  FRAMES_BURST,
  FRAMES_PER_SECOND,
  MAX_SOCKETS_AN_ACCOUNT,
  queuedBytes,
  tellProblem,
  type Seat,
} from './seat.ts'
import { readTicket } from './ticket.ts'

export type HubOptions = {
  store: RoomStore
  /** Of the tickets. */
  secret: string
  log: Logger
  random: Random
  newChatId: () => string
  /** Milliseconds since 1970, by the platform's clock. */
  now: () => number
  tickMs?: number
  /** Of one process, and so of one room: descriptors, and what one loop can serve (media.md §4). */
  maxSockets?: number
  /** Answers what is no room: health, figures. */
  onRequest?: (request: IncomingMessage, response: ServerResponse) => void
}
export type Hub = Awaited<ReturnType<typeof startHub>>

const HEARTBEAT_MS = 30_000
const POLL_MS = 1_000
const SAVE_MS = 3_000
const ORDERS_MS = 2_000
/** A room that nobody is in is forgotten. */
const FORGET_ROOM_MS = 30_000
const MAX_BAD_FRAMES = 5
/** A flooding socket is not read for this long, then for twice as long; the third time it goes, and stays out for a while. */
const QUIET_MS = 500
const MAX_HUSHES = 3
const BARRED_MS = 60_000
const ROOM_PATH = /^\/rooms\/(rom_[0-9A-Z]{26})$/

export async function startHub(o: HubOptions & { port: number; host: string }) {
  const { store, log, now } = o
  const tickMs = o.tickMs ?? 225
  const maxSockets = o.maxSockets ?? 19_500
  const counts = noCounts()
  const rooms = new Map<string, Room>()
  const opening = new Map<string, Promise<Room | null>>()
  const alive = new Set<WebSocket>()
  const quiet = new Set<Seat>()
  /** Those who see and may do more than viewers. */
  const desk = new Set<Seat>()
  let stopping = false
  const server = createServer((request, response) => {
    if (o.onRequest) return o.onRequest(request, response)
    response.writeHead(404).end()
  })
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: MAX_FRAME_BYTES,
  })

  const close = (seat: Seat, why: RoomClose, reason?: string) => {
    if (!seat.open) return
    leave(seat)
    // What a flood has on its way is not read any more, not even for its goodbye.
    if (why === 'flooding') seat.ws.pause()
    else if (seat.ws.isPaused) seat.ws.resume()
    closeSocket(seat.ws, why, reason)
  }

  function roomOf(roomId: string): Promise<Room | null> {
    const known = rooms.get(roomId)
    if (known) return Promise.resolve(known)
    const waiting = opening.get(roomId)
    if (waiting) return waiting
    const opened = store
      .open(roomId, RING_SIZE)
      .then((found) => {
        if (!found) return null
        const room = createRoom({ ...o, roomId, opened: found, counts, close })
        rooms.set(roomId, room)
        return room
      })
      .finally(() => opening.delete(roomId))
    opening.set(roomId, opened)
    return opened
  }

  // --- coming in -----------------------------------------------------------------------------------------------------

  /** A browser cannot read the status of a refused upgrade, so everybody is let in first and then told why not. */
  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', ignore)
    const asked = readAddress(request.url ?? '')
    if (!asked) return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (ws) => admit(ws, socket, asked))
  }

  function admit(ws: Sat, socket: Duplex, { roomId, ticketText, since }: Asked): void {
    ws.on('error', ignore) // a frame too large, a peer that is gone: 'close' follows
    ws.on('close', onClose)
    alive.add(ws)
    counts.sockets = alive.size
    const ticket = readTicket(o.secret, ticketText, now())
    if (!ticket) return closeSocket(ws, 'ticket')
    if (ticket.roomId !== roomId) return closeSocket(ws, 'forbidden')
    if (stopping) return closeSocket(ws, 'restarting', retryHint())
    if (alive.size > maxSockets) return closeSocket(ws, 'full')
    enter(ws, socket, ticket, since).catch((error: unknown) => {
      log.error({ roomId, error: String(error) }, 'entering a room')
      closeSocket(ws, 'restarting', retryHint())
    })
  }

  async function enter(ws: Sat, socket: Duplex, ticket: RoomTicket, since: number | null): Promise<void> {
    ws.pause() // what it sends before it sits waits in its own queue
    const room = await roomOf(ticket.roomId)
    if (room && since !== null && since > room.newest()) await room.pull()
    // From here to its seat nothing is waited for, so that a thousand at once are counted like a thousand in a row.
    const refusal = room ? refusalOf(room, ticket, now()) : 'missing'
    const seat = refusal ? null : room!.enter({ ws, socket, ticket }, since)
    ws.resume()
    if (refusal) return closeSocket(ws, refusal)
    if (!seat) return ws.terminate()
    ws[SEAT] = seat
    if (audienceOf(seat) === 'desk') desk.add(seat)
    ws.on('message', onMessage)
    ws.on('pong', onControl)
    ws.on('ping', onControl)
    if (ws.readyState !== ws.OPEN) leave(seat)
  }

  function leave(seat: Seat): void {
    seat.open = false
    quiet.delete(seat)
    desk.delete(seat)
    rooms.get(seat.ticket.roomId)?.leave(seat)
  }

  // One function for all sockets, not one a socket: what a closure keeps alive is multiplied by twenty thousand.
  function onClose(this: Sat): void {
    alive.delete(this)
    counts.sockets = alive.size
    const seat = this[SEAT]
    if (seat) leave(seat)
  }
  /** Pings and pongs are read like frames: nobody asked for a million of them. */
  function onControl(this: Sat): void {
    const seat = this[SEAT]!
    if (seat.open) mayBeRead(seat, now())
  }
  function onMessage(this: Sat, data: RawData, isBinary: boolean): void {
    const seat = this[SEAT]!
    const room = rooms.get(seat.ticket.roomId)
    if (room) receive(room, seat, data as Buffer, isBinary)
  }

  // --- what they send ------------------------------------------------------------------------------------------------

  function receive(room: Room, seat: Seat, data: Buffer, isBinary: boolean): void {
    if (!seat.open) return
    if (!mayBeRead(seat, now())) return
    const frame = isBinary ? null : readClientFrame(data)
    if (frame) return room.take(seat, frame)
    seat.bad += 1
    if (seat.bad >= MAX_BAD_FRAMES) return close(seat, 'badFrames')
    tellProblem(seat, { ref: null, code: 'FRAME_INVALID', always: true }, now())
  }

  /** Takes its token; without one it is hushed. */
  function mayBeRead(seat: Seat, nowMs: number): boolean {
    seat.aliveMs = nowMs
    const isQuiet = nowMs < seat.quietUntilMs // came in the same piece as those before
    if (!isQuiet && takeToken(seat.frames, FRAMES_PER_SECOND, FRAMES_BURST, nowMs)) return true
    if (isQuiet) counts.framesIgnored += 1
    else hush(seat, nowMs)
    return false
  }

  /** Not read for a while: what it goes on sending fills its own window, not our memory and not our time. */
  function hush(seat: Seat, nowMs: number): void {
    counts.framesIgnored += 1
    const { viewer } = seat
    viewer.hushes += 1
    if (viewer.hushes >= MAX_HUSHES) {
      viewer.hushes = 0
      viewer.barredUntilMs = nowMs + BARRED_MS
      counts.floodCloses += 1
      return close(seat, 'flooding')
    }
    const quietMs = QUIET_MS * viewer.hushes
    seat.quietUntilMs = nowMs + quietMs
    tellProblem(seat, { ref: null, code: 'CHAT_TOO_FAST', retryAfterMs: quietMs }, nowMs)
    seat.ws.pause()
    quiet.add(seat)
  }

  function endQuiet(nowMs: number): void {
    for (const seat of quiet) {
      if (nowMs < seat.quietUntilMs) continue
      quiet.delete(seat)
      seat.aliveMs = nowMs
      if (seat.open) seat.ws.resume()
    }
  }

  // --- clocks --------------------------------------------------------------------------------------------------------

  let dueMs = performance.now() + tickMs
  function tick(): void {
    counts.tickLagMs = Math.max(0, performance.now() - dueMs)
    dueMs = performance.now() + tickMs
    endQuiet(now())
    for (const room of rooms.values()) room.runTick()
  }

  async function poll(): Promise<void> {
    const newest = await store.newestSeqs([...rooms.keys()])
    for (const [roomId, seq] of newest) {
      const room = rooms.get(roomId)
      if (room && seq > room.newest()) await room.pull()
    }
  }

  async function tellOrders(): Promise<void> {
    const ids = [...rooms.values()].filter((r) => r.size() > 0).map((r) => r.roomId)
    if (ids.length === 0) return
    const lines = await store.recentOrders(ids)
    for (const line of lines) rooms.get(line.roomId)?.tellOrders([line])
  }

  /** Those that were silent are asked; those that did not answer the last time are gone. */
  let heartSlice = 0
  function checkHearts(): void {
    const nowMs = now()
    heartSlice = (heartSlice + 1) % HEART_SLICES
    let i = 0
    for (const room of rooms.values())
      for (const seat of room.seats()) {
        if (i++ % HEART_SLICES !== heartSlice) continue
        const silentMs = nowMs - seat.aliveMs
        if (silentMs > 2 * HEARTBEAT_MS && !quiet.has(seat)) seat.ws.terminate()
        else if (silentMs > HEARTBEAT_MS) seat.ws.ping()
      }
  }

  const keeper = createKeeper({ rooms, store, log, counts, now })
  function forgetRooms(): void {
    for (const room of rooms.values())
      if (room.emptyForMs() > FORGET_ROOM_MS && keeper.isKept(room)) rooms.delete(room.roomId)
  }

  const wake = (roomId: string) => {
    const room = rooms.get(roomId)
    if (room) guarded('reading a room', room.pull)()
  }
  const guarded = (what: string, run: () => Promise<void>) => () =>
    void run().catch((error: unknown) => log.error({ error: String(error) }, what))
  /** Never two at once: a slow database is asked less, not more. */
  const every = (ms: number, what: string, run: () => Promise<void>): NodeJS.Timeout => {
    let busy = false
    return setInterval(() => {
      if (busy) return
      busy = true
      void run()
        .catch((error: unknown) => log.error({ error: String(error) }, what))
        .finally(() => (busy = false))
    }, ms)
  }

  server.on('upgrade', upgrade)
  server.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: o.port, host: o.host, backlog: 4_096 }, () => resolve())
  })
  const unlisten = await store.listen(wake)
  const timers = [
    setInterval(tick, tickMs),
    setInterval(checkHearts, HEARTBEAT_MS / HEART_SLICES),
    setInterval(forgetRooms, 5_000),
    every(POLL_MS, 'asking for news of rooms', poll),
    every(ORDERS_MS, 'reading paid orders of rooms', tellOrders),
    every(SAVE_MS, 'saving visits', () => keeper.saveVisits(false)),
    every(1_000, 'saving chat', keeper.saveChat),
  ]

  /** So that they do not all come back in the same second. */
  function retryHint(): string {
    const spreadMs = Math.min(20_000, 1_000 + alive.size)
    return `retryMs=${500 + o.random.int(spreadMs)}`
  }

  return {
    counts,
    rooms: (): ReadonlyMap<string, Room> => rooms,
    port: (): number => (server.address() as { port: number }).port,
    keeper,
    /** What the account may do has changed: where it sits at a desk it has to ask for its ticket, and so for its role, anew. */
    renew(accountId: string): void {
      for (const seat of desk) if (seat.ticket.accountId === accountId) close(seat, 'ticket', 'changed')
    },
    /** What waits for sockets that do not take it. Prepared frames are shared: memory is less. */
    queuedBytes: (): number => {
      let sum = 0
      for (const room of rooms.values()) for (const seat of room.seats()) sum += queuedBytes(seat)
      return sum
    },
    /** Says goodbye to everybody with a moment to come back at, and saves what is known. */
    async stop(): Promise<void> {
      stopping = true
      for (const timer of timers) clearInterval(timer)
      server.close()
      await unlisten().catch(() => {})
      for (const room of rooms.values()) await room.pull().catch(() => {})
      await Promise.all([...rooms.values()].map((r) => r.sent()))
      for (const room of rooms.values())
        for (const seat of room.seats()) close(seat, 'restarting', retryHint())
      await keeper
        .saveVisits()
        .catch((error: unknown) => log.error({ error: String(error) }, 'saving visits'))
      await keeper.saveChat().catch((error: unknown) => log.error({ error: String(error) }, 'saving chat'))
      const deadline = performance.now() + 3_000
      while (alive.size > 0 && performance.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 20))
      for (const ws of alive) ws.terminate()
      server.closeAllConnections()
    },
  }
}

const HEART_SLICES = 30
const ignore = (): void => {}

const SEAT = Symbol('seat')
type Sat = WebSocket & { [SEAT]?: Seat }

type Asked = { roomId: string; ticketText: string; since: number | null }

/** `/rooms/{roomId}?ticket=…&since=…`; null for anything else. */
function readAddress(text: string): Asked | null {
  const url = URL.parse(text, 'http://room')
  const roomId = ROOM_PATH.exec(url?.pathname ?? '')?.[1]
  if (!url || !roomId) return null
  const since = url.searchParams.get('since')
  return {
    roomId,
    ticketText: url.searchParams.get('ticket') ?? '',
    // A number that is none is as good as none: the client fetches the room anew.
    since: since !== null && /^\d{1,15}$/.test(since) ? Number(since) : null,
  }
}

function refusalOf(room: Room, ticket: RoomTicket, nowMs: number): RoomClose | null {
  if (room.isOver()) return 'ended'
  if (room.presence.isBarred(ticket.accountId, nowMs)) return 'flooding'
  if (room.isBlocked(ticket.accountId)) return 'forbidden'
  return room.presence.socketsOf(ticket.accountId) >= MAX_SOCKETS_AN_ACCOUNT ? 'full' : null
}
