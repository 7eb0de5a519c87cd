import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { createDelayedLabels, errorOf, type Settled } from './delayed-labels.ts'
import { createTimeQueue } from './time-queue.ts'
import { wholeSpaceChance, wholeSpaceErrors } from './whole-space.ts'

void describe('time queue', () => {
  void it('gives everything back in order of time, the earlier added first among equals', () => {
    const random = seededRandom('queue')
    const queue = createTimeQueue<number>()
    const times = Array.from({ length: 500 }, () => random.int(50))
    times.forEach((atMs, k) => queue.add(atMs, k))
    const out: number[] = []
    for (let entry = queue.take(); entry !== undefined; entry = queue.take()) out.push(entry)
    const expected = times.map((_, k) => k).sort((a, b) => times[a]! - times[b]! || a - b)
    assert.deepEqual(out, expected)
    assert.equal(queue.nextMs, Infinity)
  })
})

void describe('delayed labels', () => {
  const fresh = (maxWaiting = 100) =>
    createDelayedLabels<string>({ windowMs: 100, correctionMs: 1_000, maxWaiting })

  void it('waits with the no until the window closes, and learns a yes at once', () => {
    const labels = fresh()
    const learned: string[] = []
    const learn = (entry: string, settled: Settled) => learned.push(`${entry} ${settled}`)
    labels.shown('1', 'a', 0)
    labels.shown('2', 'b', 10)
    labels.release(99, learn)
    assert.equal(learned.length, 0)
    assert.deepEqual(labels.happened('2'), { entry: 'b', settled: 'yes' })
    labels.release(500, learn)
    assert.deepEqual(learned, ['a no'])
    assert.deepEqual(labels.happened('1'), { entry: 'a', settled: 'yes after a no' })
    assert.equal(labels.happened('1'), undefined, 'once')
  })

  void it('forgets after the correction window and never holds more than it may', () => {
    const labels = fresh(2)
    for (const key of ['1', '2', '3']) labels.shown(key, key, 0)
    assert.equal(labels.waiting, 2)
    assert.equal(labels.dropped, 1)
    labels.release(2_000, () => {})
    assert.equal(labels.waiting, 0)
    assert.equal(labels.happened('3'), undefined)
  })

  void it('shown anew begins a new window', () => {
    const labels = fresh()
    labels.shown('1', 'old', 0)
    labels.shown('1', 'new', 90)
    const learned: string[] = []
    labels.release(100, (entry) => learned.push(entry))
    assert.equal(learned.length, 0)
    labels.release(190, (entry) => learned.push(entry))
    assert.deepEqual(learned, ['new'])
  })

  void it('a rate learned with corrections is the true one; taking the unseen for a no is not', () => {
    const random = seededRandom('late')
    const [truth, windowMs] = [0.3, 100]
    const labels = createDelayedLabels<number>({ windowMs, correctionMs: 10_000, maxWaiting: 100_000 })
    let [bias, hasty] = [0, 0]
    let n = 0
    const chance = (x: number) => 1 / (1 + Math.exp(-x))
    const step = (settled: Settled) => (bias -= errorOf(settled, chance(bias)) / (20 + n++ / 10))
    const due = createTimeQueue<string>()
    for (let t = 0; t < 40_000; t++) {
      labels.shown(`${t}`, t, t)
      if (random.next() < truth) due.add(t + random.int(2 * windowMs), `${t}`)
      hasty -= chance(hasty) / (20 + t / 10) // known-bad: a no from the start, and the yes beside it
      while (due.nextMs <= t) {
        labels.release(due.nextMs - 1, (_, settled) => step(settled))
        const found = labels.happened(due.take()!)
        if (found) step(found.settled)
        hasty += (1 - chance(hasty)) / (20 + t / 10)
      }
      labels.release(t, (_, settled) => step(settled))
    }
    assert.ok(Math.abs(chance(bias) - truth) < 0.03, `${chance(bias)}`)
    assert.ok(Math.abs(chance(hasty) - truth) > 0.05, `${chance(hasty)}`)
  })
})

void describe('whole space', () => {
  void it('its errors are the slopes of the loss', () => {
    const chance = (x: number) => 1 / (1 + Math.exp(-x))
    for (const bought of [true, false])
      for (const [a, b] of [[0.3, -1] as const, [-2, 2] as const]) {
        const loss = (x: number, y: number) => {
          const p = wholeSpaceChance(chance(x), chance(y))
          return -Math.log(bought ? p : 1 - p)
        }
        const { click, buyIfClicked } = wholeSpaceErrors(chance(a), chance(b), bought)
        const by = 1e-5
        assert.ok(Math.abs((loss(a + by, b) - loss(a - by, b)) / (2 * by) - click) < 1e-6)
        assert.ok(Math.abs((loss(a, b + by) - loss(a, b - by)) / (2 * by) - buyIfClicked) < 1e-6)
      }
  })
})
