// The frames of a room's socket, and the words both ends share. Apart from the events they carry, because browsers need these and
// no schema library.
import type { NumberedEvent, RoomEvent, PinnedLine } from './room-event.ts'

/** Who speaks, highest first: when not everything fits into a tick, the last give way. */
export const CHAT_ROLES = ['host', 'moderator', 'buyer', 'viewer'] as const
export type ChatRole = (typeof CHAT_ROLES)[number]

export type ChatLine = {
  id: string
  /** Account; lets a moderator act and a client recognise its own. */
  by: string
  name: string
  role: ChatRole
  text: string
  /** Equal lines folded into this one in the same tick. */
  more?: number
}

/** A real order line of this room, told with the buyer's masked name. */
export type OrderBubble = { name: string; productId: string; qty: number }

export type ServerFrame =
  /** First frame. `nowMs` is the server's clock; `seq` the newest event; `events` those after the client's `since`, null: fetch the room anew. */
  | {
      t: 'hello'
      nowMs: number
      seq: number
      events: NumberedEvent[] | null
      role: ChatRole
      viewers: number
      /** All hearts of this room so far. */
      likes: number
      /** The last lines that were shown, oldest first. */
      chat: ChatLine[]
      mutedUntilMs: number | null
      slowSeconds: number
      paused: boolean
      pinned: PinnedLine | null
    }
  | { t: 'event'; nowMs: number; seq: number; at: string; event: RoomEvent }
  /** To the one it is about; null: no longer muted. */
  | { t: 'muted'; untilMs: number | null }
  /** Every 225–450 ms, when there is something to say; of a crowd, each is told in its turn. `dropped`: lines that were not shown to this room in this tick. */
  | {
      t: 'tick'
      nowMs: number
      chat?: ChatLine[]
      /** The new total. */
      likes?: number
      viewers?: number
      orders?: OrderBubble[]
      dropped?: number
    }
  /** Answers to this client alone. `sent`: the line was taken (it may still give way in a crowd; show it to its writer). `ref` is its frame's `id`. */
  | { t: 'sent'; ref: string; id: string }
  | {
      t: 'problem'
      ref: string | null
      code: string
      detail: { zh: string; en: string }
      retryAfterMs?: number
    }

/** At most 2 KB each; about eight a second are read from one socket, the rest wait in its own queue. */
export type ClientFrame =
  | { t: 'chat'; id: string; text: string }
  | { t: 'like'; n: number }
  /** Every 5 s while the picture moves: `at` is the media time in seconds. A socket whose picture stands still is no viewer: it counts from its second beat. */
  | { t: 'beat'; at: number }
  /** A product of the room was seen (`card`, `bag`) or opened (`click`). */
  | { t: 'saw'; productId: string; how: 'card' | 'bag' | 'click' }

/** Why a room's socket was closed, and so what a client does: `comeBack` with its last `seq`, after `retryMs` of the reason if there is one. */
export const ROOM_CLOSES = {
  restarting: { code: 1012, comeBack: true },
  slow: { code: 4008, comeBack: true },
  /** Frames that are none. */
  badFrames: { code: 4400, comeBack: false },
  /** Wrote far more than may be read; the door is shut to this account for a minute. */
  flooding: { code: 4408, comeBack: false },
  /** Ask for another ticket, then come back. */
  ticket: { code: 4401, comeBack: true },
  /** The ticket is for another room, or its bearer was blocked. */
  forbidden: { code: 4403, comeBack: false },
  missing: { code: 4404, comeBack: false },
  ended: { code: 4410, comeBack: false },
  full: { code: 4429, comeBack: true },
} as const
export type RoomClose = keyof typeof ROOM_CLOSES
export const MAX_FRAME_BYTES = 2_048
export const MAX_CHAT_CHARACTERS = 100

/** Signed by the API (`purpose` room-ticket), read by the channel, which knows no sessions. */
export type RoomTicket = {
  v: 1
  roomId: string
  accountId: string
  name: string
  role: ChatRole
  guest: boolean
  /** Where the viewer came from; `TRAFFIC_SOURCES`. */
  source: TrafficSource
  /** The content they came by, where there is one. */
  contentId?: string
  expiresAtMs: number
}

/** 流量来源: what brought a viewer into the room. */
export const TRAFFIC_SOURCES = [
  'feed',
  'video',
  'following',
  'author',
  'shop',
  'share',
  'calendar',
  'other',
] as const
export type TrafficSource = (typeof TRAFFIC_SOURCES)[number]
