// Who finds the people of a thing nobody has met yet: some items are taken out of all that is learned, and everybody who has one
// is asked for it. What tells nothing of new items apart leaves them equal, and equal ones are counted as chance.
import type { Random } from '#kernel/random'
import type { Learned, Sought, SplitRanker } from './fixed-split.ts'
import type { PersonTotals } from './intervals.ts'
import { placeOf, recallAt } from './ranking-metrics.ts'
import { listOf, toRagged, type Ragged, type SplitInteractions } from './shapes.ts'

export type NewItems = {
  /** 1 for each item that was taken out. */
  isNew: Uint8Array
  count: number
  learned: Learned
  /** The pairs of new items, of train and of test; what is learned is masked. The validation part is left for choosing. */
  sought: Sought
}

/** Takes `share` of all items out, drawn by `random`. */
export function holdOutItems(split: SplitInteractions, share: number, random: Random): NewItems {
  const { itemCount, personCount } = split
  const isNew = new Uint8Array(itemCount)
  const count = Math.round(share * itemCount)
  for (let left = count; left > 0;) {
    const item = random.int(itemCount)
    if (isNew[item]) continue
    isNew[item] = 1
    left--
  }
  const part = (pairs: Ragged, kept: number): number[][] =>
    Array.from({ length: personCount }, (_, p) => listOf(pairs, p)).map((items) =>
      [...items].filter((item) => isNew[item] === kept),
    )
  const train = split.train.map((pairs) => toRagged(part(pairs, 0)))
  const soughtParts = [...split.train, ...split.test].map((pairs) => part(pairs, 1))
  const items = Array.from({ length: personCount }, (_, p) => [
    ...new Set(soughtParts.flatMap((lists) => lists[p]!)),
  ])
  const { actions, itemVectors } = split
  return {
    isNew,
    count,
    learned: { personCount, itemCount, actions, train, itemVectors },
    sought: { items: toRagged(items), masked: train },
  }
}

export type NewItemsRow = {
  name: string
  /** Recall@20 of new items in the ranking of all. */
  amongAll: PersonTotals
  /** The same when of the 20 places as many are kept for new items as is their share of the catalogue, rounded. */
  keptPlaces: PersonTotals
  /** Recall@20 in a ranking of new items alone. */
  amongNew: PersonTotals
}

export function askForNew(
  name: string,
  ranker: SplitRanker,
  { isNew, count, sought }: NewItems,
): NewItemsRow {
  const people = sought.items.offsets.length - 1
  const kept = keptPlaces(count, isNew.length)
  const totals = () => ({ sums: new Float64Array(people), counts: new Float64Array(people) })
  const [amongAll, keptTotals, amongNew] = [totals(), totals(), totals()]
  const scores = new Float64Array(isNew.length)
  for (let person = 0; person < people; person++) {
    const items = listOf(sought.items, person)
    if (items.length === 0) continue
    ranker.score(person, scores)
    for (const lists of sought.masked) for (const item of listOf(lists, person)) scores[item] = -Infinity
    const all = Array.from(items, (item) => placeOf(scores, item))
    const fresh = Array.from(items, (item) => placeOf(scores, item, isNew))
    amongAll.sums[person] = recallAt(all, PLACES)
    keptTotals.sums[person] = recallAt(fresh, kept)
    amongNew.sums[person] = recallAt(fresh, PLACES)
    for (const { counts } of [amongAll, keptTotals, amongNew]) counts[person] = 1
  }
  return { name, amongAll, keptPlaces: keptTotals, amongNew }
}

/** What a ranking is worth that tells nothing of anything apart. */
export const chanceOfNew = ({ isNew, count }: NewItems) => ({
  amongAll: PLACES / isNew.length,
  keptPlaces: keptPlaces(count, isNew.length) / count,
  amongNew: PLACES / count,
})

const PLACES = 20
const keptPlaces = (count: number, items: number) => Math.max(1, Math.round((PLACES * count) / items))

/** The same model on several splits as one row: a person's questions of all of them together. */
export function togetherForNew(rows: readonly NewItemsRow[]): NewItemsRow {
  const together = (of: (row: NewItemsRow) => PersonTotals): PersonTotals => ({
    sums: of(rows[0]!).sums.map((_, p) => rows.reduce((s, row) => s + of(row).sums[p]!, 0)),
    counts: of(rows[0]!).counts.map((_, p) => rows.reduce((s, row) => s + of(row).counts[p]!, 0)),
  })
  return {
    name: rows[0]!.name,
    amongAll: together((row) => row.amongAll),
    keptPlaces: together((row) => row.keptPlaces),
    amongNew: together((row) => row.amongNew),
  }
}
