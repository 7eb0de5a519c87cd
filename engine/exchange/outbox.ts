// What a learner has to tell: its lessons and the facts it was told, numbered, the last so many kept for whoever missed them. Lessons are
// numbered by what its people did, in the order of its log: a learner killed and started again from its dump tells the same lessons
// under the same numbers, and who heard them before knows it. Facts have no such order (which learner is first to speak of an item
// depends on what it has heard), so after a restart they may be numbered anew, which every delta says; they may be told twice without harm.
import type { Fact } from '../item-shelf.ts'
import { createNumbered, type NumberedDump } from './numbered.ts'
import {
  DELTA_VERSION,
  factsHeard,
  MOST_FACTS,
  MOST_LESSONS,
  MOST_RUNS,
  NOTHING_HEARD,
  type Delta,
  type Heard,
  type Run,
} from './delta.ts'

/** One of our lessons, by id. */
export type Told = {
  id: string
  atMs: number
  sitting: number
  before: readonly { id: string; atMs: number }[]
}

export type OutboxDump = {
  life: number
  runs: Run[]
  lessons: NumberedDump<Told>
  facts: NumberedDump<Fact>
  taken: Heard
}
export type Outbox = ReturnType<typeof createOutbox>

export function createOutbox({ startedMs, keep }: { startedMs: number; keep: number }) {
  const lessons = createNumbered<Told>(keep)
  const facts = createNumbered<Fact>(keep)
  let life = startedMs
  let runs: Run[] = [[startedMs, 0]]
  let taken: Heard = { ...NOTHING_HEARD, run: startedMs }

  /** What comes after `heard`, or after what is still kept; null for nothing. */
  function since(heard: Heard, blend: () => Delta['blend'], most = MOST_LESSONS): Delta | null {
    const told = lessons.since(heard.lessons, Math.min(most, MOST_LESSONS))
    const said = facts.since(factsHeard(heard, runs), MOST_FACTS)
    if (told.list.length === 0 && said.list.length === 0) return null
    return {
      version: DELTA_VERSION,
      life,
      runs,
      first: told.first,
      ...inPlaces(told.list),
      facts: said,
      blend: blend(),
    }
  }

  return {
    lesson: lessons.add,
    fact: facts.add,
    /** The number that the next lesson will have. */
    next: () => lessons.next(),
    since,
    /** As `since`, what was not taken before. */
    take(blend: () => Delta['blend'], most?: number): Delta | null {
      const delta = since(taken, blend, most)
      if (delta) taken = endOf(delta)
      return delta
    },
    dump: (): OutboxDump => ({
      life,
      runs,
      lessons: lessons.dump(),
      facts: facts.dump(),
      taken: { ...taken },
    }),
    restore(dump: OutboxDump): void {
      life = dump.life
      lessons.restore(dump.lessons)
      facts.restore(dump.facts)
      runs = [...dump.runs, [startedMs, facts.next()] satisfies Run].slice(-MOST_RUNS)
      taken = { ...dump.taken, run: startedMs }
    },
  }
}

/** The run of the sender's process that a delta is of. */
export const runOf = (delta: Delta): number => delta.runs.at(-1)![0]

/** How far somebody has heard who has heard this. */
export const endOf = (delta: Delta): Heard => ({
  lessons: delta.first + delta.lessons.length,
  facts: delta.facts.first + delta.facts.list.length,
  run: runOf(delta),
})

/** Lessons with each id said once. */
function inPlaces(told: readonly Told[]): Pick<Delta, 'ids' | 'lessons'> {
  const places = new Map<string, number>()
  const placeOf = (id: string): number => {
    let place = places.get(id)
    if (place === undefined) places.set(id, (place = places.size))
    return place
  }
  const lessons = told.map(({ id, atMs, sitting, before }) => [
    placeOf(id),
    atMs,
    sitting,
    ...before.flatMap((step) => [placeOf(step.id), atMs - step.atMs]),
  ])
  return { ids: [...places.keys()], lessons }
}
