// What the feed needs of the engine, wherever it lives: lessons in the order they are told, answers that may take their time. Here it
// lives in the caller's own thread, and answers at once: for tests, simulations and the process that makes a world, where the same
// requests must give the same state. A server has it in a thread of its own (engine-client.ts).
import {
  createBoundedMap,
  createInterestEngine,
  type EngineItem,
  type InterestEngine,
  type Likely,
  type MaybePromise,
} from '#engine'
import { PARAMS } from '../params.ts'
import { packEngine, unpackEngine, type Pause } from './engine-pack.ts'
import { fingerprintOf } from './fingerprint.ts'

/** What one event teaches about everybody; with the facts of the item, should it not have been heard of. */
export type Lesson = {
  person: string
  item: EngineItem
  publishedAtMs: number
  action: 'enjoy' | 'buy'
  atMs: number
}
export type Past = readonly { id: string; atMs: number }[]
export type EngineCounts = ReturnType<InterestEngine['counts']>
export type EngineHealth = {
  /** Whether it can be asked. */
  ready: boolean
  /** How often it had to be started anew, and why the last time. */
  restarts: number
  lastDeath: string | null
  /** Lessons told and not learned yet. */
  behind: number
}

export type EngineHost = {
  /** In this order; an action already learned of the person's last things is not learned again. */
  learn(lesson: Lesson): void
  /** What is known of somebody up to a decision of theirs goes; once for each decision, however often it is told. */
  forget(person: string, decidedAtMs: number): void
  /** Settled once everything told so far is learned, or lost. */
  learned(): MaybePromise<void>
  /** Settled once it is not too far behind to be told more. */
  room(): MaybePromise<void>
  /** See `InterestEngine.nextAfter`. Rejects where the engine is late or gone. */
  nextAfter(history: Past, count: number, atMs: number): MaybePromise<Likely[]>
  /** The state of this moment as bytes: everything told so far, nothing told later. */
  pack(): Promise<Uint8Array>
  /** Becomes what was packed, or new and empty. Where the bytes are damaged it rejects, and the engine is empty. */
  restore(packed: Uint8Array | null): Promise<void>
  /** One hash of what was learned: equal for equal states. */
  fingerprint(): MaybePromise<string>
  counts(): EngineCounts
  health(): EngineHealth
  close(): Promise<void>
}

export type EngineHere = ReturnType<typeof createEngineHere>

const HEALTHY: EngineHealth = { ready: true, restarts: 0, lastDeath: null, behind: 0 }
/** Decisions remembered, so that each is carried out once. */
const MAX_FORGOTTEN = 100_000

export const newEngine = (): InterestEngine => createInterestEngine(PARAMS.engine)

export function createEngineHere(make: () => InterestEngine = newEngine) {
  let engine = make()
  let forgotten = createBoundedMap<number>(MAX_FORGOTTEN)

  function renew(): void {
    engine = make()
    forgotten = createBoundedMap<number>(MAX_FORGOTTEN)
  }

  return {
    learn({ person, item, publishedAtMs, action, atMs }: Lesson): void {
      if (engine.didLately(person, item.id, action, PARAMS.engine.onceAmong)) return
      if (!engine.knows(item.id)) engine.publish(item, publishedAtMs)
      engine.observe({ person, item: item.id, action, atMs }, atMs)
    },
    forget(person: string, decidedAtMs: number): void {
      if ((forgotten.peek(person) ?? -1) >= decidedAtMs) return
      forgotten.set(person, decidedAtMs)
      engine.forget(person)
    },
    learned(): void {},
    room(): void {},
    nextAfter: (history: Past, count: number, atMs: number): Likely[] =>
      engine.nextAfter(history, count, atMs),
    /** With a pause the copy is made piece by piece: nothing may be learned before `copied` is told. */
    pack: (pause?: Pause, copied?: () => void): Promise<Uint8Array> =>
      packEngine(engine, [...forgotten.entries()], pause, copied),
    async restore(packed: Uint8Array | null): Promise<void> {
      renew()
      if (!packed) return
      try {
        const state = await unpackEngine(packed)
        engine.restore(state.engine)
        for (const [person, atMs] of state.forgotten) forgotten.set(person, atMs)
      } catch (error) {
        renew()
        throw error
      }
    },
    fingerprint: (): string => fingerprintOf(engine.dump()),
    counts: (): EngineCounts => engine.counts(),
    health: (): EngineHealth => HEALTHY,
    close: (): Promise<void> => Promise.resolve(),
  } satisfies EngineHost
}
