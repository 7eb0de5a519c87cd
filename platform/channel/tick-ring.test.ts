// Ticks joined for whoever missed some.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ChatLine } from '#kernel/room-frames'
import { createTickRing, merge, type TickFrame } from './tick-ring.ts'

const line = (n: number): ChatLine => ({ id: `cht_${n}`, by: `usr_${n % 3}`, name: 'n', role: 'viewer', text: 't' }) // prettier-ignore
const read = (frame: Buffer | null): TickFrame | null =>
  frame && (JSON.parse(frame.subarray(frame.indexOf('{"t"')).toString()) as TickFrame)
const idsOf = (frame: Buffer | null) => (read(frame)?.chat ?? []).map((l) => l.id)

test('whenever a seat has its turn, it is told every line once and in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ lines: fc.nat(3), seat: fc.nat(4), told: fc.boolean() }), { maxLength: 60 }),
      (steps) => {
        const ring = createTickRing()
        const seats = [0, 1, 2, 3, 4].map(() => ({ tick: 0, got: [] as string[] }))
        const all: string[] = []
        const tell = (seat: (typeof seats)[number]) => {
          seat.got.push(...idsOf(ring.after(seat.tick)))
          seat.tick = ring.newest()
        }
        for (const { lines, seat, told } of steps) {
          const chat = Array.from({ length: lines }, (_, i) => line(all.length + i))
          all.push(...chat.map((l) => l.id))
          ring.push({ t: 'tick', nowMs: all.length, chat })
          if (told) tell(seats[seat]!)
        }
        for (const seat of seats) {
          tell(seat)
          assert.deepEqual(seat.got, all)
          assert.equal(ring.after(seat.tick), null)
        }
      },
    ),
  )
})

test('a line that was taken away is not told to those whose turn comes later', () => {
  const ring = createTickRing()
  ring.push({ t: 'tick', nowMs: 1, chat: [line(1), line(2)] })
  assert.deepEqual(idsOf(ring.after(0)), ['cht_1', 'cht_2'])
  ring.forget((l) => l.id === 'cht_1')
  assert.deepEqual(idsOf(ring.after(0)), ['cht_2'])
})

test('counts are summed, totals are the last', () => {
  const orders = [{ name: 'n', productId: 'prd_1', qty: 1 }]
  assert.deepEqual(
    merge([
      { t: 'tick', nowMs: 1, dropped: 2, likes: 5, orders },
      { t: 'tick', nowMs: 2, dropped: 1, likes: 9, viewers: 3 },
      { t: 'tick', nowMs: 3, orders },
    ]),
    { t: 'tick', nowMs: 3, dropped: 3, likes: 9, viewers: 3, orders: [...orders, ...orders] },
  )
})
