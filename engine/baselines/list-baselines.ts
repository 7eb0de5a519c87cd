// The honest floors of lists without times: what everybody buys, item-based collaborative filtering on one or all actions, and
// what the person looked at and did not buy, the best-selling first, or what most of its viewers buy: on such sets these two beat
// most published models.
import type { SplitContender } from '../evaluation/fixed-split.ts'
import { listOf, toRagged, type Ragged } from '../evaluation/shapes.ts'
import { countsOf, linkLists } from '../models/typed-item-item.ts'

/** How often each item was the object of the last action. */
export const listPopularity: SplitContender = {
  name: 'popularity',
  create({ train, itemCount }) {
    const counts = countsOf(train.at(-1)!, itemCount)
    return { score: (_person, out) => out.set(counts) }
  },
}

/**
 * Cosine, over one action when `action` is given; over each and summed (`summed`), or from what is in any list to what the last
 * action was done to (`toGoal`).
 */
export const listItemCf = (
  name: string,
  degree: number,
  over: { action: number } | 'summed' | 'toGoal',
): SplitContender => ({
  name,
  create({ train, itemCount }) {
    const goal = train.at(-1)!
    const pairs =
      over === 'toGoal'
        ? [{ sources: unionOf(train), targets: goal }]
        : (over === 'summed' ? train : [train[over.action]!]).map((lists) => ({
            sources: lists,
            targets: lists,
          }))
    const options = { itemCount, degree, damping: 0, longest: Infinity }
    const links = pairs.map(({ sources, targets }) => linkLists(sources, targets, options))
    return {
      score(person, out) {
        out.fill(0)
        pairs.forEach(({ sources }, k) => {
          for (const own of listOf(sources, person))
            links[k]!.each(own, (to, likeness) => (out[to]! += likeness))
        })
      },
    }
  },
})

/**
 * What the person has in any list but the last, and after it all else, by how often it is in the last list of anybody; `perView`
 * next to how often it is in the first and that many more: of what sells as often, what is looked at less is bought by more of those.
 */
export const wantedFirst = (name: string, perView?: number): SplitContender => ({
  name,
  create({ train, itemCount }) {
    const counts = countsOf(train.at(-1)!, itemCount)
    const views = countsOf(train[0]!, itemCount)
    const worth = perView === undefined ? counts : counts.map((n, item) => n / (views[item]! + perView))
    const all = Math.max(...counts) + 1
    return {
      score(person, out) {
        out.set(counts)
        for (const lists of train.slice(0, -1))
          for (const item of listOf(lists, person)) out[item] = worth[item]! + all
      },
    }
  },
})

const unionOf = (lists: readonly Ragged[]): Ragged =>
  toRagged(
    Array.from({ length: lists[0]!.offsets.length - 1 }, (_, person) => [
      ...new Set(lists.flatMap((own) => Array.from(listOf(own, person)))),
    ]),
  )
