// Turns at one upload: one writer at a time, in order, a bounded queue, and nothing spins while it waits.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#kernel/errors'
import { createUploadLocks } from './upload-lock.ts'

const never = () => new AbortController().signal
const codeOf = (p: Promise<unknown>) =>
  p.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

test('one writes, three wait in order, a fifth is refused; each was asked to stop once by each who came', async () => {
  const locks = createUploadLocks()
  const order: number[] = []
  let asked = 0
  const first = locks.newLock('u')
  await first.lock(never(), () => void (asked += 1))
  const others = [1, 2, 3].map(async (n) => {
    const mine = locks.newLock('u')
    await mine.lock(never(), () => {})
    order.push(n)
    await mine.unlock()
  })
  assert.equal(await codeOf(locks.newLock('u').lock(never(), () => {})), 'REQUEST_IN_PROGRESS')
  await locks.newLock('another').lock(never(), () => {})
  assert.equal(asked, 3)
  await first.unlock()
  await Promise.all(others)
  assert.deepEqual([order, locks.held()], [[1, 2, 3], 1])
})

test('who waits costs nothing, gives up in time or when stopped, and leaves its place', async () => {
  const locks = createUploadLocks({ waiting: 3, waitMs: 60 })
  const first = locks.newLock('u')
  await first.lock(never(), () => {})
  const from = process.cpuUsage()
  const stop = new AbortController()
  const waits = [
    codeOf(locks.newLock('u').lock(never(), () => {})),
    codeOf(locks.newLock('u').lock(stop.signal, () => {})),
  ]
  await pause(30)
  stop.abort()
  assert.deepEqual(await Promise.all(waits), ['REQUEST_IN_PROGRESS', 'REQUEST_IN_PROGRESS'])
  assert.ok(process.cpuUsage(from).user < 40_000, 'it spins')
  await first.unlock()
  assert.equal(locks.held(), 0)
})
