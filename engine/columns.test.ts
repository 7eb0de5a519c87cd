// Columns, lists in a pool and tallies, each against the plain structure it stands for.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createColumns, usedBytes, type ColumnDump } from './columns.ts'
import { createPackedLists } from './packed-lists.ts'
import { createTally } from './tally.ts'

describe('columns', () => {
  it('two sides of one store see the same numbers, and names do not meet', () => {
    const writer = createColumns()
    const counts = writer.within('trends').float64('counts', 10)
    const others = writer.within('graph').float64('counts', 10)
    counts[3] = 7
    others[3] = 8
    const reader = createColumns(writer.shared)
    assert.equal(reader.within('trends').float64('counts', 10)[3], 7)
    assert.throws(() => reader.within('trends').float64('counts', 11), RangeError)
  })

  it('a dump holds what was used, comes back as it was, and clears what came after', () => {
    const columns = createColumns()
    const [a, b] = [columns.uint32('a', 200_000), columns.uint8('b', 100)]
    a[70_000] = 5
    const dump = columns.dump()
    assert.equal(dump.a!.length, 4 * 70_001)
    assert.equal(dump.b!.length, 0)
    a[150_000] = 1
    b[9] = 2
    columns.restore(dump)
    assert.equal(usedBytes(columns.shared.get('a')!), 4 * 70_001)
    assert.deepEqual([a[70_000], a[150_000], b[9]], [5, 0, 0])
  })

  it('a dump of another shape is refused before anything changes', () => {
    const columns = createColumns()
    const a = columns.uint32('a', 4)
    a[0] = 1
    const wrong: ColumnDump[] = [{ a: new Uint8Array(17) }, { other: new Uint8Array(1) }]
    for (const dump of wrong) assert.throws(() => columns.restore(dump), RangeError)
    assert.equal(a[0], 1)
  })
})

describe('packed lists', () => {
  const OWNERS = 6
  const make = (room = 4_000) =>
    createPackedLists(createColumns(), { owners: OWNERS, sizes: [2, 5, 12], room, values: 'float32' })
  const read = (lists: ReturnType<typeof make>, owner: number) => {
    const start = lists.start(owner)
    return Array.from({ length: lists.count(owner) }, (_, k) => [
      lists.keys[start + k],
      lists.values[start + k],
    ])
  }
  const step = fc.oneof(
    { weight: 20, arbitrary: fc.record({ do: fc.constant('push' as const), owner: fc.nat(OWNERS - 1), key: fc.nat(50) }) }, // prettier-ignore
    { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), owner: fc.nat(OWNERS - 1), key: fc.nat(50) }) }, // prettier-ignore
    { weight: 2, arbitrary: fc.record({ do: fc.constant('retain' as const), owner: fc.nat(OWNERS - 1), key: fc.nat(50) }) }, // prettier-ignore
  )

  it('hold what plain lists hold, whatever moves and whatever is given back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const lists = make()
        const model = Array.from({ length: OWNERS }, (): number[][] => [])
        for (const s of steps) {
          const own = model[s.owner]!
          if (s.do === 'push') {
            const fits = own.length < 12
            assert.equal(lists.push(s.owner, s.key, s.key / 2), fits)
            if (fits) own.push([s.key, s.key / 2])
          } else if (s.do === 'clear') {
            lists.clear(s.owner)
            own.length = 0
          } else {
            const kept = own.filter(([key]) => key! % 7 !== s.key % 7)
            assert.equal(
              lists.retain(s.owner, (key) => key % 7 !== s.key % 7),
              own.length - kept.length,
            )
            model[s.owner] = kept
          }
        }
        model.forEach((own, owner) => assert.deepEqual(read(lists, owner), own))
      }),
    )
  })

  it('a full pool refuses and keeps what is there; blocks given back are used again', () => {
    const lists = make(40)
    let pushed = 0
    for (let n = 0; n < 200; n++) if (lists.push(n % OWNERS, n)) pushed++
    assert.ok(pushed > 10 && lists.used() <= 40)
    const before = read(lists, 0)
    assert.equal(lists.push(1, 1), false)
    assert.deepEqual(read(lists, 0), before)
    for (let owner = 1; owner < OWNERS; owner++) lists.clear(owner)
    assert.equal(lists.push(1, 1), true)
  })

  it('a reader still sees a list that just moved', () => {
    const lists = make()
    lists.push(0, 1, 1)
    lists.push(0, 2, 2)
    const [start, count] = [lists.start(0), lists.count(0)]
    lists.push(0, 3, 3) // moves
    for (let owner = 1; owner < OWNERS; owner++) lists.push(owner, 99, 99)
    assert.notEqual(lists.start(0), start)
    // The first key of a block left holds the way to the next one left; the rest is as it was.
    assert.deepEqual(Array.from(lists.values.subarray(start, start + count)), [1, 2])
    assert.equal(lists.keys[start + 1], 2)
  })
})

describe('tally', () => {
  it('sums as a map does, over and over', () => {
    const tally = createTally(4)
    fc.assert(
      fc.property(fc.array(fc.record({ key: fc.nat(5_000), amount: fc.integer() })), (list) => {
        tally.clear()
        const map = new Map<number, number>()
        for (const { key, amount } of list) {
          tally.add(key, amount)
          map.set(key, (map.get(key) ?? 0) + amount)
        }
        assert.equal(tally.count, map.size)
        for (let k = 0; k < tally.count; k++) assert.equal(tally.sum(k), map.get(tally.key(k)))
      }),
    )
  })
})
