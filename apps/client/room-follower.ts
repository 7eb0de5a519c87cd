// A room followed from one snapshot on: product events arrive once each and in order, whatever the line does; a line of chat is
// answered. Framework-free: a page hands in callbacks and keeps its own state.
import type { NumberedEvent } from '#kernel/room-event'
import type { ClientFrame, ServerFrame } from '#kernel/room-frames'
import { ApiProblem } from './problem.ts'
import {
  createRoomSocket,
  laterHere,
  nowHereMs,
  type LineState,
  type RoomSocketOptions,
} from './room-socket.ts'
import { createServerClock } from './server-clock.ts'

export type RoomHello = Extract<ServerFrame, { t: 'hello' }>
export type RoomTick = Extract<ServerFrame, { t: 'tick' }>
export type RoomProblem = Extract<ServerFrame, { t: 'problem' }>

export type RoomFollowerOptions = Omit<RoomSocketOptions, 'since' | 'onFrame'> & {
  /** The newest event that the snapshot in hand contains. */
  seq: number
  /** The room's log after `after`, oldest first, as `listEvents` answers it. */
  eventsAfter: (after: number) => Promise<{ events: NumberedEvent[] }>
  /** Too much was missed: fetch the room anew, put it on the screen, answer its `seq`. */
  snapshot: () => Promise<number>
  /** Exactly once for each number, in order. */
  onEvent: (event: NumberedEvent) => void
  onHello?: (hello: RoomHello) => void
  onTick?: (tick: RoomTick) => void
  /** Refusals that belong to no line of chat of ours. */
  onProblem?: (problem: RoomProblem) => void
}

export type RoomFollower = {
  /** False: not open now, nothing was sent. */
  send(frame: ClientFrame): boolean
  /** Answers the line's id. @throws ApiProblem as the channel refused it, or OFFLINE */
  chat(text: string): Promise<string>
  /** Milliseconds since 1970 by the server's clock, for countdowns; null until it was heard. */
  serverNowMs(): number | null
  /** See `RoomSocket.reconnect`. */
  reconnect(anew: boolean): void
  leave(): void
}

const CHAT_ANSWER_MS = 10_000
const MAX_PAGES = 50

export function followRoom(o: RoomFollowerOptions): RoomFollower {
  const later = o.later ?? laterHere
  const clock = createServerClock(o.nowMs ?? nowHereMs)
  const log = inOrder(o)
  const answers = new Map<string, (answer: RoomProblem | string) => void>()
  let lines = 0

  function settle(ref: string, answer: RoomProblem | string): void {
    answers.get(ref)?.(answer)
    answers.delete(ref)
  }

  function onState(line: LineState): void {
    o.onState(line)
    if (line.is === 'away' || line.is === 'closed') for (const ref of answers.keys()) settle(ref, LOST)
    if (line.is === 'closed' && line.why === 'left') log.stop()
  }

  function onFrame(frame: ServerFrame): void {
    if ('nowMs' in frame) clock.observe(frame.nowMs)
    switch (frame.t) {
      case 'hello':
        o.onHello?.(frame)
        return log.hello(frame.seq, frame.events)
      case 'event':
        return log.event({ seq: frame.seq, at: frame.at, event: frame.event })
      case 'tick':
        return o.onTick?.(frame)
      case 'sent':
        return settle(frame.ref, frame.id)
      case 'problem':
        if (frame.ref === null || !answers.has(frame.ref)) return o.onProblem?.(frame)
        return settle(frame.ref, frame)
    }
  }

  const socket = createRoomSocket({ ...o, since: log.seq, onFrame, onState })

  return {
    send: socket.send,
    chat: (text) =>
      new Promise((done, refuse) => {
        const ref = `l${++lines}`
        const timer = later(() => settle(ref, LOST), CHAT_ANSWER_MS)
        answers.set(ref, (answer) => {
          timer.cancel()
          if (typeof answer === 'string') done(answer)
          else refuse(problemOfFrame(answer))
        })
        if (!socket.send({ t: 'chat', id: ref, text })) settle(ref, LOST)
      }),
    serverNowMs: clock.nowMs,
    reconnect: socket.reconnect,
    leave: socket.leave,
  }
}

const LOST: RoomProblem = {
  t: 'problem',
  ref: null,
  code: 'OFFLINE',
  detail: { zh: '连接断开了，这句话没有发出', en: 'The line is down; this was not sent' },
}

/** The channel's refusal as every other refusal looks; pages show `detail` in their own language. */
export function problemOfFrame(frame: RoomProblem, locale: 'zh' | 'en' = pageLocale()): ApiProblem {
  return new ApiProblem({
    code: frame.code as ApiProblem['code'],
    title: frame.detail[locale],
    detail: '',
    requestId: null,
    status: frame.code === 'OFFLINE' ? 0 : 409,
    errors: [],
    data: frame.retryAfterMs === undefined ? {} : { retryAfterMs: frame.retryAfterMs },
  })
}

const pageLocale = (): 'zh' | 'en' =>
  globalThis.document?.documentElement.lang.startsWith('en') ? 'en' : 'zh'

/** Whatever comes, in whatever order: each number is told once, after the one before it. */
function inOrder(o: Pick<RoomFollowerOptions, 'seq' | 'eventsAfter' | 'snapshot' | 'onEvent'>) {
  let seq = o.seq
  let early = new Map<number, NumberedEvent>()
  let mending = false
  let stopped = false

  function tell(event: NumberedEvent): void {
    if (event.seq === seq + 1) {
      seq = event.seq
      o.onEvent(event)
    } else if (event.seq > seq) early.set(event.seq, event)
  }
  function tellEarly(): void {
    for (let next = early.get(seq + 1); next; next = early.get(seq + 1)) {
      early.delete(next.seq)
      tell(next)
    }
    early = new Map([...early].filter(([n]) => n > seq))
  }

  /** Once at a time; while it runs, what arrives waits in `early`. */
  async function mend(mustReload: boolean): Promise<void> {
    if (mending) return
    mending = true
    try {
      if (mustReload) seq = Math.max(seq, await o.snapshot())
      tellEarly()
      for (let page = 0; early.size > 0 && !stopped && page < MAX_PAGES; page += 1) {
        const { events } = await o.eventsAfter(seq)
        if (stopped) return
        if (events.length === 0) break
        for (const event of events) tell(event)
        tellEarly()
      }
    } catch {
      // The next event finds the same gap and tries again; a line that is down comes back with `since`.
    } finally {
      mending = false
    }
  }

  return {
    seq: () => seq,
    hello(newest: number, events: NumberedEvent[] | null): void {
      if (events === null) return void mend(newest > seq)
      for (const event of events) tell(event)
      tellEarly()
      if (early.size > 0) void mend(false)
    },
    event(event: NumberedEvent): void {
      if (stopped) return
      if (mending) return void (event.seq > seq && early.set(event.seq, event))
      tell(event)
      tellEarly()
      if (early.size > 0) void mend(false)
    },
    stop: () => void (stopped = true),
  }
}
