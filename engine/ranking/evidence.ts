// What is known of an impression before it is shown, as features: rates of item and person at several speeds, how this visit goes, what
// the person took before. Numbers are log-odds (they add up, and say 0 when nothing is known); crosses are places in hashed tables. All
// of it changes with each outcome, which is why the models above it can stay small.
import { DAY_MS } from '#kernel/clock'
import {
  addCrossed,
  addDeepKey,
  addFeature,
  addItemKey,
  addPersonKey,
  clearExample,
  clearUnshared,
  shareExample,
  type Example,
} from './example.ts'
import { bucket, lengthOf, playedOf, shareOf } from './buckets.ts'
import { chanceOf, logOddsOf } from './calibration.ts'
import { hashOf } from './hashing.ts'
import {
  createPersonMemories,
  type Earlier,
  type PersonMemories,
  type PersonMemory,
} from './person-memory.ts'
import { createRateTable, type RateTableDump } from './rate-table.ts'
import { visitOf, type Visit } from './visit.ts'

/** Who is shown something, where and when: the same for all that is considered for one slate. */
export type Moment = {
  person: number
  /** Where it is shown. */
  surface: number
  atMs: number
}
export type Thing = {
  item: number
  /** How long it plays; 0 for what does not. */
  durationMs: number
}
export type Shown = Moment & Thing

/** What does not change: numbers that name features, from the caller's own dictionary. */
export type Catalogue = {
  /** Author, seller or brand; −1 when unknown. */
  maker(item: number): number
  /** Tags or categories. */
  themes(item: number): ArrayLike<number>
  /** Anything else about an item. */
  kinds(item: number): ArrayLike<number>
  traits(person: number): ArrayLike<number>
  /**
   * The name under which it is remembered how this person takes to a theme or a maker; left out: its own. Another name is a clean
   * slate: for a person who wants what was learned about it forgotten.
   */
  ownName?(person: number, feature: number): number
  /** What this person took before the first impression. */
  earlier?(person: number): Earlier
  /** How often each item was taken, liked and used at length before the first impression. */
  earlierOfItem?(item: number): { taken: number; liked: number; deep: number }
}

export type EvidenceOptions = {
  catalogue: Catalogue
  /** Places of the tables of rates; powers of two. */
  itemRates: number
  personRates: number
  maxPeople: number
  visitGapMs: number
  /** Offset of the people's clock, for the hour of the day; null: the hour is not asked, so that a life is the same at any time. */
  utcOffsetHours: number | null
  /** What is expected of something nobody knows: chances of success and of long use, and the mean of ln(1 + seconds played). */
  usual: { success: number; deep: number; stay: number }
}
export type EvidenceDump = {
  items: RateTableDump
  people: RateTableDump
  deep: RateTableDump
  memories: ReturnType<PersonMemories['dump']>
}
export type Evidence = ReturnType<typeof createEvidence>

const HOUR_MS = DAY_MS / 24
const ITEM_HALF_LIVES = [3 * HOUR_MS, DAY_MS, 14 * DAY_MS]
const PERSON_HALF_LIVES = [HOUR_MS, 14 * DAY_MS]
const SLOW_ITEM = 6
const SLOW_PERSON = 3
/** Expected successes added to both sides of a lift: what one impression may move it. */
const PRIOR = 4
const SURFACE_PRIOR = 60
const NUMBERS = 96
/** Where the numbers of each part begin. */
const PART = { own: 0, taste: 15, moment: 20, item: 34 }
/** The value of crosses that name one person or one thing: seldom met, so that each time has to teach more. */
const NAMED = { person: 2, item: 1.5 }
const NONE: ArrayLike<number> = []
/** Numbers live in the first places of the table, crosses in any. */
const FIELD = { key: 0, own: 32, item: 64, crossed: 128 }

export function createEvidence(o: EvidenceOptions) {
  const { catalogue, usual } = o
  const itemRates = createRateTable({ size: o.itemRates, halfLivesMs: ITEM_HALF_LIVES })
  const personRates = createRateTable({ size: o.personRates, halfLivesMs: PERSON_HALF_LIVES })
  const deepRates = createRateTable({ size: o.personRates, halfLivesMs: [14 * DAY_MS] })
  const memories = createPersonMemories(o.maxPeople, catalogue.earlier)
  const ownName = catalogue.ownName ?? ((_: number, feature: number) => feature)
  const sums = new Float64Array(16)
  let next = 0
  let to: Example
  let at: Moment
  /** What a moment says, kept for the things that are looked at in it. */
  let memory: PersonMemory
  let themesBefore: ArrayLike<number> = NONE
  let surfaceOdds = 0

  const number = (value: number): void => addFeature(to, next++, value)
  const cross = (field: number, a: number, b = 0, strength = 1): void =>
    addFeature(to, NUMBERS + hashOf(field, a, b), strength)

  const liftAt = (speed: number): number => Math.log((sums[speed + 1]! + PRIOR) / (sums[speed + 2]! + PRIOR))

  /** How far a surface has lately moved from its slow rate: a holiday, a campaign, a new place for the feed. */
  const driftAt = (speed: number, odds: number): number =>
    logOddsOf((sums[speed + 1]! + SURFACE_PRIOR * chanceOf(odds)) / (sums[speed]! + SURFACE_PRIOR)) - odds

  /** The slow lift of a key; its successes will be counted. */
  function itemLift(field: number, a: number, b = 0): number {
    const key = hashOf(field, a, b)
    addItemKey(to, key)
    itemRates.read(key, at.atMs, sums)
    return liftAt(SLOW_ITEM)
  }
  function itemLifts(field: number, a: number, b = 0): number {
    const slow = itemLift(field, a, b)
    number(liftAt(0))
    number(liftAt(3))
    number(slow)
    number(Math.log1p(sums[SLOW_ITEM]!) / 2)
    return slow
  }
  function personLift(field: number, a: number, b = 0): number {
    const key = hashOf(field, a, b)
    addPersonKey(to, key)
    personRates.read(key, at.atMs, sums)
    return liftAt(SLOW_PERSON)
  }
  function personLifts(field: number, a: number, b = 0): number {
    const slow = personLift(field, a, b)
    number(liftAt(0))
    number(slow)
    number(Math.log1p(sums[SLOW_PERSON]!) / 2)
    return slow
  }
  function deepRate(field: number, a: number, b = 0): void {
    const key = hashOf(field, a, b)
    addDeepKey(to, key)
    deepRates.read(key, at.atMs, sums)
    number(logOddsOf((sums[1]! + PRIOR * usual.deep) / (sums[0]! + PRIOR)) - logOddsOf(usual.deep))
    number(sums[2]! / (sums[0]! + PRIOR))
  }

  /** What the person's own outcomes say, here and lately: the same whatever stands in the list. */
  function own(visit: Visit): void {
    const { person, surface } = at
    const lift = personLifts(1, person)
    const here = personLift(2, person, surface)
    number(liftAt(0))
    number(here - lift)
    number(Math.log1p(sums[SLOW_PERSON]!) / 2)
    to.expectedOfItem = chanceOf(surfaceOdds + here)
    deepRate(3, person)
    deepRate(4, person, surface)
    const before = visit.first ? 0 : memory.lastSuccess ? 1 : -1
    number(visit.begins ? 0 : Math.log((memory.successes + 1) / (visit.shows * usual.success + 1)))
    number(visit.begins ? 0 : Math.log1p(memory.misses))
    number(before)
    number(visit.begins ? 0 : before)
    number(memory.lastPlayedSeconds < 0 ? 0 : Math.log1p(memory.lastPlayedSeconds) - 2)
    cross(FIELD.own, person, 0, NAMED.person)
    cross(FIELD.own + 1, person, surface, NAMED.person)
    cross(FIELD.own + 2, visit.begins ? 99 : before * 10 + Math.min(4, memory.misses), surface)
    cross(FIELD.own + 3, bucket(here, 4), surface)
    cross(FIELD.own + 4, bucket(lift, 4))
    cross(FIELD.own + 9, playedOf(memory.lastPlayedSeconds), surface)
    cross(FIELD.own + 10, shareOf(memory.lastPlayedShare), surface)
  }

  /** Who, where and when, without what this person did with what was shown. */
  function situation(visit: Visit): void {
    const { person, surface, atMs } = at
    const hour = o.utcOffsetHours === null ? 0 : Math.floor(atMs / HOUR_MS + o.utcOffsetHours) % 24
    const taken = memory.earlier.length
    number(1)
    number(surfaceOdds)
    itemRates.read(hashOf(0, surface), atMs, sums)
    number(driftAt(0, surfaceOdds))
    number(driftAt(3, surfaceOdds))
    number(itemLift(1, hour, surface))
    number(liftAt(0))
    number(liftAt(3))
    number(Math.log1p(taken) / 2)
    number(Math.log((memory.earlierLiked + 0.3) / (taken + 10) / 0.03))
    number(Math.log((memory.earlierDeep + 2) / (taken + 4) / 0.5))
    number(visit.first ? 0 : Math.log1p(visit.gapSeconds) / 2 - 2.5)
    number(visit.first ? 1 : 0)
    number(Math.log1p(visit.shows))
    number(memory.lastSurface === surface ? 1 : 0)
    cross(FIELD.item, surface)
    cross(FIELD.item + 1, hour, surface)
    cross(FIELD.own + 5, Math.round(2 * Math.log2(1 + taken)), surface)
    const gap = visit.first ? -1 : Math.min(12, Math.floor(Math.log2(1 + visit.gapSeconds)))
    cross(FIELD.own + 6, gap, surface)
    cross(FIELD.own + 7, Math.min(visit.shows, 12), surface)
    const traits = catalogue.traits(person)
    for (let k = 0; k < traits.length; k++) cross(FIELD.own + 8, traits[k]!, surface)
    addCrossed(to, hashOf(FIELD.crossed, surface), 1)
    addCrossed(to, hashOf(FIELD.crossed + 1, hour), 1)
  }

  function candidate({ item, durationMs }: Thing): void {
    const { surface } = at
    const maker = catalogue.maker(item)
    const length = lengthOf(durationMs)
    const slow = itemLifts(2, item)
    const here = itemLifts(3, item, surface)
    to.expectedOfPerson = chanceOf(surfaceOdds + here)
    itemLifts(4, maker)
    number(itemLift(5, length, surface))
    deepRate(5, item)
    deepRate(6, maker)
    deepRate(7, length, surface)
    deepRate(8, surface)
    const { taken, liked, deep } = catalogue.earlierOfItem?.(item) ?? { taken: 0, liked: 0, deep: 0 }
    number(Math.log1p(taken) / 2)
    number(Math.log((liked + 0.5) / (taken + 20) / 0.025))
    number(Math.log((deep + 2.5) / (taken + 5) / 0.5))
    number(Math.log2(1 + durationMs / 1_000) / 3 - 1.5)
    cross(FIELD.item + 2, item, 0, NAMED.item)
    cross(FIELD.item + 3, item, surface, NAMED.item)
    cross(FIELD.item + 4, maker, 0, NAMED.item)
    cross(FIELD.item + 5, length, surface)
    cross(FIELD.item + 6, bucket(Math.log1p(taken), 2), surface)
    cross(FIELD.item + 7, bucket(here, 6), surface)
    cross(FIELD.item + 8, bucket(slow, 6))
    addCrossed(to, hashOf(FIELD.crossed + 2, item), 1)
    addCrossed(to, hashOf(FIELD.crossed + 3, maker), 1)
    addCrossed(to, hashOf(FIELD.crossed + 4, length), 1)
    const kinds = catalogue.kinds(item)
    for (let k = 0; k < kinds.length; k++) {
      cross(FIELD.item + 9, kinds[k]!, surface)
      addCrossed(to, hashOf(FIELD.crossed + 5, kinds[k]!), 1)
    }
    themes(item)
  }

  /** How this person took to things like this one, and to the one just before it. */
  function taste({ item, durationMs }: Thing): void {
    const { person } = at
    number(personLift(5, person, lengthOf(durationMs) >> 1))
    number(personLift(6, person, ownName(person, catalogue.maker(item))))
    const own = catalogue.themes(item)
    let [lift, same] = [0, 0]
    for (let k = 0; k < own.length; k++) {
      const theme = own[k]!
      const named = ownName(person, theme)
      lift += personLift(7, person, named)
      cross(FIELD.item + 11, person, named)
      for (let b = 0; b < themesBefore.length; b++) {
        cross(FIELD.item + 12, theme, 2 * themesBefore[b]! + (memory.lastSuccess ? 1 : 0))
        if (themesBefore[b] === theme) same = 1
      }
    }
    number(lift / (own.length || 1))
    number(same)
    number(same * (memory.lastSuccess ? 1 : -1))
  }

  /** How the themes of this item fare with everybody. */
  function themes(item: number): void {
    const { surface } = at
    const own = catalogue.themes(item)
    let [everywhere, here] = [0, 0]
    for (let k = 0; k < own.length; k++) {
      const theme = own[k]!
      everywhere += itemLift(6, theme)
      here += itemLift(7, theme, surface)
      cross(FIELD.item + 10, theme, surface)
      addCrossed(to, hashOf(FIELD.crossed + 6, theme), 1)
    }
    number(everywhere / (own.length || 1))
    number(here / (own.length || 1))
  }

  function open(moment: Moment, example: Example): void {
    clearExample(example)
    to = example
    at = moment
    memory = memories.peek(at.person)
    themesBefore = memory.lastItem < 0 ? NONE : catalogue.themes(memory.lastItem)
    itemLift(0, at.surface)
    surfaceOdds = logOddsOf((sums[SLOW_ITEM + 1]! + 5 * usual.success) / (sums[SLOW_ITEM]! + 5))
    const visit = visitOf(memory, at.atMs, o.visitGapMs)
    next = PART.own
    own(visit)
    to.ownCount = to.count
    next = PART.moment
    situation(visit)
    shareExample(to)
  }

  function add(thing: Thing): void {
    clearUnshared(to)
    next = PART.taste
    taste(thing)
    to.tasteCount = to.count
    next = PART.item
    candidate(thing)
  }

  return {
    /** Begins `example` with what is the same for all that one person may be shown here and now. */
    open,
    /** Fills the example that was opened with all that is known of showing this thing then; again for each thing. */
    add,
    /** Both. */
    read(shown: Shown, example: Example): void {
      open(shown, example)
      add(shown)
    },

    /** The main outcome is known. */
    learn({ person, item, surface, atMs }: Shown, x: Example, success: boolean): void {
      const hit = success ? 1 : 0
      for (let k = 0; k < x.itemKeyCount; k++) itemRates.add(x.itemKeys[k]!, atMs, 1, hit, x.expectedOfItem)
      for (let k = 0; k < x.personKeyCount; k++)
        personRates.add(x.personKeys[k]!, atMs, 1, hit, x.expectedOfPerson)
      memories.note(person, item, surface, atMs, success, o.visitGapMs)
    },

    /** Its playing has ended: whether it was used at length, and how long. */
    learnDeep({ person, atMs, durationMs }: Shown, x: Example, deep: boolean, playedMs: number): void {
      const stay = Math.log1p(playedMs / 1_000) - usual.stay
      for (let k = 0; k < x.deepKeyCount; k++) deepRates.add(x.deepKeys[k]!, atMs, 1, deep ? 1 : 0, stay)
      memories.notePlayed(person, playedMs, durationMs)
    },

    dump: (): EvidenceDump => ({
      items: itemRates.dump(),
      people: personRates.dump(),
      deep: deepRates.dump(),
      memories: memories.dump(),
    }),
    restore(from: EvidenceDump): void {
      itemRates.restore(from.items)
      personRates.restore(from.people)
      deepRates.restore(from.deep)
      memories.restore(from.memories)
    },
  }
}
