// The engine through its door: what is told is known at once, what is wrong is refused and counted, and a restart forgets nothing.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { createInterestEngine, type EngineOptions } from './interest-engine.ts'
import { NEXT_ITEM } from './models/next-item-options.ts'

const OPTIONS: EngineOptions = {
  room: { people: 50, items: 80, features: 200, described: 800 },
  model: NEXT_ITEM,
  actions: ['view', 'buy'],
  teachEvery: 2,
  personTtlMs: 90 * DAY_MS,
  itemTtlMs: 365 * DAY_MS,
}
const START = 1_700_000_000_000
const make = (options: Partial<EngineOptions> = {}) => createInterestEngine({ ...OPTIONS, ...options })
type Engine = ReturnType<typeof make>
const anItem = (n: number, author = `a${n % 20}`) => ({
  id: `i${n}`,
  author,
  seller: `s${n % 9}`,
  category: `c${n % 6}`,
  features: [`brand:${n % 10}`],
})

/** People who keep to their own category. */
function live(engine: Engine, { seed = 'live', events = 1_500, from = START } = {}): number {
  const random = seededRandom(seed)
  for (let n = 0; n < events; n++) {
    const person = random.int(40)
    const item = (person % 6) + 6 * random.int(10)
    const atMs = from + n * 10_000
    assert.equal(engine.observe({ person: `p${person}`, item: `i${item}`, action: 'view', atMs }, atMs), null)
  }
  return from + events * 10_000
}
function filled(options: Partial<EngineOptions> = {}) {
  const engine = make(options)
  for (let n = 0; n < 60; n++) engine.publish(anItem(n), START)
  return { engine, now: live(engine) }
}
const idsOf = (slate: readonly { id: string }[]) => slate.map(({ id }) => id)

describe('slates', () => {
  it('follow the person: the own category in front, strangers get what is hot', () => {
    const { engine, now } = filled()
    const ofSix = idsOf(engine.slate('p6', 5, now))
    assert.ok(ofSix.filter((id) => Number(id.slice(1)) % 6 === 0).length >= 4, ofSix.join())
    assert.equal(engine.slate('nobody', 20, now).length, 20)
  })

  it('know an event at once', () => {
    const { engine, now } = filled()
    const before = idsOf(engine.slate('p6', 10, now))
    for (let n = 0; n < 4; n++)
      engine.observe({ person: 'p6', item: `i${1 + 6 * n}`, action: 'buy', atMs: now + n }, now + n)
    assert.notDeepEqual(idsOf(engine.slate('p6', 10, now + 10)), before)
  })

  it('never repeat an item, leave out what is excluded, and keep authors apart', () => {
    const { engine, now } = filled()
    for (let n = 0; n < 10; n++) engine.publish(anItem(60 + n, 'loud'), now)
    for (let n = 0; n < 400; n++)
      engine.observe({ person: `p${n % 40}`, item: `i${60 + (n % 10)}`, action: 'view', atMs: now + n }, now + n) // prettier-ignore
    const slate = idsOf(engine.slate('p1', 20, now + 400, new Set(['i60', 'i61'])))
    assert.equal(new Set(slate).size, slate.length)
    assert.ok(!slate.includes('i60') && !slate.includes('i61'))
    const loud = slate.map((id) => Number(id.slice(1)) >= 60)
    assert.ok(!loud.some((_, k) => loud[k] && loud[k + 1] && loud[k + 2]), 'three of one author in a row')
  })

  it('an empty engine answers with nothing', () => {
    assert.deepEqual(make().slate('p', 20, START), [])
  })
})

describe('what is wrong', () => {
  it('is refused by name, counted, and changes nothing', () => {
    const { engine, now } = filled()
    const before = idsOf(engine.slate('p6', 20, now))
    const good = { person: 'p6', item: 'i1', action: 'view', atMs: now }
    const cases = [
      [{ ...good, atMs: NaN }, 'time-not-a-number'],
      [{ ...good, atMs: Infinity }, 'time-not-a-number'],
      [{ ...good, atMs: now + HOUR_MS }, 'clock-ahead'],
      [{ ...good, atMs: now - 500 * DAY_MS }, 'too-old'],
      [{ ...good, action: 'toString' }, 'unknown-action'],
      [{ ...good, item: 'i999' }, 'unknown-item'],
      [{ ...good, person: '' }, 'no-name'],
      [{ ...good, person: 'x'.repeat(201) }, 'no-name'],
    ] as const
    for (const [event, reason] of cases) assert.equal(engine.observe(event, now), reason)
    const { refused } = engine.counts()
    assert.equal(
      Object.values(refused).reduce((a, b) => a + b, 0),
      cases.length,
    )
    assert.deepEqual(idsOf(engine.slate('p6', 20, now)), before)
  })

  it('a full table refuses newcomers and goes on for the rest', () => {
    const { engine, now } = filled()
    for (let n = 60; n < 80; n++) assert.equal(engine.publish(anItem(n), now), null)
    assert.equal(engine.publish(anItem(80), now), 'no-room')
    for (let n = 40; n < 60; n++)
      engine.observe({ person: `p${n}`, item: 'i1', action: 'view', atMs: now }, now)
    assert.equal(engine.counts().people, 50)
    assert.ok(engine.counts().refused['no-room'] > 5)
    assert.equal(engine.slate('p6', 5, now).length, 5)
  })
})

describe('the life of rows', () => {
  it('what is withdrawn is shown to nobody, and its row comes back in time', () => {
    const { engine, now } = filled()
    for (let n = 0; n < 30; n++) engine.withdraw(`i${n}`)
    const slate = idsOf(engine.slate('p6', 40, now))
    assert.ok(slate.length > 0 && slate.every((id) => Number(id.slice(1)) >= 30), slate.join())
    for (let n = 0; n < 300; n++)
      engine.observe({ person: `p${n % 40}`, item: `i${30 + (n % 30)}`, action: 'view', atMs: now + n }, now + n) // prettier-ignore
    assert.equal(engine.counts().limbo, 0)
    for (let n = 100; n < 150; n++) assert.equal(engine.publish(anItem(n), now), null)
  })

  it('what comes back before its row was given keeps it', () => {
    const { engine, now } = filled()
    engine.withdraw('i6')
    engine.publish(anItem(6), now)
    assert.equal(engine.counts().limbo, 0)
    assert.equal(engine.counts().items, 60)
  })

  it('what nobody turns to any more gives up its row, and what somebody does keeps it', () => {
    const { engine, now } = filled({ itemTtlMs: 5 * DAY_MS })
    const later = now + 4 * DAY_MS
    for (let n = 0; n < 400; n++)
      engine.observe({ person: `p${n % 40}`, item: `i${n % 3}`, action: 'view', atMs: later + n * HOUR_MS }, later + n * HOUR_MS) // prettier-ignore
    const { items, limbo } = engine.counts()
    assert.deepEqual([items, limbo], [3, 0])
    for (let n = 100; n < 177; n++) assert.equal(engine.publish(anItem(n), later), null)
  })

  it('people who stay away give up their rows', () => {
    const { engine, now } = filled({ personTtlMs: DAY_MS })
    const later = now + 10 * DAY_MS
    for (let n = 0; n < 100; n++)
      engine.observe({ person: 'new', item: 'i1', action: 'view', atMs: later + n }, later + n)
    assert.equal(engine.counts().people, 1)
  })
})

describe('restart', () => {
  it('an engine read back answers and learns as the one that was written down', () => {
    const { engine, now } = filled()
    engine.withdraw('i3')
    const restored = make()
    restored.restore(structuredClone(engine.dump()))
    for (const e of [engine, restored]) for (let n = 0; n < 30; n++) e.slate(`p${n}`, 10, now)
    const later = [engine, restored].map((e) => live2(e, now))
    assert.deepEqual(restored.counts(), { ...engine.counts(), refused: restored.counts().refused })
    for (let n = 0; n < 40; n++)
      assert.deepEqual(restored.slate(`p${n}`, 20, later[0]!), engine.slate(`p${n}`, 20, later[0]!))
  })
})

/** As `live`, among what is left. */
function live2(engine: Engine, from: number): number {
  const random = seededRandom('later')
  for (let n = 0; n < 300; n++)
    engine.observe({ person: `p${random.int(40)}`, item: `i${4 + random.int(56)}`, action: 'view', atMs: from + n }, from + n) // prettier-ignore
  return from + 300
}
