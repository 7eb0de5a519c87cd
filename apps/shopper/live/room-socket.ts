// The line to a room's channel: opened with a ticket, opened again after a cut with what is known already, later and later and never
// all at once. Which closes mean 'come back' and which mean 'stay away' is the contract's (`ROOM_CLOSES`).
import { ROOM_CLOSES, type ClientFrame, type RoomClose, type ServerFrame } from '#kernel/room-frames'

export type Socket = { send(text: string): void; close(): void }
export type SocketEvents = {
  onOpen(): void
  onText(text: string): void
  onClose(code: number, reason: string): void
}
export type Timer = { cancel(): void }

export type RoomSocketParts = {
  /** Where to knock, with a fresh ticket in it. @throws when there is none to be had */
  askTicket: () => Promise<string>
  openSocket: (url: string, events: SocketEvents) => Socket
  later: (run: () => void, ms: number) => Timer
  /** 0 … 1. */
  chance: () => number
  now: () => number
  /** The newest event known here. */
  since: () => number
  onFrame: (frame: ServerFrame) => void
  onState: (state: LineState) => void
}

/** `away` is on its way back; `closed` is not, for the reason given. */
export type LineState = { is: 'connecting' | 'open' | 'away' } | { is: 'closed'; why: FinalClose }
export type FinalClose = Exclude<RoomClose, 'restarting' | 'slow' | 'ticket' | 'full'>

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
/** Shorter than a ticket lives; a cut in between does not ask for another. */
const TICKET_KEPT_MS = 8 * 60_000
/** A line that held this long was a good one. */
const GOOD_MS = 10_000

/** A ticket that will not be given by asking again. */
const REFUSED: Record<string, FinalClose | undefined> = {
  ROOM_BLOCKED: 'forbidden',
  ROOM_ENDED: 'ended',
  NOT_FOUND: 'missing',
}

export type RoomSocket = ReturnType<typeof createRoomSocket>

export function createRoomSocket(parts: RoomSocketParts) {
  let socket: Socket | null = null
  let isOpen = false
  let openedAt = 0
  let failures = 0
  let ticket: { url: string; at: number } | null = null
  let waiting: Timer | null = null
  /** Counts attempts, so that a late answer of an old one is nobody's. */
  let attempt = 0

  async function connect(): Promise<void> {
    waiting?.cancel()
    waiting = null
    const mine = ++attempt
    parts.onState({ is: failures === 0 ? 'connecting' : 'away' })
    try {
      if (!ticket || parts.now() - ticket.at > TICKET_KEPT_MS) {
        const url = await parts.askTicket()
        if (mine !== attempt) return
        ticket = { url, at: parts.now() }
      }
      const url = new URL(ticket.url)
      url.searchParams.set('since', String(parts.since()))
      socket = parts.openSocket(url.href, {
        onOpen: () => mine === attempt && opened(),
        onText: (text) => mine === attempt && receive(text),
        onClose: (code, reason) => mine === attempt && closed(code, reason),
      })
    } catch (error) {
      if (mine !== attempt) return
      const why = REFUSED[String((error as { code?: unknown }).code)]
      if (why) parts.onState({ is: 'closed', why })
      else comeBack(null)
    }
  }

  function opened(): void {
    isOpen = true
    openedAt = parts.now()
    parts.onState({ is: 'open' })
  }

  function receive(text: string): void {
    let frame: ServerFrame
    try {
      frame = JSON.parse(text) as ServerFrame
    } catch {
      return // not ours; the next one is
    }
    parts.onFrame(frame)
  }

  function closed(code: number, reason: string): void {
    socket = null
    if (isOpen && parts.now() - openedAt > GOOD_MS) failures = 0
    isOpen = false
    const why = (Object.keys(ROOM_CLOSES) as RoomClose[]).find((k) => ROOM_CLOSES[k].code === code)
    if (why && !ROOM_CLOSES[why].comeBack) return parts.onState({ is: 'closed', why: why as FinalClose })
    if (why === 'ticket') ticket = null
    const hint = /retryMs=(\d{1,6})/.exec(reason)?.[1]
    comeBack(hint === undefined ? null : Number(hint))
  }

  /** Twice as long each time, and anywhere within it: a crowd that was cut off together does not return together. */
  function comeBack(hintMs: number | null): void {
    const bound = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10))
    failures += 1
    parts.onState({ is: 'away' })
    waiting = parts.later(() => void connect(), hintMs ?? bound * (0.3 + 0.7 * parts.chance()))
  }

  return {
    connect: (): void => void connect(),
    /** @returns whether it went out */
    send(frame: ClientFrame): boolean {
      if (!isOpen || !socket) return false
      socket.send(JSON.stringify(frame))
      return true
    },
    /** The network is back, or it is somebody else now: at once, with a ticket of its own if `anew`. */
    reconnect(anew: boolean): void {
      if (anew) ticket = null
      else if (isOpen) return
      socket?.close()
      socket = null
      isOpen = false
      void connect()
    },
    close(): void {
      attempt += 1
      waiting?.cancel()
      socket?.close()
      socket = null
      isOpen = false
    },
  }
}
