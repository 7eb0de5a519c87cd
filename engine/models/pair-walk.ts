// What people who took one thing took as well, when nothing is known but who took what: no times, no order.
//
// A person with four hundred things says next to nothing about how any two of them belong together; one with two things says it
// all. Each person therefore hands on the same weight in total, spread over the pairs of what they have (`breadth` 1: weight 1 / n
// to each of n things). Cosine and EASE count such collectors as many times as they have things.
import { listOf, type Ragged } from '../evaluation/shapes.ts'

export type PairWalkOptions = {
  /** A person with n things has the weight n^−breadth. */
  breadth: number
  items: number
}
export type PairWalk = ReturnType<typeof createPairWalk>

export function createPairWalk(pairs: Ragged, { breadth, items }: PairWalkOptions) {
  const people = peopleByItem(pairs, items)
  const weight = Float64Array.from({ length: pairs.offsets.length - 1 }, (_, person) => {
    const { length } = listOf(pairs, person)
    return length > 0 ? length ** -breadth : 0
  })
  /** How often each thing was taken, by people of weight. */
  const taken = new Float64Array(items)
  for (let person = 0; person < weight.length; person++)
    for (const item of listOf(pairs, person)) taken[item]! += weight[person]!
  return {
    taken,
    /** Adds to `out` what went with `item`, by people other than `except`. */
    along(item: number, except: number, out: Float64Array): void {
      for (const person of listOf(people, item))
        if (person !== except) for (const j of listOf(pairs, person)) out[j]! += weight[person]!
    },
  }
}

/** List i: who has item i. */
export function peopleByItem({ offsets, values }: Ragged, items: number): Ragged {
  const starts = new Uint32Array(items + 1)
  for (const item of values) starts[item + 1]! += 1
  for (let i = 0; i < items; i++) starts[i + 1]! += starts[i]!
  const next = starts.slice(0, items)
  const people = new Uint32Array(values.length)
  for (let person = 0; person + 1 < offsets.length; person++)
    for (let e = offsets[person]!; e < offsets[person + 1]!; e++) people[next[values[e]!]!++] = person
  return { offsets: starts, values: people }
}
