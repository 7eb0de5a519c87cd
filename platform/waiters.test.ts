import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createWaiters } from './waiters.ts'

const nobodyLooks = { everyMs: 60_000, look: async () => {} }

it('tells all who wait for it and nobody else, and forgets them', async () => {
  const waiters = createWaiters<string>(10, nobodyLooks)
  const heard = [waiters.wait('a', 1_000), waiters.wait('a', 1_000), waiters.wait('b', 5)]
  waiters.tell('a', 'paid')
  waiters.tell('a', 'again')
  assert.deepEqual(await Promise.all(heard.map((h) => h.news)), ['paid', 'paid', null])
  assert.equal(waiters.size(), 0)
})

it('keeps nobody waiting beyond what it has room for', async () => {
  const waiters = createWaiters<string>(1, nobodyLooks)
  const first = waiters.wait('a', 1_000)
  assert.equal(await waiters.wait('a', 60_000).news, null)
  waiters.tell('a', 'paid')
  assert.equal(await first.news, 'paid')
})

it('makes room when somebody leaves, once', async () => {
  const waiters = createWaiters<string>(1, nobodyLooks)
  const first = waiters.wait('a', 60_000)
  first.leave()
  first.leave()
  assert.equal(await first.news, null)
  assert.equal(waiters.size(), 0)
  const second = waiters.wait('a', 60_000)
  first.leave()
  assert.equal(waiters.size(), 1)
  waiters.tell('a', 'paid')
  assert.equal(await second.news, 'paid')
})

it('looks for all who wait at once, goes on after a failure, and rests when nobody waits', async () => {
  const asked: string[][] = []
  const waiters = createWaiters<string>(10, {
    everyMs: 5,
    look: async (keys, found) => {
      asked.push([...keys])
      if (asked.length === 1) throw new Error('the database is away')
      if (asked.length === 2) found('a', 'paid')
      else found('b', 'cancelled')
    },
  })
  const heard = [waiters.wait('a', 60_000), waiters.wait('a', 60_000), waiters.wait('b', 60_000)]
  assert.deepEqual(await Promise.all(heard.map((h) => h.news)), ['paid', 'paid', 'cancelled'])
  await new Promise((resolve) => setTimeout(resolve, 30))
  assert.deepEqual(asked, [['a', 'b'], ['a', 'b'], ['b']])
  const late = waiters.wait('b', 60_000)
  assert.equal(await late.news, 'cancelled')
  assert.equal(asked.length, 4)
})
