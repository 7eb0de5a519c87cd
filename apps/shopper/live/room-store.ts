// One room as one device knows it: a snapshot, the events after it in order, and what comes in ticks. An event that does not follow
// the last one is kept and the snapshot asked for again, so whatever the line does, the same log makes the same room.
import {
  createRoomSocket,
  createServerClock,
  type ApiProblem,
  type LineState,
  type RoomSocket,
  type RoomSocketOptions,
  type Timer,
} from '#app/client'
import type { NumberedEvent } from '#kernel/room-event'
import type { ChatRole, OrderBubble, ServerFrame } from '#kernel/room-frames'
import { addLines, confirmLine, removeLines, writeLine, type Refusal, type ShownLine } from './room-chat.ts'
import { applyEvent, withSnapshot, type LoggedRoom, type Room } from './room-events.ts'

export type ShownOrder = OrderBubble & { key: number; at: number }

export type RoomState = {
  status: 'loading' | 'ready' | 'failed'
  problem: ApiProblem | null
  logged: LoggedRoom | null
  line: LineState
  /** Null until the channel has told. */
  viewers: number | null
  likes: number
  role: ChatRole
  slowSeconds: number
  paused: boolean
  mutedUntilMs: number | null
  chat: readonly ShownLine[]
  orders: readonly ShownOrder[]
  refusal: Refusal | null
}

export type RoomStoreParts = Omit<RoomSocketOptions, 'since' | 'onFrame' | 'onState'> & {
  later: (run: () => void, ms: number) => Timer
  nowMs: () => number
  loadRoom: () => Promise<Room>
  newRef: () => string
  /** Who writes here, read when it is needed. */
  me: () => { accountId: string; name: string } | null
  /** Seconds of the picture; null while it stands still. */
  mediaTime: () => number | null
}

export type RoomStore = ReturnType<typeof createRoomStore>

const BEAT_MS = 5_000
const LIKES_EVERY_MS = 1_000
const MOST_LIKES_AT_ONCE = 20
const MOST_EVENTS_KEPT = 500
const MOST_ORDERS_KEPT = 12
/** A room that is not open yet, or whose channel cannot be reached, is asked by itself this often. */
const ASK_AGAIN_MS = 15_000
/** A snapshot that is still behind the log is asked for again, not hammered. */
const LOAD_AGAIN_MS = 300
/** What an event could not say is asked for by all who heard it: not by all at once. */
const ASK_SPREAD_MS_A_VIEWER = 0.5
const LONGEST_SPREAD_MS = 8_000
const NOT_SENT_AFTER_MS = 6_000

const EMPTY: RoomState = {
  status: 'loading',
  problem: null,
  logged: null,
  line: { is: 'connecting' },
  viewers: null,
  likes: 0,
  role: 'viewer',
  slowSeconds: 0,
  paused: false,
  mutedUntilMs: null,
  chat: [],
  orders: [],
  refusal: null,
}

export function createRoomStore(parts: RoomStoreParts) {
  const clock = createServerClock(parts.nowMs)
  const listeners = new Set<() => void>()
  const timers = new Map<string, Timer>()
  const sending = new Map<string, string>()
  let state = EMPTY
  let socket: RoomSocket | null = null
  let recent: NumberedEvent[] = []
  let loading: Promise<void> | null = null
  let loadAgain = false
  let gone = false
  let unsentLikes = 0
  let orderKey = 0

  const set = (change: Partial<RoomState>) => {
    state = { ...state, ...change }
    for (const l of listeners) l()
  }
  const every = (name: string, ms: number, run: () => void) => {
    timers.get(name)?.cancel()
    timers.set(
      name,
      parts.later(() => {
        every(name, ms, run)
        run()
      }, ms),
    )
  }
  // --- the log -------------------------------------------------------------------------------------------------------

  /** Asked again while it is asked: one more round afterwards, for what happened in between. */
  function loadRoom(): Promise<void> {
    if (gone) return Promise.resolve()
    if (loading) loadAgain = true
    loading ??= ask().finally(() => {
      loading = null
      if (!loadAgain || gone) return
      loadAgain = false
      parts.later(() => void loadRoom(), LOAD_AGAIN_MS)
    })
    return loading
  }

  function loadInTurn(): void {
    const spreadMs = Math.min(LONGEST_SPREAD_MS, (state.viewers ?? 0) * ASK_SPREAD_MS_A_VIEWER)
    if (spreadMs < 100) return void loadRoom()
    if (timers.has('turn')) return
    const turn = () => {
      timers.delete('turn')
      void loadRoom()
    }
    timers.set('turn', parts.later(turn, (parts.random ?? Math.random)() * spreadMs))
  }

  async function ask(): Promise<void> {
    try {
      const room = await parts.loadRoom()
      if (!gone) takeSnapshot(room)
    } catch (error) {
      if (gone) return
      // What is on screen stays there; only a room that was never seen has failed.
      if (!state.logged) set({ status: 'failed', problem: error as ApiProblem })
      every('ask', ASK_AGAIN_MS, () => void loadRoom())
    }
  }

  function takeSnapshot(room: Room): void {
    clock.observe(room.nowMs)
    timers.get('ask')?.cancel()
    const first = state.logged === null
    let next = withSnapshot(state.logged, room)
    for (const event of recent) next = applyEvent(next, event) ?? next
    recent = recent.filter((e) => e.seq > next.room.seq)
    set({ status: 'ready', problem: null, logged: next })
    if (first && !isOver(room)) start()
    if (first && isOver(room)) set({ line: { is: 'closed', why: 'ended' } })
    if (recent.length > 0 || next.stale) loadAgain = loading !== null
  }

  function takeEvents(events: readonly NumberedEvent[]): void {
    let logged = state.logged
    let missing = false
    for (const event of events) {
      const next = logged && applyEvent(logged, event)
      if (next) logged = next
      else missing = true
      if (!next || loading) recent = [...recent, event].slice(-MOST_EVENTS_KEPT)
      sideEffects(event)
    }
    if (logged !== state.logged) set({ logged })
    if (missing) void loadRoom()
    else if (logged?.stale) loadInTurn()
  }

  function sideEffects({ event }: NumberedEvent): void {
    if (event.kind === 'chatRemoved') set({ chat: removeLines(state.chat, event.chatIds) })
    else if (event.kind === 'chatRule') set({ slowSeconds: event.slowSeconds, paused: event.paused })
  }

  // --- frames --------------------------------------------------------------------------------------------------------

  function receive(frame: ServerFrame): void {
    if ('nowMs' in frame) clock.observe(frame.nowMs)
    switch (frame.t) {
      case 'hello':
        set({
          role: frame.role,
          viewers: frame.viewers,
          likes: frame.likes + unsentLikes,
          slowSeconds: frame.slowSeconds,
          paused: frame.paused,
          mutedUntilMs: frame.mutedUntilMs,
          chat: addLines(state.chat, frame.chat, myId()),
          // No snapshot tells what is pinned.
          logged: state.logged && { ...state.logged, pinned: frame.pinned },
        })
        if (frame.events) takeEvents(frame.events)
        if (frame.seq !== state.logged?.room.seq) void loadRoom()
        return
      case 'event':
        return takeEvents([{ seq: frame.seq, at: frame.at, event: frame.event }])
      case 'muted':
        return set({ mutedUntilMs: frame.untilMs })
      case 'tick':
        return set({
          ...(frame.chat ? { chat: addLines(state.chat, frame.chat, myId()) } : {}),
          ...(frame.likes === undefined ? {} : { likes: Math.max(state.likes, frame.likes + unsentLikes) }),
          ...(frame.viewers === undefined ? {} : { viewers: frame.viewers }),
          ...(frame.orders ? { orders: withOrders(frame.orders) } : {}),
        })
      case 'sent':
        sending.delete(frame.ref)
        return set({ chat: confirmLine(state.chat, frame.ref, frame.id) })
      case 'problem':
        if (frame.ref !== null)
          refuse(frame.ref, frame.code as Refusal['code'], frame.detail, frame.retryAfterMs)
    }
  }

  const withOrders = (orders: readonly OrderBubble[]): ShownOrder[] =>
    [...state.orders, ...orders.map((o) => ({ ...o, key: ++orderKey, at: parts.nowMs() }))].slice(
      -MOST_ORDERS_KEPT,
    )

  function refuse(
    ref: string,
    code: Refusal['code'],
    detail: Refusal['detail'],
    retryAfterMs: number | undefined,
  ): void {
    const text = sending.get(ref)
    if (text === undefined) return
    sending.delete(ref)
    set({
      chat: removeLines(state.chat, [ref]),
      refusal: {
        ref,
        code,
        detail,
        text,
        untilMs: retryAfterMs === undefined ? null : parts.nowMs() + retryAfterMs,
      },
      ...(code === 'MUTED' && retryAfterMs !== undefined
        ? { mutedUntilMs: (clock.nowMs() ?? 0) + retryAfterMs }
        : {}),
    })
  }

  const myId = () => parts.me()?.accountId ?? null

  // --- the line ------------------------------------------------------------------------------------------------------

  function lineIs(line: LineState): void {
    set({ line })
    if (line.is === 'away' || line.is === 'closed')
      for (const ref of sending.keys()) refuse(ref, 'NOT_SENT', null, undefined)
    // Without a line the room is asked now and then; the last word ('ended', 'missing') is the room's own.
    if (line.is === 'open') timers.get('ask')?.cancel()
    else if (line.is === 'away') every('ask', ASK_AGAIN_MS, () => void loadRoom())
    else if (line.is === 'closed' && line.why !== 'forbidden') void loadRoom()
  }

  function start(): void {
    socket = createRoomSocket({
      ...parts,
      since: () => state.logged?.room.seq ?? 0,
      onState: lineIs,
      onFrame: receive,
    })
    every('beat', BEAT_MS, () => {
      const at = parts.mediaTime()
      if (at !== null) socket?.send({ t: 'beat', at })
    })
    every('likes', LIKES_EVERY_MS, () => {
      if (unsentLikes === 0) return
      const n = Math.min(MOST_LIKES_AT_ONCE, unsentLikes)
      if (socket?.send({ t: 'like', n })) unsentLikes -= n
    })
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    get: (): RoomState => state,
    /** The server's time, in milliseconds; null until it was heard. */
    serverNow: clock.nowMs,
    load: loadRoom,
    /** @returns false when the line is away: the text stays in the box. */
    say(text: string): boolean {
      const me = parts.me()
      const ref = parts.newRef()
      if (!me || !socket?.send({ t: 'chat', id: ref, text })) return false
      sending.set(ref, text)
      parts.later(() => refuse(ref, 'NOT_SENT', null, undefined), NOT_SENT_AFTER_MS)
      set({
        refusal: null,
        chat: writeLine(state.chat, { id: ref, by: me.accountId, name: me.name, role: state.role, text }),
      })
      return true
    },
    /** Said while the line was away. */
    refuseUnsent: (text: string): void =>
      set({ refusal: { ref: parts.newRef(), code: 'NOT_SENT', detail: null, text, untilMs: null } }),
    dismissRefusal: (): void => set({ refusal: null }),
    like(): void {
      unsentLikes += 1
      set({ likes: state.likes + 1 })
    },
    saw: (productId: string, how: 'card' | 'bag' | 'click'): void =>
      void socket?.send({ t: 'saw', productId, how }),
    /** What this person just did, before the room says so. */
    patch(change: (room: Room) => Partial<Room>): void {
      const { logged } = state
      if (logged) set({ logged: { ...logged, room: { ...logged.room, ...change(logged.room) } } })
    },
    /** It is somebody else now, or the network is back. */
    reconnect(anew: boolean): void {
      if (state.logged && !isOver(state.logged.room)) socket?.reconnect(anew)
      void loadRoom()
    },
    close(): void {
      gone = true
      for (const timer of timers.values()) timer.cancel()
      socket?.leave()
      listeners.clear()
    },
  }
}

export const isOver = ({ state }: Pick<Room, 'state'>): boolean => state === 'ended' || state === 'archived'
