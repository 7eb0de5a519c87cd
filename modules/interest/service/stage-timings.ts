// How long each stage takes and how much it keeps, since this process began: the first thing to read when the feed is slow.
import type { StageReport } from '#engine'

export type StageTiming = {
  stage: string
  runs: number
  totalMs: number
  maxMs: number
  kept: number
  removed: number
  failures: number
}
export type StageTimings = ReturnType<typeof createStageTimings>

export function createStageTimings() {
  const byStage = new Map<string, StageTiming>()
  return {
    note(reports: readonly StageReport<unknown>[]): void {
      for (const { stage, ms, kept, removed, failed } of reports) {
        const t = byStage.get(stage) ?? {
          stage,
          runs: 0,
          totalMs: 0,
          maxMs: 0,
          kept: 0,
          removed: 0,
          failures: 0,
        }
        t.runs += 1
        t.totalMs += ms
        t.maxMs = Math.max(t.maxMs, ms)
        t.kept += kept
        t.removed += removed.length
        t.failures += failed === undefined ? 0 : 1
        byStage.set(stage, t)
      }
    },
    read: (): StageTiming[] => [...byStage.values()].map((t) => ({ ...t })),
  }
}
