// Counters by key, several to a key, each with its own half-life: one event at several speeds (hot this hour, today, this
// week), or several facts under one clock (views, likes, sales). Bounded: past `maxKeys` the faintest tenth is dropped.
import { addDecayed, decayed } from './decay.ts'

export type DecayedCountersOptions = {
  /** One for each slot of a key. */ halfLivesMs: readonly number[]
  maxKeys: number
}
export type DecayedCountersDump = { keys: string[]; at: Float64Array; values: Float64Array }
export type DecayedCounters = ReturnType<typeof createDecayedCounters>

type Cell = { at: number; values: Float64Array }

export function createDecayedCounters({ halfLivesMs, maxKeys }: DecayedCountersOptions) {
  const cells = new Map<string, Cell>()
  const slots = halfLivesMs.length
  const slowest = halfLivesMs.indexOf(Math.max(...halfLivesMs))
  const valueAt = (cell: Cell, slot: number, atMs: number) =>
    decayed(cell.values[slot]!, atMs - cell.at, halfLivesMs[slot]!)

  function evict(atMs: number): void {
    const faintest = [...cells]
      .map(([key, cell]) => ({ key, value: Math.abs(valueAt(cell, slowest, atMs)) }))
      .sort((a, b) => a.value - b.value)
    for (const { key } of faintest.slice(0, Math.ceil(maxKeys / 10))) cells.delete(key)
  }

  function cellOf(key: string, atMs: number): Cell {
    let cell = cells.get(key)
    if (!cell) {
      if (cells.size >= maxKeys) evict(atMs)
      cells.set(key, (cell = { at: atMs, values: new Float64Array(slots) }))
    }
    return cell
  }

  return {
    get size() {
      return cells.size
    },

    /** Adds to one slot of the key, or to all of them. */
    add(key: string, amount: number, atMs: number, slot?: number): void {
      const cell = cellOf(key, atMs)
      for (let i = 0; i < slots; i++) {
        const mine = slot === undefined || slot === i ? amount : 0
        cell.values[i] = addDecayed(cell.values[i]!, cell.at, mine, atMs, halfLivesMs[i]!)
      }
      cell.at = Math.max(cell.at, atMs)
    },

    /** The count as of `atMs` in one slot; 0 for an unknown key. */
    read(key: string, atMs: number, slot = 0): number {
      const cell = cells.get(key)
      return cell ? valueAt(cell, slot, atMs) : 0
    },

    /** The largest, largest first; ties by key so that the same facts give the same order. */
    top(atMs: number, slot: number, limit: number): { key: string; value: number }[] {
      return [...cells]
        .map(([key, cell]) => ({ key, value: valueAt(cell, slot, atMs) }))
        .filter((c) => c.value > 1e-6)
        .sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1))
        .slice(0, limit)
    },

    delete: (key: string): boolean => cells.delete(key),

    dump(): DecayedCountersDump {
      const keys = [...cells.keys()]
      const at = Float64Array.from(cells.values(), (c) => c.at)
      const values = new Float64Array(keys.length * slots)
      let i = 0
      for (const cell of cells.values()) values.set(cell.values, slots * i++)
      return { keys, at, values }
    },

    restore({ keys, at, values }: DecayedCountersDump): void {
      cells.clear()
      keys.forEach((key, i) =>
        cells.set(key, { at: at[i]!, values: values.slice(i * slots, (i + 1) * slots) }),
      )
    },
  }
}
