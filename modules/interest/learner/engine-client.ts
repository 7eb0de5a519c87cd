// The engine in a thread of its own, as its callers see it. Why a thread: what computes cannot be interrupted, so an engine in the
// server's own thread that is slow, or that writes down a gigabyte, holds up every slate; and one that dies takes the server with it.
// Here a slate waits for it at most `askWithinMs`, not at all while others wait longer already, and goes on without it. A thread that
// dies, or hangs, is replaced by an empty one; `revive` lets its owner bring that to where the old one was.
import { MessageChannel, Worker, type MessagePort, type ResourceLimits } from 'node:worker_threads'
import { REFUSALS, type Likely } from '#engine'
import { PARAMS } from '../params.ts'
import type { EngineCounts, EngineHost, Lesson, Past } from './engine-host.ts'
import {
  wallMs,
  type Command,
  type EngineThreadData,
  type FromEngine,
  type Numbered,
  type Proposals,
  type Question,
} from './engine-messages.ts'

export type EngineThreadOptions = {
  /** Tests plant other engines. */
  script?: URL
  workerData?: unknown
  /** Somewhat less than a slate waits for a source, so that a late answer never reaches a slate that is done. */
  askWithinMs?: number
  /** A thread that answers nothing for so long is replaced. Longer than its longest piece of work. */
  hungAfterMs?: number
  pingEveryMs?: number
  /** What dies again and again is started anew after ever longer pauses, up to this. */
  longestPauseMs?: number
  resourceLimits?: ResourceLimits
}
export type EngineThread = ReturnType<typeof createEngineThread>
/** A thread that is started anew, empty: what it is told here is for it alone, and rejects once it has died too. */
export type Revival = Pick<EngineHost, 'learn' | 'forget' | 'restore'> & {
  learned(): Promise<void>
  /** @throws when it has died */
  assertAlive(): void
  /** From now on it is the engine: what is told and asked goes to it. */
  goLive(): void
}

const SCRIPT = new URL('./engine-thread.ts', import.meta.url)
/** Lessons in one message: a few milliseconds of work. */
const LESSONS_A_MESSAGE = 50
/** Lessons that may wait to be told: some megabytes, and more than a hiccup makes. */
const MOST_BEHIND = 10_000
/** Commands on the way at once: one is carried out, one is there when it is done. */
const COMMANDS_AT_ONCE = 2

type Waiting = { settle: (answer: FromEngine) => void; lose: (why: Error) => void }
type Queued = Waiting & { command: Command }
/** `live`: the engine. `lost`: there is none. `reviving`: one is being brought up, and nobody else reaches it. */
type Phase = 'live' | 'lost' | 'reviving'

export function createEngineThread(options: EngineThreadOptions = {}) {
  const {
    script = SCRIPT,
    workerData,
    askWithinMs = PARAMS.slate.engineBudgetMs,
    hungAfterMs = 10_000,
    pingEveryMs = 500,
    longestPauseMs = 30_000,
    resourceLimits,
  } = options
  let thread: Worker | null = null
  let questions: MessagePort | null = null
  let phase: Phase = 'live'
  let closed = false
  let restarts = 0
  let lastDeath: string | null = null
  let counts = NOTHING
  let onLost = () => {}
  let nextId = 1
  let pinging: ReturnType<typeof setInterval> | undefined

  const waiting = new Map<number, Waiting>()
  /** When each question that is not answered yet was sent, the oldest first. */
  const asked = new Map<number, number>()
  const pings = new Map<number, () => void>()
  let queue: Queued[] = []
  let onTheWay = 0
  let behind = 0
  const waitingForRoom: (() => void)[] = []
  let pumping = false

  /** What keeps the process alive: a command or a question somebody waits for, not the thread. */
  function hold(): void {
    if (waiting.size > 0) thread?.ref()
    else thread?.unref()
  }

  function start(): Worker {
    const { port1, port2 } = new MessageChannel()
    const worker = new Worker(script, {
      workerData: { questions: port2, given: workerData } satisfies EngineThreadData,
      transferList: [port2],
      ...(resourceLimits ? { resourceLimits } : {}),
    })
    questions = port1
    port1.unref()
    worker.unref()
    worker.on('message', (answer: FromEngine) => {
      if (worker === thread) take(answer)
    })
    worker.on('error', (error) => {
      if (worker === thread) die(String(error))
    })
    worker.on('exit', (code) => {
      if (worker === thread) die(`it left with ${code}`)
    })
    pinging = setInterval(watch(), pingEveryMs)
    pinging.unref()
    return (thread = worker)
  }

  /** Asks for a sign of life; none for too long, although this side was awake to hear it, and the thread is replaced. */
  function watch(): () => void {
    let [sentMs, heard, lastMs] = [0, true, performance.now()]
    return () => {
      const now = performance.now()
      const slept = now - lastMs > 4 * pingEveryMs
      lastMs = now
      if (heard) {
        const id = nextId++
        ;[sentMs, heard] = [now, false]
        pings.set(id, () => (heard = true))
        questions?.postMessage({ id, kind: 'ping' } satisfies Numbered<Question>)
      } else if (slept) sentMs = now
      else if (now - sentMs > hungAfterMs) die(`it answered nothing for ${Math.round(now - sentMs)} ms`)
    }
  }

  function take(answer: FromEngine): void {
    if (answer.counts) counts = answer.counts
    asked.delete(answer.id)
    const ping = pings.get(answer.id)
    if (ping) {
      pings.delete(answer.id)
      return ping()
    }
    const who = waiting.get(answer.id)
    if (!who) return // given up meanwhile
    waiting.delete(answer.id)
    hold()
    who.settle(answer)
  }

  function die(why: string): void {
    const dead = thread
    if (!dead) return
    clearInterval(pinging)
    thread = null
    questions?.close()
    lastDeath = why
    const lost = [...waiting.values(), ...queue]
    waiting.clear()
    asked.clear()
    pings.clear()
    queue = []
    onTheWay = 0
    learnedSome(behind)
    const wasLive = phase === 'live'
    phase = 'lost'
    void dead.terminate()
    const error = new Error(`the engine is gone: ${why}`)
    for (const { lose } of lost) lose(error)
    if (wasLive && !closed) onLost()
  }

  function send(message: Command | Question, who: Waiting): number {
    const worker = thread ?? start()
    const id = nextId++
    waiting.set(id, who)
    hold()
    if (message.kind === 'ask') questions!.postMessage({ id, ...message })
    else worker.postMessage({ id, ...message })
    return id
  }

  // --- Commands: one queue, in order ------------------------------------------------------------------------------------

  function pump(): void {
    pumping = false
    while (onTheWay < COMMANDS_AT_ONCE && queue.length > 0) {
      const { command, settle, lose } = queue.shift()!
      onTheWay++
      send(command, {
        settle(answer) {
          onTheWay--
          settle(answer)
          pump()
        },
        lose,
      })
    }
  }

  function enqueue(queued: Queued): void {
    queue.push(queued)
    if (pumping) return
    pumping = true
    queueMicrotask(pump)
  }

  function tellLesson(lesson: Lesson): void {
    const last = queue.at(-1)?.command
    if (last?.kind === 'learn' && last.lessons.length < LESSONS_A_MESSAGE) last.lessons.push(lesson)
    else {
      const lessons = [lesson]
      const settle = () => learnedSome(lessons.length)
      enqueue({ command: { kind: 'learn', lessons }, settle, lose: NO })
    }
    behind++
  }

  function room(): void | Promise<void> {
    if (behind >= MOST_BEHIND) return new Promise((resolve) => void waitingForRoom.push(resolve))
  }

  function learnedSome(lessons: number): void {
    behind -= lessons
    if (behind >= MOST_BEHIND) return
    for (const goOn of waitingForRoom.splice(0)) goOn()
  }

  const command = (c: Command): Promise<FromEngine> =>
    new Promise((resolve, reject) => enqueue({ command: c, settle: resolve, lose: reject }))

  async function carriedOut(c: Command): Promise<Uint8Array | string | undefined> {
    const answer = await command(c)
    if (answer.kind === 'failed') throw new Error(answer.error)
    return answer.kind === 'done' ? answer.value : undefined
  }

  function assertLive(): void {
    if (phase !== 'live' || closed) throw new Error('the engine is being brought back')
  }

  // --- Questions ------------------------------------------------------------------------------------------------------

  /** Whoever was asked before and has not answered in time will not answer this in time either. */
  function isLate(): boolean {
    const [oldest] = asked.values()
    return oldest !== undefined && performance.now() - oldest > askWithinMs
  }

  function ask(history: Past, count: number, atMs: number): Promise<Likely[]> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        if (!waiting.delete(id)) return
        hold()
        reject(new Error(`the engine did not answer within ${askWithinMs} ms`))
      }
      // What has come by then counts, even if this thread was held up and did not look.
      const timer = setTimeout(() => setImmediate(giveUp), askWithinMs)
      const id = send(
        { kind: 'ask', history, count, atMs, untilMs: wallMs() + askWithinMs },
        {
          settle(answer) {
            clearTimeout(timer)
            if (answer.kind === 'likely') resolve(asLikely(answer.proposals))
            else reject(new Error(answer.kind === 'failed' ? answer.error : answer.kind))
          },
          lose(error) {
            clearTimeout(timer)
            reject(error)
          },
        },
      )
      asked.set(id, performance.now())
    })
  }

  return {
    learn(lesson: Lesson): void {
      if (phase === 'live' && !closed) tellLesson(lesson)
    },
    forget(person: string, decidedAtMs: number): void {
      if (phase === 'live' && !closed)
        enqueue({ command: { kind: 'forget', person, decidedAtMs }, settle: NO, lose: NO })
    },
    learned(): void | Promise<void> {
      if (phase !== 'live' || (queue.length === 0 && onTheWay === 0)) return
      return command({ kind: 'fence' }).then(NO, NO)
    },
    room,
    nextAfter(history: Past, count: number, atMs: number): Promise<Likely[]> {
      if (phase !== 'live' || closed) return Promise.reject(new Error('the engine is being brought back'))
      if (isLate()) return Promise.reject(new Error('the engine is too slow to be asked'))
      return ask(history, count, atMs)
    },
    async pack(): Promise<Uint8Array> {
      assertLive()
      return (await carriedOut({ kind: 'pack' })) as Uint8Array
    },
    async restore(packed: Uint8Array | null): Promise<void> {
      assertLive()
      await carriedOut({ kind: 'restore', packed })
    },
    async fingerprint(): Promise<string> {
      assertLive()
      return (await carriedOut({ kind: 'fingerprint' })) as string
    },
    /** As of the last half-second. */
    counts: () => counts,
    health: () => ({ ready: phase === 'live' && !closed, restarts, lastDeath, behind }),
    async close(): Promise<void> {
      closed = true
      const dying = thread
      die('it was closed')
      await dying?.terminate()
    },

    /** Called each time what the engine knew is lost. */
    whenLost(listener: () => void): void {
      onLost = listener
    },

    isClosed: () => closed,
    longestPauseMs,

    /** Gives up the thread that is there. */
    abandon: (why: string): void => die(why),

    /** A new thread, empty. @throws when there is one already. */
    revive(): Revival {
      if (phase !== 'lost' || closed) throw new Error('revive: the engine is not lost')
      phase = 'reviving'
      restarts++
      const mine = start()
      const assertAlive = () => {
        if (thread !== mine) throw new Error(`the engine died again: ${lastDeath}`)
      }
      return {
        learn(lesson) {
          assertAlive()
          tellLesson(lesson)
        },
        forget(person, decidedAtMs) {
          assertAlive()
          enqueue({ command: { kind: 'forget', person, decidedAtMs }, settle: NO, lose: NO })
        },
        async restore(packed) {
          assertAlive()
          await carriedOut({ kind: 'restore', packed })
        },
        async learned() {
          assertAlive()
          await command({ kind: 'fence' })
        },
        assertAlive,
        goLive() {
          assertAlive()
          phase = 'live'
        },
      }
    },
  } satisfies EngineHost & Record<string, unknown>
}

const NO = () => {}

function asLikely({ ids, numbers }: Proposals): Likely[] {
  return ids.map((id, i) => ({ id, likelihood: numbers[2 * i]!, personal: numbers[2 * i + 1]! }))
}

/** Of a thread that has not spoken yet. */
const NOTHING: EngineCounts = {
  people: 0,
  items: 0,
  features: 0,
  heard: 0,
  limbo: 0,
  refused: Object.fromEntries(REFUSALS.map((reason) => [reason, 0])) as EngineCounts['refused'],
  keyBytes: { people: 0, items: 0, names: 0 },
  links: 0,
  events: 0,
  room: { ...PARAMS.engine.room },
  progress: { asked: 0, hit20: null, trendHit20: null },
}
