// Keeps one process's learner up to date: at start the catalogue, everyone's settings, the newest snapshot and the log behind
// it; afterwards whatever changes, within a poll (at most 200 ms) or at once when a NOTIFY comes.
import { setImmediate } from 'node:timers/promises'
import type { Deps } from '#platform/context'
import type { Database, Tx } from '#platform/database'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { LogCursor, Outcome } from '../domain/outcome.ts'
import { PARAMS } from '../params.ts'
import * as repository from '../repository.ts'
import type { EngineThread } from './engine-client.ts'
import { recoverWhenLost } from './engine-recovery.ts'
import { fingerprintOf } from './fingerprint.ts'
import { createLogFollower } from './follow-log.ts'
import type { Learner } from './learner.ts'
import type { SettingsStore } from './settings-store.ts'
import { packState, unpackState } from './snapshot.ts'

/** The signal log, as its module offers it. */
export type ReadLog = (tx: Tx, cursor: LogCursor, limit: number) => Promise<readonly Outcome[]>

export type LearnerParts = {
  catalogue: Catalogue
  settings: SettingsStore
  learner: Learner
  readLog: ReadLog
  /** See `FollowerOptions`. */
  learnsAtOnce: boolean
  /** The learner's engine where it has a thread of its own, which may die. */
  thread?: EngineThread | undefined
}
export type LearnerRun = ReturnType<typeof createLearnerRun>

export function createLearnerRun(
  { db, clock, log }: Deps,
  { catalogue, settings, learner, readLog, learnsAtOnce, thread }: LearnerParts,
) {
  const { engine } = learner
  const follower = createLogFollower({ apply: learner.apply, learn: learner.learn, learnsAtOnce })
  const readAfter = (at: LogCursor) => db.read((tx) => readLog(tx, at, PARAMS.learner.readBatch))
  const loading = Promise.withResolvers<void>()
  if (thread)
    recoverWhenLost(
      { db, log },
      { thread, learner, settings, readAfter, cursor: () => follower.cursor, loaded: loading.promise },
    )
  /** When the log was last read to its end, when its last event came, and how late that was; null before the first. */
  const followed = {
    readAtMs: null as number | null,
    eventAtMs: null as number | null,
    lagMs: null as number | null,
  }
  let savedAtMs: number | null = null
  let changesSince = '0'
  let ready = false

  /** Catalogue and settings first: an event is understood by what it was about. */
  async function refresh(): Promise<void> {
    const changes = await db.read((tx) => repository.readChanges(tx, changesSince))
    for (const row of changes.products) catalogue.putProduct(row)
    for (const row of changes.contents) catalogue.putContent(row)
    for (const { accountId, settings: s } of changes.people) {
      settings.put(accountId, s)
      learner.settle(accountId)
    }
    changesSince = changes.upTo
  }

  /** In steps, so that nobody who is served waits for all of them; and not on while the engine is far behind. */
  async function take(batch: readonly Outcome[]): Promise<void> {
    const step = learnsAtOnce ? batch.length : PARAMS.learner.eventsPerStep
    for (let from = 0; from < batch.length; from += step) {
      if (from > 0) await setImmediate()
      follower.takeFromLog(batch.slice(from, from + step))
    }
    await engine.room()
  }

  /** Reads the log to its present end; answers how many events it passed. */
  async function followLog(): Promise<number> {
    for (let total = 0; ;) {
      const batch = await readAfter(follower.cursor)
      await take(batch)
      total += batch.length
      followed.readAtMs = clock.now().getTime()
      const last = batch.at(-1)
      if (last) {
        followed.eventAtMs = last.at.getTime()
        followed.lagMs = Math.max(0, followed.readAtMs - last.at.getTime())
      }
      if (batch.length < PARAMS.learner.readBatch) return total
    }
  }

  let current: Promise<void> = Promise.resolve()
  /** Changes, then the log; one at a time, so that an older read never lands on a newer one. */
  function catchUp(): Promise<void> {
    const step = async () => {
      await refresh()
      await followLog()
    }
    return (current = current.then(step, step))
  }

  /** The newest snapshot that can be read; without one the whole log is replayed. */
  async function resumeSnapshot(): Promise<void> {
    const empty = learner.dump()
    for (const snapshot of await db.read((tx) => repository.newestSnapshots(tx, PARAMS.version))) {
      try {
        const state = await unpackState(snapshot.body)
        learner.restore(state.learner)
        await unlessLost(engine.restore(state.engine))
        if (state.exposure) learner.spread.restore(state.exposure)
        savedAtMs = snapshot.madeAt.getTime()
        return follower.resume(snapshot.cursor, state.ahead)
      } catch (error) {
        learner.restore(empty)
        log.warn(
          { error: String(error), madeAt: snapshot.madeAt },
          'this snapshot cannot be read; trying an older one',
        )
      }
    }
  }

  /** An engine whose thread died is brought back afterwards, and no reason to doubt a snapshot. */
  const unlessLost = (step: Promise<void>): Promise<void> =>
    step.catch((error: unknown) => {
      if (engine.health().ready) throw error
    })

  async function load({ fromLog = false } = {}): Promise<{ replayed: number }> {
    if (!ready) await unlessLost(engine.restore(null)) // it is there before anybody asks
    if (!ready && !fromLog) await resumeSnapshot()
    await refresh()
    const replayed = await followLog()
    await engine.learned()
    ready = true
    loading.resolve()
    return { replayed }
  }

  let saving: Promise<void> = Promise.resolve()
  const saveSnapshot = (): Promise<void> => (saving = saving.then(snapshotNow, snapshotNow))

  async function snapshotNow(): Promise<void> {
    const { cursor, ahead } = follower.state()
    const dump = learner.beginDump()
    const packing = engine.pack() // behind everything up to the cursor, before everything after it
    packing.catch(() => {}) // told below, once the rest is written down too
    while (dump.step(PARAMS.learner.peoplePerStep)) await setImmediate()
    const exposure = learner.spread.dump()
    const body = await packState({ learner: dump.finish(), ahead, exposure }, await packing)
    const snapshot = { madeAt: clock.now(), cursor, body }
    await db.transaction((tx) =>
      repository.saveSnapshot(tx, PARAMS.version, snapshot, PARAMS.learner.snapshotsKept),
    )
    savedAtMs = snapshot.madeAt.getTime()
  }

  /** Due when no process has saved one for a while. */
  async function saveSnapshotIfDue(): Promise<number> {
    if (!ready || !engine.health().ready) return 0
    const last = await db.read((tx) => repository.newestSnapshotTime(tx, PARAMS.version))
    if (last && clock.now().getTime() - last.getTime() < PARAMS.learner.snapshotEveryMs) return 0
    await saveSnapshot()
    return 1
  }

  return {
    load,
    catchUp,
    saveSnapshot,
    saveSnapshotIfDue,
    isReady: () => ready,
    takeEarly: follower.takeEarly,
    followed: () => ({ ...followed, savedAtMs }),
    cursor: () => follower.cursor,
    fingerprint: async (): Promise<string> =>
      fingerprintOf({ ...learner.dump(), engine: await engine.fingerprint() }),
    follow: () =>
      followForever(db, catchUp, (error) =>
        log.error({ error: String(error) }, 'the learner could not follow; trying again'),
      ),
  }
}

/** Runs `step` each poll, or soon after a NOTIFY; answers the function that stops it. */
async function followForever(
  db: Database,
  step: () => Promise<void>,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  let stopped = false
  let wake = () => {}
  const onNotify = () => wake()
  const unlisten = [await db.listen('signals', onNotify), await db.listen('interest', onNotify)]
  const { pollMs, coalesceMs } = PARAMS.learner
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollMs)
      wake = () => {
        wake = () => {}
        clearTimeout(timer)
        setTimeout(resolve, coalesceMs)
      }
    })
  const running = (async () => {
    while (!stopped) {
      await step().catch(onError)
      if (!stopped) await pause()
    }
  })()
  return async () => {
    stopped = true
    wake()
    await running
    await Promise.all(unlisten.map((stop) => stop()))
  }
}
