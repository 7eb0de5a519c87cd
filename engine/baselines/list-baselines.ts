// The honest floors of lists without times: what everybody buys, item-based collaborative filtering on one or all actions, and
// what the person looked at and did not buy, the best-selling first. The last one beats most published models on such sets.
import type { SplitContender } from '../evaluation/fixed-split.ts'
import { listOf } from '../evaluation/shapes.ts'
import { countsOf, linkLists } from '../models/typed-item-item.ts'

/** How often each item was the object of the last action. */
export const listPopularity: SplitContender = {
  name: 'popularity',
  create({ train, itemCount }) {
    const counts = countsOf(train.at(-1)!, itemCount)
    return { score: (_person, out) => out.set(counts) }
  },
}

/** Cosine over one action, `train[action]`, or over each and summed when left out. */
export const listItemCf = (name: string, degree: number, action?: number): SplitContender => ({
  name,
  create({ train, itemCount }) {
    const used = action === undefined ? train : [train[action]!]
    const links = used.map((lists) =>
      linkLists(lists, lists, { itemCount, degree, damping: 0, longest: Infinity }),
    )
    return {
      score(person, out) {
        out.fill(0)
        used.forEach((lists, k) => {
          for (const own of listOf(lists, person))
            links[k]!.each(own, (to, likeness) => (out[to]! += likeness))
        })
      },
    }
  },
})

/** What the person has in any list but the last, by how often it is in the last list of anybody; then all else, likewise. */
export const wantedByPopularity: SplitContender = {
  name: 'viewed, by popularity',
  create({ train, itemCount }) {
    const counts = countsOf(train.at(-1)!, itemCount)
    const all = counts.reduce((sum, count) => sum + count, 1)
    return {
      score(person, out) {
        out.set(counts)
        for (const lists of train.slice(0, -1))
          for (const item of listOf(lists, person)) out[item] = counts[item]! + all
      },
    }
  },
}
