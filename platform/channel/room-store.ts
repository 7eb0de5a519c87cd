// What the rooms' sockets need to know and to keep, as one interface. Why: the channel is machinery; which tables a room has is
// known to `modules/live`, which implements this. Every call may fail; the channel then asks again and loses nothing of the log.
import type { NumberedEvent, PinnedLine, RoomState } from '#kernel/room-event'
import type { ChatRole, TrafficSource } from '#kernel/room-frames'

/** What became of an accepted line. `filtered`: a rule of the room held it back, `ruleId` says which. */
export type ChatFate = 'shown' | 'folded' | 'dropped' | 'filtered'

export type KeptLine = {
  chatId: string
  roomId: string
  accountId: string
  name: string
  role: ChatRole
  text: string
  atMs: number
  fate: ChatFate
  ruleId: string | null
}

/** What may be written in a room now. */
export type ChatPolicy = {
  slowSeconds: number
  paused: boolean
  /** Until when, by account; Infinity: until lifted. */
  mutedUntilMs: Map<string, number>
  blocked: Set<string>
  /** The rule a text meets, or null. */
  screen: (text: string) => string | null
}

export type OpenedRoom = {
  state: RoomState
  seq: number
  /** The last ones, oldest first, ending with `seq`. */
  events: NumberedEvent[]
  policy: ChatPolicy
  likes: number
  pinned: PinnedLine | null
  chat: { id: string; by: string; name: string; role: ChatRole; text: string }[]
}

/** What a person did since the last time it was saved: added to the row of (room, account). */
export type VisitChange = {
  roomId: string
  accountId: string
  firstSeenMs: number
  lastSeenMs: number
  watchedMs: number
  source: TrafficSource
  /** The content that brought them, if one did. */
  contentId: string | null
  chats: number
  likes: number
  saw: string[]
  clicked: string[]
}

export type OnlineMinute = { roomId: string; minuteMs: number; online: number }
export type PaidLine = { roomId: string; lineId: string; name: string; productId: string; qty: number }

export type RoomStore = {
  /** Null: no such room. `ring`: how many events are wanted. */
  open(roomId: string, ring: number): Promise<OpenedRoom | null>
  /** Oldest first, without a gap. */
  eventsAfter(roomId: string, seq: number, limit: number): Promise<NumberedEvent[]>
  newestSeqs(roomIds: readonly string[]): Promise<Map<string, number>>
  policyOf(roomId: string): Promise<ChatPolicy>
  /** Order lines paid within the last seconds, of these rooms; the same line may be answered again. */
  recentOrders(roomIds: readonly string[]): Promise<PaidLine[]>
  saveChat(lines: readonly KeptLine[]): Promise<void>
  saveVisits(changes: readonly VisitChange[]): Promise<void>
  /** The largest of a minute is kept. */
  saveOnline(minutes: readonly OnlineMinute[]): Promise<void>
  /** Calls back with the id of a room whose log has grown. */
  listen(onGrown: (roomId: string) => void): Promise<() => Promise<void>>
}
