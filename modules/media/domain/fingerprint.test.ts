// Fingerprints of made-up clips: the same one changed is found, another is not, and what shows nothing is like nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '#kernel/random'
import { FRAME_BYTES, fingerprint, hashesOf, likeness, SIDE } from './fingerprint.ts'

/** Smooth pictures: a few waves, another each second. */
function film(
  seed: number,
  seconds: number,
  change: (grey: number, x: number, y: number) => number = (g) => g,
) {
  const out = new Uint8Array(FRAME_BYTES * seconds)
  for (let s = 0; s < seconds; s++) {
    const dice = seededRandom(`film-${seed}-${s}`)
    const wave = () => dice.bytes(1)[0]! / 256
    const terms = Array.from({ length: 6 }, () => ({
      u: Math.floor(wave() * 5),
      v: Math.floor(wave() * 5),
      size: 20 + 60 * wave(),
      phase: 6.28 * wave(),
    }))
    for (let y = 0; y < SIDE; y++)
      for (let x = 0; x < SIDE; x++) {
        let grey = 128
        for (const t of terms) grey += t.size * Math.cos((Math.PI * (t.u * x + t.v * y)) / SIDE + t.phase)
        out[s * FRAME_BYTES + y * SIDE + x] = Math.max(0, Math.min(255, change(grey, x, y)))
      }
  }
  return out
}
const hash = (frames: Uint8Array) => hashesOf(fingerprint(frames))
const mirrored = (frames: Uint8Array) =>
  frames.map((_, i) => frames[i - (i % SIDE) + (SIDE - 1 - (i % SIDE))]!)

test('the same clip, darker, flatter and with noise, is found whole', () => {
  const changed = film(1, 8, (g, x, y) => g * 0.7 + 20 + ((x * 13 + y * 7) % 5))
  const found = likeness(hash(film(1, 8)), hash(changed))
  assert.ok(found && found.share >= 0.9 && !found.mirrored, JSON.stringify(found))
})

test('mirrored, it is found and said to be mirrored', () => {
  const found = likeness(hash(film(2, 8)), hash(mirrored(film(2, 8))))
  assert.ok(found && found.share === 1 && found.mirrored, JSON.stringify(found))
})

test('a part of it is found at its place', () => {
  const part = film(3, 10).slice(4 * FRAME_BYTES, 9 * FRAME_BYTES)
  assert.deepEqual(likeness(hash(part), hash(film(3, 10))), {
    share: 1,
    second: 0,
    otherSecond: 4,
    mirrored: false,
  })
})

test('other clips are not like it, whichever they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 301, max: 600 }), (a, b) => {
      assert.equal(likeness(hash(film(a, 6)), hash(film(b, 6))), null)
    }),
    { numRuns: 60 },
  )
})

test('black or one-coloured clips are like nothing, not like each other', () => {
  const black = hash(new Uint8Array(FRAME_BYTES * 10))
  assert.equal(likeness(black, black), null)
  const grey = hash(new Uint8Array(FRAME_BYTES * 10).fill(99))
  assert.equal(likeness(grey, black), null)
})

test('two seconds prove nothing', () => {
  assert.equal(likeness(hash(film(4, 2)), hash(film(4, 2))), null)
})
