// What the runner and its learners say to each other: plain messages, as a log and a table of deltas would carry them.
import type { Delta, DeltaRefusal, Heard } from '#engine'

export type LearnerSetting = {
  /** Where the data is, and where dumps go. */
  path: string
  folder: string
  learner: number
  learners: number
  startedMs: number
  /** It writes itself down after so many own events; 0: never. */
  dumpEvery: number
}

export type ToLearner =
  | { kind: 'begin'; setting: LearnerSetting }
  /** Learn `from`…`to`: `foretell` it first, `tell` what was learned afterwards. */
  | { kind: 'tick'; from: number; to: number; foretell: boolean; tell: boolean }
  | { kind: 'hear'; peer: number; delta: Delta; takenMs: number; nowMs: number }
  /** Tell `to`, who heard so far, what it missed. */
  | { kind: 'missed'; to: number; heard: Heard }
  | { kind: 'stop' }

export type FromLearner =
  /** `at`: what comes next of the log; `heard` of each other. */
  | { kind: 'ready'; at: number; heard: Heard[] }
  | { kind: 'delta'; delta: Delta; to: number | null; takenMs: number }
  | { kind: 'missed-told'; to: number }
  | { kind: 'heard'; refusal: DeltaRefusal | null; delayMs: number }
  | { kind: 'done'; hits: [event: number, hit: 0 | 1][] }
  | { kind: 'stopped'; counts: LearnerCounts }

export type LearnerCounts = {
  lessons: number
  heard: Record<string, number>
  refused: Record<DeltaRefusal, number>
  /** Lessons counted in all: own and heard, each once. */
  counted: number
  rssMb: number
  /** Of the process, reading the data included. */
  cpuSeconds: number
}

/** The same clock in every process of a machine, to a fraction of a millisecond. */
export const clockMs = () => performance.timeOrigin + performance.now()
