// The baselines of splits without times: popularity, item CF by cosine (Sarwar et al. 2001), where every pair counts the same, and
// item CF where every person does, over popularity.
import type { SplitContender } from '../evaluation/fixed-split.ts'
import { listOf } from '../evaluation/shapes.ts'
import { createPairWalk, peopleByItem } from '../models/pair-walk.ts'

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

/** What went with a person's things, by people of weight n^−`breadth` for n things, and a little of how often each is taken at all. */
export const pairCountsByPerson = (
  name: string,
  { breadth, popularityWorth }: { breadth: number; popularityWorth: number },
): SplitContender => ({
  name,
  create({ itemCount, train }) {
    const pairs = train[0]!
    const walk = createPairWalk(pairs, { breadth, items: itemCount })
    return {
      score(person, out) {
        for (let j = 0; j < itemCount; j++) out[j] = popularityWorth * walk.taken[j]!
        for (const item of listOf(pairs, person)) walk.along(item, person, out)
      },
    }
  },
})
