// Every migration runs while people buy, with the release before it still answering: squawk names what would lock a table for long or
// break who reads it. What the migrator sees to itself (time limits, one transaction a file) is not asked for. With FILES, only those.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isOnline } from '../platform/migrate.ts'

const ROOT = resolve(import.meta.dirname, '..')
/** `prefer-bigint…`: a count of units needs no eight bytes. */
const NOT_ASKED = [
  'require-statement-timeout',
  'require-lock-timeout',
  'prefer-bigint-over-int',
  'prefer-bigint-over-smallint',
]
/** What they do to large tables was written before anybody had one; edited, they were no longer what was applied. Nothing is added here. */
const BEFORE_THE_FIRST_RELEASE = new Set([
  'modules/compass/migrations/0002-same-hours.sql',
  'modules/content/migrations/0002-clips.sql',
  'modules/content/migrations/0003-comment-desk.sql',
  'modules/content/migrations/0005-from-room.sql',
  'modules/content/migrations/0006-announced-room.sql',
  'modules/governance/migrations/0002-withdrawn.sql',
  'modules/live/migrations/0004-evidence.sql',
  'modules/live/migrations/0005-screen.sql',
  'modules/live/migrations/0006-brought-by.sql',
  'modules/live/migrations/0007-programmes.sql',
  'modules/live/migrations/0009-chat-evidence.sql',
  'modules/shop/migrations/0002-stock-pools.sql',
  'modules/shop/migrations/0010-warehouses-bundles-presale.sql',
  'modules/trade/migrations/0002-rooms.sql',
  'modules/trade/migrations/0010-after-sale.sql',
  'modules/trade/migrations/0025-packages.sql',
])

if (!existsSync(join(ROOT, `node_modules/@squawk-cli/${process.platform}-${process.arch}`))) {
  console.log(`· migrations are not read: no squawk for ${process.platform}-${process.arch} is installed`)
  process.exit(0)
}
const online: string[] = []
const together: string[] = []
const asked = process.argv.slice(2)
for await (const file of asked.length > 0
  ? asked
  : glob(['platform/migrations/*.sql', 'modules/*/migrations/*.sql'], { cwd: ROOT })) {
  if (BEFORE_THE_FIRST_RELEASE.has(file)) continue
  const text = await readFile(resolve(ROOT, file), 'utf8')
  ;(isOnline({ text }) ? online : together).push(file)
}
const isClean =
  read(together, ['--assume-in-transaction'], NOT_ASKED) &&
  read(online, [], [...NOT_ASKED, 'prefer-robust-stmts'])
process.exit(isClean ? 0 : 1)

function read(files: readonly string[], options: readonly string[], notAsked: readonly string[]): boolean {
  const squawk = join(ROOT, 'node_modules/squawk-cli/js/bin/squawk')
  const args = [squawk, '--pg-version=17', `--exclude=${notAsked.join(',')}`, ...options, ...files]
  return files.length === 0 || spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status === 0
}
