// What a person turns to next: our online model, as rows and columns. Recall proposes (what is hot at several speeds, what follows
// the person's last things, what shares their features, what is their own); a gated blend weighs the evidence and learns from each
// outcome. There is no training run: every interaction is learned when it happens, and the next answer knows it. All state is in
// shared columns: one thread learns, others may ask.
import { DAY_MS } from '#kernel/clock'
import type { BestOf } from '../best-of.ts'
import { createColumns } from '../columns.ts'
import { createPackedLists } from '../packed-lists.ts'
import { createEvidenceTable } from './evidence-table.ts'
import { createFeatureLikeness } from './feature-likeness.ts'
import { createForesight } from './foresight.ts'
import { createGatedBlend } from './gated-blend.ts'
import { createHistories } from './histories.ts'
import type { NextItemOptions, NextItemRoom } from './next-item-options.ts'
import { createSessionNeighbours } from './session-neighbours.ts'
import { createSuccessorGraph } from './successor-graph.ts'
import { createTrendTable } from './trend-table.ts'

export type NextItemModel = ReturnType<typeof createNextItemModel>

export type Step = { item: number; atMs: number }
/** What one event teaches about items: what was turned to, after what (the last first), in which of the learner's sittings. */
export type Lesson = Step & { before: readonly Step[]; sitting: number }

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
/** Sums over links, told as logarithms. */
const LINKS = [FOLLOWS_RECENT, FOLLOWS, FOLLOWS_LAST, NEIGHBOURS] as const
/** What nobody turned to of late. */
const UNTRENDED = Math.log(0.05)
const INITIAL = [0, 1, 0.5, 0.3, 0, 0.3, 0, 0, 0.3, 0]
/** Constant, how recent the last thing is, how much is known, nothing is known. */
const SITUATION = 4
/** An item has so many features at most. */
const FEATURE_SIZES = [4, 16, 64]

export function createNextItemModel(room: NextItemRoom, o: NextItemOptions) {
  const { people, items, columns = createColumns() } = room
  const trends = createTrendTable({
    items,
    halfLivesMs: o.trendHalfLivesMs,
    hottest: o.trendCandidates,
    columns: columns.within('trends'),
  })
  const graph = createSuccessorGraph({
    items,
    gapHalfLifeMs: o.gapHalfLifeMs,
    backward: o.backward,
    degree: o.degree,
    ...(o.linkHalfLifeMs === undefined ? {} : { halfLifeMs: o.linkHalfLifeMs }),
    ...(room.links === undefined ? {} : { maxLinks: room.links }),
    columns: columns.within('graph'),
  })
  const neighbours = createSessionNeighbours({
    items,
    sittingsPerItem: o.sittingsPerItem,
    neighbours: o.neighbours,
    ...(room.sittings === undefined ? {} : { maxSittings: room.sittings }),
    columns: columns.within('neighbours'),
  })
  const likeness = createFeatureLikeness({
    features: room.features,
    maxItems: o.maxItemsOfFeature,
    maxEntries: room.described,
    columns: columns.within('likeness'),
  })
  const described = createPackedLists(columns.within('described'), {
    owners: items,
    sizes: FEATURE_SIZES,
    room: room.described * 2,
  })
  const histories = createHistories({
    people,
    ...(room.events === undefined ? {} : { room: room.events }),
    columns: columns.within('histories'),
  })
  /** The number of a person's last sitting, from 1; 0 for none. */
  const sittings = columns.uint32('sittings', people)
  /** When an item came, one more so that 0 is not yet. */
  const born = columns.float64('born', items)
  /** The number of the first sitting after a row was given up: what earlier ones say of it was about another. */
  const goneSitting = columns.uint32('goneSitting', items)
  /** Items that are there; rows ever used; where the sweep is; how often it went round. */
  const counts = columns.float64('counts', 4)
  const width = TRENDS + trends.slots
  const blend = createGatedBlend({
    evidence: width,
    situation: SITUATION,
    learningRate: o.learningRate,
    initial: [...INITIAL, ...o.trendHalfLivesMs.map(() => 0.2)],
    columns: columns.within('blend'),
  })
  const candidates = createEvidenceTable(items, width)
  const foresight = createForesight(columns)
  /** The trend of the day, which a model has to beat. */
  const trendColumn = TRENDS + Math.min(1, trends.slots - 1)
  const situation = new Float64Array(SITUATION)
  let scores = new Float64Array(1_024)

  /** The person asked about, newest first. */
  let recent: readonly Step[] = []
  const longest = Math.max(o.historyRead, o.historyLinked)
  const isBorn = (item: number): boolean => born[item]! > 0
  const addCandidate = (item: number) => void candidates.add(item)

  /** What popular things have in common says little; 1 for the most popular there could be. */
  const rarity = (item: number) => 1 - Math.log(trends.share(trends.slots - 1, item) + 1e-6)

  function readSituation(met: number, atMs: number): void {
    const last = recent[0]
    situation[0] = 1
    situation[1] = last ? 1 / (1 + Math.max(0, atMs - last.atMs) / DAY_MS / 7) : 0
    situation[2] = Math.log(1 + met) / 3
    situation[3] = last ? 0 : 1
  }

  /** Whether a step is about what its row now holds; histories keep time to a tenth of a second. */
  const isAbout = ({ item, atMs }: Step): boolean => born[item]! > 0 && atMs + 100 >= born[item]!

  /** Gathers candidates and their evidence as of `atMs` for whoever `recent` is about, and scores them. */
  function consider(met: number, sitting: number, atMs: number): void {
    readSituation(met, atMs)
    candidates.clear()
    for (let slot = 0; slot < trends.slots; slot++) trends.eachHot(slot, addCandidate)
    for (let back = 0; back < Math.min(recent.length, o.historyRead); back++) considerStep(back, atMs)
    neighbours.each(sittingAt(atMs), sitting, (to, value, when) => {
      if (!(born[to]! > 0) || when < goneSitting[to]!) return
      const row = candidates.add(to)
      candidates.rows[row + NEIGHBOURS]! += value * rarity(to)
    })
    toScale(atMs)
    if (scores.length < candidates.items.length) scores = new Float64Array(2 * candidates.items.length)
    blend.score(candidates.rows, candidates.items.length, situation, scores)
  }

  function considerStep(back: number, atMs: number): void {
    const step = recent[back]!
    const near = 1 / (1 + 0.3 * back)
    const fresh = 2 ** -(Math.max(0, atMs - step.atMs) / (180 * DAY_MS))
    if (!isAbout(step)) return
    const own = candidates.add(step.item)
    candidates.rows[own + OWN]! += near
    if (back === 0) candidates.rows[own + OWN_LAST] = 1
    graph.each(step.item, (to, value) => {
      if (!(born[to]! > 0)) return
      const row = candidates.add(to)
      const { rows } = candidates
      rows[row + FOLLOWS_RECENT]! += value * near
      rows[row + FOLLOWS]! += value
      if (back === 0) rows[row + FOLLOWS_LAST]! += value * fresh
    })
    const start = described.start(step.item)
    for (let at = start; at < start + described.count(step.item); at++)
      likeness.each(described.keys[at]!, counts[0]!, (to, value) => {
        const row = candidates.add(to)
        candidates.rows[row + FEATURES]! += value * near
      })
  }

  /** Sums of evidence to shares and logarithms; trends and age, which need no sum, are filled in here. */
  function toScale(atMs: number): void {
    const { rows } = candidates
    const neighboursMost = candidates.most(NEIGHBOURS)
    const followsMost = candidates.most(FOLLOWS_RECENT)
    const known = 0.1 * counts[0]!
    candidates.items.forEach((item, i) => {
      const at = i * width
      rows[at + NEIGHBOURS_SHARE] = rows[at + NEIGHBOURS]! / neighboursMost
      rows[at + FOLLOWS_SHARE] = rows[at + FOLLOWS_RECENT]! / followsMost
      for (let slot = 0; slot < trends.slots; slot++) {
        const share = trends.share(slot, item)
        rows[at + TRENDS + slot] = share === 0 ? UNTRENDED : Math.log(0.05 + known * share)
      }
      rows[at + AGE] = Math.log(1 + Math.max(0, atMs - born[item]! + 1) / DAY_MS) / 5
      // Most is 0, and has this very logarithm.
      for (let k = 0; k < LINKS.length; k++) {
        const sum = rows[at + LINKS[k]!]!
        if (sum !== 0) rows[at + LINKS[k]!] = Math.log(1 + 20 * sum)
      }
      if (rows[at + FEATURES] !== 0) rows[at + FEATURES] = Math.log(1 + rows[at + FEATURES]!)
      if (rows[at + OWN] !== 0) rows[at + OWN] = Math.log(1 + rows[at + OWN]!)
    })
  }

  /** The items of the sitting that `atMs` belongs to, the last one last; of a new one nothing is known yet. */
  function sittingAt(atMs: number): number[] {
    const out: number[] = []
    let next = atMs
    for (const step of recent) {
      if (next - step.atMs > o.sittingGapMs || out.length >= o.historyRead) break
      next = step.atMs
      out.push(step.item)
    }
    return out.reverse()
  }

  /** What an event teaches about items, whoever's it was. */
  function learnFrom({ item, atMs, before }: Lesson, sitting: number): void {
    trends.add(item, atMs)
    graph.count(item, atMs)
    neighbours.add(sitting, item)
    before.forEach((step, back) =>
      graph.link(step.item, item, atMs - step.atMs, 1 / (1 + o.linkDecay * back), atMs),
    )
  }

  function considerPerson(person: number, atMs: number): void {
    recent = histories.latest(person, longest)
    consider(histories.met(person), sittings[person]! - 1, atMs)
  }

  function write(out: Float64Array): void {
    out.fill(-Infinity)
    candidates.items.forEach((item, i) => (out[item] = scores[i]!))
  }

  function undescribe(item: number): void {
    const start = described.start(item)
    for (let at = start; at < start + described.count(item); at++)
      likeness.withdraw(item, described.keys[at]!)
    described.clear(item)
  }

  return {
    columns,
    isBorn,

    /** An item is there from `atMs` on; of one that is there already, the features are renewed. */
    introduce(item: number, atMs: number, features: readonly number[]): void {
      if (isBorn(item)) undescribe(item)
      else {
        born[item] = atMs + 1
        counts[0]!++
        counts[1] = Math.max(counts[1]!, item + 1)
      }
      for (const feature of features) if (described.push(item, feature)) likeness.describe(item, feature)
    },

    /** Whether any item that is there has the feature. */
    usesFeature: likeness.isUsed,

    /** An item is gone: it is no candidate from now on. Its row may hold another once the sweep went round twice. */
    retire(item: number): void {
      if (!isBorn(item)) return
      born[item] = 0
      goneSitting[item] = neighbours.size
      counts[0]!--
      trends.remove(item)
      graph.remove(item)
      neighbours.remove(item)
      undescribe(item)
    },

    /** Drops links to what is gone from the lists of the next `rows` rows; answers how often it went round so far. */
    sweep(rows: number): number {
      for (let n = 0; n < rows && counts[1]! > 0; n++) {
        graph.drop(counts[2]!, isBorn)
        if (++counts[2]! < counts[1]!) continue
        counts[2] = 0
        counts[3]!++
      }
      return counts[3]!
    },

    /** A person turned to an item that is there. */
    observe(person: number, item: number, atMs: number, action = 0): Lesson {
      const before = histories.latest(person, longest)
      if (sittings[person] === 0 || atMs - before[0]!.atMs > o.sittingGapMs)
        sittings[person] = neighbours.open() + 1
      const sitting = sittings[person]! - 1
      const lesson = { item, atMs, before: before.slice(0, o.historyLinked).filter(isAbout), sitting }
      learnFrom(lesson, sitting)
      histories.push(person, item, atMs, action)
      return lesson
    },

    /** Something happened at another learner, whose people are not ours; `open` says which sitting of ours stands for its own. */
    hear(lesson: Lesson, open: (sitting: number, make: () => number) => number): void {
      learnFrom(lesson, open(lesson.sitting, neighbours.open))
    },
    learned: blend.learned,
    learnMore: blend.add,

    /** Lets the blend learn from what the person is about to turn to; takes effect with `settle`. */
    teach(person: number, item: number, atMs: number): void {
      considerPerson(person, atMs)
      const chosen = candidates.find(item)
      foresight.note(candidates, scores, trendColumn, chosen)
      if (chosen >= 0) blend.learn(candidates.rows, candidates.items.length, situation, scores, chosen)
    },
    settle: blend.settle,

    /** Forgets what a person did; the sittings stay, and name nobody. */
    forget(person: number): void {
      histories.clear(person)
      sittings[person] = 0
    },

    /** Offers what the person may turn to next with its score to `best`, where `allows` says yes. `person` −1: nobody we know. */
    propose(person: number, atMs: number, best: BestOf, allows: (item: number) => boolean): void {
      if (person >= 0) considerPerson(person, atMs)
      else {
        recent = []
        consider(0, -1, atMs)
      }
      candidates.items.forEach((item, i) => {
        if (allows(item)) best.offer(item, scores[i]!)
      })
    },

    /** As `propose`, for somebody of whom only this is known, the last thing last. */
    proposeAfter(history: readonly Step[], atMs: number, best: BestOf): void {
      recent = history.slice(-longest).reverse()
      consider(history.length, -1, atMs)
      candidates.items.forEach((item, i) => best.offer(item, scores[i]!))
    },

    /** Of what was proposed last: how much of what speaks for an item is what the person did, 0..1; the rest is what everybody does. */
    personalShare(item: number): number {
      const at = candidates.find(item) * width
      if (at < 0) return 0
      let [own, all] = [0, 0]
      for (let k = AGE + 1; k < width; k++) {
        const part = blend.effective(k) * candidates.rows[at + k]!
        if (part <= 0) continue
        all += part
        if (k < TRENDS) own += part
      }
      return all > 0 ? own / all : 0
    },

    /** The last `most` things of a person, newest first. */
    latest: histories.latest,

    /** Entries in use of what grows: links, events. */
    used: () => ({ links: graph.used(), events: histories.used() }),

    progress: foresight.read,

    /** Writes how likely each item is next for the person into `out`, one number an item; -Infinity for none. */
    score(person: number, atMs: number, out: Float64Array): void {
      considerPerson(person, atMs)
      write(out)
    },

    /** As `score`, for somebody of whom only this is known, the last thing last. */
    scoreAfter(history: readonly Step[], atMs: number, out: Float64Array): void {
      recent = history.slice(-longest).reverse()
      consider(history.length, -1, atMs)
      write(out)
    },
  }
}
