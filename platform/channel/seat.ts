// One socket in a room: what was sent to it, what it may still send, and its queue. The raw socket is ours from the upgrade on, so
// prepared frames are written past `ws`, which would copy and frame them again for each.
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { AppError, ERRORS, type ErrorCode } from '#kernel/errors'
import {
  ROOM_CLOSES,
  type ChatRole,
  type RoomClose,
  type RoomTicket,
  type ServerFrame,
} from '#kernel/room-frames'
import { fullBucket, type Bucket } from './bucket.ts'
import type { Audience } from './event-ring.ts'
import { prepareFrame } from './frame.ts'
import { noPicture, type Picture, type Viewer } from './presence.ts'

/** More than this waiting: ticks are left out. */
export const TICK_QUEUE_BYTES = 65_536
/** More than this waiting, of what was sent before: closed as slow; it comes back with its last number. 100 of them are 25 MiB. */
export const MAX_QUEUE_BYTES = 262_144
/** So much at once for one that keeps up: when we were late ourselves, it is not the one that is slow. */
export const MAX_BURST_BYTES = 1_048_576
/**
 * Tabs and devices of one account in one room; a reconnecting phone leaves some behind for a minute. One ticket must not fill the house.
 */
export const MAX_SOCKETS_AN_ACCOUNT = 20
/** Frames read from one socket; a burst of twice as many. */
export const FRAMES_PER_SECOND = 8
export const FRAMES_BURST = 16
/** A peer that does not answer the closing is cut. */
const CLOSING_MS = 2_000

export type Seat = {
  ws: WebSocket
  socket: Duplex
  ticket: RoomTicket
  role: ChatRole
  viewer: Viewer
  picture: Picture
  /** The last event it was sent. */
  seq: number
  /** Ticks up to this one are not for it: it came later, and has what they said. */
  tick: number
  frames: Bucket
  /** Frames that were none of ours. */
  bad: number
  problemMs: number
  aliveMs: number
  /** Reading is stopped until then: it floods. */
  quietUntilMs: number
  open: boolean
}

export const aSeat = (
  s: Pick<Seat, 'ws' | 'socket' | 'ticket' | 'viewer' | 'seq' | 'tick'>,
  nowMs: number,
): Seat => ({
  ...s,
  role: s.ticket.role,
  picture: noPicture(),
  frames: fullBucket(FRAMES_BURST, nowMs),
  bad: 0,
  problemMs: -Infinity,
  aliveMs: nowMs,
  quietUntilMs: 0,
  open: true,
})

export const queuedBytes = ({ socket }: Pick<Seat, 'socket'>): number => socket.writableLength

/** To this one alone. */
export function tell(seat: Pick<Seat, 'socket' | 'open'>, frame: ServerFrame): void {
  if (seat.open && seat.socket.writable) seat.socket.write(prepareFrame(frame))
}

const PROBLEM_EVERY_MS = 1_000

/** At most one a second, unless `always`: a flood is not answered by a flood. */
export function tellProblem(
  seat: Seat,
  p: { ref: string | null; code: ErrorCode; retryAfterMs?: number; always?: boolean },
  nowMs: number,
): void {
  if (!p.always && nowMs - seat.problemMs < PROBLEM_EVERY_MS) return
  seat.problemMs = nowMs
  const { code, ref, retryAfterMs } = p
  tell(seat, {
    t: 'problem',
    ref,
    code,
    detail: ERRORS[code].hint,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) }),
  })
}

/** What is read of a peer until it answers the closing; more than that waits in its own window. */
const LAST_FRAMES = 16

/** `reason` is for people who read logs, or `retryMs=…`. */
export function closeSocket(ws: WebSocket, why: RoomClose, reason: string = why): void {
  let last = 0
  const hear = () => {
    if (++last > LAST_FRAMES && !ws.isPaused) ws.pause()
  }
  ws.on('ping', hear).on('pong', hear).on('message', hear)
  ws.close(ROOM_CLOSES[why].code, reason)
  setTimeout(() => ws.terminate(), CLOSING_MS).unref()
}

export const refusalCode = (error: unknown): ErrorCode =>
  error instanceof AppError ? error.code : 'INTERNAL'

export const audienceOf = ({ role }: Pick<Seat, 'role'>): Audience =>
  role === 'host' || role === 'moderator' ? 'desk' : 'everybody'
