// The queue's promises against a real PostgreSQL: one worker at a time, no work lost with its worker, no word of a dead one taken.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { AppError } from '#kernel/errors'
import { silentLogger } from '#platform/logger'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { until } from '#tests/support/until'
import { tables } from './database.ts'
import { runWorkLoop, type WorkHandler } from './work-loop.ts'
import { createWorkQueue, type WorkQueue } from './work-queue.ts'

const KIND = 'test.work'
let base: TestDatabase
let queue: WorkQueue
let undone: string[]

before(async () => {
  base = await testDatabase()
})
after(() => base.drop())
beforeEach(async () => {
  const { db, ids } = testDeps(base.db)
  queue = createWorkQueue({ db, ids, leaseMs: 400, backoffMs: 20 })
  undone = []
  await base.db.transaction((tx) => sql`delete from platform.work`.execute(tables<unknown>(tx)))
})

const add = (subject: string) => base.db.transaction((tx) => queue.enqueue(tx, KIND, subject))
const status = async (subject: string) =>
  (await base.db.read((tx) => queue.latest(tx, KIND, [subject]))).get(subject)!
const is = (subject: string, state: string) =>
  until(`${subject} is ${state}`, async () => (await status(subject)).state === state, 15_000)
const handler = (run: WorkHandler['run']): WorkHandler => ({
  kind: KIND,
  run,
  undo: async (_tx, subjectId) => void undone.push(subjectId),
})
const loop = (run: WorkHandler['run'], concurrency = 1) =>
  runWorkLoop({ db: base.db, queue, log: silentLogger, handler: handler(run), concurrency, pollMs: 20 })
const nothing = async () => async () => {}

test('twenty pieces, two loops of two workers: each is done exactly once', async () => {
  const done: string[] = []
  const run: WorkHandler['run'] = async (work) => async () => void done.push(work.subjectId)
  const stops = [await loop(run, 2), await loop(run, 2)]
  const subjects = Array.from({ length: 20 }, (_, i) => `s${i}`)
  await Promise.all(subjects.map(add))
  for (const subject of subjects) await is(subject, 'done')
  for (const stop of stops) await stop()
  assert.deepEqual(done.toSorted(), subjects.toSorted())
})

test('a subject is worked on once, however often it is asked for', async () => {
  await Promise.all([add('x'), add('x'), add('x')])
  assert.ok(await queue.take(KIND))
  assert.equal(await queue.take(KIND), null)
  await add('x')
  assert.equal(await queue.take(KIND), null)
})

test('a silent worker loses its work to another, and its late word is not taken', async () => {
  await add('x')
  const dead = (await queue.take(KIND))!
  assert.equal(await queue.take(KIND), null, 'not while the lease holds')
  const second = await until('the lease runs out', () => queue.take(KIND), 5_000)
  assert.deepEqual([second.subjectId, second.attempt], ['x', 2])
  assert.equal(await queue.beat(dead, 0.9, 'late'), false)
  assert.equal(await base.db.transaction((tx) => queue.complete(tx, dead)), false)
  assert.equal(
    await base.db.transaction((tx) => queue.fail(tx, dead, { code: 'INTERNAL' }, { again: false })),
    false,
  )
  assert.equal(await queue.beat(second, 0.5, 'on'), true)
  assert.deepEqual([(await status('x')).state, (await status('x')).progress], ['running', 0.5])
  assert.equal(await base.db.transaction((tx) => queue.complete(tx, second)), true)
})

test('a worker killed with -9 in the middle: another takes over, and what was half done is not seen', async () => {
  await add('victim')
  const child = spawn(process.execPath, [join(import.meta.dirname, 'work-queue-victim.ts'), base.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
  assert.equal((await status('victim')).state, 'running')
  child.kill('SIGKILL')
  const stop = await loop(nothing)
  await is('victim', 'done')
  await stop()
  assert.equal((await status('victim')).attempts, 2)
})

test('cancelled in the middle: the worker is told and stops, nothing of it is committed', async () => {
  await add('x')
  let committed = false
  let wasTold = false
  const stop = await loop(async (_work, { signal }) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    wasTold = true
    return async () => void (committed = true)
  })
  await is('x', 'running')
  assert.equal(await base.db.transaction((tx) => queue.cancel(tx, KIND, 'x')), true)
  await until('the worker is told', async () => wasTold, 5_000)
  await stop()
  assert.deepEqual([(await status('x')).state, committed, undone.length], ['cancelled', false, 0])
})

test('what breaks is tried three times with waits between, then failed with a reason; a refusal is not tried again', async () => {
  let tries = 0
  const stop = await loop(async (work) => {
    tries++
    if (work.subjectId === 'refused') throw new AppError('MEDIA_CORRUPT', { why: 'x' })
    throw new Error('/secret/path broke')
  })
  await add('broken')
  await is('broken', 'failed')
  assert.deepEqual([tries, (await status('broken')).reason], [3, { code: 'INTERNAL' }])
  tries = 0
  await add('refused')
  await is('refused', 'failed')
  assert.deepEqual([tries, (await status('refused')).reason], [1, { code: 'MEDIA_CORRUPT', why: 'x' }])
  await stop()
  assert.deepEqual(undone, ['broken', 'refused'])
})

test('poison: work that kills each of its workers is failed, not handed on for ever', async () => {
  await add('poison')
  for (let attempt = 1; attempt <= 3; attempt++)
    assert.equal((await until('it is taken', () => queue.take(KIND), 5_000)).attempt, attempt)
  const stop = await loop(nothing)
  await is('poison', 'failed')
  await stop()
  assert.deepEqual([(await status('poison')).reason, undone], [{ code: 'CRASHED' }, ['poison']])
})

test('a process that leaves in order gives back what it holds, and that costs no attempt', async () => {
  await add('x')
  const stop = await loop(
    (_work, { signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error('leaving')), { once: true }),
      ),
  )
  await is('x', 'running')
  await stop()
  assert.deepEqual([(await status('x')).state, (await status('x')).attempts], ['queued', 0])
})

test('a lease that is kept alive outlives its length', async () => {
  await add('long')
  let release = () => {}
  const stop = await loop(async () => {
    await new Promise<void>((resolve) => (release = resolve))
    return async () => {}
  })
  await is('long', 'running')
  const until_ = performance.now() + 1_000
  await until('more than two leases have passed', async () => {
    assert.equal(await queue.take(KIND), null)
    return performance.now() > until_
  })
  release()
  await is('long', 'done')
  await stop()
})
