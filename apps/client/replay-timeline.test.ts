// The goods on a replay's timeline.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockText, explainedIn } from './replay-timeline.ts'

const at = (atMs: number, productId: string | null) => ({ atMs, event: { kind: 'explain', productId } })

test('a product is explained until the next one, until nothing, or until the end', () => {
  const timeline = [
    at(0, 'a'),
    { atMs: 500, event: { kind: 'price', productId: 'b' } },
    at(4_000, 'b'),
    at(5_000, 'b'),
    at(9_000, null),
    at(12_000, 'a'),
    at(12_400, 'c'),
  ]
  assert.deepEqual(explainedIn(timeline, 20_000), [
    { productId: 'a', fromMs: 0, toMs: 4_000 },
    { productId: 'b', fromMs: 4_000, toMs: 9_000 },
    { productId: 'c', fromMs: 12_400, toMs: 20_000 },
  ])
  assert.deepEqual(explainedIn([], 20_000), [])
})

test('a place as a clock', () => {
  assert.deepEqual([0, 65_000, 3_725_900].map(clockText), ['0:00', '1:05', '1:02:05'])
})
