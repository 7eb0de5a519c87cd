// What speaks for each thing when all that is known of people is lists: viewed these, carted those, bought those, in no order. For
// every pair of actions, how alike the person's things are to it; how sought after it is; and how often those who viewed it bought
// it. What the person has in a list already and what would be a discovery are told apart and weighed by themselves: most purchases
// are of things looked at before, and what makes one of those likely is not what makes a discovery likely.
import type { Random } from '#kernel/random'
import { listOf, type Ragged } from '../evaluation/shapes.ts'
import { createEvidenceTable } from './evidence-table.ts'
import { countsOf, linkLists, type TypedItemItemOptions, type TypedLinks } from './typed-item-item.ts'

export type LinkerOptions = Omit<TypedItemItemOptions, 'itemCount'>
export type ListEvidenceOptions = LinkerOptions & {
  /** How much likeness it takes to matter: evidence is ln(1 + scale · likeness). */
  scale: number
  /** So many of those who did it is as good as known how many of them buy. */
  priorPeople: number
}
export type ListEvidence = ReturnType<typeof createListEvidence>
/** Lists by action, the goal last: list p of each is person p's. */
export type TypedLists = { readonly itemCount: number; readonly train: readonly Ragged[] }

/** Constant, how much is known at all, how much the goal was reached. */
export const LIST_SITUATION = 3
/** A person's things that are masked; below it the actions that an item is in already, as bits. */
const HAS = 255

/** Links between lists, made once for each pair of them: those of views stay the same when a purchase is taken out. */
export function createLinker(o: LinkerOptions) {
  const made = new Map<Ragged, Map<Ragged, TypedLinks>>()
  return (sources: Ragged, targets: Ragged, itemCount: number): TypedLinks => {
    let own = made.get(sources)
    if (!own) made.set(sources, (own = new Map()))
    let links = own.get(targets)
    if (!links) own.set(targets, (links = linkLists(sources, targets, { ...o, itemCount })))
    return links
  }
}

export function createListEvidence(
  { itemCount, train }: TypedLists,
  o: ListEvidenceOptions,
  linker = createLinker(o),
) {
  const goal = train.length - 1
  const pairs = train.flatMap((sources, from) =>
    train.map((targets) => ({ from, links: linker(sources, targets, itemCount) })),
  )
  const counts = train.map((lists) => countsOf(lists, itemCount))
  const rates = train.slice(0, goal).map((lists) => ratesOf(lists, train[goal]!, itemCount, o.priorPeople))
  /** Constant, likenesses, likenesses next to the best candidate's, counts, rates. */
  const block = 1 + 2 * pairs.length + counts.length + rates.length
  /** Nowhere yet, in the first list only, in a later one. */
  const width = 3 * block
  const sums = createEvidenceTable(itemCount, pairs.length)
  const table = createEvidenceTable(itemCount, width)
  const features = new Float64Array(LIST_SITUATION)
  const standing = new Uint8Array(itemCount)
  const most = new Float64Array(pairs.length)

  function gatherSums(mine: readonly Uint32Array[]): void {
    sums.clear()
    for (let a = 0; a < goal; a++)
      for (const item of mine[a]!) {
        standing[item]! |= 1 << a
        sums.add(item)
      }
    pairs.forEach(({ from, links }, k) => {
      for (const own of mine[from]!)
        links.each(own, (to, likeness) => {
          const row = sums.add(to)
          sums.rows[row + k]! += likeness
        })
    })
    for (const item of mine[goal]!) standing[item] = HAS
    for (let k = 0; k < most.length; k++) most[k] = sums.most(k)
  }

  function writeRow(item: number, n: number): void {
    const has = standing[item]!
    const which = has === 0 ? 0 : has === 1 ? 1 : 2
    let at = table.add(item) + which * block
    const { rows } = table
    rows[at++] = 1
    for (let k = 0; k < most.length; k++, at++) {
      const likeness = sums.rows[n * most.length + k]!
      if (likeness === 0) continue
      rows[at] = Math.log(1 + o.scale * likeness)
      rows[at + most.length] = likeness / most[k]!
    }
    at += most.length
    for (const count of counts) rows[at++] = Math.log(1 + count[item]!) / 3
    for (const rate of rates) rows[at++] = rate[item]!
  }

  return {
    width,
    table,
    features,
    /** In how many of the person's lists, as bits: 0 for a discovery. As of the last `consider`, by candidate. */
    known: [] as number[],

    /**
     * Fills `table` and `features` for a person: all that the person's things lead to, without what the goal was reached with. With
     * `sampling`, only about so many of the discoveries, and `sampling.keep` for sure; returns how many each of those stands for.
     */
    consider(person: number, sampling?: { random: Random; discoveries: number; keep: number }): number {
      const mine = train.map((lists) => listOf(lists, person))
      features[0] = 1
      features[1] = Math.log(1 + mine[0]!.length) / 4 - 1
      features[2] = Math.log(1 + mine[goal]!.length) / 2 - 1
      gatherSums(mine)
      table.clear()
      this.known.length = 0
      const share = sampling ? Math.min(1, sampling.discoveries / sums.items.length) : 1
      sums.items.forEach((item, n) => {
        if (standing[item] === HAS) return
        if (standing[item] === 0 && sampling && item !== sampling.keep && sampling.random.next() >= share)
          return
        writeRow(item, n)
        this.known.push(standing[item]!)
      })
      for (const list of mine) for (const item of list) standing[item] = 0
      return 1 / share
    },
  }
}

/** Of those who have an item in `lists`, which share has it among `goals`, next to that of all: a logarithm, 0 for as many. */
function ratesOf(lists: Ragged, goals: Ragged, itemCount: number, priorPeople: number): Float64Array {
  const had = countsOf(lists, itemCount)
  const reached = new Float64Array(itemCount)
  for (let person = 0; person + 1 < lists.offsets.length; person++) {
    const own = new Set(listOf(goals, person))
    for (const item of listOf(lists, person)) if (own.has(item)) reached[item]! += 1
  }
  const sum = (values: Float64Array) => values.reduce((s, v) => s + v, 0)
  const overall = (sum(reached) + 1) / (sum(had) + 1)
  return reached.map((count, item) =>
    Math.log((count + priorPeople * overall) / (had[item]! + priorPeople) / overall),
  )
}
