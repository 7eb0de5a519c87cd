import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { testDatabase, type TestDatabase } from '#tests/support/database'
import { openDatabase, tables, type Tx } from './database.ts'
import { together } from './pipelined.ts'

let t: TestDatabase
before(async () => {
  t = await testDatabase({ poolSize: 1 })
  await t.db.transaction((tx) => run(tx, 'create table platform.note (n int primary key)'))
})
after(() => t.drop())

const run = (tx: Tx, text: string) => sql.raw(text).execute(tables<unknown>(tx))
const put = (tx: Tx, n: number) => run(tx, `insert into platform.note values (${n})`)
const notes = async () => {
  const { rows } = await t.db.read((tx) =>
    sql<{ n: number }>`select n from platform.note order by n`.execute(tables<unknown>(tx)),
  )
  return rows.map((r) => r.n)
}

describe('a transaction over one connection', () => {
  it('works off what is asked together in the order asked', async () => {
    const seen = await t.db.transaction((tx) =>
      together([
        put(tx, 1),
        sql<{ n: bigint }>`select count(*) as n from platform.note`.execute(tables<unknown>(tx)),
        put(tx, 2),
        sql<{ n: bigint }>`select count(*) as n from platform.note`.execute(tables<unknown>(tx)),
      ]),
    )
    assert.deepEqual([seen[1].rows[0]!.n, seen[3].rows[0]!.n], [1n, 2n])
    assert.deepEqual(await notes(), [1, 2])
  })

  it('keeps nothing when one of them is refused, and says which', async () => {
    await assert.rejects(
      t.db.transaction((tx) => together([put(tx, 3), put(tx, 1), put(tx, 4)])),
      (e: { code?: string }) => e.code === '23505',
    )
    assert.deepEqual(await notes(), [1, 2])
  })

  it('refuses who asks after the end, so that nothing slips into the next one’s transaction', async () => {
    let late: Promise<unknown> = Promise.resolve()
    await assert.rejects(
      t.db.transaction(async (tx) => {
        late = new Promise((resolve) => setTimeout(resolve, 20)).then(() => put(tx, 5))
        await put(tx, 1)
      }),
    )
    await assert.rejects(late, /after its transaction has ended/)
    assert.deepEqual(await notes(), [1, 2])
  })

  it('what is asked behind a lock sees what the one before it left', async () => {
    const db = openDatabase({ url: t.url, poolSize: 2 })
    const lock = (tx: Tx) => run(tx, 'select pg_advisory_xact_lock(7)')
    const count = (tx: Tx) =>
      sql<{ n: bigint }>`select count(*) as n from platform.note`.execute(tables<unknown>(tx))
    const first = db.transaction(async (tx) => {
      await lock(tx)
      await put(tx, 6)
      await new Promise((resolve) => setTimeout(resolve, 60))
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    const second = await db.transaction((tx) => together([lock(tx), count(tx)]))
    await first
    assert.equal(second[1].rows[0]!.n, 3n)
    await db.close()
  })

  it('a commit that the database refuses is a failure', async () => {
    await t.db.transaction((tx) =>
      run(
        tx,
        `create function platform.refuse() returns trigger language plpgsql as $$ begin raise exception 'NO' using errcode = '23514'; end $$;
         create constraint trigger refuse after insert on platform.note deferrable initially deferred for each row execute function platform.refuse()`,
      ),
    )
    await assert.rejects(
      t.db.transaction((tx) => put(tx, 9)),
      (e: { code?: string }) => e.code === '23514',
    )
    assert.deepEqual(await notes(), [1, 2, 6])
  })
})
