import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { shipBy } from '#kernel/ship-promise'
import { inOrder, isOver, journeyOf, PACKAGE_STATES, type Report } from './package-state.ts'
import { lateCouponMinor, lateMinor, nextDue } from './ship-due.ts'

const report = fc.record({
  eventId: fc.string({ minLength: 1, maxLength: 3 }),
  state: fc.constantFrom(...PACKAGE_STATES),
  at: fc.integer({ min: 0, max: 5 }).map((h) => new Date(Date.UTC(2026, 10, 1, h))),
})
const reports = fc.uniqueArray(report, { selector: (r) => r.eventId, maxLength: 8 })

test('the same reports in any order, any of them twice, give the same journey', () =>
  fc.assert(
    fc.property(
      reports,
      fc.array(fc.nat(7)),
      fc.array(fc.float({ noNaN: true }), { minLength: 16, maxLength: 16 }),
      (rs, again, keys) => {
        const twice = [...rs, ...again.flatMap((i) => rs[i] ?? [])]
        const shuffled = twice
          .map((r, i) => ({ r, key: keys[i % 16]! + i * 1e-9 }))
          .toSorted((a, b) => a.key - b.key)
        assert.deepEqual(journeyOf(shuffled.map((s) => s.r)), journeyOf(rs))
      },
    ),
  ))

test('what is over stays over: no later report opens it again', () =>
  fc.assert(
    fc.property(reports, report, (rs, more) => {
      const before = journeyOf(rs)
      const last = inOrder(rs).at(-1)
      fc.pre(isOver(before.state) && last !== undefined)
      const after = journeyOf([...rs, { ...more, eventId: 'later', at: new Date(last!.at.getTime() + 1) }])
      assert.equal(after.state, before.state)
      assert.deepEqual(after.signedAt, before.signedAt)
    }),
  ))

const at = (h: number) => new Date(Date.UTC(2026, 10, 1, h))
const say = (eventId: string, state: Report['state'], h: number): Report => ({ eventId, state, at: at(h) })

test('a signature that is told before the collection is still a signature', () => {
  const late = journeyOf([say('c', 'signed', 9), say('a', 'collected', 1), say('b', 'in-transit', 4)])
  assert.deepEqual(late, { state: 'signed', collectedAt: at(1), signedAt: at(9), movedAt: at(9) })
  assert.deepEqual(journeyOf([]), { state: 'booked', collectedAt: null, signedAt: null, movedAt: null })
  // A carrier that does not report the collection had it when it first moved.
  assert.deepEqual(journeyOf([say('b', 'in-transit', 4)]).collectedAt, at(4))
})

test('what may follow: nothing after a signature, a return or a cancelled waybill; who turned round comes home', () => {
  const ends = (...states: Report['state'][]) => journeyOf(states.map((s, h) => say(String(h), s, h)))
  for (const over of ['signed', 'returned', 'cancelled'] as const) {
    assert.ok(isOver(over))
    for (const more of PACKAGE_STATES) assert.equal(ends(over, more).state, over)
  }
  assert.equal(ends('returning', 'returned').state, 'returned')
  for (const no of ['in-transit', 'signed', 'cancelled'] as const)
    assert.equal(ends('returning', no).state, 'returning')
  assert.equal(ends('collected', 'cancelled').state, 'collected', 'it is with the carrier')
  assert.deepEqual(ends('cancelled').collectedAt, null, 'nobody had it')
  assert.deepEqual(ends('in-transit', 'abnormal').signedAt, null)
  assert.deepEqual(ends('returning', 'returning').movedAt, at(1))
})

test('of two reports of the same moment the further one is the later, then the one with the larger id', () => {
  const now = (eventId: string, state: Report['state']) => say(eventId, state, 1)
  const ids = (...reports: Report[]) => inOrder(reports).map((r) => r.eventId)
  assert.deepEqual(ids(now('a', 'signed'), now('b', 'collected')), ['b', 'a'])
  assert.deepEqual(ids(now('b', 'signed'), now('a', 'signed')), ['a', 'b'])
  assert.deepEqual(ids(now('a', 'signed'), now('b', 'signed')), ['a', 'b'])
})

test('promises: hours, the same day before four in the afternoon, a presale’s day', () => {
  const by = (kind: 'hours' | 'today' | 'presale', paid: string, from: string | null = null) =>
    shipBy({ kind, hours: 24, from }, new Date(paid)).toISOString()
  assert.equal(by('hours', '2026-11-01T04:00:00Z'), '2026-11-02T04:00:00.000Z')
  // China is eight hours ahead: 15:59 there, then 16:00.
  assert.equal(by('today', '2026-11-01T07:59:00Z'), '2026-11-01T16:00:00.000Z')
  assert.equal(by('today', '2026-11-01T08:00:00Z'), '2026-11-02T16:00:00.000Z')
  assert.equal(by('presale', '2026-11-01T04:00:00Z', '2026-11-20T02:00:00Z'), '2026-11-20T16:00:00.000Z')
  assert.equal(by('presale', '2026-12-01T04:00:00Z', '2026-11-20T02:00:00Z'), '2026-12-03T04:00:00.000Z')
})

const line = (line_id: string, hours: number, paid: bigint, qty = 1, shipped = 0) => ({
  line_id,
  qty,
  shipped_qty: shipped,
  paid_minor: paid,
  ship_within: { kind: 'hours' as const, hours, from: null },
})

test('late is what had not left when it was due, line by line and piece by piece', () => {
  const lines = [line('a', 24, 10_000n, 2), line('b', 72, 50_000n)]
  const sent = [{ shipped_at: at(20), lines: [{ lineId: 'a', qty: 1 }] }]
  assert.equal(lateMinor(lines, sent, at(0), at(24)), 0n)
  assert.equal(lateMinor(lines, sent, at(0), at(25)), 5_000n)
  assert.equal(
    lateMinor(lines, [...sent, { shipped_at: at(30), lines: [{ lineId: 'a', qty: 1 }] }], at(0), at(80)),
    55_000n,
  )
  assert.deepEqual(nextDue(lines, at(0)), at(24))
  assert.deepEqual(nextDue([line('a', 24, 1n, 2, 2), line('b', 72, 1n)], at(0)), at(72))
  assert.equal(nextDue([line('a', 24, 1n, 2, 2)], at(0)), null)
})

test('a line of before there were promises has two days; what was undone nobody waits for', () => {
  const old = { ...line('a', 24, 9_000n, 3), ship_within: null }
  assert.deepEqual(nextDue([old], at(0)), at(48))
  assert.equal(lateMinor([old], [], at(0), at(48)), 0n)
  assert.equal(lateMinor([old], [], at(0), at(49)), 9_000n)
  const undone = { ...old, undone_qty: 1 }
  assert.equal(lateMinor([undone], [], at(0), at(49)), 6_000n)
  assert.deepEqual(nextDue([{ ...old, qty: 2, shipped_qty: 1, undone_qty: 1 }], at(0)), null)
  assert.deepEqual(nextDue([{ ...old, qty: 3, shipped_qty: 1, undone_qty: 1 }], at(0)), at(48))
  const justInTime = [{ shipped_at: at(48), lines: [{ lineId: 'a', qty: 3 }] }]
  assert.equal(lateMinor([old], justInTime, at(0), at(60)), 0n)
})

test('the coupon for it: five per cent, three yuan at least, a hundred at most', () => {
  assert.deepEqual([100n, 6_000n, 6_020n, 55_000n, 10_000_000n].map(lateCouponMinor), [
    300n,
    300n,
    301n,
    2_750n,
    10_000n,
  ])
})
