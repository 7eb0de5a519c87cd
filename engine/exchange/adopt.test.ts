// Who missed more than was kept, or lost everything, takes over what a peer knows and goes on as if nothing had been.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { HOUR_MS } from '#kernel/clock'
import type { InterestEngine } from '../interest-engine.ts'
import { agreement, counted, EVENTS, itemOf, LATER, make, share, START } from './fixtures.ts'
import { partitionOf } from './partition.ts'

const alone = (() => {
  const engine = make()
  share([engine], EVENTS)
  return [engine]
})()
const GONE = 700
const BACK = 1_300
const later = (startedMs = START + 1) => make({ startedMs })
const clone = <T>(value: T): T => structuredClone(value)
/** Its own part of the log. */
function read(engine: InterestEngine, from: number, to: number) {
  for (const event of EVENTS.slice(from, to))
    if (partitionOf(event.person, 2) === 1) assert.equal(engine.observe(event, event.atMs), null)
}
function assertWhole(two: InterestEngine[]) {
  assert.deepEqual(two.map(counted), [EVENTS.length, EVENTS.length])
  const lessons = two.map((e) => e.counts().exchange!.lessons)
  assert.deepEqual([two[0]!.heardOf('1').lessons, two[1]!.heardOf('0').lessons], [lessons[1], lessons[0]])
  assert.ok(agreement(two, alone) > 9.3, `${agreement(two, alone)} of 10`)
}

void it('away too long: the gap is noticed, what a peer knows is taken over, and nothing is lost or counted twice', () => {
  const a = make({ keep: 50 })
  const b = make({ keep: 500 })
  share([a, b], EVENTS.slice(0, GONE))
  // The wire is cut: both go on alone, and each has people the other does not know.
  share([a, b], EVENTS.slice(GONE, BACK), { publish: false, tell: () => null })
  const missed = a.deltaSince(b.heardOf('0'))!
  assert.equal(b.hear('0', missed, LATER), 'gap')
  const again = later()
  assert.equal(again.adopt(clone(a.dumpShared()), clone(b.dump()), { self: '1', peer: '0' }), 0)
  for (let d = again.deltaSince(a.heardOf('1')); d; d = again.deltaSince(a.heardOf('1')))
    assert.equal(a.hear('1', d, LATER), null)
  share([a, again], EVENTS.slice(BACK), { publish: false })
  assertWhole([a, again])
})

void it('who lost everything goes on where it was heard last, and reads its log from there', () => {
  const two = [make({}), make({})] as const
  share(two, EVENTS.slice(0, GONE))
  const again = later()
  again.adopt(clone(two[0].dumpShared()), make({}).dump(), { self: '1', peer: '0' })
  assert.equal(again.counts().exchange!.lessons, two[0].heardOf('1').lessons)
  read(again, GONE, BACK)
  for (const event of EVENTS.slice(GONE, BACK))
    if (partitionOf(event.person, 2) === 0) two[0].observe(event, event.atMs)
  share([two[0], again], EVENTS.slice(BACK), { publish: false })
  assert.deepEqual([counted(two[0]), counted(again)], [EVENTS.length, EVENTS.length])
  // Its people's past is gone, but not what it taught.
  assert.ok(agreement([two[0], again], alone) > 8, `${agreement([two[0], again], alone)} of 10`)
})

void it('lessons that neither side keeps are told', () => {
  const a = make({ keep: 50 })
  const b = make({ keep: 50 })
  share([a, b], EVENTS.slice(0, GONE))
  share([a, b], EVENTS.slice(GONE, BACK), { publish: false, tell: () => null })
  const lost = later().adopt(clone(a.dumpShared()), clone(b.dump()), { self: '1', peer: '0' })
  assert.ok(lost > 100, `${lost}`)
})

void it('rows are renamed: what its people did is about the same things, under the numbers of the peer', () => {
  const [a, b] = [make({}), make({})] as const
  for (const n of [5, 3, 1]) a.publish(itemOf(n), START)
  for (const n of [1, 2, 3]) b.publish(itemOf(n), START)
  for (const n of [1, 2, 3])
    b.observe({ person: 'p', item: `i${n}`, action: 'buy', atMs: START + n * HOUR_MS }, LATER)
  const again = later()
  again.adopt(a.dumpShared(), b.dump(), { self: 'b', peer: 'a' })
  assert.ok(again.didLately('p', 'i1', 'buy', 5) && again.didLately('p', 'i3', 'buy', 5))
  assert.ok(!again.didLately('p', 'i5', 'buy', 5))
  // What only we knew of was told with our facts.
  assert.ok(again.knows('i2') && again.knows('i5'))
  const slate = again.slate('p', 5, LATER).map(({ id }) => id)
  assert.equal(new Set(slate).size, slate.length)
})
