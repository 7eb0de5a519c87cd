// What a person turns to next: our online model. Recall proposes (what is hot at several speeds, what follows the person's last
// things, what shares their features, what is their own); a gated blend weighs the evidence and learns from each outcome. There
// is no training run: every interaction is learned when it happens, and the next answer knows it.
import { DAY_MS } from '#kernel/clock'
import type { Interactions } from '../evaluation/dataset.ts'
import type { Contender, Facts } from '../evaluation/ranker.ts'
import { createEvidenceTable } from './evidence-table.ts'
import { createGatedBlend } from './gated-blend.ts'
import { createSessionNeighbours } from './session-neighbours.ts'
import { createSuccessorGraph } from './successor-graph.ts'
import { createTrendTable } from './trend-table.ts'

export type NextItemOptions = {
  /** From the mood of the day to what always sells. */
  trendHalfLivesMs: readonly number[]
  /** The hottest of each speed that are candidates for everybody. */
  trendCandidates: number
  /** How many of a person's last things are looked at, and how many a new one is linked to. */
  historyRead: number
  historyLinked: number
  /** How much less each step back links: 1 / (1 + linkDecay · steps). */
  linkDecay: number
  gapHalfLifeMs: number
  /** A person who stays away longer than this begins a new sitting. */
  sittingGapMs: number
  sittingsPerItem: number
  neighbours: number
  backward: number
  degree: number
  /** A feature that more items share than this says nothing. */
  maxItemsOfFeature: number
  learningRate: number
  /** Every so many-th of the past teaches the blend, and each of the present; the first `warmUp` of all teach nothing. */
  teachEvery: number
  warmUp: number
}

export const NEXT_ITEM: NextItemOptions = {
  trendHalfLivesMs: [0.7, 2, 7, 30, 180, 36_500].map((days) => days * DAY_MS),
  trendCandidates: 150,
  historyRead: 30,
  historyLinked: 30,
  linkDecay: 0,
  gapHalfLifeMs: 60 * DAY_MS,
  sittingGapMs: 0.5 * DAY_MS,
  sittingsPerItem: 500,
  neighbours: 100,
  backward: 0.8,
  degree: 400,
  maxItemsOfFeature: 800,
  learningRate: 0.1,
  teachEvery: 10,
  warmUp: 2_000,
}

/** Where each kind of evidence stands in a row; the trends follow. The shares are next to the best candidate's, 0..1. */
const AGE = 0
const FOLLOWS_RECENT = 1
const FOLLOWS = 2
const FOLLOWS_LAST = 3
const FOLLOWS_SHARE = 4
const FEATURES = 5
const OWN = 6
const OWN_LAST = 7
const NEIGHBOURS = 8
const NEIGHBOURS_SHARE = 9
const TRENDS = 10
const INITIAL = [0, 1, 0.5, 0.3, 0, 0.3, 0, 0, 0.3, 0]
/** Constant, how recent the last thing is, how much is known, nothing is known. */
const SITUATION = 4

const NOBODY: Known = { history: [], sitting: -1 }

/** So many interactions at once are history to catch up with, not news. */
const CATCHING_UP = 2_000

export type Step = { item: number; atMs: number }
/** A person as far as is known; `sitting` is the number of the last one, -1 for none. */
type Known = { history: Step[]; sitting: number }

export const nextItem = (name = 'serendip', options: Partial<NextItemOptions> = {}): Contender => ({
  name,
  create: (facts) => createNextItem(facts, { ...NEXT_ITEM, ...options }),
})

export function createNextItem(facts: Facts, o: NextItemOptions) {
  const items = facts.items.length
  const trends = createTrendTable({ halfLivesMs: o.trendHalfLivesMs, items, hottest: o.trendCandidates })
  const graph = createSuccessorGraph({
    items,
    gapHalfLifeMs: o.gapHalfLifeMs,
    backward: o.backward,
    degree: o.degree,
  })
  const neighbours = createSessionNeighbours({
    items,
    sittingsPerItem: o.sittingsPerItem,
    neighbours: o.neighbours,
  })
  const people: (Known | undefined)[] = Array.from({ length: facts.people.length })
  const bornMs = new Float64Array(items).fill(NaN)
  const likeness = createFeatureLikeness(facts, o.maxItemsOfFeature)
  const width = TRENDS + trends.slots
  const blend = createGatedBlend({
    evidence: width,
    situation: SITUATION,
    learningRate: o.learningRate,
    initial: [...INITIAL, ...o.trendHalfLivesMs.map(() => 0.2)],
  })
  const candidates = createEvidenceTable(items, width)
  const addCandidate = (item: number) => void candidates.add(item)
  const features = new Float64Array(SITUATION)
  let scores = new Float64Array(1_024)
  let learned = 0

  function readSituation(history: readonly Step[], atMs: number): void {
    const last = history.at(-1)
    features[0] = 1
    features[1] = last ? 1 / (1 + (atMs - last.atMs) / DAY_MS / 7) : 0
    features[2] = Math.log(1 + history.length) / 3
    features[3] = last ? 0 : 1
  }

  /** What popular things have in common says little; 1 for the most popular there could be. */
  const rarity = (item: number) => 1 - Math.log(trends.share(trends.slots - 1, item) + 1e-6)

  /** Gathers candidates and their evidence as of `atMs`, and scores them. */
  function consider({ history, sitting }: Known, atMs: number): void {
    readSituation(history, atMs)
    candidates.clear()
    for (let slot = 0; slot < trends.slots; slot++) trends.eachHot(slot, addCandidate)
    for (let k = history.length - 1, back = 0; k >= 0 && back < o.historyRead; k--, back++) {
      const step = history[k]!
      const near = 1 / (1 + 0.3 * back)
      const fresh = 2 ** -((atMs - step.atMs) / (180 * DAY_MS))
      const own = candidates.add(step.item)
      candidates.rows[own + OWN]! += near
      if (back === 0) candidates.rows[own + OWN_LAST] = 1
      graph.each(step.item, (to, value) => {
        const row = candidates.add(to)
        candidates.rows[row + FOLLOWS_RECENT]! += value * near
        candidates.rows[row + FOLLOWS]! += value
        if (back === 0) candidates.rows[row + FOLLOWS_LAST]! += value * fresh
      })
      likeness(step.item, bornMs, (to, value) => {
        const row = candidates.add(to)
        candidates.rows[row + FEATURES]! += value * near
      })
    }
    neighbours.each(sittingOf(history, atMs), sitting, (to, value) => {
      const row = candidates.add(to)
      candidates.rows[row + NEIGHBOURS]! += value * rarity(to)
    })
    toScale(atMs)
    if (scores.length < candidates.items.length) scores = new Float64Array(2 * candidates.items.length)
    blend.score(candidates.rows, candidates.items.length, features, scores)
  }

  /** Sums of evidence to shares and logarithms; trends and age, which need no sum, are filled in here. */
  function toScale(atMs: number): void {
    const { rows } = candidates
    const neighboursMost = candidates.most(NEIGHBOURS)
    const followsMost = candidates.most(FOLLOWS_RECENT)
    candidates.items.forEach((item, i) => {
      const at = i * width
      rows[at + NEIGHBOURS_SHARE] = rows[at + NEIGHBOURS]! / neighboursMost
      rows[at + FOLLOWS_SHARE] = rows[at + FOLLOWS_RECENT]! / followsMost
      for (let slot = 0; slot < trends.slots; slot++)
        rows[at + TRENDS + slot] = Math.log(0.05 + 0.1 * items * trends.share(slot, item))
      rows[at + AGE] = Math.log(1 + (atMs - bornMs[item]!) / DAY_MS) / 5
      for (const k of [FOLLOWS_RECENT, FOLLOWS, FOLLOWS_LAST, NEIGHBOURS])
        rows[at + k] = Math.log(1 + 20 * rows[at + k]!)
      for (const k of [FEATURES, OWN]) rows[at + k] = Math.log(1 + rows[at + k]!)
    })
  }

  /** The items of the sitting that `atMs` belongs to, the last one last; of a new one nothing is known yet. */
  function sittingOf(history: readonly Step[], atMs: number): number[] {
    const out: number[] = []
    let next = atMs
    for (let k = history.length - 1; k >= 0 && out.length < o.historyRead; k--) {
      if (next - history[k]!.atMs > o.sittingGapMs) break
      next = history[k]!.atMs
      out.push(history[k]!.item)
    }
    return out.reverse()
  }

  function teach(person: number, item: number, atMs: number): void {
    consider(people[person] ?? NOBODY, atMs)
    const chosen = candidates.find(item)
    if (chosen < 0) return
    blend.learn(candidates.rows, candidates.items.length, features, scores, chosen)
  }

  function absorb(person: number, item: number, atMs: number): void {
    if (Number.isNaN(bornMs[item]!)) bornMs[item] = atMs
    trends.add(item, atMs)
    graph.count(item)
    const known = (people[person] ??= { history: [], sitting: -1 })
    const { history } = known
    if (known.sitting < 0 || atMs - history.at(-1)!.atMs > o.sittingGapMs) known.sitting = neighbours.open()
    neighbours.add(known.sitting, item)
    for (let k = history.length - 1, back = 0; k >= 0 && back < o.historyLinked; k--, back++)
      graph.link(history[k]!.item, item, atMs - history[k]!.atMs, 1 / (1 + o.linkDecay * back))
    history.push({ item, atMs })
  }

  function write(known: Known, atMs: number, out: Float64Array): void {
    consider(known, atMs)
    out.fill(-Infinity)
    candidates.items.forEach((item, i) => (out[item] = scores[i]!))
  }

  return {
    learn({ person, item, atMs }: Interactions, from: number, to: number): void {
      const step = to - from > CATCHING_UP ? o.teachEvery : 1
      for (let at = from; at < to;) {
        let end = at
        while (end < to && atMs[end] === atMs[at]) end++
        for (let e = at; e < end; e++)
          if (learned + (e - at) >= o.warmUp && e % step === 0) teach(person[e]!, item[e]!, atMs[e]!)
        blend.settle()
        for (let e = at; e < end; e++) absorb(person[e]!, item[e]!, atMs[e]!)
        learned += end - at
        at = end
      }
    },

    score: (person: number, atMs: number, out: Float64Array): void =>
      write(people[person] ?? NOBODY, atMs, out),

    /** As `score`, for somebody of whom only `history` is known. */
    scoreAfter: (history: Step[], atMs: number, out: Float64Array): void =>
      write({ history, sitting: -1 }, atMs, out),
  }
}

/** Items that share a feature with another, and how much that says: rare features say more. Only what is already there counts. */
function createFeatureLikeness({ items, itemFeatures, featureCount }: Facts, maxItems: number) {
  const having = Array.from({ length: featureCount }, (): number[] => [])
  itemFeatures.forEach((features, item) => features.forEach((f) => having[f]!.push(item)))
  const worth = having.map((own) => Math.log(items.length / (1 + own.length)) / 5)
  return (item: number, bornMs: Float64Array, visit: (to: number, value: number) => void): void => {
    for (const f of itemFeatures[item] ?? []) {
      if (having[f]!.length > maxItems) continue
      for (const to of having[f]!) if (!Number.isNaN(bornMs[to]!)) visit(to, worth[f]!)
    }
  }
}
