// What could have been shown at each order of a known person, what was known of each thing then, and what the order brought: so
// that many ways to rank are measured on the very same chances. Ranking sees the person and the moment, never the order.
import { DAY_MS } from '#kernel/clock'
import type { Random } from '#kernel/random'
import { NEXT_ITEM } from '../models/next-item-options.ts'
import { createNextItem } from '../models/next-item.ts'
import { BUY_FEATURES, createBuyChance } from '../ranking/buy-chance.ts'
import { FEATURE_COUNT } from '../ranking/return-features.ts'
import { FOREST, forestHead, plainLogisticHead } from '../ranking/return-heads.ts'
import { createReturnModel } from '../ranking/return-model.ts'
import { createUsualAmount } from '../ranking/usual-amount.ts'
import { netOf } from '../ranking/value.ts'
import type { Interactions } from './dataset.ts'
import { runReturns, type ReturnForeteller } from './return-stream.ts'
import { LINE_KINDS, type OrderLines } from './shapes.ts'

/** One order and what could have stood in the slate before it, best first by the next-item model. */
export type Occasion = {
  readonly person: number
  readonly atMs: number
  readonly items: Uint32Array
  readonly buy: Float64Array
  readonly returned: Float64Array
  /** Minor units that the line would cost. */
  readonly amount: Float64Array
  /** What was bought really left, minor units; 0 for what was not bought. */
  readonly net: Float64Array
  readonly bought: Uint8Array
}

export type SlateRecordOptions = {
  readonly random: Random
  readonly withinMs: number
  /** Pieces that came back in time, by line: what is measured, never what is ranked by. */
  readonly piecesBack: Float64Array
  /** What may be shown; postage may not. */
  readonly isGoods: (item: number) => boolean
  /** Nothing is recorded before; a while before that, chances begin to be learned. */
  readonly fromMs: number
  readonly toMs: number
  readonly candidates?: number
}

/** So many interactions are learned at once; the next-item model lets only some of that many teach, which keeps this fast. */
const BATCH = 2_001
const LEARN_BEFORE_MS = 45 * DAY_MS

export function recordSlates(lines: OrderLines, o: SlateRecordOptions): Occasion[] {
  const { random, isGoods, candidates = 300 } = o
  const [people, items] = [lines.people.length, lines.items.length]
  const interactions = goodsBought(lines, isGoods)
  const next = createNextItem(
    { people: lines.people, items: lines.items, actions: ['buy'], itemFeatures: [], featureCount: 0 },
    { ...NEXT_ITEM, historyRead: 60, historyLinked: 20, degree: 200 },
  )
  const buying = createBuyChance({ people, items, head: plainLogisticHead(BUY_FEATURES, 0.02) })
  const returning = createReturnModel(lines, forestHead(FEATURE_COUNT, FOREST, random), { beforeOrder: true })
  const amounts = createUsualAmount({ people, items })
  const scores = new Float64Array(items)
  const occasions: Occasion[] = []
  let learnedTo = 0
  let reached = 0
  const unused = new Float64Array(4_096)

  function ask(person: number, atMs: number) {
    while (reached < interactions.length && interactions.atMs[reached]! < atMs) reached++
    if (reached - learnedTo >= BATCH) {
      next.learn(interactions, learnedTo, reached)
      learnedTo = reached
    }
    next.score(person, atMs, scores)
    return best(scores, candidates)
  }

  function record(order: readonly number[], ordered: ReadonlySet<number>): void {
    const [person, atMs] = [lines.person[order[0]!]!, lines.atMs[order[0]!]!]
    const { items: offered, shares } = ask(person, atMs)
    const buy = new Float64Array(offered.length)
    buying.foretell(person, offered, shares, atMs, buy)
    buying.learn(person, offered, shares, atMs, ordered)
    if (atMs < o.fromMs) return
    const returned = new Float64Array(offered.length)
    returning.foretellOffers(person, offered, atMs, returned)
    const net = new Float64Array(offered.length)
    const placeOf = new Map(Array.from(offered, (item, k) => [item, k]))
    for (const line of order) {
      const k = placeOf.get(lines.item[line]!)
      if (k === undefined) continue
      const backMinor = (lines.amountMinor[line]! * o.piecesBack[line]!) / lines.quantity[line]!
      net[k]! += netOf(lines.amountMinor[line]! - backMinor, backMinor)
    }
    occasions.push({
      person,
      atMs,
      items: offered,
      buy,
      returned,
      amount: Float64Array.from(offered, (item) => amounts.expect(person, item)),
      net,
      bought: Uint8Array.from(offered, (item) => (ordered.has(item) ? 1 : 0)),
    })
  }

  const recorder: ReturnForeteller = {
    foretell(order, out) {
      const ordered = new Set(order.map((line) => lines.item[line]!).filter(isGoods))
      if (ordered.size > 0 && lines.atMs[order[0]!]! >= o.fromMs - LEARN_BEFORE_MS) record(order, ordered)
      returning.foretell(order, out.length >= order.length ? out : unused)
    },
    bought(order) {
      const [person, atMs] = [lines.person[order[0]!]!, lines.atMs[order[0]!]!]
      returning.bought(order)
      buying.bought(person, new Set(order.map((line) => lines.item[line]!).filter(isGoods)), atMs)
      for (const line of order) amounts.learn(person, lines.item[line]!, lines.amountMinor[line]!)
    },
    returned: returning.returned,
    returnedUnknown: returning.returnedUnknown,
    kept: returning.kept,
  }
  runReturns(lines, { name: 'slates', create: () => recorder }, { withinMs: o.withinMs, toMs: o.toMs })
  return occasions
}

/** Each thing of an order once, as a stream that the next-item model learns. */
function goodsBought(lines: OrderLines, isGoods: (item: number) => boolean): Interactions {
  const buy = LINE_KINDS.indexOf('buy')
  const seen = new Set<number>()
  const kept: number[] = []
  for (let line = 0; line < lines.length; line++) {
    const item = lines.item[line]!
    if (lines.kind[line] !== buy || lines.person[line]! < 0 || !isGoods(item)) continue
    const key = lines.order[line]! * lines.items.length + item
    if (seen.has(key)) continue
    seen.add(key)
    kept.push(line)
  }
  return {
    length: kept.length,
    person: Uint32Array.from(kept, (line) => lines.person[line]!),
    item: Uint32Array.from(kept, (line) => lines.item[line]!),
    action: new Uint8Array(kept.length),
    atMs: Float64Array.from(kept, (line) => lines.atMs[line]!),
  }
}

/** The best by score, and the logarithm of each one's part in a softmax over all. */
function best(scores: Float64Array, count: number): { items: Uint32Array; shares: Float64Array } {
  const all: number[] = []
  for (let item = 0; item < scores.length; item++) if (scores[item]! > -Infinity) all.push(item)
  all.sort((a, b) => scores[b]! - scores[a]! || a - b)
  const most = scores[all[0] ?? 0] ?? 0
  let sum = 0
  for (const item of all) sum += Math.exp(scores[item]! - most)
  const items = Uint32Array.from(all.slice(0, count))
  return { items, shares: Float64Array.from(items, (item) => scores[item]! - most - Math.log(sum)) }
}
