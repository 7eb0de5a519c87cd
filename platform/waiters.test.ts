import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createWaiters } from './waiters.ts'

it('tells all who wait for it and nobody else, and forgets them', async () => {
  const waiters = createWaiters<string>(10)
  const heard = [waiters.next('a', 1_000), waiters.next('a', 1_000), waiters.next('b', 5)]
  waiters.tell('a', 'paid')
  waiters.tell('a', 'again')
  assert.deepEqual(await Promise.all(heard), ['paid', 'paid', null])
  assert.equal(waiters.size(), 0)
})

it('keeps nobody waiting beyond what it has room for', async () => {
  const waiters = createWaiters<string>(1)
  const first = waiters.next('a', 1_000)
  assert.equal(await waiters.next('a', 60_000), null)
  waiters.tell('a', 'paid')
  assert.equal(await first, 'paid')
})
