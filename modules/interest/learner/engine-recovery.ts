// Brings the engine back when its thread has died: a new one, the newest snapshot's engine, the log behind it up to where the learner
// is. Meanwhile the learner goes on with people, trends and rates, and slates are made without the engine. As the engine learns in
// the order of the log, the new one knows, bit for bit, what the old one would know by now.
import { setTimeout } from 'node:timers/promises'
import type { Deps } from '#platform/context'
import { isAfter, LOG_START, type LogCursor, type Outcome } from '../domain/outcome.ts'
import { PARAMS } from '../params.ts'
import * as repository from '../repository.ts'
import type { EngineThread, Revival } from './engine-client.ts'
import type { Learner } from './learner.ts'
import type { SettingsStore } from './settings-store.ts'
import { enginePart } from './snapshot.ts'

/** Before the second and each later attempt, twice as long as before the last. */
const FIRST_PAUSE_MS = 250
/** Once it has lived so long, a death counts as the first again. */
const LIVED_MS = 60_000

export type RecoveryParts = {
  thread: EngineThread
  learner: Learner
  settings: SettingsStore
  /** The next part of the log. */
  readAfter: (at: LogCursor) => Promise<readonly Outcome[]>
  /** Where the learner is in the log. */
  cursor: () => LogCursor
  /** Settled once the learner itself has its place. */
  loaded: Promise<void>
}

export function recoverWhenLost(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { thread, learner, settings, readAfter, cursor, loaded }: RecoveryParts,
): void {
  let pauseMs = 0
  let broughtBackMs = -Infinity

  thread.whenLost(() => {
    if (performance.now() - broughtBackMs > LIVED_MS) pauseMs = 0
    log.error({ error: thread.health().lastDeath }, 'the engine died; slates go on without it')
    void loaded.then(recover)
  })

  /** Until it lives, or nobody wants it any more. */
  async function recover(): Promise<void> {
    while (!thread.isClosed()) {
      await setTimeout(pauseMs, undefined, { ref: false })
      pauseMs = Math.min(thread.longestPauseMs, Math.max(FIRST_PAUSE_MS, 2 * pauseMs))
      if (thread.isClosed()) return
      const began = performance.now()
      try {
        const replayed = await bringBack(thread.revive())
        broughtBackMs = performance.now()
        log.warn({ replayed, ms: Math.round(broughtBackMs - began) }, 'the engine is back')
        return
      } catch (error) {
        thread.abandon(String(error))
        log.error({ error: String(error) }, 'the engine could not be brought back; trying again')
      }
    }
  }

  async function bringBack(engine: Revival): Promise<number> {
    let at = await restore(engine)
    for (const [accountId, { clearedAtMs }] of settings.all())
      if (clearedAtMs > 0) engine.forget(accountId, clearedAtMs)
    let replayed = 0
    while (isAfter(cursor(), at)) {
      const upTo = cursor()
      const read = await readAfter(at)
      const passed = read.filter((o) => !isAfter(o, upTo))
      for (const o of passed) for (const lesson of learner.lessonsOf(o)) engine.learn(lesson)
      await engine.learned()
      const last = passed.at(-1)
      if (!last) throw new Error('the log ends before the learner’s place in it')
      at = { xid: last.xid, seq: last.seq }
      replayed += passed.length
    }
    engine.goLive() // at the learner's place, with nothing awaited since that was asked
    return replayed
  }

  /** The place in the log that the engine stands at then. */
  async function restore(engine: Revival): Promise<LogCursor> {
    for (const { cursor: at, body, madeAt } of await db.read((tx) =>
      repository.newestSnapshots(tx, PARAMS.version),
    )) {
      if (isAfter(at, cursor())) continue // another process is further than we are
      try {
        await engine.restore(enginePart(body))
        return at
      } catch (error) {
        engine.assertAlive()
        log.warn(
          { error: String(error), madeAt },
          'this snapshot’s engine cannot be read; trying an older one',
        )
      }
    }
    await engine.restore(null)
    return LOG_START
  }
}
