// How the visit stands in which something is shown: begun anew after a gap, so many shows old. Why apart from the person's memory: the
// memory knows only what was, a visit depends on the moment that is asked about.
import type { PersonMemory } from './person-memory.ts'

export type Visit = { first: boolean; begins: boolean; gapSeconds: number; shows: number }

export function visitOf(memory: PersonMemory, atMs: number, visitGapMs: number): Visit {
  const first = memory.lastMs < 0
  const gapMs = first ? 0 : Math.max(0, atMs - memory.lastMs)
  const begins = first || gapMs > visitGapMs
  return { first, begins, gapSeconds: gapMs / 1_000, shows: begins ? 0 : memory.shows }
}
