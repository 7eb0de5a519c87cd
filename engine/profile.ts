// A person's leanings as feature → weight, positive or negative, forgotten by time and, where asked, by the number of events
// since. The same structure with two half-lives makes the long-term and the instant interest.
import { decayed } from './decay.ts'

export type ProfileOptions = {
  halfLifeMs: number
  /** Halves the weights every so many events as well; Infinity: time alone. */
  halfLifeEvents: number
  maxFeatures: number
}
export type Leaning = {
  feature: string
  weight: number
  /** When it was first seen. */
  sinceMs: number
  /** The largest `mark` of the events that raised it: what kind of evidence stands behind it. */
  mark: number
}
export type ProfileDump = { events: number; features: string[]; weight: Float64Array; at: Float64Array; event: Uint32Array; since: Float64Array; mark: Uint8Array }
export type Profile = ReturnType<typeof createProfile>

type Cell = { weight: number; at: number; event: number; since: number; mark: number }

export function createProfile({ halfLifeMs, halfLifeEvents, maxFeatures }: ProfileOptions) {
  const cells = new Map<string, Cell>()
  let events = 0
  const valueAt = (c: Cell, atMs: number) => decayed(c.weight, atMs - c.at, halfLifeMs) * 2 ** (-(events - c.event) / halfLifeEvents)

  /** Drops the faintest fifth, so that the next evictions are some way off. */
  function evict(atMs: number): void {
    const faintest = [...cells].map(([feature, cell]) => ({ feature, size: Math.abs(valueAt(cell, atMs)) })).sort((a, b) => a.size - b.size)
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

    add(feature: string, amount: number, atMs: number, mark = 0): void {
      const cell = cells.get(feature)
      if (!cell) {
        if (cells.size >= maxFeatures) evict(atMs)
        cells.set(feature, { weight: amount, at: atMs, event: events, since: atMs, mark })
        return
      }
      const late = atMs < cell.at
      cell.weight = valueAt(cell, late ? cell.at : atMs) + (late ? decayed(amount, cell.at - atMs, halfLifeMs) : amount)
      cell.at = Math.max(cell.at, atMs)
      cell.event = events
      cell.since = Math.min(cell.since, atMs)
      cell.mark = Math.max(cell.mark, mark)
    },

    value(feature: string, atMs: number): number {
      const cell = cells.get(feature)
      return cell ? valueAt(cell, atMs) : 0
    },

    /** All leanings as of `atMs` whose size is at least `min`. */
    entries(atMs: number, min = 0): Leaning[] {
      const out: Leaning[] = []
      for (const [feature, c] of cells) {
        const weight = valueAt(c, atMs)
        if (Math.abs(weight) >= min) out.push({ feature, weight, sinceMs: c.since, mark: c.mark })
      }
      return out
    },

    delete: (feature: string): boolean => cells.delete(feature),
    clear: (): void => cells.clear(),

    dump(): ProfileDump {
      const all = [...cells.values()]
      return {
        events,
        features: [...cells.keys()],
        weight: Float64Array.from(all, (c) => c.weight),
        at: Float64Array.from(all, (c) => c.at),
        event: Uint32Array.from(all, (c) => c.event),
        since: Float64Array.from(all, (c) => c.since),
        mark: Uint8Array.from(all, (c) => c.mark),
      }
    },

    restore(d: ProfileDump): void {
      cells.clear()
      events = d.events
      d.features.forEach((feature, i) =>
        cells.set(feature, { weight: d.weight[i]!, at: d.at[i]!, event: d.event[i]!, since: d.since[i]!, mark: d.mark[i]! }),
      )
    },
  }
}
