// The line to a room's channel: opened with a ticket, opened again after a cut with what is known already, later and later and never
// all at once. Which closes mean 'come back' and which mean 'stay away' is the contract's (`ROOM_CLOSES`). What the frames say is
// their reader's: `room-follower.ts`, or a page's own store.
import { ROOM_CLOSES, type ClientFrame, type RoomClose, type ServerFrame } from '#kernel/room-frames'

/** What of a WebSocket is used. */
export type WebSocketLike = Pick<WebSocket, 'send' | 'close' | 'readyState'> & {
  onmessage: ((message: { data: unknown }) => void) | null
  onclose: ((close: { code: number; reason: string }) => void) | null
}
export type Timer = { cancel(): void }

/** Why a line is closed for good: the page left, or what the room said. */
export type RoomSocketEnd = 'left' | Exclude<RoomClose, 'restarting' | 'slow' | 'ticket' | 'full'>
/** `connecting` the first time · `open`: greeted · `away`: lost, and coming back by itself · `closed`: for good. */
export type LineState = { is: 'connecting' | 'open' | 'away' } | { is: 'closed'; why: RoomSocketEnd }

/** For tests; the browser's own otherwise. `nowMs` is of a clock that never goes back; `random` is 0 … 1. */
export type RoomSocketParts = {
  open?: (address: string) => WebSocketLike
  later?: (run: () => void, ms: number) => Timer
  nowMs?: () => number
  random?: () => number
}

export type RoomSocketOptions = RoomSocketParts & {
  /** The socket's absolute address with a fresh ticket in it, without `since`. @throws ApiProblem when there is none to be had */
  address: () => Promise<string>
  /** The newest event known here. */
  since: () => number
  onFrame: (frame: ServerFrame) => void
  onState: (state: LineState) => void
}

export type RoomSocket = {
  /** False: not open now, nothing was sent. */
  send(frame: ClientFrame): boolean
  state(): LineState
  /** The network is back, the page is looked at again: at once instead of waiting. `anew`: it is somebody else now, with a ticket of its own. */
  reconnect(anew: boolean): void
  leave(): void
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
/** Shorter than a ticket lives; a cut in between does not ask for another. */
const TICKET_KEPT_MS = 8 * 60_000
/** A line that held this long was a good one: the next loss begins again with the shortest wait. */
const GOOD_MS = 10_000
const OPEN = 1

/** A ticket that will not be given by asking again. */
const REFUSED: Record<string, RoomSocketEnd | undefined> = {
  ROOM_BLOCKED: 'forbidden',
  ROOM_ENDED: 'ended',
  NOT_FOUND: 'missing',
}

export const laterHere = (run: () => void, ms: number): Timer => {
  const timer = setTimeout(run, ms)
  return { cancel: () => clearTimeout(timer) }
}
export const nowHereMs = (): number => performance.now()

export function createRoomSocket(o: RoomSocketOptions): RoomSocket {
  const open = o.open ?? ((address) => new WebSocket(address) as WebSocketLike)
  const later = o.later ?? laterHere
  const nowMs = o.nowMs ?? nowHereMs
  const random = o.random ?? Math.random

  let state: LineState = { is: 'connecting' }
  let socket: WebSocketLike | null = null
  let greetedMs = 0
  let failures = 0
  let ticket: { address: string; atMs: number } | null = null
  let waiting: Timer | null = null
  /** Counts attempts, so that a late answer of an old one is nobody's. */
  let attempt = 0
  let hasLeft = false

  function become(next: LineState): void {
    if (next.is === state.is) return
    state = next
    o.onState(next)
  }

  async function connect(): Promise<void> {
    waiting?.cancel()
    waiting = null
    const mine = ++attempt
    become({ is: failures === 0 ? 'connecting' : 'away' })
    try {
      if (!ticket || nowMs() - ticket.atMs > TICKET_KEPT_MS) {
        const address = await o.address()
        if (mine !== attempt) return
        ticket = { address, atMs: nowMs() }
      }
      const url = new URL(ticket.address)
      url.searchParams.set('since', String(o.since()))
      listen(open(url.href))
    } catch (error) {
      if (mine !== attempt) return
      const why = REFUSED[String((error as { code?: unknown }).code)]
      if (why) end(why)
      else comeBack(0)
    }
  }

  function listen(ws: WebSocketLike): void {
    socket = ws
    ws.onmessage = ({ data }) => {
      const frame = socket === ws ? readFrame(data) : null
      if (!frame) return // not ours; the next one is
      if (frame.t === 'hello') {
        greetedMs = nowMs()
        become({ is: 'open' })
      }
      o.onFrame(frame)
    }
    ws.onclose = ({ code, reason }) => {
      if (socket !== ws) return
      socket = null
      if (state.is === 'open' && nowMs() - greetedMs > GOOD_MS) failures = 0
      const why = (Object.keys(ROOM_CLOSES) as RoomClose[]).find((k) => ROOM_CLOSES[k].code === code)
      if (why && !ROOM_CLOSES[why].comeBack) return end(why as RoomSocketEnd)
      if (why === 'ticket') ticket = null
      comeBack(Number(/retryMs=(\d{1,6})/.exec(reason)?.[1] ?? 0))
    }
  }

  /** About twice as long each time: a crowd cut off together does not return together. Never before the room's own hint. */
  function comeBack(hintMs: number): void {
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10))
    failures += 1
    become({ is: 'away' })
    waiting = later(() => void connect(), Math.max(hintMs, waitMs * (0.5 + random())))
  }

  function drop(): void {
    attempt += 1
    waiting?.cancel()
    waiting = null
    const was = socket
    socket = null
    was?.close(1000)
  }

  function end(why: RoomSocketEnd): void {
    drop()
    become({ is: 'closed', why })
  }

  o.onState(state)
  void connect()

  return {
    send(frame) {
      if (state.is !== 'open' || socket?.readyState !== OPEN) return false
      socket.send(JSON.stringify(frame))
      return true
    },
    state: () => state,
    reconnect(anew) {
      if (hasLeft) return
      if (anew) ticket = null
      else if (state.is === 'open' || state.is === 'closed') return
      drop()
      void connect()
    },
    leave() {
      hasLeft = true
      end('left')
    },
  }
}

function readFrame(data: unknown): ServerFrame | null {
  try {
    return JSON.parse(String(data)) as ServerFrame
  } catch {
    return null
  }
}
