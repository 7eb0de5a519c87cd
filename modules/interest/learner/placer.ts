// Where a content stands before anybody has met it: the engine's two towers, which learn from each thing enjoyed what is enjoyed after
// what, by what contents say about themselves. Told in the order of the log. A person has no row in it: only what they took lately
// is remembered, by log and not by request, and read again each time by what they decided since.
import {
  createCountedRandom,
  createPlaces,
  createTwoTower,
  NOBODY,
  type PlacesDump,
  type TwoTowerState,
} from '#engine'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Content } from '../catalogue/entries.ts'
import type { Outcome } from '../domain/outcome.ts'
import { mayLearn, type Settings } from '../domain/settings.ts'
import { PARAMS } from '../params.ts'
import { aboutContent } from './about-content.ts'

export type Placer = ReturnType<typeof createPlacer>
export type PlacerDump = {
  towers: TwoTowerState
  drawn: number
  contents: PlacesDump
  features: PlacesDump
  people: PlacesDump
  /** `history` of each person, oldest first: tickets of contents, and when they were enjoyed. */
  taken: Uint32Array
  takenAtMs: Float64Array
}
/** What somebody lately enjoyed points to: a vector an interest, beside what anybody would take. */
export type Pull = Float32Array

const { model, room, halfTrusted } = PARAMS.placer
const { history } = model
const STREAM = 0x70_6c_61

export function createPlacer(catalogue: Catalogue, settingsOf: (accountId: string) => Settings) {
  const random = createCountedRandom(STREAM)
  const towers = createTwoTower({ ...model, featureRows: room.features, random })
  const { width, interests } = towers
  const contents = createPlaces(room.contents)
  const features = createPlaces(room.features)
  const people = createPlaces(room.people)
  const taken = new Uint32Array(room.people * history)
  const takenAtMs = new Float64Array(room.people * history)
  const named = new WeakMap<Content, string[]>()
  const things = new Float32Array(history * width)
  const nobody = new Float32Array(interests * width)

  function namesOf(content: Content): string[] {
    const known = named.get(content)
    if (known) return known
    const { maker, themes, kinds } = aboutContent(catalogue, content)
    const names = [maker, ...themes, ...kinds, ...content.words.map((word) => `word:${word}`)]
    named.set(content, names)
    return names
  }

  /** Its ticket; what it says about itself is told anew. */
  function meet(content: Content): number {
    const ticket = contents.meet(content.contentId, towers.renew)
    const rows = namesOf(content).map((name) => features.rowOf(features.meet(name, towers.renewFeature)))
    towers.describe(contents.rowOf(ticket), undefined, rows)
    return ticket
  }

  function forgetAll(row: number): void {
    taken.fill(0, row * history, (row + 1) * history)
  }

  /** Keeps of a person's past what they did not take back and what still has a row; answers where it ends. */
  function tidy(row: number, settings: Settings): number {
    let end = row * history
    for (let at = end; at < (row + 1) * history; at++) {
      if (!contents.holds(taken[at]!) || !mayLearn(settings, takenAtMs[at]!)) continue
      taken[end] = taken[at]!
      takenAtMs[end++] = takenAtMs[at]!
    }
    taken.fill(0, end, (row + 1) * history)
    return end
  }

  function note(row: number, end: number, ticket: number, atMs: number): void {
    const [from, to] = [row * history, (row + 1) * history]
    let at = end
    if (end === to) {
      taken.copyWithin(from, from + 1, to)
      takenAtMs.copyWithin(from, from + 1, to)
      at = to - 1
    }
    taken[at] = ticket
    takenAtMs[at] = atMs
  }

  /** Writes `width` numbers: of somebody met, or of somebody described. */
  function place(content: Content, out: Float32Array, at = 0): void {
    const ticket = contents.of(content.contentId)
    const known: number[] = []
    for (const name of namesOf(content)) {
      const feature = features.of(name)
      if (feature > 0) known.push(features.rowOf(feature))
    }
    towers.describedVector(known, out, at, ticket > 0 ? contents.rowOf(ticket) : -1)
  }

  return {
    width,
    interests,

    /** In the order of the log. What was passed by is met, so that what was enjoyed is told from it. */
    learn(o: Outcome, content: Content, strength: number): void {
      const ticket = meet(content)
      if (strength <= 0) return
      const row = people.rowOf(people.meet(o.accountId, forgetAll))
      const end = tidy(row, settingsOf(o.accountId))
      const past = taken.subarray(row * history, end)
      if (past.includes(ticket)) return
      const rows = Array.from(past, contents.rowOf)
      towers.learn(NOBODY, rows, contents.rowOf(ticket))
      note(row, end, ticket, o.at.getTime())
    },

    /** What was cleared is gone here too. */
    forget(accountId: string): void {
      const ticket = people.of(accountId)
      if (ticket > 0) tidy(people.rowOf(ticket), settingsOf(accountId))
    },

    /** 0..1: how much what it says is worth by now: of few lessons next to nothing. */
    trust: (): number => 1 / (1 + (halfTrusted / Math.max(1, towers.positives())) ** 2),

    place,

    /** Of what was enjoyed, newest first; null where nothing was. */
    pullOf(enjoyed: readonly Content[]): Pull | null {
      const count = Math.min(history, enjoyed.length)
      if (count === 0) return null
      for (let l = 0; l < count; l++) place(enjoyed[l]!, things, l * width)
      const pull = new Float32Array(interests * width)
      towers.interestsIn(things, 0, nobody)
      towers.interestsIn(things, count, pull)
      for (let d = 0; d < pull.length; d++) pull[d]! -= nobody[d]!
      return pull
    },

    dump: (): PlacerDump => ({
      towers: towers.dump(),
      drawn: random.asked,
      contents: contents.dump(),
      features: features.dump(),
      people: people.dump(),
      taken: taken.slice(0, people.size * history),
      takenAtMs: takenAtMs.slice(0, people.size * history),
    }),
    restore(from: PlacerDump): void {
      contents.restore(from.contents)
      features.restore(from.features)
      people.restore(from.people)
      towers.restore(from.towers)
      taken.fill(0)
      taken.set(from.taken)
      takenAtMs.set(from.takenAtMs)
      random.asked = from.drawn
    },
  }
}
