// What lists of things have to do with each other when no times are known: of those who did one thing to j, how many did another
// to i (viewed j, bought i). A cosine for every pair of actions, of which each item keeps the strongest, so that asking costs the
// same however many people there were. Item-based collaborative filtering (Sarwar et al. 2001), once for each pair of actions.
import { listOf, type Ragged } from '../evaluation/shapes.ts'
import { barOf } from './strongest.ts'

export type TypedItemItemOptions = {
  itemCount: number
  /** Links an item keeps for each pair of actions. */
  degree: number
  /** What the size of somebody's list takes from what it says: each thing in a list of n counts n^-damping. */
  damping: number
  /** Longer lists link nothing: they say little of taste, and cost by their square. */
  longest: number
}
/** Visits each item linked to `from`, and how alike it is, 0 … 1 without damping. */
export type TypedLinks = { each(from: number, visit: (to: number, likeness: number) => void): void }

/** Links from the items of `sources` to those of `targets`, over the same people: list p of each is person p's. */
export function linkLists(sources: Ragged, targets: Ragged, o: TypedItemItemOptions): TypedLinks {
  const holders = invert(sources, o.itemCount)
  const mass = countsOf(targets, o.itemCount)
  const sourceMass = countsOf(sources, o.itemCount)
  const together = new Float64Array(o.itemCount)
  const offsets = new Uint32Array(o.itemCount + 1)
  const to = new Uint32Array(o.itemCount * o.degree)
  const likeness = new Float32Array(o.itemCount * o.degree)
  const worths = new Float64Array(o.itemCount)
  const touched: number[] = []
  let end = 0
  for (let from = 0; from < o.itemCount; from++) {
    for (const person of listOf(holders, from)) {
      const list = listOf(targets, person)
      if (list.length > o.longest) continue
      const worth = list.length ** -o.damping
      for (const item of list) {
        if (together[item] === 0) touched.push(item)
        together[item]! += worth
      }
    }
    together[from] = 0
    const own = sourceMass[from]!
    for (const item of touched) together[item]! /= Math.sqrt(own * mass[item]!)
    touched.forEach((item, k) => (worths[k] = together[item]!))
    const bar = Math.max(0, barOf(worths, touched.length, o.degree))
    for (const item of touched)
      if (together[item]! > bar) {
        to[end] = item
        likeness[end++] = together[item]!
      }
    for (const item of touched) together[item] = 0
    touched.length = 0
    offsets[from + 1] = end
  }
  return {
    each(from, visit) {
      for (let k = offsets[from]!; k < offsets[from + 1]!; k++) visit(to[k]!, likeness[k]!)
    },
  }
}

/** How many lists hold each item. */
export function countsOf(lists: Ragged, itemCount: number): Float64Array {
  const counts = new Float64Array(itemCount)
  for (const item of lists.values) counts[item]! += 1
  return counts
}

/** Who holds each item: list i of the answer is the numbers of the lists that hold item i. */
export function invert(lists: Ragged, itemCount: number): Ragged {
  const offsets = new Uint32Array(itemCount + 1)
  for (const item of lists.values) offsets[item + 1]!++
  for (let i = 0; i < itemCount; i++) offsets[i + 1]! += offsets[i]!
  const next = offsets.slice()
  const values = new Uint32Array(lists.values.length)
  for (let list = 0; list + 1 < lists.offsets.length; list++)
    for (const item of listOf(lists, list)) values[next[item]!++] = list
  return { offsets, values }
}
