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

  it('of the things to show too, and an hour that is none poisons nobody', () => {
    const { engine, now } = filled()
    const [before, { items, features }] = [engine.slate('p6', 20, now), engine.counts()]
    const event = { person: 'p6', item: 'i1', action: 'view', atMs: 1e300 }
    assert.equal(engine.observe(event, NaN), 'time-not-a-number')
    assert.equal(engine.observe(null as never, now), 'time-not-a-number')
    assert.equal(engine.observe({ ...event, action: '__proto__', atMs: now }, now), 'unknown-action')
    for (const [item, atMs, reason] of [
      [anItem(70), NaN, 'time-not-a-number'],
      [anItem(70), Infinity, 'time-not-a-number'],
      [anItem(70), -5, 'time-not-a-number'],
      [{ ...anItem(70), id: 'x'.repeat(10_000_000) }, now, 'no-name'],
      [{ ...anItem(70), author: 'x'.repeat(10_000_000) }, now, 'no-name'],
      [{ id: 'i70' } as never, now, 'no-name'],
      [null as never, now, 'no-name'],
    ] as const)
      assert.equal(engine.publish(item, atMs), reason)
    assert.deepEqual([engine.counts().items, engine.counts().features], [items, features])
    assert.deepEqual(engine.slate('p6', 20, now), before)
    for (const id of ['', 'nobody', 'x'.repeat(10_000_000), null as never]) {
      engine.withdraw(id)
      engine.forget(id)
      assert.deepEqual([engine.knows(id), engine.didLately(id, id, id, 9)], [false, false])
    }
    assert.deepEqual(engine.slate('p6', 20, now), before)
  })

  it('what is asked for is given as far as there is any; a time that is none is an error', () => {
    const { engine, now } = filled()
    for (const [count, length] of [
      [0, 0],
      [-1, 0],
      [1.5, 1],
      [NaN, 0],
      [1e9, 60],
    ] as const) {
      // prettier-ignore
      assert.equal(Math.min(engine.slate('p6', count, now).length, 40), Math.min(length, 40))
      assert.ok(engine.nextAfter([], count, now).length <= length)
    }
    assert.throws(() => engine.slate('p6', 5, NaN), RangeError)
    assert.throws(() => engine.nextAfter([], 5, Infinity), RangeError)
    const long = Array.from({ length: 10_000 }, (_, n) => ({
      id: `i${6 * (n % 10)}`,
      atMs: now - 10_000 + n,
    }))
    assert.deepEqual(engine.nextAfter(long, 10, now), engine.nextAfter(long.slice(-1_000), 10, now))
    const broken = engine.nextAfter([{ id: 'i6', atMs: NaN }, { id: '__proto__', atMs: now }], 10, now) // prettier-ignore
    assert.deepEqual(broken, engine.nextAfter([], 10, now))
  })

  it('names that a language knows are names like any other', () => {
    const { engine, now } = filled()
    assert.equal(engine.publish({ ...anItem(70), id: '__proto__', author: 'constructor' }, now), null)
    const event = { person: 'toString', item: '__proto__', action: 'view', atMs: now }
    assert.equal(engine.observe(event, now), null)
    assert.ok(engine.didLately('toString', '__proto__', 'view', 5))
  })

  it('an item with a million features takes the room of one', () => {
    const { engine, now } = filled({ room: { ...OPTIONS.room, features: 2_000 } })
    const before = engine.counts().features
    const features = Array.from({ length: 1_000_000 }, (_, n) => `f${n}`)
    assert.equal(engine.publish({ ...anItem(70), features }, now), null)
    assert.ok(engine.counts().features < before + 70)
  })

  it('what is published again keeps what was learned of it, and its new facts take the place of the old', () => {
    const twice = filled().engine
    const { engine, now } = filled()
    for (let n = 0; n < 100; n++) for (let k = 0; k < 60; k++) twice.publish(anItem(k), START)
    for (const person of ['p6', 'nobody'])
      assert.deepEqual(twice.slate(person, 20, now), engine.slate(person, 20, now))
    for (let n = 0; n < 10; n++) twice.publish({ ...anItem(59 - n), author: 'a0', category: 'other', features: ['brand:other'] }, now) // prettier-ignore
    twice.publish({ ...anItem(70), category: 'other', features: ['brand:other'] }, now)
    assert.ok(idsOf(twice.nextAfter([{ id: 'i70', atMs: now }], 40, now)).includes('i50'))
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

  it('authors and tags that are gone make room for new ones, year after year', () => {
    const engine = make({ itemTtlMs: 5 * DAY_MS })
    let now = START
    for (let n = 0; n < 1_000; n++) {
      now += HOUR_MS
      const item = { ...anItem(n % 40, `author ${n}`), features: [`tag ${n}`] }
      assert.equal(engine.publish(item, now), null)
      for (let k = 0; k < 10; k++)
        engine.observe({ person: `p${k}`, item: `i${Math.max(0, (n % 40) - k)}`, action: 'view', atMs: now }, now) // prettier-ignore
    }
    const { features } = engine.counts()
    assert.ok(features < 190, `${features}`)
    const newest = { ...anItem(71, 'new'), category: 'nowhere else', features: ['tag new'] }
    engine.publish(newest, now)
    engine.publish({ ...newest, id: 'twin' }, now)
    assert.ok(idsOf(engine.nextAfter([{ id: 'i71', atMs: now }], 80, now)).includes('twin'))
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
  it('a damaged dump, or one of other room, is refused; the engine goes on, and takes a good one later', () => {
    const { engine, now } = filled()
    engine.withdraw('i3')
    const good = structuredClone(engine.dump())
    const { items, columns } = good
    const [firstColumn] = Object.keys(columns)
    const damaged: [RegExp, unknown][] = [
      [/no dump/, null],
      [/room for undefined/, {}],
      [/people: there is no table/, { ...good, people: undefined }],
      [/high does not hold/, { ...good, items: { ...items, high: items.high.slice(1) } }],
      [/a bound of NaN/, { ...good, items: { ...items, bound: NaN } }],
      [/a bound of 1000000000/, { ...good, items: { ...items, bound: 1e9 } }],
      [/not free/, { ...good, items: { ...items, free: Uint32Array.of(1) } }],
      [/is missing/, { ...good, columns: { ...columns, [firstColumn!]: undefined } }],
      [/no column zz/, { ...good, columns: { ...columns, zz: new Uint8Array(4) } }],
      [/bytes, and room for/, { ...good, columns: { ...columns, [firstColumn!]: new Uint8Array(1e6) } }],
      [/has no name/, { ...good, names: good.names.slice(0, 5) }],
      [/leaving/, { ...good, limbo: [{ row: 1e9, round: 0 }] }],
      [/whole numbers/, { ...good, heard: NaN }],
    ]
    const other = filled().engine
    const before = other.slate('p6', 20, now)
    for (const [reason, dump] of damaged)
      assert.throws(() => other.restore(dump as typeof good), { name: 'RangeError', message: reason })
    assert.throws(() => make({ room: { ...OPTIONS.room, people: 60 } }).restore(good), /room for/)
    assert.deepEqual(other.slate('p6', 20, now), before)
    live(other, { seed: 'goes on', events: 50, from: now })
    other.restore(good)
    for (let n = 0; n < 40; n++)
      assert.deepEqual(other.slate(`p${n}`, 20, now), engine.slate(`p${n}`, 20, now))
    other.restore(make().dump())
    assert.deepEqual([other.counts().people, other.counts().items, other.slate('p6', 5, now)], [0, 0, []])
  })

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
