// The engine's side of the port: carries out commands in turn, answers questions between them.
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads'
import { setImmediate } from 'node:timers/promises'
import type { Likely } from '#engine'
import type { EngineHere, Lesson } from './engine-host.ts'
import {
  wallMs,
  type Command,
  type EngineThreadData,
  type FromEngine,
  type Numbered,
  type Proposals,
  type Question,
} from './engine-messages.ts'

/** Lessons between two looks at whether somebody asks: half a millisecond. */
const LESSONS_AT_ONCE = 5

export function serveEngine(port: MessagePort, { questions }: EngineThreadData, engine: EngineHere): void {
  const say = (message: FromEngine, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const failed = (id: number, error: unknown) => say({ id, kind: 'failed', error: String(error) })
  let turn: Promise<unknown> = Promise.resolve()

  function answer(q: Numbered<Question>): void {
    if (q.kind === 'ping') return say({ id: q.id, kind: 'done', counts: engine.counts() })
    if (wallMs() > q.untilMs) return failed(q.id, 'nobody waits for this any more')
    try {
      const proposals = inColumns(engine.nextAfter(q.history, q.count, q.atMs))
      say({ id: q.id, kind: 'likely', proposals }, [proposals.numbers.buffer])
    } catch (error) {
      failed(q.id, error)
    }
  }

  /** Whoever asks does not wait for all there is to learn. */
  function learn(lessons: readonly Lesson[]): void {
    lessons.forEach((lesson, n) => {
      engine.learn(lesson)
      if (n % LESSONS_AT_ONCE > 0) return
      for (let next = receiveMessageOnPort(questions); next; next = receiveMessageOnPort(questions))
        answer(next.message as Numbered<Question>)
    })
  }

  /** Settled when the next command may begin. */
  function carryOut(c: Numbered<Command>): void | Promise<void> {
    switch (c.kind) {
      case 'learn':
        learn(c.lessons)
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

  questions.on('message', answer)
  port.on('message', (command: Numbered<Command>) => {
    turn = turn.then(() => carryOut(command))
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
