// Where units are sent from: nothing appears, nothing is lost, and a line is split only when it must be.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allocate, type Place } from './allocation.ts'

const place = (
  warehouseId: string | null,
  free: number,
  provinces: string[] = [],
  priority = 100,
): Place => ({
  warehouseId,
  free,
  provinces,
  priority,
})

test('the warehouse named for the province comes first, then the one open to all, then the others', () => {
  const places = [
    place('south', 9, ['guangdong']),
    place(null, 9),
    place('east', 9, ['zhejiang', 'shanghai']),
  ]
  assert.deepEqual(allocate(1, '浙江省', places), [{ warehouseId: 'east', qty: 1 }])
  assert.deepEqual(allocate(1, 'Guangdong', places), [{ warehouseId: 'south', qty: 1 }])
  assert.deepEqual(allocate(1, '四川', places), [{ warehouseId: null, qty: 1 }])
  assert.deepEqual(allocate(1, null, places), [{ warehouseId: null, qty: 1 }])
})

test('one that has all of it is better than a nearer one that has not; of equals the smaller priority', () => {
  const places = [
    place('near', 2, ['zhejiang']),
    place('far', 5, ['gansu'], 20),
    place('farther', 5, ['gansu'], 10),
  ]
  assert.deepEqual(allocate(3, '浙江', places), [{ warehouseId: 'farther', qty: 3 }])
})

test('split only when none has all of it, and then in turn', () => {
  const places = [place('near', 2, ['zhejiang']), place(null, 2)]
  assert.deepEqual(allocate(3, '浙江', places), [
    { warehouseId: 'near', qty: 2 },
    { warehouseId: null, qty: 1 },
  ])
})

test('split over three in turn; what is in no place is the main one’s to find', () => {
  const places = [
    place('east', 2, ['zhejiang']),
    place(null, 0),
    place('open', 3),
    place('west', 1, ['gansu']),
  ]
  assert.deepEqual(allocate(6, '浙江', places), [
    { warehouseId: 'east', qty: 2 },
    { warehouseId: 'open', qty: 3 },
    { warehouseId: 'west', qty: 1 },
  ])
  assert.deepEqual(allocate(5, '浙江', places).length, 2)
  assert.deepEqual(allocate(8, '浙江', places).at(-1), { warehouseId: null, qty: 2 })
  assert.deepEqual(allocate(1, '浙江', []), [{ warehouseId: null, qty: 1 }])
})

test('of equals in rank and priority the same one every time, in whatever order they are given', () => {
  const [a, b, main] = [place('wh_a', 9), place('wh_b', 9), place(null, 9)]
  for (const places of [
    [a, b, main],
    [main, b, a],
  ])
    assert.deepEqual(allocate(1, null, places), [{ warehouseId: null, qty: 1 }])
  assert.deepEqual(allocate(1, null, [b, a]), [{ warehouseId: 'wh_a', qty: 1 }])
  assert.deepEqual(allocate(1, null, [{ ...a, priority: 200 }, b]), [{ warehouseId: 'wh_b', qty: 1 }])
  // A province nobody knows is nobody's own: the one open to all, though it comes last by priority.
  const named = place('wh_a', 9, ['zhejiang'], 1)
  assert.deepEqual(allocate(1, '火星', [named, place('wh_b', 9, [], 500)]), [{ warehouseId: 'wh_b', qty: 1 }])
})

test('whatever is asked of whatever there is: the sum is kept, no place gives more than it has', () => {
  const anyPlace = fc.record({
    warehouseId: fc.constantFrom('a', 'b', 'c', 'd'),
    free: fc.integer({ min: 0, max: 30 }),
    provinces: fc.subarray(['zhejiang', 'guangdong', 'beijing']),
    priority: fc.integer({ min: 1, max: 5 }),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(anyPlace, { selector: (p) => p.warehouseId, maxLength: 4 }),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 200 }),
      fc.constantFrom('浙江省', '北京', '火星', null),
      (named, main, wanted, province) => {
        const places: Place[] = [...named, place(null, main)]
        const free = places.reduce((n, p) => n + p.free, 0)
        const qty = Math.min(wanted, free)
        if (qty === 0) return
        const taken = allocate(qty, province, places)
        assert.equal(
          taken.reduce((n, t) => n + t.qty, 0),
          qty,
        )
        for (const t of taken)
          assert.ok(t.qty > 0 && t.qty <= places.find((p) => p.warehouseId === t.warehouseId)!.free)
        if (places.some((p) => p.free >= qty))
          assert.equal(taken.length, 1, 'split although one has all of it')
      },
    ),
    { numRuns: 500, seed: 5 },
  )
})
