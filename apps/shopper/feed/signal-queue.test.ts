import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignalIn } from '#modules/signals/contract'
import { BATCH_EVERY_MS, createSignalQueue, type SendOutcome } from './signal-queue.ts'

function bench() {
  const sent: { ids: string[]; closing: boolean }[] = []
  const timers: { run: () => void; ms: number }[] = []
  let outcome: SendOutcome | Error = 'done'
  let n = 0
  const queue = createSignalQueue({
    send: async (items, closing) => {
      sent.push({ ids: items.map((i) => i.id), closing })
      if (outcome instanceof Error) throw outcome
      return outcome
    },
    newId: () => `sig_${++n}`,
    now: () => new Date('2026-01-01T00:00:00Z'),
    later: (run, ms) => timers.push({ run, ms }),
  })
  const add = (count = 1) => {
    for (let i = 0; i < count; i++)
      queue.add({ kind: 'like', slateId: 'slt_1', position: 0, contentId: 'cnt_1' } as Omit<
        SignalIn,
        'id' | 'at'
      >)
  }
  const tick = async () => {
    const due = timers.splice(0)
    for (const t of due) t.run()
    await queue.flush()
    await new Promise((resolve) => setImmediate(resolve))
    return due.map((t) => t.ms)
  }
  return { queue, sent, timers, add, tick, answer: (o: SendOutcome | Error) => (outcome = o) }
}

test('gathers for two seconds and sends one batch', async () => {
  const b = bench()
  b.add(3)
  assert.equal(b.sent.length, 0)
  assert.deepEqual(await b.tick(), [BATCH_EVERY_MS])
  assert.deepEqual(b.sent, [{ ids: ['sig_1', 'sig_2', 'sig_3'], closing: false }])
  assert.equal(b.queue.size, 0)
})

test('no answer: the same ids again, later and later, then forgotten once answered', async () => {
  const b = bench()
  b.answer(new Error('network'))
  b.add(2)
  await b.tick()
  assert.equal(b.queue.size, 2)
  b.answer('later')
  assert.deepEqual(
    b.timers.map((t) => t.ms),
    [2 * BATCH_EVERY_MS],
  )
  b.add()
  assert.equal(b.timers.length, 1, 'a new signal does not shorten the wait')
  b.answer('done')
  await b.tick()
  assert.deepEqual(b.sent.at(-1)!.ids, ['sig_1', 'sig_2', 'sig_3'])
  assert.equal(b.queue.size, 0)
})

test('at most a hundred in a batch; the rest follows', async () => {
  const b = bench()
  b.add(130)
  await b.tick()
  await b.tick()
  assert.deepEqual(
    b.sent.map((s) => s.ids.length),
    [100, 30],
  )
})

test('closing: everything at once, kept until confirmed', async () => {
  const b = bench()
  b.add(120)
  b.queue.flushClosing()
  assert.deepEqual(
    b.sent.map((s) => [s.ids.length, s.closing]),
    [
      [100, true],
      [20, true],
    ],
  )
  assert.equal(b.queue.size, 120)
})

test('hours offline keep the newest five hundred', () => {
  const b = bench()
  b.add(700)
  assert.equal(b.queue.size, 500)
})

test('two flushes at once send one batch', async () => {
  const b = bench()
  b.add()
  await Promise.all([b.queue.flush(), b.queue.flush()])
  assert.equal(b.sent.length, 1)
})
