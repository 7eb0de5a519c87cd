// What one learner tells the others: plain numbers, texts and lists, fit for JSON and structured clone. Items are named by id, for
// rows differ between processes; people are not named at all. What comes in is looked through as a whole before any of it is
// believed: one number that is none would be in every answer from then on.
import { isName } from '../engine-shapes.ts'
import type { Fact } from '../item-shelf.ts'

export const DELTA_VERSION = 1

/** All the steps that a learner's own blend ever took: of two the later replaces the earlier, so that none can count twice. */
export type BlendSums = { weights: number[]; squares: number[] }

export type Delta = {
  version: typeof DELTA_VERSION
  /** When the sender's state began: milliseconds since 1970. */
  life: number
  /** The runs of its process, the present one last. */
  runs: Run[]
  /** The ids that `lessons` names by place. */
  ids: string[]
  /** The number of the first lesson; each is `[item, atMs, sitting, (item before, milliseconds before)…]`, the last before it first. */
  first: number
  lessons: number[][]
  facts: { first: number; list: Fact[] }
  /** As of the lesson numbered `at`. */
  blend: BlendSums & { at: number }
}

/** How far somebody has heard a learner: lessons and facts below these numbers, the facts of which run. */
export type Heard = { lessons: number; facts: number; run: number }
export const NOTHING_HEARD: Heard = { lessons: 0, facts: 0, run: 0 }

/** When a process began, milliseconds since 1970, and with which fact: from there on, what earlier runs said is numbered anew. */
export type Run = [startedMs: number, facts: number]
export const MOST_RUNS = 32

/** The facts that somebody has heard, as the sender numbers them now. A run that died before it was written down is in no list. */
export function factsHeard({ facts, run }: Heard, runs: readonly Run[]): number {
  if (runs.length === MOST_RUNS && run < runs[0]![0]) return 0
  return runs.reduce((least, [startedMs, began]) => (startedMs > run ? Math.min(least, began) : least), facts)
}

export const DELTA_REFUSALS = [
  /** Nothing in it is new. Happens: after a restart lessons are told again. */
  'already-heard',
  /** Something before it was not heard: ask for it, or take a snapshot. */
  'gap',
  /** The sender began anew and knows nothing of what it told before: take a snapshot. */
  'another-life',
  'unknown-shape',
  'not-a-number',
  'clock-ahead',
  'too-old',
  'too-large',
  'too-far',
] as const
export type DeltaRefusal = (typeof DELTA_REFUSALS)[number]

/** At most so many lessons and facts in one delta; the rest is in the next. */
export const MOST_LESSONS = 2_000
export const MOST_FACTS = 2_000
const MOST_BEFORE = 200
const MOST_FEATURES = 200
const LONGEST_NAME = 200

export type Limits = {
  nowMs: number
  /** A clock may be so far ahead of ours; what is older is history, not news. */
  aheadMs: number
  tooOldMs: number
  /** Numbers of a blend. */
  weights: number
}

/** Null when every number and name of it may be believed; what is heard already is not asked here. */
export function wrongWithDelta(delta: Delta, limits: Limits): DeltaRefusal | null {
  return hasShape(delta) ? wrongWithNumbers(delta, limits) : 'unknown-shape'
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** JSON turns what is no number into null: that is refused below, by its right name. */
const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) && value.every((v) => typeof v === 'number' || v === null)
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

function hasShape(delta: unknown): boolean {
  if (!isRecord(delta) || delta.version !== DELTA_VERSION) return false
  const { life, runs, ids, first, lessons, facts, blend } = delta
  if (!isCount(life) || !isCount(first) || !areRuns(runs)) return false
  if (!Array.isArray(ids) || !Array.isArray(lessons) || !isRecord(facts) || !isRecord(blend)) return false
  if (!isCount(facts.first) || !Array.isArray(facts.list)) return false
  if (!isCount(blend.at) || !isNumbers(blend.weights) || !isNumbers(blend.squares)) return false
  return ids.every(isName) && lessons.every(isNumbers) && facts.list.every(isFact)
}

const areRuns = (runs: unknown): boolean =>
  Array.isArray(runs) &&
  runs.length > 0 &&
  runs.length <= MOST_RUNS &&
  runs.every((run) => Array.isArray(run) && run.length === 2 && run.every(isCount))

function isFact(fact: unknown): boolean {
  if (!isRecord(fact) || !isName(fact.id) || !(typeof fact.atMs === 'number' || fact.atMs === null))
    return false
  const { about } = fact
  if (about === null) return true
  if (!isRecord(about)) return false
  const { author, seller, category, features } = about
  const named = [author, seller, category].every((v) => typeof v === 'string' && v.length <= LONGEST_NAME)
  return named && Array.isArray(features) && features.length <= MOST_FEATURES && features.every(isName)
}

function wrongWithNumbers({ ids, lessons, facts, blend }: Delta, limits: Limits): DeltaRefusal | null {
  if (lessons.length > MOST_LESSONS || facts.list.length > MOST_FACTS) return 'too-large'
  if (ids.length > MOST_LESSONS * (1 + MOST_BEFORE)) return 'too-large'
  for (const lesson of lessons) {
    const wrong = wrongWithLesson(lesson, ids.length, limits)
    if (wrong) return wrong
  }
  for (const { atMs } of facts.list) {
    if (!Number.isFinite(atMs)) return 'not-a-number'
    if (atMs > limits.nowMs + limits.aheadMs) return 'clock-ahead'
  }
  if (blend.weights.length !== limits.weights || blend.squares.length !== limits.weights)
    return 'unknown-shape'
  return [...blend.weights, ...blend.squares].every(Number.isFinite) ? null : 'not-a-number'
}

function wrongWithLesson(lesson: number[], ids: number, limits: Limits): DeltaRefusal | null {
  if (lesson.length < 3 || lesson.length % 2 === 0) return 'unknown-shape'
  if (lesson.length > 3 + 2 * MOST_BEFORE) return 'too-large'
  if (!lesson.every(Number.isFinite)) return 'not-a-number'
  const [item, atMs, sitting] = lesson as [number, number, number]
  if (!(isCount(item) && item < ids) || !isCount(sitting)) return 'unknown-shape'
  if (atMs > limits.nowMs + limits.aheadMs) return 'clock-ahead'
  if (atMs < limits.nowMs - limits.tooOldMs) return 'too-old'
  for (let k = 3; k < lesson.length; k += 2)
    if (!(isCount(lesson[k]) && lesson[k]! < ids)) return 'unknown-shape'
  return null
}
