// One room: its log as far as it was read, who sits in it, what they write, and the tick that tells them. Knows no network but its
// seats: the hub brings them in, takes them out and hands over what they sent.
import type { NumberedEvent, RoomState } from '#kernel/room-event'
import type { RoomClose, ClientFrame, ServerFrame } from '#kernel/room-frames'
import type { Logger } from '../logger.ts'
import { createChatDesk } from './chat-desk.ts'
import { createEventRing } from './event-ring.ts'
import { createFanOut } from './fan-out.ts'
import type { ChannelCounts } from './hub-counts.ts'
import { createPresence } from './presence.ts'
import type { OpenedRoom, PaidLine, RoomStore } from './room-store.ts'
import { createTickRing, type TickFrame } from './tick-ring.ts'
import { aSeat, audienceOf, tell, tellProblem, type Seat } from './seat.ts'

/** The number of viewers is told no more often. */
const VIEWERS_EVERY_MS = 2_500
/** Above so many sockets it is a crowd, told part by part: everybody once in a round, of what was gathered in the meantime. */
const CROWD = { above: 10_000, roundMs: 450, gatherMs: 110 }
/** After the end everybody stays for the last words, then is sent home. */
export const ENDED_GRACE_MS = 10_000
const PULL = 200
const RECENT_ORDERS = 500

export type RoomOptions = {
  roomId: string
  opened: OpenedRoom
  store: RoomStore
  log: Logger
  counts: ChannelCounts
  now: () => number
  newChatId: () => string
  close: (seat: Seat, why: RoomClose, reason?: string) => void
  /** See `FanOutOptions`. */
  spread?: number
  crowd?: typeof CROWD
}
export type Room = ReturnType<typeof createRoom>

export function createRoom(o: RoomOptions) {
  const { roomId, store, log, counts, now, crowd = CROWD } = o
  const seats = new Set<Seat>()
  const ring = createEventRing(o.opened.seq, o.opened.events, now)
  const presence = createPresence(roomId)
  const chat = createChatDesk({
    roomId,
    policy: o.opened.policy,
    recent: o.opened.chat,
    newId: o.newChatId,
    nowMs: now(),
  })
  const ticks = createTickRing()
  const fanOut = createFanOut({
    seats,
    newest: ring.newest,
    framesAfter: ring.framesAfter,
    newestTick: ticks.newest,
    ticksAfter: ticks.after,
    ...(o.spread === undefined ? {} : { spread: o.spread }),
    onSlow: (seat) => {
      counts.slowCloses += 1
      o.close(seat, 'slow')
    },
    onTick: (written, skipped) => {
      counts.tickFrames += written
      counts.tickFramesSkipped += skipped
    },
  })
  let state: RoomState = o.opened.state
  let endedMs = isOver(state) ? now() : Infinity
  let likes = o.opened.likes
  let pinned = o.opened.pinned
  let isTickDue = false
  let isInRounds = false
  let gatheredMs = -Infinity
  let emptySinceMs = now()
  let told = { likes, viewers: 0, viewersMs: -Infinity }
  let orders: { name: string; productId: string; qty: number }[] = []
  const ordersTold = new Set<string>()

  // --- the log -------------------------------------------------------------------------------------------------------

  let pulling: Promise<void> | null = null
  let pullAgain = false

  /** Reads what has grown since; calls while it reads join in one more round. */
  function pull(): Promise<void> {
    if (pulling) {
      pullAgain = true
      return pulling
    }
    pulling = (async () => {
      do {
        pullAgain = false
        const events = await store.eventsAfter(roomId, ring.newest(), PULL)
        for (const event of events) {
          ring.push(event)
          react(event)
        }
        counts.events += events.length
        if (events.length > 0) fanOut.sendEvents()
        if (events.length === PULL) pullAgain = true
      } while (pullAgain)
    })().finally(() => (pulling = null))
    return pulling
  }

  function react({ event }: NumberedEvent): void {
    if (event.kind === 'state') {
      state = event.state
      if (isOver(state)) endedMs = now()
    } else if (event.kind === 'chatRule') {
      Object.assign(chat.policy(), { slowSeconds: event.slowSeconds, paused: event.paused })
      void refreshPolicy()
    } else if (event.kind === 'chatPinned') pinned = event.chat
    else if (event.kind === 'chatRemoved') {
      chat.forget(event.chatIds)
      const gone = new Set<string>(event.chatIds)
      ticks.forget((l) => gone.has(l.id))
    } else if (event.kind === 'muted') applyMute(event)
  }

  function applyMute(m: { personId: string; until: string | null; blocked: boolean }): void {
    const { mutedUntilMs, blocked } = chat.policy()
    if (m.until === null) mutedUntilMs.delete(m.personId)
    else mutedUntilMs.set(m.personId, Date.parse(m.until))
    const untilMs = m.until === null ? null : Date.parse(m.until)
    for (const seat of seats) if (seat.ticket.accountId === m.personId) tell(seat, { t: 'muted', untilMs })
    if (!m.blocked) return void blocked.delete(m.personId)
    blocked.add(m.personId)
    chat.forgetBy(m.personId)
    ticks.forget((l) => l.by === m.personId)
    // After the event itself, so that it is known why.
    void fanOut.whenIdle().then(() => {
      for (const seat of seats)
        if (seat.ticket.accountId === m.personId) o.close(seat, 'forbidden', 'blocked')
    })
  }

  /** Filters are not told to everybody: the rule's event only says that they are to be read again. */
  const refreshPolicy = () =>
    store
      .policyOf(roomId)
      .then(chat.setPolicy, (error: unknown) =>
        log.error({ roomId, error: String(error) }, 'reading the rules of a chat'),
      )

  // --- coming and going ----------------------------------------------------------------------------------------------

  function hello(seat: Seat, since: number | null): ServerFrame {
    const { mutedUntilMs, slowSeconds, paused } = chat.policy()
    const muted = mutedUntilMs.get(seat.ticket.accountId) ?? 0
    return {
      t: 'hello',
      nowMs: now(),
      seq: ring.newest(),
      events: since === null ? null : ring.eventsAfter(since, audienceOf(seat)),
      role: seat.role,
      viewers: told.viewers,
      likes,
      chat: [...chat.recent()],
      mutedUntilMs: muted > now() ? Math.min(muted, Number.MAX_SAFE_INTEGER) : null,
      slowSeconds,
      paused,
      pinned,
    }
  }

  const leave = (seat: Seat): void => {
    if (!seats.delete(seat)) return
    presence.leave(seat.viewer, now())
    if (seats.size === 0) emptySinceMs = now()
  }

  // --- what they send ------------------------------------------------------------------------------------------------

  function take(seat: Seat, frame: ClientFrame): void {
    const nowMs = now()
    if (frame.t === 'beat') return presence.beat(seat.viewer, seat.picture, frame.at, nowMs)
    if (frame.t === 'saw') return presence.saw(seat.viewer, frame.productId, frame.how === 'click', nowMs)
    if (frame.t === 'like') {
      likes += frame.n
      return presence.like(seat.viewer, frame.n, nowMs)
    }
    const { accountId, name, guest } = seat.ticket
    const verdict = isOver(state)
      ? ({ ok: false, code: 'CHAT_PAUSED' } as const)
      : chat.write({ accountId, name, guest, role: seat.role }, seat.viewer, frame.text, nowMs)
    if (verdict.ok) {
      counts.chatAccepted += 1
      presence.wrote(seat.viewer, nowMs)
      return tell(seat, { t: 'sent', ref: frame.id, id: verdict.id })
    }
    counts.chatRefused += 1
    const { ok: _, ...problem } = verdict
    tellProblem(seat, { ref: frame.id, ...problem }, nowMs)
  }

  // --- the tick ------------------------------------------------------------------------------------------------------

  function runTick(): void {
    const nowMs = now()
    if (nowMs - endedMs > ENDED_GRACE_MS) for (const seat of seats) o.close(seat, 'ended')
    if (isInRounds) return
    if (seats.size > crowd.above) return runRounds()
    if (fanOut.mayTick()) return tellTick()
    counts.ticksLate += 1
    if (isTickDue) return
    isTickDue = true
    // Not with the next beat: what waited that long has waited twice.
    void fanOut.whenIdle().then(() => {
      isTickDue = false
      if (fanOut.mayTick()) tellTick()
    })
  }

  /** Until it is a crowd no more. A round that takes longer than it should begins the next at once. */
  function runRounds(): void {
    isInRounds = true
    let startedMs = performance.now()
    let part = 0
    const step = () => {
      const nowMs = performance.now()
      if (nowMs - gatheredMs >= crowd.gatherMs) {
        gatheredMs = nowMs
        gather()
      }
      part += 1
      if (fanOut.servePart()) {
        if (seats.size <= crowd.above) {
          isInRounds = false
          return fanOut.endRounds()
        }
        if (nowMs > startedMs + crowd.roundMs) counts.ticksLate += 1
        startedMs = Math.max(startedMs + crowd.roundMs, nowMs)
        part = 0
      }
      const waitMs = startedMs + (part * crowd.roundMs) / fanOut.parts() - performance.now()
      if (waitMs > 0) setTimeout(step, waitMs).unref()
      else setImmediate(step)
    }
    step()
  }

  function tellTick(): void {
    if (gather()) fanOut.sendTick()
  }

  /** What was said and done since the last time, as a tick. False: nothing. */
  function gather(): boolean {
    const nowMs = now()
    const lines = chat.takeTick(nowMs)
    const frame: TickFrame = { t: 'tick', nowMs }
    if (lines && lines.shown.length > 0) frame.chat = lines.shown
    if (lines && lines.dropped > 0) frame.dropped = lines.dropped
    if (likes !== told.likes) frame.likes = told.likes = likes
    if (nowMs - told.viewersMs >= VIEWERS_EVERY_MS) {
      told.viewersMs = nowMs
      const viewers = presence.online(nowMs)
      if (viewers !== told.viewers) frame.viewers = told.viewers = viewers
    }
    if (orders.length > 0) frame.orders = orders.splice(0)
    counts.chatShown += lines?.shown.length ?? 0
    counts.chatDropped += lines?.dropped ?? 0
    if (Object.keys(frame).length === 2 || seats.size === 0) return false
    ticks.push(frame)
    counts.ticks += 1
    return true
  }

  return {
    roomId,
    presence,
    chat,
    pull,
    take,
    leave,
    runTick,
    newest: ring.newest,
    /** Everybody was sent what there is. */
    sent: fanOut.whenIdle,
    size: () => seats.size,
    state: () => state,
    isOver: () => isOver(state),
    isBlocked: (accountId: string) => chat.policy().blocked.has(accountId),
    seats: (): ReadonlySet<Seat> => seats,
    emptyForMs: () => (seats.size === 0 ? now() - emptySinceMs : 0),

    /** `since`: the last event the client has; where it is newer than what was read here, `pull` first. */
    enter(s: Pick<Seat, 'ws' | 'socket' | 'ticket'>, since: number | null): Seat | null {
      if (!s.socket.writable) return null
      const viewer = presence.enter(s.ticket.accountId, s.ticket.source, now(), s.ticket.contentId ?? null)
      const seat = aSeat({ ...s, viewer, seq: ring.newest(), tick: ticks.newest() }, now())
      tell(seat, hello(seat, since))
      seats.add(seat)
      return seat
    },

    /** Paid lines, each told once. */
    tellOrders(lines: readonly PaidLine[]): void {
      for (const { lineId, name, productId, qty } of lines) {
        if (ordersTold.has(lineId)) continue
        ordersTold.add(lineId)
        if (orders.length < 20) orders.push({ name, productId, qty })
      }
      if (ordersTold.size > RECENT_ORDERS) {
        const keep = [...ordersTold].slice(-RECENT_ORDERS / 2)
        ordersTold.clear()
        for (const id of keep) ordersTold.add(id)
      }
    },
  }
}

const isOver = (state: RoomState) => state === 'ended' || state === 'archived'
