// Known-bad twins: migrations that break the release before, or lock a table while it is read through, are named.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'

const ROOT = resolve(import.meta.dirname, '..')
const hasSquawk = existsSync(join(ROOT, `node_modules/@squawk-cli/${process.platform}-${process.arch}`))

const read = async (sql: string) => {
  const folder = await mkdtemp(join(tmpdir(), 'serendip-migrations-'))
  const file = join(folder, '0001-twin.sql')
  await writeFile(file, sql)
  const { status, stdout } = spawnSync(process.execPath, ['tools/check-migrations.ts', file], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  await rm(folder, { recursive: true })
  return { status, stdout }
}

for (const [rule, sql] of [
  ['ban-drop-column', 'alter table trade.checkout drop column currency;'],
  ['renaming-column', 'alter table trade.checkout rename column currency to money;'],
  ['adding-required-field', 'alter table trade.checkout add column mood text not null;'],
  ['changing-column-type', 'alter table trade.checkout alter column currency type int using 1;'],
  ['require-concurrent-index-creation', 'create index checkout_buyer on trade.checkout (buyer_id);'],
] as const)
  test(`${rule} is named`, { skip: hasSquawk ? false : 'no squawk for this platform' }, async () => {
    const { status, stdout } = await read(sql)
    assert.match(stdout, new RegExp(rule))
    assert.equal(status, 1)
  })

test(
  'an index that is built online passes',
  { skip: hasSquawk ? false : 'no squawk for this platform' },
  async () => {
    const { status, stdout } = await read(
      '-- online: while people write\ndrop index concurrently if exists trade.checkout_buyer;\ncreate index concurrently checkout_buyer on trade.checkout (buyer_id);\n',
    )
    assert.equal(status, 0, stdout)
  },
)
