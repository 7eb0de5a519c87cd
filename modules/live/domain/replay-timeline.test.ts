import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lengthOf, piecesBetween, placeInReplay, wallClockOf } from './replay-timeline.ts'

const pieces = [
  { startedAtMs: 1_000, durationMs: 4_000 },
  { startedAtMs: 5_000, durationMs: 4_000 },
  // five seconds without a picture
  { startedAtMs: 14_000, durationMs: 2_000 },
]

test('what happened is told where it can be seen; in a gap, where the picture comes back', () => {
  assert.deepEqual(
    [0, 1_000, 4_999, 9_500, 14_500, 99_000].map((at) => placeInReplay(pieces, at)),
    [0, 0, 3_999, 8_000, 8_500, 10_000],
  )
  assert.equal(lengthOf(pieces), 10_000)
})

test('a clip takes the pieces that hold it', () => {
  const found = piecesBetween(pieces, 3_000, 8_500)
  assert.deepEqual([found.pieces.length, found.skipMs], [3, 3_000])
  assert.deepEqual(piecesBetween(pieces, 8_000, 9_000), { pieces: [pieces[2]], skipMs: 0 })
  assert.deepEqual(piecesBetween(pieces, 20_000, 30_000).pieces, [])
})

test('property: to the wall clock and back is the same place', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 1, max: 6_000 })), {
        minLength: 1,
      }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (gaps, share) => {
        let at = 0
        const some = gaps.map(([gap, durationMs]) => {
          const piece = { startedAtMs: at + gap, durationMs }
          at = piece.startedAtMs + durationMs
          return piece
        })
        const place = Math.floor(share * lengthOf(some))
        assert.equal(placeInReplay(some, wallClockOf(some, place)), place)
      },
    ),
  )
})
