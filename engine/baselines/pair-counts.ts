// The baselines of splits without times: popularity, and item CF by cosine (Sarwar et al. 2001). Every pair counts the same.
import type { SplitContender } from '../evaluation/fixed-split.ts'
import { listOf } from '../evaluation/shapes.ts'
import { peopleByItem } from '../models/pair-walk.ts'

export const pairPopularity = (name = 'popularity'): SplitContender => ({
  name,
  create({ itemCount, train }) {
    const counts = new Float64Array(itemCount)
    for (const item of train[0]!.values) counts[item]! += 1
    return { score: (_, out) => out.set(counts) }
  },
})

/** cos(i, j) = people with both ÷ (people with i · people with j)^`norm`: 0.5 is the cosine, 0 the bare count. */
export const pairCosine = (name: string, norm = 0.5): SplitContender => ({
  name,
  create({ itemCount, train }) {
    const pairs = train[0]!
    const people = peopleByItem(pairs, itemCount)
    const weight = Float64Array.from({ length: itemCount }, (_, i) => {
      const count = listOf(people, i).length
      return count > 0 ? count ** -norm : 0
    })
    return {
      score(person, out) {
        out.fill(0)
        for (const item of listOf(pairs, person))
          for (const other of listOf(people, item))
            for (const j of listOf(pairs, other)) out[j]! += weight[item]! * weight[j]!
      },
    }
  },
})
