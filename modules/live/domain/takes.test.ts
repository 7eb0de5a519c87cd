// Takes: whatever the pieces, their lengths add up to what was asked for, and no file is read twice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { piecesBetween, lengthOf } from './replay-timeline.ts'
import { takesOf } from './takes.ts'

const piece = (n: number, init = 'a', discontinuity = false, durationMs = 4_000) => ({
  file: `${n}.m4s`,
  init_file: `${init}.mp4`,
  durationMs,
  discontinuity,
})

test('one run is one take; a break and other codecs begin a new one', () => {
  assert.deepEqual(takesOf([piece(0), piece(1)], 1_500, 4_000), [
    { files: ['a.mp4', '0.m4s', '1.m4s'], skipMs: 1_500, lengthMs: 4_000 },
  ])
  assert.deepEqual(takesOf([piece(0), piece(1, 'a', true), piece(2, 'b')], 1_000, 9_000), [
    { files: ['a.mp4', '0.m4s'], skipMs: 1_000, lengthMs: 3_000 },
    { files: ['a.mp4', '1.m4s'], skipMs: 0, lengthMs: 4_000 },
    { files: ['b.mp4', '2.m4s'], skipMs: 0, lengthMs: 2_000 },
  ])
  assert.deepEqual(takesOf([], 0, 5_000), [])
})

test('property: the takes are as long as the range, and hold each file once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 100, max: 6_000 }), fc.boolean(), fc.constantFrom('a', 'b')), {
        minLength: 1,
        maxLength: 20,
      }),
      fc.nat(),
      fc.nat(),
      (list, a, b) => {
        const pieces = list.map(([durationMs, cut, init], i) => ({
          ...piece(i, init, cut, durationMs),
          startedAtMs: i * 10_000,
        }))
        const length = lengthOf(pieces)
        const [fromMs, toMs] = [a % length, b % (length + 1)].sort((x, y) => x - y) as [number, number]
        fc.pre(toMs > fromMs)
        const found = piecesBetween(pieces, fromMs, toMs)
        const takes = takesOf(found.pieces, found.skipMs, toMs - fromMs)
        assert.equal(
          takes.reduce((sum, t) => sum + t.lengthMs, 0),
          toMs - fromMs,
        )
        const files = takes.flatMap((t) => t.files.slice(1))
        assert.deepEqual(
          files,
          found.pieces.map((p) => p.file),
        )
        assert.ok(takes.every((t) => t.lengthMs > 0 && t.files.length > 1))
      },
    ),
  )
})
