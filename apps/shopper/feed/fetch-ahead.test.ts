import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFetchAhead } from './fetch-ahead.ts'

function aLine() {
  const asked: { url: string; signal: AbortSignal; answer: (bytes: number) => void; fail: () => void }[] = []
  let now = 0
  const ahead = createFetchAhead({
    now: () => now,
    fetchBytes: ({ url }, signal) =>
      new Promise((resolve, reject) => {
        asked.push({ url, signal, answer: resolve, fail: () => reject(new Error('gone')) })
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      }),
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { ahead, asked, settle, pass: (ms: number) => (now += ms) }
}
const clip = (url: string) => ({ url, bytes: 512 * 1024 })

test('one at a time, in order, each once', async () => {
  const { ahead, asked, settle } = aLine()
  ahead.want([clip('a'), clip('b')])
  assert.deepEqual(
    asked.map((a) => a.url),
    ['a'],
  )
  asked[0]!.answer(1)
  await settle()
  assert.deepEqual(
    asked.map((a) => a.url),
    ['a', 'b'],
  )
  ahead.want([clip('a'), clip('b')])
  assert.equal(asked.length, 2)
  assert.ok(ahead.has('a') && !ahead.has('b'))
})

test('what is no longer wanted is aborted and may be asked for again; what failed is not', async () => {
  const { ahead, asked, settle } = aLine()
  ahead.want([clip('a')])
  ahead.want([clip('b')])
  await settle()
  assert.ok(asked[0]!.signal.aborted)
  assert.deepEqual(
    asked.map((a) => a.url),
    ['a', 'b'],
  )
  asked[1]!.fail()
  await settle()
  ahead.want([clip('b'), clip('a')])
  await settle()
  assert.deepEqual(
    asked.map((a) => a.url),
    ['a', 'b', 'a'],
  )
})

test('measures the line, but not the cache', async () => {
  const { ahead, asked, settle, pass } = aLine()
  ahead.want([clip('cached'), clip('small'), clip('a')])
  asked[0]!.answer(500_000)
  await settle()
  pass(100)
  asked[1]!.answer(1_000)
  await settle()
  assert.equal(ahead.kbps(), null)
  pass(1_000)
  asked[2]!.answer(1_000_000)
  await settle()
  assert.equal(ahead.kbps(), 8_000)
})
