// A planted clock, work that ends when it is told to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSharedAnswers, keptByCost } from './shared-answers.ts'

function aDesk() {
  let nowMs = 0
  let worked = 0
  const ask = createSharedAnswers<number>(keptByCost, () => nowMs)
  const ends: ((fails: boolean) => void)[] = []
  return {
    ask: (key = 'a') =>
      ask(key, () => {
        const n = ++worked
        return new Promise((resolve, reject) =>
          ends.push((fails) => (fails ? reject(new Error()) : resolve(n))),
        )
      }),
    pass: (ms: number) => void (nowMs += ms),
    async end({ fails = false } = {}) {
      for (const done of ends.splice(0)) done(fails)
      await new Promise((resolve) => setImmediate(resolve))
    },
    worked: () => worked,
  }
}

test('who asks while it is worked out gets the same answer; another key is another answer', async () => {
  const desk = aDesk()
  const answers = [desk.ask(), desk.ask(), desk.ask('b')]
  await desk.end()
  assert.deepEqual(await Promise.all(answers), [1, 1, 2])
})

test('what is cheap is worked out each time', async () => {
  const desk = aDesk()
  for (const n of [1, 2]) {
    const answer = desk.ask()
    desk.pass(400)
    await desk.end()
    assert.equal(await answer, n)
  }
})

test('what took long is told again for a while, then worked out anew', async () => {
  const desk = aDesk()
  void desk.ask()
  desk.pass(1_400)
  await desk.end()
  desk.pass(8_999)
  assert.equal(await desk.ask(), 1)
  desk.pass(1)
  const next = desk.ask()
  await desk.end()
  assert.equal(await next, 2)
  assert.equal(desk.worked(), 2)
})

test('what failed is tried again', async () => {
  const desk = aDesk()
  const failed = assert.rejects(desk.ask())
  desk.pass(1_000)
  await desk.end({ fails: true })
  await failed
  const next = desk.ask()
  await desk.end()
  assert.equal(await next, 2)
})
