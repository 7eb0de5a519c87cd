import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { curveOf, medianRates, noSums, ratesOf, watchOf, type WatchSignal } from './watch.ts'

const CLIP = 'cnt_1'
const lengths = new Map([[CLIP, 4_000]])
const dwell = (dwellMs: number, more: Partial<WatchSignal> = {}): WatchSignal => ({
  kind: 'dwell',
  contentId: CLIP,
  dwellMs,
  ...more,
})
const only = (signals: WatchSignal[]) => watchOf(signals, lengths)[0]!
const second = (n: number, signals: WatchSignal[]) => only(signals).seconds.find((s) => s.second === n)

describe('how a clip is watched', () => {
  test('rounds of a loop add to the seconds, not to the plays', () => {
    const signals = [
      dwell(6_000, {
        watched: [
          [0, 4_000],
          [0, 2_000],
        ],
        clipAtMs: 2_000,
      }),
    ]
    const { sums } = only(signals)
    assert.deepEqual(
      [sums.plays, sums.measured, sums.playedMs, sums.finished, sums.past75],
      [1, 1, 6_000, 1, 1],
    )
    assert.deepEqual(
      [0, 1, 2, 3].map((n) => second(n, signals)?.playing),
      [2, 2, 1, 1],
    )
    // Who saw the end is not lost at the second where the next round was left.
    assert.deepEqual(
      [2, 3].map((n) => second(n, signals)!.leaving),
      [0, 1],
    )
  })

  test('a signal without parts is taken by its time on screen, and its seconds stay unknown', () => {
    const signals = [dwell(1_500)]
    const { sums, seconds } = only(signals)
    assert.deepEqual([sums.plays, sums.measured, sums.past25, sums.past50, sums.past3s], [1, 0, 1, 0, 0])
    assert.deepEqual(
      seconds.map((s) => [s.second, s.playing, s.leaving]),
      [[1, 0, 1]],
    )
  })

  test('what was done has its second; image posts and strangers are not counted', () => {
    assert.equal(second(3, [{ kind: 'like', contentId: CLIP, dwellMs: null, clipAtMs: 3_900 }])!.likes, 1)
    assert.deepEqual(watchOf([dwell(9_000, { contentId: 'cnt_images' })], lengths), [])
    assert.deepEqual(watchOf([{ kind: 'like', contentId: CLIP, dwellMs: null }], lengths)[0]?.seconds, [])
    assert.deepEqual(watchOf([{ kind: 'impression', contentId: CLIP, dwellMs: null }], lengths), [])
  })

  test('short clips: played to the end is a three-second and an effective play', () => {
    const { sums } = watchOf([dwell(2_000)], new Map([[CLIP, 2_000]]))[0]!
    assert.deepEqual([sums.past3s, sums.effective, sums.finished], [1, 1, 1])
  })

  test('whatever is told, seconds stay inside the clip and each play leaves once', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            dwellMs: fc.nat(600_000),
            clipAtMs: fc.option(fc.nat(600_000)),
            parts: fc.array(fc.tuple(fc.nat(600_000), fc.nat(600_000)), { maxLength: 20 }),
          }),
          { maxLength: 20 },
        ),
        fc.integer({ min: 1_000, max: 600_000 }),
        (plays, durationMs) => {
          const signals = plays.map((p) => {
            const watched = p.parts.filter(([a, b]) => a < b)
            return dwell(p.dwellMs, { clipAtMs: p.clipAtMs, watched: watched.length > 0 ? watched : null })
          })
          const watch = watchOf(signals, new Map([[CLIP, durationMs]]))[0]
          if (!watch) return assert.equal(plays.length, 0)
          assert.ok(watch.seconds.every((s) => s.second >= 0 && s.second * 1_000 < durationMs))
          assert.equal(
            watch.seconds.reduce((sum, s) => sum + s.leaving, 0),
            plays.length,
          )
          const curve = curveOf(watch.seconds, durationMs)
          assert.equal(curve[0]!.staying, plays.length)
          assert.ok(curve.every((s, i) => i === 0 || s.staying <= curve[i - 1]!.staying))
          for (const rate of Object.values(ratesOf(watch.sums)).slice(0, 6))
            assert.ok(rate! >= 0 && rate! <= 10_000)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a median is of clips with plays enough; of none there is none', () => {
    const sums = (plays: number, finished: number) => ({ ...noSums(), plays, finished })
    const { of, rates } = medianRates([sums(100, 10), sums(100, 30), sums(50, 10), sums(3, 3)])
    assert.deepEqual([of, rates.finished], [3, 2_000])
    assert.equal(medianRates([]).rates.finished, null)
    assert.deepEqual(ratesOf(noSums()), {
      past3s: null,
      effective: null,
      past25: null,
      past50: null,
      past75: null,
      finished: null,
      averageMs: null,
    })
  })
})
