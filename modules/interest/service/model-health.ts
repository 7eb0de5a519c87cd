// How the feed's model is doing, for the operator's desk and for Prometheus: how well it foretells, how far it is behind, how full its
// tables are, what it refused, and how long each stage takes. Everything is of this process.
import type { Refusal } from '#engine'
import type { Learner } from '../learner/learner.ts'
import type { LearnerRun } from '../learner/run-learner.ts'
import type { StageTimings } from './stage-timings.ts'

export type ModelHealth = ReturnType<ReturnType<typeof createModelHealth>>

export function createModelHealth(
  learner: Learner,
  run: Pick<LearnerRun, 'isReady' | 'followed'>,
  timings: StageTimings,
  slates: () => { served: number; fallbacks: number },
) {
  return () => {
    const { engine, people } = learner.counts()
    const { room, refused, progress } = engine
    const followed = run.followed()
    const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
    const { curve, ...foretold } = learner.progress.read()
    const { outcomes, share, areaUnderCurve, calibrationError, waiting, corrected, unmatched, dropped } =
      learner.returns.read()
    return {
      ready: run.isReady(),
      engine: learner.engine.health(),
      foretold: { ...foretold, curve: [...curve] },
      returns: {
        outcomes,
        returnedShare: share,
        areaUnderCurve,
        calibrationError,
        waiting,
        corrected,
        unmatched,
        dropped,
      },
      next: progress,
      lag: {
        lastEventAt: instant(followed.eventAtMs),
        readAt: instant(followed.readAtMs),
        lagMs: followed.lagMs,
        snapshotAt: instant(followed.savedAtMs),
      },
      tables: [
        { name: 'profiles' as const, used: people, room: learner.maxPeople },
        { name: 'people' as const, used: engine.people, room: room.people },
        { name: 'items' as const, used: engine.items, room: room.items },
        { name: 'features' as const, used: engine.features, room: room.features },
        { name: 'links' as const, used: engine.links, room: room.links ?? 0 },
      ],
      promises: learner.exposure.report().map(({ name, floor, price, served, state }) => ({
        name: name as 'new-item' | 'new-seller' | 'long-tail',
        floor: floor ?? 0,
        price,
        served: Number.isNaN(served) ? null : served,
        state,
      })),
      spread: learner.spread.read(),
      refused: (Object.keys(refused) as Refusal[]).map((reason) => ({ reason, count: refused[reason] })),
      slates: slates(),
      stages: timings.read().map(({ stage, runs, totalMs, maxMs, failures }) => ({
        stage,
        runs,
        meanMs: runs > 0 ? totalMs / runs : 0,
        maxMs,
        failures,
      })),
    }
  }
}
