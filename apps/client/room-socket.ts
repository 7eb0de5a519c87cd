// A room's socket, for every page that looks into a room: product events arrive once each and in order, whatever the line does; chat
// and hearts come in ticks. Framework-free: a page hands in callbacks and keeps its own state.
import type { NumberedEvent } from '#kernel/room-event'
import { ROOM_CLOSES, type ClientFrame, type RoomClose, type ServerFrame } from '#kernel/room-frames'
import { ApiProblem } from './problem.ts'

export type RoomHello = Extract<ServerFrame, { t: 'hello' }>
export type RoomTick = Extract<ServerFrame, { t: 'tick' }>
export type RoomProblem = Extract<ServerFrame, { t: 'problem' }>

/** `connecting` the first time · `open` · `away`: lost, and coming back by itself · `closed`: for good, `why` says so. */
export type RoomSocketStatus = 'connecting' | 'open' | 'away' | 'closed'
/** Why it is closed for good: the page left, the room is over, one was put out, it is not there, or frames were none. */
export type RoomSocketEnd = 'left' | 'ended' | 'forbidden' | 'missing' | 'flooding' | 'badFrames'

export type RoomSocketOptions = {
  /** The newest event that the snapshot in hand contains. */
  seq: number
  /** The socket's absolute address with a fresh ticket in it, without `since`. Asked again when a ticket is spent. */
  address: () => Promise<string>
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
  onStatus?: (status: RoomSocketStatus, why: RoomSocketEnd | null) => void
  /** For tests; the browser's own otherwise. */
  open?: (address: string) => WebSocketLike
  timers?: { set: (run: () => void, ms: number) => unknown; clear: (timer: unknown) => void }
  nowMs?: () => number
  random?: () => number
}

/** What of a WebSocket is used. */
export type WebSocketLike = Pick<WebSocket, 'send' | 'close' | 'readyState'> & {
  onopen: (() => void) | null
  onmessage: ((message: { data: unknown }) => void) | null
  onclose: ((close: { code: number; reason: string }) => void) | null
}

export type RoomSocket = {
  /** False: not open now, nothing was sent. */
  send(frame: ClientFrame): boolean
  /** Answers the line's id. @throws ApiProblem as the channel refused it, or OFFLINE */
  chat(text: string): Promise<string>
  /** Milliseconds since 1970 by the server's clock, for countdowns. */
  serverNowMs(): number
  status(): RoomSocketStatus
  /** Comes back at once instead of waiting: the network is back, the page is looked at again. */
  retryNow(): void
  leave(): void
}

/** What is waited between attempts, each spread over half to one and a half of it: a crowd must not come back as one. */
const DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const
/** Open for this long: the next loss begins again with the shortest wait. */
const STEADY_MS = 10_000
const CHAT_ANSWER_MS = 10_000
const OPEN = 1
const ENDS = new Map<number, RoomSocketEnd>(
  (Object.keys(ROOM_CLOSES) as RoomClose[]).flatMap((why) => {
    const { code, comeBack } = ROOM_CLOSES[why]
    return comeBack ? [] : [[code, why as RoomSocketEnd] as const]
  }),
)
const MAX_PAGES = 50

export function createRoomSocket(o: RoomSocketOptions): RoomSocket {
  const open = o.open ?? ((address: string) => new WebSocket(address) as unknown as WebSocketLike)
  const timers = o.timers ?? {
    set: (run, ms) => setTimeout(run, ms),
    clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  }
  const nowMs = o.nowMs ?? Date.now
  const random = o.random ?? Math.random

  let status: RoomSocketStatus = 'connecting'
  let socket: WebSocketLike | null = null
  let generation = 0
  let attempts = 0
  let openedMs = 0
  let retry: unknown = null
  let offsetMs: number | null = null
  let lines = 0
  const answers = new Map<string, (answer: RoomProblem | string) => void>()
  const log = inOrder(o)

  const become = (next: RoomSocketStatus, why: RoomSocketEnd | null = null) => {
    if (status === 'closed' || (status === next && next !== 'connecting')) return
    status = next
    o.onStatus?.(next, why)
  }

  async function connect(): Promise<void> {
    const mine = ++generation
    retry = null
    let address: string
    try {
      address = await o.address()
    } catch (error) {
      if (mine !== generation || status === 'closed') return
      if (error instanceof ApiProblem && !error.retryable && error.status !== 0) {
        return end(error.status === 404 ? 'missing' : error.status === 403 ? 'forbidden' : 'ended')
      }
      return comeBack(null)
    }
    if (mine !== generation || status === 'closed') return
    const url = new URL(address)
    url.searchParams.set('since', String(log.seq()))
    const ws = open(url.toString())
    socket = ws
    ws.onopen = () => void (openedMs = nowMs())
    ws.onmessage = ({ data }) => {
      if (socket === ws && typeof data === 'string') take(JSON.parse(data) as ServerFrame)
    }
    ws.onclose = ({ code, reason }) => {
      if (socket !== ws) return
      socket = null
      for (const answer of answers.values()) answer(LOST)
      answers.clear()
      const why = ENDS.get(code)
      if (why) end(why)
      else comeBack(Number(/retryMs=(\d+)/.exec(reason)?.[1] ?? Number.NaN))
    }
  }

  function take(frame: ServerFrame): void {
    if ('nowMs' in frame) {
      // What took long on its way says less than it is: the largest difference is the nearest to the truth.
      const seen = frame.nowMs - nowMs()
      offsetMs = offsetMs === null || frame.t === 'hello' ? seen : Math.max(offsetMs, seen)
    }
    switch (frame.t) {
      case 'hello':
        become('open')
        o.onHello?.(frame)
        log.hello(frame.seq, frame.events)
        return
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

  function settle(ref: string, answer: RoomProblem | string): void {
    answers.get(ref)?.(answer)
    answers.delete(ref)
  }

  function comeBack(hintMs: number | null): void {
    if (status === 'closed') return
    become('away')
    if (openedMs > 0 && nowMs() - openedMs > STEADY_MS) attempts = 0
    openedMs = 0
    const wait = Math.max(DELAYS_MS[Math.min(attempts, DELAYS_MS.length - 1)]!, hintMs || 0)
    attempts += 1
    if (retry !== null) timers.clear(retry)
    retry = timers.set(() => void connect(), wait * (0.5 + random()))
  }

  function end(why: RoomSocketEnd): void {
    if (retry !== null) timers.clear(retry)
    retry = null
    generation += 1
    const was = socket
    socket = null
    become('closed', why)
    was?.close(1000)
    for (const answer of answers.values()) answer(LOST)
    answers.clear()
    log.stop()
  }

  const send = (frame: ClientFrame): boolean => {
    if (!socket || socket.readyState !== OPEN || status !== 'open') return false
    socket.send(JSON.stringify(frame))
    return true
  }

  o.onStatus?.('connecting', null)
  void connect()

  return {
    send,
    chat: (text) =>
      new Promise((done, refuse) => {
        const ref = `l${++lines}`
        const timer = timers.set(() => settle(ref, LOST), CHAT_ANSWER_MS)
        answers.set(ref, (answer) => {
          timers.clear(timer)
          if (typeof answer === 'string') done(answer)
          else refuse(problemOfFrame(answer))
        })
        if (!send({ t: 'chat', id: ref, text })) settle(ref, LOST)
      }),
    serverNowMs: () => nowMs() + (offsetMs ?? 0),
    status: () => status,
    retryNow() {
      if (retry === null) return
      timers.clear(retry)
      void connect()
    },
    leave: () => end('left'),
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
function inOrder(o: Pick<RoomSocketOptions, 'seq' | 'eventsAfter' | 'snapshot' | 'onEvent'>) {
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
