// A generated stream and engines that share its people, for the tests of the exchange.
import assert from 'node:assert/strict'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import type { EngineEvent } from '../engine-shapes.ts'
import { createInterestEngine, type InterestEngine } from '../interest-engine.ts'
import { NEXT_ITEM } from '../models/next-item-options.ts'
import type { Delta } from './delta.ts'
import type { ExchangeOptions } from './exchange.ts'
import { partitionOf } from './partition.ts'

export const START = 1_700_000_000_000
export const PEOPLE = 60
export const ITEMS = 140
const FREE = { penalty: 0, maxRun: Infinity }

export const make = (exchange?: Partial<ExchangeOptions>): InterestEngine =>
  createInterestEngine({
    room: { people: 100, items: 200, features: 400, described: 2_000 },
    model: NEXT_ITEM,
    actions: ['view', 'buy'],
    teachEvery: 5,
    personTtlMs: 900 * DAY_MS,
    itemTtlMs: 900 * DAY_MS,
    diversity: { author: FREE, seller: FREE, category: FREE },
    ...(exchange && { exchange: { startedMs: START, ...exchange } }),
  })
export const itemOf = (n: number, author = `a${n % 20}`) => ({
  id: `i${n}`,
  author,
  seller: `s${n % 9}`,
  category: `c${n % 7}`,
  features: [`brand:${n % 10}`],
})

/** People of seven tastes, twenty things each, some of them taken more often; an hour between two. */
export function walks(events: number, seed = 'walks', from = START): EngineEvent[] {
  const random = seededRandom(seed)
  return Array.from({ length: events }, (_, n) => {
    const person = random.int(PEOPLE)
    const item = (person % 7) + 7 * Math.floor(20 * random.next() ** 2)
    return { person: `p${person}`, item: `i${item}`, action: 'view', atMs: from + n * HOUR_MS }
  })
}
export const EVENTS = walks(2_000)
export const LATER = START + 2_001 * HOUR_MS

/** What happened, learned by its part of several engines, each of which first met the items in another order. */
export function share(
  engines: readonly InterestEngine[],
  events: readonly EngineEvent[],
  { everyEvents = 10, publish = true, tell = (d: Delta): Delta | null => d } = {},
): void {
  if (publish)
    engines.forEach((engine, k) => {
      for (let n = 0; n < ITEMS; n++) engine.publish(itemOf((n * 3 ** k + 11 * k) % ITEMS), START)
    })
  events.forEach((event, n) => {
    const own = engines[partitionOf(event.person, engines.length)]!
    assert.equal(own.observe(event, event.atMs), null)
    if (n % everyEvents === 0) exchange(engines, event.atMs, tell)
  })
  exchange(engines, LATER, tell)
}
export function exchange(
  engines: readonly InterestEngine[],
  nowMs: number,
  tell = (d: Delta): Delta | null => d,
) {
  engines.forEach((from, peer) => {
    for (let delta = from.takeDelta(); delta; delta = from.takeDelta()) {
      const told = tell(structuredClone(delta))
      if (told) engines.forEach((to) => to !== from && to.hear(String(peer), overTheWire(told), nowMs))
    }
  })
}
const overTheWire = (delta: Delta): Delta => JSON.parse(JSON.stringify(delta)) as Delta

export const ownerOf = (engines: readonly InterestEngine[], person: string) =>
  engines[partitionOf(person, engines.length)]!
export const slateOf = (engine: InterestEngine, person: string, atMs = LATER) =>
  engine.slate(person, 10, atMs).map(({ id }) => id)
/** Of the first ten of everybody, how many both name. */
export function agreement(
  engines: readonly InterestEngine[],
  other: readonly InterestEngine[],
  atMs = LATER,
) {
  let common = 0
  for (let p = 0; p < PEOPLE; p++) {
    const [a, b] = [engines, other].map((those) => slateOf(ownerOf(those, `p${p}`), `p${p}`, atMs))
    common += a!.filter((id) => b!.includes(id)).length
  }
  return common / PEOPLE
}
/** How often the next thing of everybody is among the first ten. */
export function hits(engines: readonly InterestEngine[]): number {
  const next = walks(1_000, 'next', LATER)
  return next.filter((e) => slateOf(ownerOf(engines, e.person), e.person).includes(e.item)).length
}

/** Lessons an engine counted in all, each as often as it did. */
export const counted = (engine: InterestEngine): number =>
  new Float64Array(engine.columns.shared.get('graph.mass')!).reduce((sum, mass) => sum + mass, 0)
