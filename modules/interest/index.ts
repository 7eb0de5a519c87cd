// The door of interest: the next slate, what it learned, and one's own interests.
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import { createCatalogue } from './catalogue/catalogue.ts'
import { reasonText } from './domain/reason-text.ts'
import { createEngineThread, type EngineThreadOptions } from './learner/engine-client.ts'
import { createLearner } from './learner/learner.ts'
import { createLearnerRun, type ReadLog } from './learner/run-learner.ts'
import { createSettingsStore } from './learner/settings-store.ts'
import { interestConsumer } from './reactions.ts'
import { interestRoutes } from './routes.ts'
import { explain } from './service/explain.ts'
import { createInterests } from './service/interests.ts'
import { createModelHealth } from './service/model-health.ts'
import { createNextSlate } from './service/next-slate.ts'
import { createStageTimings } from './service/stage-timings.ts'
import { createShelf } from './shelf.ts'

export type { Outcome } from './domain/outcome.ts'
export type { Mute, MuteAbout } from './domain/settings.ts'
export type { LoggedPlace } from './service/explain.ts'
export type { MyInterest, MyInterests } from './service/interests.ts'
export type { ModelHealth } from './service/model-health.ts'
export { describeContents, isEnjoyed, type DescribedContent } from './service/describe-contents.ts'
export type { RoomNow } from './feed-query.ts'
export type { DraftItem, SlateDraft, SlateRequest } from './service/next-slate.ts'

export type InterestOptions = {
  /** The signal log after a cursor, in order and without gaps (`signals.readSignals`). */
  readLog: ReadLog
  /** For a process that is alone: what requests teach counts at once and in their order, not in the log's. */
  learnsAtOnce?: boolean
  /** Whether the engine has a thread of its own, so that it can hold up nobody: what a server wants. Otherwise it is in this one. */
  engineThread?: boolean | EngineThreadOptions
}

export function createInterest(
  deps: Deps,
  { readLog, learnsAtOnce = false, engineThread = false }: InterestOptions,
) {
  const catalogue = createCatalogue()
  const settings = createSettingsStore()
  const thread =
    engineThread === false ? undefined : createEngineThread(engineThread === true ? {} : engineThread)
  const learner = createLearner(catalogue, settings.of, thread)
  const run = createLearnerRun(deps, { catalogue, settings, learner, readLog, learnsAtOnce, thread })
  const interests = createInterests(deps, { catalogue, learner, settings })
  const timings = createStageTimings()
  const nextSlate = createNextSlate(deps, {
    catalogue,
    learner,
    shelf: createShelf(catalogue, learner),
    settingsOf: interests.settingsOf,
    isReady: run.isReady,
    timings,
  })
  const modelHealth = createModelHealth(learner, run, timings, nextSlate.answered)
  const snapshotJob: Job = { name: 'save-interest-snapshot', everyMs: 60_000, run: run.saveSnapshotIfDue }

  return {
    nextSlate,
    /** Learns from signals this process has just committed, before they are acknowledged. */
    observe: run.takeEarly,
    /** Loads catalogue, snapshot (unless told not to) and the log behind it; answers how many signals were replayed. */
    load: run.load,
    /** Reads what changed since, once: for tests, the world generator and anyone who cannot wait for the next poll. */
    catchUp: run.catchUp,
    /** Loads, then follows until stopped; stopping saves a snapshot. */
    async start(): Promise<() => Promise<void>> {
      await run.load()
      const stop = await run.follow()
      return async () => {
        await stop()
        await run.saveSnapshot().finally(learner.engine.close)
      }
    },
    saveSnapshot: run.saveSnapshot,
    /** For whoever loaded without starting: ends the engine's thread, if it has one. */
    close: learner.engine.close,
    /** What was learned, as one hash: equal for equal states, whatever way they came about. */
    fingerprint: run.fingerprint,
    isReady: run.isReady,
    /** For the operator and the bench. */
    status: () => ({
      ready: run.isReady(),
      cursor: run.cursor(),
      catalogue: catalogue.size,
      ...learner.counts(),
      stages: timings.read(),
    }),
    myInterests: interests.myInterests,
    setLevel: interests.setLevel,
    forget: interests.forget,
    forgetAll: interests.forgetAll,
    setPersonalised: interests.setPersonalised,
    setFewerGoods: interests.setFewerGoods,
    mute: interests.mute,
    unmute: interests.unmute,
    muteTarget: interests.muteTarget,
    mutedAmong: interests.mutedAmong,
    explain,
    reasonText,
    modelHealth,
    routes: interestRoutes(modelHealth),
    consumer: interestConsumer,
    jobs: [snapshotJob],
  }
}
export type Interest = ReturnType<typeof createInterest>
