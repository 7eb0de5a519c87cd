import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { testDatabase, type TestDatabase } from '#tests/support/database'
import { openDatabase, tables, type Tx } from './database.ts'

let t: TestDatabase
before(async () => {
  t = await testDatabase({ poolSize: 1 })
})
after(() => t.drop())

const select = async (tx: Tx, id: number) =>
  (
    await sql<Record<string, unknown>>`select * from platform.thing where id = ${id}`.execute(
      tables<unknown>(tx),
    )
  ).rows[0]
const run = (text: string) => t.db.transaction((tx) => sql.raw(text).execute(tables<unknown>(tx)))

it('keeps plans between transactions, and plans anew when a table is altered under them', async () => {
  await run('create table platform.thing (id int primary key, name text)')
  await run(`insert into platform.thing values (1, 'one')`)
  for (let i = 0; i < 8; i++)
    assert.deepEqual(await t.db.transaction((tx) => select(tx, 1)), { id: 1, name: 'one' })
  const { rows } = await t.db.transaction((tx) =>
    sql<{
      n: number
    }>`select count(*)::int as n from pg_prepared_statements where statement like 'select * from platform.thing%'`.execute(
      tables<unknown>(tx),
    ),
  )
  assert.equal(rows[0]!.n, 1)
  await run(`alter table platform.thing add column colour text default 'red'`)
  assert.deepEqual(await t.db.transaction((tx) => select(tx, 1)), { id: 1, name: 'one', colour: 'red' })
})

it('calls back before each statement, prepared or not', async () => {
  const seen: string[] = []
  const db = openDatabase({ url: t.url, poolSize: 1, beforeStatement: (text) => seen.push(text) })
  for (let i = 0; i < 2; i++) await db.transaction((tx) => select(tx, 1))
  await db.close()
  assert.deepEqual(seen, [
    'begin',
    'select * from platform.thing where id = $1',
    'commit',
    'begin',
    'select * from platform.thing where id = $1',
    'commit',
  ])
})

it('reads lists of text as PostgreSQL wrote them', async () => {
  const lists = [
    [],
    ['a'],
    ['tag:tea', 'b'],
    ['a,b', '{c}'],
    ['"', '\\', ''],
    ['NULL', 'nullable'],
    [null, 'x'],
    [' 茶 '],
  ]
  for (const list of lists) {
    const { rows } = await t.db.read((tx) => sql`select ${list}::text[] as list`.execute(tables<unknown>(tx)))
    assert.deepEqual(rows, [{ list }])
  }
})

/** As the postmaster's death does: the backend is gone, and its client had no statement under way. */
const cut = (pid: number) => run(`select pg_terminate_backend(${pid})`)
const pidOf = async (tx: Tx) =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tables<unknown>(tx))).rows[0]!.pid

it('a connection that is cut in the middle of a transaction fails that transaction, not the process', async () => {
  const db = openDatabase({ url: t.url, poolSize: 1 })
  const uncaught: unknown[] = []
  const note = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtException', note)
  await assert.rejects(
    db.transaction(async (tx) => {
      await cut(await pidOf(tx))
      await new Promise((resolve) => setTimeout(resolve, 200))
      await pidOf(tx)
    }),
  )
  assert.ok((await db.transaction(pidOf)) > 0, 'the next one has a connection')
  process.off('uncaughtException', note)
  assert.deepEqual(uncaught, [])
  await db.close()
})

it('whoever listens hears again after the connection was cut', async () => {
  let heard = 0
  const stop = await t.db.listen('cut', () => void (heard += 1))
  await run(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'serendip-listen' and datname = current_database()`,
  )
  const deadline = performance.now() + 10_000
  while (heard === 0 && performance.now() < deadline) {
    await run(`notify cut`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await stop()
  assert.ok(heard > 0)
})
