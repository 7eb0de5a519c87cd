// A closed world fitted on a log of impressions: who opens the feed when, what exists by then, and with what chance whom pleases
// what. A policy of exposure cannot be judged on a log, where it would have shown other things; here it lives with what it does.
// The chances are the truth of this world and are asked only when something is shown. Click chance = the item's quality × the
// person's taste for its first tag × how much the place is looked at. Quality is drawn from its posterior given the log's clicks
// (a mean would make all little-shown items equal, and exploring worthless); taste is the smoothed ratio of the person's clicks
// to those expected. Arrival is the first impression in the log: synthetic, for the upload dates of the set tell nothing.
import type { Random } from '#kernel/random'
import { sampleBeta } from '../posterior.ts'
import { smoothedRate } from '../rates.ts'
import { betaPrior } from './beta-prior.ts'
import { listOf, type Impressions } from './shapes.ts'

export type ExposureWorld = {
  readonly personCount: number
  readonly itemCount: number
  readonly tagCount: number
  /** By item. */
  readonly tag: Uint8Array
  readonly arrivedMs: Float64Array
  /** One row a visit, in order of time. */
  readonly visitor: Uint32Array
  readonly visitMs: Float64Array
  /** The item that the log showed first on that visit: what a policy may be warmed up with. */
  readonly logged: Uint32Array
  /** Chance of a click if it is looked at. The truth. */
  chance(person: number, item: number): number
  /** Whether it is clicked at that visit in a place looked at with that chance; the same however often and by whom it is asked. */
  clicked(visit: number, item: number, attention: number): boolean
}

export type WorldOptions = {
  /** Impressions closer together than this are one visit. */
  readonly visitGapMs: number
  /** The surface whose impressions are the log: rates of several mixed would tell surfaces apart, not items. */
  readonly tab: number
  /** Every so-manieth person visits; all are in the fit. */
  readonly oneIn: number
}

/** Clicks that a person's taste for one tag, and clicks that a person's eagerness, has to outweigh. */
const TASTE_PRIOR = 3
const EAGERNESS_PRIOR = 3
const HIGHEST_CHANCE = 0.95
const LARGEST_TASTE = 3

export function createExposureWorld(
  all: Impressions,
  { visitGapMs, tab, oneIn }: WorldOptions,
  random: Random,
): ExposureWorld {
  const shown = onlyTab(all, tab)
  const [people, items] = [shown.people.length, shown.items.length]
  const { tag, tagCount } = firstTags(all)
  const quality = drawQuality(shown, random)
  const { eagerness, taste } = fitTastes(shown, quality, tag, tagCount)
  const arrivedMs = new Float64Array(items).fill(Infinity)
  const visits: number[] = []
  const lastMs = new Float64Array(people).fill(-Infinity)
  for (let i = 0; i < shown.length; i++) {
    const [person, item, atMs] = [shown.person[i]!, shown.item[i]!, shown.atMs[i]!]
    arrivedMs[item] = Math.min(arrivedMs[item]!, atMs)
    if (person % oneIn === 0 && atMs - lastMs[person]! > visitGapMs) visits.push(i)
    lastMs[person] = atMs
  }
  const luck = random.int(2 ** 31)
  return {
    personCount: people,
    itemCount: items,
    tagCount,
    tag,
    arrivedMs,
    visitor: Uint32Array.from(visits, (i) => shown.person[i]!),
    visitMs: Float64Array.from(visits, (i) => shown.atMs[i]!),
    logged: Uint32Array.from(visits, (i) => shown.item[i]!),
    chance,
    clicked: (visit, item, attention) =>
      uniformOf(luck, visit, item) < attention * chance(shown.person[visits[visit]!]!, item),
  }

  function chance(person: number, item: number): number {
    const liking = taste[person * tagCount + tag[item]!]! * eagerness[person]!
    return Math.min(HIGHEST_CHANCE, quality[item]! * Math.min(LARGEST_TASTE, liking))
  }
}

type Log = Pick<Impressions, 'people' | 'items' | 'length' | 'person' | 'item' | 'atMs'> & {
  readonly click: Uint8Array
}

function onlyTab(all: Impressions, tab: number): Log {
  const rows = Uint32Array.from(all.tab.keys()).filter((i) => all.tab[i] === tab)
  return {
    people: all.people,
    items: all.items,
    length: rows.length,
    person: rows.map((i) => all.person[i]!),
    item: rows.map((i) => all.item[i]!),
    atMs: Float64Array.from(rows, (i) => all.atMs[i]!),
    click: Uint8Array.from(rows, (i) => all.labels['click']![i]!),
  }
}

/** The item's first tag; those without one share the last number. */
function firstTags({ items, itemFeatures }: Impressions) {
  const numbers = new Map<string, number>()
  const tag = new Uint8Array(items.length)
  items.forEach((_, item) => {
    const name =
      Array.from(listOf(itemFeatures.of, item), (f) => itemFeatures.names[f]!).find((n) =>
        n.startsWith('tag:'),
      ) ?? 'none'
    let number = numbers.get(name)
    if (number === undefined) numbers.set(name, (number = Math.min(255, numbers.size)))
    tag[item] = number
  })
  return { tag, tagCount: Math.min(256, numbers.size) }
}

/** One draw of each item's click rate from its posterior; the prior is the Beta whose first two moments the log's items have. */
function drawQuality({ items, item, length, click }: Log, random: Random): Float64Array {
  const tried = new Float64Array(items.length)
  const hits = new Float64Array(items.length)
  for (let i = 0; i < length; i++) {
    tried[item[i]!]! += 1
    hits[item[i]!]! += click[i]!
  }
  const { mean, strength } = betaPrior(hits, tried)
  return tried.map((n, i) =>
    sampleBeta(mean * strength + hits[i]!, (1 - mean) * strength + n - hits[i]!, random),
  )
}

function fitTastes(shown: Log, quality: Float64Array, tag: Uint8Array, tagCount: number) {
  const people = shown.people.length
  const [hits, expected] = [new Float64Array(people), new Float64Array(people)]
  const ofTag = { hits: new Float32Array(people * tagCount), expected: new Float32Array(people * tagCount) }
  for (let i = 0; i < shown.length; i++) {
    const person = shown.person[i]!
    const cell = person * tagCount + tag[shown.item[i]!]!
    hits[person]! += shown.click[i]!
    expected[person]! += quality[shown.item[i]!]!
    ofTag.hits[cell]! += shown.click[i]!
    ofTag.expected[cell]! += quality[shown.item[i]!]!
  }
  const eagerness = hits.map((h, p) => smoothedRate(h, expected[p]!, 1, EAGERNESS_PRIOR))
  const taste = ofTag.hits.map((h, cell) =>
    smoothedRate(h, ofTag.expected[cell]! * eagerness[Math.floor(cell / tagCount)]!, 1, TASTE_PRIOR),
  )
  return { eagerness, taste }
}

/** A number in [0, 1) that hangs on the three alone: two policies that show the same have the same luck. */
function uniformOf(seed: number, visit: number, item: number): number {
  let h = Math.imul(visit ^ seed, 0x9e3779b1) ^ Math.imul(item + 0x7f4a7c15, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296
}
