import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { bucket, playedOf, shareOf } from './buckets.ts'
import { createEvidence, type Catalogue } from './evidence.ts'
import { createExample, createExamplePool, type Example } from './example.ts'
import { hashOf } from './hashing.ts'
import { createPersonMemories } from './person-memory.ts'
import { createRateTable } from './rate-table.ts'

void describe('rate table', () => {
  void it('forgets by half-lives and is the sum over all that happened', () => {
    const table = createRateTable({ size: 64, halfLivesMs: [100, 1_000] })
    const out = new Float64Array(6)
    table.add(7, 0, 1, 1, 0.5)
    table.add(7, 100, 1, 0, 0.25)
    table.read(7, 200, out)
    const expected = [100, 1_000].flatMap((halfLife) => {
      const [first, second] = [2 ** (-200 / halfLife), 2 ** (-100 / halfLife)]
      return [first + second, first, first * 0.5 + second * 0.25]
    })
    expected.forEach((value, k) => assert.ok(Math.abs(out[k]! - value) < 1e-6))
    table.read(8, 200, out)
    assert.deepEqual([...out], [0, 0, 0, 0, 0, 0])
  })

  void it('never holds more than its places: the longest unused makes room', () => {
    const table = createRateTable({ size: 8, halfLivesMs: [1e9] })
    for (let k = 0; k < 100; k++) table.add(hashOf(0, k), k, 1, 1, 1)
    const out = new Float64Array(3)
    const known = Array.from({ length: 100 }, (_, k) => {
      table.read(hashOf(0, k), 100, out)
      return out[0]! > 0
    })
    assert.equal(known.filter(Boolean).length, 8)
    assert.ok(known.lastIndexOf(true) === 99)
  })
})

void describe('person memories', () => {
  void it('begin a visit after a gap, and are bounded', () => {
    const memories = createPersonMemories(2)
    memories.note(1, 10, 0, 0, true, 100)
    memories.note(1, 11, 0, 50, false, 100)
    assert.deepEqual([memories.of(1).shows, memories.of(1).successes, memories.of(1).misses], [2, 1, 1])
    memories.note(1, 12, 0, 500, false, 100)
    assert.deepEqual([memories.of(1).shows, memories.of(1).successes, memories.of(1).misses], [1, 0, 1])
    memories.note(2, 10, 0, 600, true, 100)
    memories.note(3, 10, 0, 600, true, 100)
    assert.equal(memories.size, 2)
    assert.deepEqual([memories.peek(1).lastItem, memories.size, memories.peek(2).lastItem], [-1, 2, 10], 'asking moves nobody') // prettier-ignore
    assert.equal(memories.of(1).lastItem, -1, 'the longest absent is forgotten')
  })

  void it('know how much of the last thing was played, and do not believe just anything', () => {
    const memories = createPersonMemories(2)
    assert.deepEqual([memories.of(1).lastPlayedSeconds, memories.of(1).lastPlayedShare], [-1, -1])
    memories.notePlayed(1, 12_000, 23_000)
    assert.deepEqual([memories.of(1).lastPlayedSeconds, memories.of(1).lastPlayedShare], [12, 0.5])
    const shares = [
      [1e15, 0],
      [5, NaN],
      [5, -9_000],
    ].map(([playedMs, durationMs]) => {
      memories.notePlayed(1, playedMs!, durationMs!)
      return memories.of(1).lastPlayedShare
    })
    assert.deepEqual(shares, [64, -1, -1])
  })
})

void describe('buckets', () => {
  void it('never fall as the number grows, stay in their places, and tell the unknown apart', () => {
    const numbers = Array.from({ length: 200 }, (_, k) => k * k * 0.01)
    for (const placeOf of [playedOf, shareOf]) {
      const places = numbers.map(placeOf)
      assert.deepEqual(
        places.toSorted((a, b) => a - b),
        places,
      )
      assert.ok(places[0] === 0 && places.at(-1) === 8)
      assert.equal(placeOf(-1), 9)
    }
    assert.deepEqual([bucket(-99, 4), bucket(0.3, 4), bucket(99, 4)], [-20, 1, 20])
  })
})

void describe('evidence', () => {
  const catalogue: Catalogue = {
    maker: (item) => item % 3,
    themes: (item) => [100 + (item % 5)],
    kinds: () => [],
    traits: (person) => [200 + (person % 2)],
  }
  const create = () =>
    createEvidence({
      catalogue,
      itemRates: 2 ** 12,
      personRates: 2 ** 12,
      maxPeople: 100,
      visitGapMs: 1_800_000,
      utcOffsetHours: 8,
      usual: { success: 0.45, deep: 0.31, stay: 2 },
    })
  const shown = { person: 1, item: 2, surface: 0, atMs: 100 * DAY_MS, durationMs: 30_000 }
  /** All that an example tells, without what is left of an earlier one beyond it. */
  const usedOf = (x: Example) => ({
    ...x,
    indices: x.indices.slice(0, x.count),
    values: x.values.slice(0, x.count),
    crossed: x.crossed.slice(0, x.crossedCount),
    crossedValues: x.crossedValues.slice(0, x.crossedCount),
    itemKeys: x.itemKeys.slice(0, x.itemKeyCount),
    personKeys: x.personKeys.slice(0, x.personKeyCount),
    deepKeys: x.deepKeys.slice(0, x.deepKeyCount),
    shared: x.shared.slice(),
  })

  void it('reading changes nothing; an outcome changes what is known of its person and its item, and of no others', () => {
    const evidence = create()
    const [x, again] = [createExample(), createExample()]
    evidence.read(shown, x)
    evidence.read(shown, again)
    assert.deepEqual(again, x)
    const other = { ...shown, person: 2, item: 4, atMs: shown.atMs + 1 }
    const before = createExample()
    evidence.read(other, before)
    evidence.learn(shown, x, true)
    evidence.read({ ...shown, atMs: shown.atMs + 1 }, again)
    assert.notDeepEqual(again.values.slice(0, again.count), x.values.slice(0, x.count))
    const after = createExample()
    evidence.read(other, after)
    // Of another person only what is common has moved: nothing in the person's own part but through the surface.
    assert.deepEqual(after.indices.slice(0, after.ownCount), before.indices.slice(0, before.ownCount))
  })

  void it('what is shared by a list is told once, and each of the list gets all it would have got alone', () => {
    const evidence = create()
    const [x, alone] = [createExample(), createExample()]
    for (let k = 0; k < 40; k++) {
      const now = { ...shown, person: k % 3, item: k, atMs: shown.atMs + k * 1_000 }
      evidence.read(now, x)
      evidence.learn(now, x, k % 2 === 0)
      evidence.learnDeep(now, x, k % 4 === 0, k * 900)
    }
    const list = { ...shown, atMs: shown.atMs + 60_000 }
    const items = [7, 30, 999, 7]
    const each = items.map((item) => {
      evidence.read({ ...list, item }, alone)
      return usedOf(alone)
    })
    evidence.open(list, x)
    const together = items.map((item) => {
      evidence.add({ item, durationMs: list.durationMs })
      return usedOf(x)
    })
    assert.deepEqual(together, each)
  })

  void it('the part for orders is blind to what this person did, apart from time and place', () => {
    const random = [true, false]
    const [a, b] = random.map((success) => {
      const evidence = create()
      const x = createExample()
      evidence.read(shown, x)
      evidence.learn(shown, x, success)
      const next = createExample()
      // Another item of another maker and theme on another surface: no rate is shared but the person's.
      evidence.read({ person: 1, item: 4, surface: 5, atMs: shown.atMs + 1_000, durationMs: 900_000 }, next)
      return next
    })
    const part = (from: number, to: number) => [a!, b!].map((x) => x.values.slice(from, to))
    const [ownA, ownB] = part(0, a!.ownCount)
    assert.notDeepEqual(ownA, ownB)
    const [momentA, momentB] = part(a!.ownCount, a!.sharedCount)
    assert.deepEqual(momentA, momentB)
    const [orderA, orderB] = part(a!.tasteCount, a!.count)
    assert.deepEqual(orderA, orderB)
  })

  void it('tells a surface that lately does better than it used to from one that always did well', () => {
    const fresh = (late: boolean) => {
      const evidence = create()
      const x = createExample()
      // Forty days at one in four, and two hours of it, or of nothing but successes, just before the moment asked about.
      const at = (atMs: number, person: number) => ({ ...shown, person, item: 5 + (person % 90), atMs })
      for (let k = 0; k < 960; k++) {
        evidence.read(at(shown.atMs - 41 * DAY_MS + k * 3_600_000, 3), x)
        evidence.learn(at(shown.atMs - 41 * DAY_MS + k * 3_600_000, 3), x, k % 4 === 0)
      }
      for (let k = 0; k < 240; k++) {
        const now = at(shown.atMs - 7_200_000 + k * 30_000, 10 + k)
        evidence.read(now, x)
        evidence.learn(now, x, late || k % 4 === 0)
      }
      evidence.read({ ...shown, person: 99, item: 1 }, x)
      return x
    }
    const [moved, still] = [fresh(true), fresh(false)]
    const numbers = (x: typeof moved) => Array.from(x.values.slice(x.ownCount, x.ownCount + 4))
    // In the order they are told: always 1, the slow odds, the drift within hours, the drift within a day.
    assert.ok(numbers(moved)[2]! > 1 && numbers(moved)[3]! > 0.5, `${numbers(moved)}`)
    assert.ok(Math.abs(numbers(still)[2]!) < 0.2 && Math.abs(numbers(still)[3]!) < 0.2, `${numbers(still)}`)
  })

  void it('what is the person’s own is counted beyond what a model expected without them', () => {
    const own = (expected: number | undefined) => {
      const evidence = create()
      const x = createExample()
      for (let k = 0; k < 30; k++) {
        const now = { ...shown, item: k, atMs: shown.atMs + k * 1_000 }
        evidence.read(now, x)
        if (expected !== undefined) x.expectedOfPerson = expected
        evidence.learn(now, x, k % 2 === 0)
      }
      evidence.read({ ...shown, atMs: shown.atMs + 60_000 }, x)
      return x.values[1]!
    }
    assert.ok(own(0.9) < -0.3 && own(0.1) > 0.3)
    assert.ok(Math.abs(own(0.5)) < 0.05)
    assert.ok(Math.abs(own(undefined)) < 0.3)
  })

  void it('holds still for unbelievable times and lengths', () => {
    const evidence = create()
    const x = createExample()
    for (const durationMs of [0, 1e18, -1, NaN]) evidence.read({ ...shown, durationMs }, x)
    evidence.read({ ...shown, atMs: 0 }, x)
    assert.ok(x.values.slice(0, x.count).every((value) => Number.isFinite(value)))
  })

  void it('examples are used again', () => {
    const pool = createExamplePool()
    const x = pool.take()
    pool.give(x)
    assert.equal(pool.take(), x)
  })
})
