// Jobs beside each other: more of them than there are connections still get their work done; of two processes one runs each; a cut
// connection holds nothing up.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openDatabase, tables } from './database.ts'
import { runJobs, type Job } from './jobs.ts'
import { silentLogger } from './logger.ts'
import { openNamedLocks } from './named-locks.ts'
import { testDatabase } from '#tests/support/database'
import { until } from '#tests/support/until'

test('six jobs at once on three connections', async () => {
  const { db: own, url, drop } = await testDatabase()
  const db = openDatabase({ url, poolSize: 3 })
  const done = new Set<string>()
  const jobs: Job[] = Array.from({ length: 6 }, (_, i) => ({
    name: `job-${i}`,
    everyMs: 60_000,
    run: async () => {
      await db.transaction((tx) => sql`select 1`.execute(tables<unknown>(tx)))
      done.add(`job-${i}`)
      return 0
    },
  }))
  const stop = runJobs(db, silentLogger, jobs)
  await until('all six', () => done.size === 6, 5_000)
  await stop()
  await db.close()
  await own.close()
  await drop()
})

test('a name is held by one; when its connection is cut it is free again', async () => {
  const { db, url, drop } = await testDatabase()
  const [a, b] = [openNamedLocks(url), openNamedLocks(url)]
  let letGo: () => void = () => {}
  const holding = a.holding('x', () => new Promise<void>((resolve) => (letGo = resolve)))
  await until('held', async () => (await b.holding('x', async () => 'b')) === null, 2_000)
  assert.equal(await b.holding('y', async () => 'b'), 'b')
  await db.read((tx) =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'serendip-locks'`.execute(
      tables<unknown>(tx),
    ),
  )
  await until('free', async () => (await b.holding('x', async () => 'b').catch(() => null)) === 'b', 2_000)
  letGo()
  await holding
  assert.equal(await a.holding('x', async () => 'a'), 'a')
  await a.close()
  await b.close()
  await drop()
})
