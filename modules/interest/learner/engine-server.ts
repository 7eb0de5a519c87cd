// The engine's side of the port: carries out commands in turn, answers questions between them.
import type { MessagePort } from 'node:worker_threads'
import { setImmediate } from 'node:timers/promises'
import type { Likely } from '#engine'
import type { EngineHere } from './engine-host.ts'
import {
  wallMs,
  type Command,
  type FromEngine,
  type Proposals,
  type Question,
  type ToEngine,
} from './engine-messages.ts'

type Message<Kinds> = Extract<ToEngine, Kinds>

export function serveEngine(port: MessagePort, engine: EngineHere): void {
  const say = (message: FromEngine, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const failed = (id: number, error: unknown) => say({ id, kind: 'failed', error: String(error) })
  let turn: Promise<unknown> = Promise.resolve()

  function answer(q: Message<Question>): void {
    if (q.kind === 'ping') return say({ id: q.id, kind: 'done', counts: engine.counts() })
    if (wallMs() > q.untilMs) return failed(q.id, 'nobody waits for this any more')
    try {
      const proposals = inColumns(engine.nextAfter(q.history, q.count, q.atMs))
      say({ id: q.id, kind: 'likely', proposals }, [proposals.numbers.buffer])
    } catch (error) {
      failed(q.id, error)
    }
  }

  /** Settled when the next command may begin. */
  function carryOut(c: Message<Command>): void | Promise<void> {
    switch (c.kind) {
      case 'learn':
        for (const lesson of c.lessons) engine.learn(lesson)
        return say({ id: c.id, kind: 'done' })
      case 'forget':
        engine.forget(c.person, c.decidedAtMs)
        return say({ id: c.id, kind: 'done' })
      case 'fence':
        return say({ id: c.id, kind: 'done', counts: engine.counts() })
      case 'fingerprint':
        return say({ id: c.id, kind: 'done', value: engine.fingerprint() })
      case 'pack':
        return pack(c.id)
      case 'restore':
        return engine
          .restore(c.packed)
          .then(() => say({ id: c.id, kind: 'done', counts: engine.counts() }))
          .catch((error: unknown) => failed(c.id, error))
    }
  }

  /** Goes on once the state is copied: the compression needs nobody to wait. */
  const pack = (id: number): Promise<void> =>
    new Promise((copied) => {
      engine
        .pack(() => setImmediate(), copied)
        .then((packed) => {
          const value = whole(packed)
          say({ id, kind: 'done', value }, [value.buffer])
        })
        .catch((error: unknown) => failed(id, error))
        .finally(copied)
    })

  port.on('message', (message: ToEngine) => {
    if (message.kind === 'ask' || message.kind === 'ping') answer(message)
    else turn = turn.then(() => carryOut(message))
  })
}

function inColumns(likely: readonly Likely[]): Proposals {
  const numbers = new Float64Array(2 * likely.length)
  likely.forEach(({ likelihood, personal }, i) => numbers.set([likelihood, personal], 2 * i))
  return { ids: likely.map(({ id }) => id), numbers }
}

/** A buffer of its own, as only that can be handed over. */
const whole = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.byteLength === bytes.buffer.byteLength ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
