// Rows for names, and draws that go on where they stopped.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { createCountedRandom } from './counted-random.ts'
import { createPlaces } from './places.ts'

const ROOM = 5

void it('as many names as there is room have a row each, those met last; a ticket tells whose a row was', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 60 }), fc.nat(60), (met, restoredAt) => {
      let places = createPlaces(ROOM)
      const tickets = new Map<string, number>()
      let order: string[] = []
      met.forEach((n, i) => {
        const name = `n${n}`
        let renewed = -1
        const ticket = places.meet(name, (row) => (renewed = row))
        const isNew = !order.includes(name)
        assert.equal(renewed, isNew ? places.rowOf(ticket) : -1)
        if (!isNew) assert.equal(ticket, tickets.get(name))
        tickets.set(name, ticket)
        order = [...order.filter((other) => other !== name), name].slice(-ROOM)
        if (i === restoredAt) {
          const dump = structuredClone(places.dump())
          places = createPlaces(ROOM)
          places.restore(dump)
        }
        for (const [other, its] of tickets) {
          assert.equal(places.holds(its), order.includes(other), other)
          assert.equal(places.of(other), order.includes(other) ? its : 0)
        }
        assert.equal(new Set(order.map((o) => places.rowOf(places.of(o)))).size, places.size)
      })
      assert.ok(!places.holds(0))
    }),
  )
})

void it('refuses what is no dump of its room', () => {
  const places = createPlaces(ROOM)
  for (let n = 0; n < ROOM; n++) places.meet(`n${n}`)
  const dump = places.dump()
  assert.throws(() => createPlaces(ROOM - 1).restore(dump), RangeError)
  assert.throws(() => createPlaces(ROOM).restore({ ...dump, names: dump.names.slice(1) }), RangeError)
  assert.throws(() => createPlaces(ROOM).restore({ ...dump, tickets: new Float64Array(ROOM) }), RangeError)
})

void it('draws evenly, goes on from a count, and differs by stream', () => {
  const [one, again, other] = [createCountedRandom(1), createCountedRandom(1), createCountedRandom(2)]
  const draws = Array.from({ length: 20_000 }, one.next)
  const bins = new Float64Array(20)
  for (const draw of draws) bins[Math.floor(draw * 20)]! += 1
  for (const count of bins) assert.ok(Math.abs(count - 1_000) < 150, String(count))
  again.asked = 19_000
  assert.deepEqual(Array.from({ length: 1_000 }, again.next), draws.slice(19_000))
  const alike = draws.filter((draw) => Math.abs(draw - other.next()) < 0.01).length
  assert.ok(alike < 600, `${alike} of 20,000 alike`)
})
