// The line of a stream never runs back, whatever clocks publishers have, and sound keeps its distance to the picture.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTimeline, type Track } from './timeline.ts'

test('each track runs forward through any clock', () => {
  const step = fc.record({
    track: fc.constantFrom<Track>('video', 'audio'),
    timestampMs: fc.oneof(fc.nat(100_000), fc.nat(0xff_ff_ff_ff)),
    restart: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const timeline = createTimeline()
      const last: Record<Track, number> = { video: -1, audio: -1 }
      for (const [i, { track, timestampMs, restart }] of steps.entries()) {
        if (restart && i % 7 === 0) timeline.restart()
        const placed = timeline.place(track, timestampMs, i * 20)
        if (!placed) continue
        assert.ok(placed.atMs > last[track], `${track} ${placed.atMs} after ${last[track]}`)
        assert.ok(placed.atMs <= Math.max(last.video, last.audio) + 3001)
        last[track] = placed.atMs
      }
    }),
    { numRuns: 500 },
  )
})

/** Two seconds of 25 pictures and 50 sounds, of a clock that starts at `fromMs`, sound `lagMs` late. */
const session = (fromMs: number, lagMs = 0) =>
  Array.from({ length: 50 }, (_, i) => [
    ['video', fromMs + i * 40] as const,
    ['audio', fromMs + i * 40 + lagMs] as const,
    ['audio', fromMs + i * 40 + 20 + lagMs] as const,
  ]).flat()

function distances(steps: readonly (readonly [Track, number])[], restartAt: number | null): number[] {
  const timeline = createTimeline()
  const out: number[] = []
  let video = 0
  steps.forEach(([track, stamp], i) => {
    if (i === restartAt) timeline.restart()
    const placed = timeline.place(track, stamp, i * 13)
    if (track === 'video') video = placed!.atMs
    else if (i % 3 === 1 && placed) out.push(placed.atMs - video)
  })
  return out
}

test('after a reconnect with another clock sound and picture are as far apart as before', () => {
  const first = session(5_000_000)
  for (const from of [0, 90_000_000]) {
    const apart = distances([...first, ...session(from)], first.length)
    assert.deepEqual(new Set(apart), new Set([0]))
  }
})

test('a session whose first picture is shown later is drawn nearer: no hole in what is shown', () => {
  const shownAfter = (compositionMs: number) => {
    const timeline = createTimeline()
    for (let i = 0; i < 50; i++) timeline.place('video', 1_000 + i * 40, i * 40)
    const lastMs = timeline.lastMs()
    timeline.restart()
    const { atMs } = timeline.place('video', 5_000_000, 3_000, compositionMs)!
    assert.ok(atMs > lastMs)
    return atMs + compositionMs - lastMs
  }
  assert.deepEqual([0, 20, 80].map(shownAfter), [40, 40, 81])
})

test('a clock that jumps in the middle moves both tracks alike', () => {
  for (const from of [7_200_000, 1000]) {
    const apart = distances([...session(3_600_000), ...session(from)], null)
    assert.ok(
      apart.every((one) => Math.abs(one) <= 20),
      String([...new Set(apart)]),
    )
  }
})

test('a jump is a fault of the clock; a pause in which time passed is none', () => {
  const jumped = createTimeline()
  jumped.place('video', 0, 0)
  assert.equal(jumped.place('video', 7_200_000, 40)?.clockJumped, true)
  assert.ok(jumped.place('video', 7_200_040, 80)!.atMs < 200)
  const paused = createTimeline()
  paused.place('video', 0, 0)
  assert.equal(paused.place('video', 8000, 8000)?.clockJumped, false)
})
