// A migration is applied whole or not at all; one that is online builds its index while others write, and is run again from its
// beginning when it was interrupted.
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { testDatabase, type TestDatabase } from '#tests/support/database'
import { migrate } from './migrate.ts'

let t: TestDatabase
let client: pg.Client
let root: string
before(async () => {
  t = await testDatabase()
  client = new pg.Client({ connectionString: t.url })
  await client.connect()
})
after(async () => {
  await client.end()
  await t.drop()
})
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'serendip-migrate-'))
  await client.query('drop schema if exists ware cascade')
  await client.query(`delete from platform.migration where owner = 'modules/ware'`)
})

const give = async (name: string, text: string) => {
  const folder = join(root, 'modules/ware/migrations')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), text)
}
const first = (second: string) =>
  `create schema ware; create table ware.box (id int, label text); insert into ware.box values (1, 'a'), (2, '${second}');`
const ONLINE = `-- online: while people write
drop index concurrently if exists ware.box_label;
create unique index concurrently box_label on ware.box (label);
`
const validIndexes = async () =>
  (
    await client.query(
      `select 1 from pg_index where indexrelid = to_regclass('ware.box_label') and indisvalid`,
    )
  ).rowCount

test('what fails in the middle leaves nothing behind', async () => {
  await give('0001-first.sql', `${first('b')} select 1/0;`)
  await assert.rejects(migrate(t.url, root), /modules\/ware\/0001-first.sql failed: division by zero/)
  assert.equal((await client.query(`select to_regclass('ware.box') as box`)).rows[0].box, null)
})

test('an online one that was interrupted is run again from its beginning, and once', async () => {
  await give('0001-first.sql', first('a'))
  await give('0002-index.sql', ONLINE)
  await assert.rejects(migrate(t.url, root), /0002-index.sql failed: could not create unique index/)
  assert.equal(await validIndexes(), 0, 'what it left is no index')
  await client.query('delete from ware.box where id = 2')
  assert.deepEqual(await migrate(t.url, root), ['modules/ware/0002-index.sql'])
  assert.equal(await validIndexes(), 1)
  assert.deepEqual(await migrate(t.url, root), [])
})

test('while an online one waits for whoever reads, others write', async () => {
  await give('0001-first.sql', first('b'))
  await migrate(t.url, root)
  await give('0002-index.sql', ONLINE)
  const reader = new pg.Client({ connectionString: t.url })
  await reader.connect()
  await reader.query('begin isolation level repeatable read; select * from ware.box')
  const applied = migrate(t.url, root)
  for (let i = 0; i < 20; i++) {
    await client.query('insert into ware.box values (3, $1)', [`c${i}`])
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.equal(await validIndexes(), 0, 'it still waits')
  await reader.query('rollback')
  await reader.end()
  await applied
  assert.equal(await validIndexes(), 1)
})

after(() => rm(root, { recursive: true, force: true }))
