// A person's leanings: for each feature the mean strength of the events it took part in, pulled towards 0 by a prior. A mean,
// not a sum, because a feature that stands on everything would otherwise collect the most. Both the sum and the evidence fade,
// by time and, where asked, by the number of events since; two half-lives make the long-term and the instant interest.
import { decayed } from './decay.ts'
import type { Packer, Unpacker } from './packer.ts'

export type ProfileOptions = {
  halfLifeMs: number
  /** Halves the weights every so many events as well; Infinity: time alone. */
  halfLifeEvents: number
  maxFeatures: number
  /** Events of no leaning that every feature is thought to have had. */
  priorEvents: number
}
export type Leaning = {
  feature: string
  /** Mean strength, negative or positive. */
  affinity: number
  /** When it was first seen. */
  sinceMs: number
  /** The largest `mark` of the events that raised it: what kind of evidence stands behind it. */
  mark: number
}
export type Profile = ReturnType<typeof createProfile>

type Cell = { sum: number; evidence: number; at: number; event: number; since: number; mark: number }

export function createProfile({ halfLifeMs, halfLifeEvents, maxFeatures, priorEvents }: ProfileOptions) {
  const cells = new Map<string, Cell>()
  let events = 0
  /** What time and later events have left of a cell. */
  const fading = (c: Cell, atMs: number) =>
    decayed(1, atMs - c.at, halfLifeMs) * 2 ** (-(events - c.event) / halfLifeEvents)
  const affinityOf = (c: Cell, atMs: number) => {
    const left = fading(c, atMs)
    return (c.sum * left) / (c.evidence * left + priorEvents)
  }

  /** Drops the fifth with the least evidence, so that the next evictions are some way off. */
  function evict(atMs: number): void {
    const faintest = [...cells]
      .map(([feature, cell]) => ({ feature, size: cell.evidence * fading(cell, atMs) }))
      .sort((a, b) => a.size - b.size)
    for (const { feature } of faintest.slice(0, Math.ceil(maxFeatures / 5))) cells.delete(feature)
  }

  return {
    get size() {
      return cells.size
    },

    /** One event passed: everything learned before it counts a little less. */
    tick(): void {
      events += 1
    },

    /** An event of this strength that the feature took part in. */
    add(feature: string, strength: number, atMs: number, mark = 0): void {
      const cell = cells.get(feature)
      if (!cell) {
        if (cells.size >= maxFeatures) evict(atMs)
        cells.set(feature, { sum: strength, evidence: 1, at: atMs, event: events, since: atMs, mark })
        return
      }
      const left = fading(cell, atMs)
      const share = decayed(1, cell.at - atMs, halfLifeMs) // below 1 only for an event that comes late
      cell.sum = cell.sum * left + strength * share
      cell.evidence = cell.evidence * left + share
      cell.at = Math.max(cell.at, atMs)
      cell.event = events
      cell.since = Math.min(cell.since, atMs)
      cell.mark = Math.max(cell.mark, mark)
    },

    affinity(feature: string, atMs: number): number {
      const cell = cells.get(feature)
      return cell ? affinityOf(cell, atMs) : 0
    },

    /** All leanings as of `atMs` whose size is at least `min`. */
    entries(atMs: number, min = 0): Leaning[] {
      const out: Leaning[] = []
      for (const [feature, c] of cells) {
        const affinity = affinityOf(c, atMs)
        if (Math.abs(affinity) >= min) out.push({ feature, affinity, sinceMs: c.since, mark: c.mark })
      }
      return out
    },

    delete: (feature: string): boolean => cells.delete(feature),
    clear: (): void => cells.clear(),

    pack(p: Packer): void {
      p.number(events)
      p.number(cells.size)
      for (const [feature, c] of cells) {
        p.text(feature)
        p.number(c.sum)
        p.number(c.evidence)
        p.number(c.at)
        p.number(c.event)
        p.number(c.since)
        p.number(c.mark)
      }
    },

    unpack(u: Unpacker): void {
      cells.clear()
      events = u.number()
      for (let left = u.number(); left > 0; left--) {
        const feature = u.text()
        const [sum, evidence, at, event, since, mark] = [
          u.number(),
          u.number(),
          u.number(),
          u.number(),
          u.number(),
          u.number(),
        ]
        cells.set(feature, { sum, evidence, at, event, since, mark })
      }
    },
  }
}
