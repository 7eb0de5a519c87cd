import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWatchParts } from './watch-parts.ts'

const played = (...at: number[]) => {
  const parts = createWatchParts()
  for (const ms of at) parts.note(ms, 2_000)
  return parts
}

test('one part while it plays on; a round of the loop ends at the end and begins another', () => {
  assert.deepEqual(played(0, 250, 500, 750).take(), [[0, 750]])
  assert.deepEqual(played(0, 900, 1_800, 100, 400).take(), [
    [0, 2_000],
    [0, 400],
  ])
})

test('a jump is not playing; nothing played is nothing told', () => {
  assert.deepEqual(played(0, 100, 1_900).take(), [[0, 100]])
  assert.deepEqual(played(300).take(), [])
  assert.deepEqual(createWatchParts().take(), [])
  assert.equal(createWatchParts().at(), null)
})

test('taken once, and going on from there; at most twenty', () => {
  const parts = played(0, 500)
  assert.deepEqual(parts.take(), [[0, 500]])
  parts.note(800, 2_000)
  assert.deepEqual(parts.take(), [[500, 800]])
  for (let round = 0; round < 30; round++) for (const ms of [0, 1_000, 1_900]) parts.note(ms, 2_000)
  assert.equal(parts.take().length, 20)
})
