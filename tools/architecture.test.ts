// Every architecture rule, seen red: a small house with one planted violation a rule is scanned with the real config.
import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { ruleNames, scan } from './check-architecture.ts'

const ROOT = resolve(import.meta.dirname, '..')

/** A clean miniature with every room that the rules speak of. */
const HOUSE: Record<string, string> = {
  'kernel/money.ts': `export const m = 1`,
  'engine/index.ts': `import '#kernel/money'`,
  'eval/main.ts': `import '#engine'\nimport 'node:fs'`,
  'platform/database.ts': `import '#kernel/money'`,
  'modules/shop/index.ts': `import './service.ts'`,
  'modules/shop/contract.ts': `import '#kernel/money'`,
  'modules/shop/events.ts': `export const e = 1`,
  'modules/shop/service.ts': `import './repository.ts'\nimport './domain/rule.ts'`,
  'modules/shop/repository.ts': `import type { T } from './tables.ts'\nexport type U = T`,
  'modules/shop/tables.ts': `export type T = 1`,
  'modules/shop/domain/rule.ts': `import '#kernel/money'`,
  'modules/trade/index.ts': `import './service.ts'`,
  'modules/trade/events.ts': `export const e = 1`,
  'modules/trade/service.ts': `export const s = 1`,
  'modules/trade/service.test.ts': `export const t = 1`,
  'flows/checkout.ts': `import '#modules/shop'\nimport '#modules/trade'`,
  'server/compose.ts': `import '#flows/checkout'`,
  'apps/client/index.ts': `import '#modules/shop/contract'`,
  'apps/shopper/main.ts': `import '#app/client'`,
  'apps/console/main.ts': `import '#app/client'`,
  'sandbox/payment/main.ts': `import '#kernel/money'`,
}

/** rule → the file that gets the line. Two plants where a rule guards two things. */
const PLANTS: [rule: string, file: string, line: string][] = [
  ['kernel-stands-alone', 'kernel/money.ts', `import '#platform/database'`],
  ['engine-is-pure', 'engine/index.ts', `import 'node:fs'`],
  ['eval-stands-on-the-engine', 'eval/main.ts', `import '#platform/database'`],
  ['nothing-stands-on-eval', 'modules/shop/service.ts', `import '../../eval/main.ts'`],
  ['platform-knows-no-business', 'platform/database.ts', `import '#modules/shop'`],
  ['modules-do-not-import-modules', 'modules/shop/service.ts', `import '#modules/trade'`],
  ['only-reactions-hear-others', 'modules/shop/service.ts', `import '#modules/trade/events'`],
  ['modules-do-not-look-up', 'modules/shop/service.ts', `import '#flows/checkout'`],
  ['flows-use-doors', 'flows/checkout.ts', `import '../modules/shop/service.ts'`],
  ['flows-do-not-look-up', 'flows/checkout.ts', `import '#server/compose'`],
  ['only-server-composes', 'platform/database.ts', `import '#server/compose'`],
  ['apps-see-contracts-only', 'apps/shopper/main.ts', `import '#modules/shop'`],
  ['apps-do-not-import-apps', 'apps/console/main.ts', `import '../shopper/main.ts'`],
  ['sandbox-is-the-outside-world', 'sandbox/payment/main.ts', `import '#modules/shop'`],
  ['cross-folder-by-door', 'flows/checkout.ts', `import '../modules/shop/index.ts'`],
  ['domain-is-pure', 'modules/shop/domain/rule.ts', `import '#platform/database'`],
  ['domain-is-pure', 'modules/shop/domain/rule.ts', `import 'node:fs'`],
  ['contract-is-pure', 'modules/shop/contract.ts', `import './service.ts'`],
  ['service-does-not-look-up', 'modules/shop/service.ts', `import './index.ts'`],
  ['repository-below-service', 'modules/shop/repository.ts', `import './service.ts'`],
  [
    'only-the-repository-reads-tables',
    'modules/shop/service.ts',
    `import type { T } from './tables.ts'\nexport type V = T`,
  ],
  ['sql-in-repositories-only', 'modules/shop/service.ts', `import 'kysely'`],
  ['http-at-the-edge-only', 'modules/shop/service.ts', `import 'fastify'`],
  ['react-in-apps-only', 'platform/database.ts', `import 'react'`],
  ['no-node-in-browsers', 'apps/shopper/main.ts', `import 'node:fs'`],
  ['production-does-not-import-tests', 'modules/trade/service.ts', `import './service.test.ts'`],
  ['unresolvable', 'flows/checkout.ts', `import '#modules/shop/service'`],
  ['circular', 'modules/shop/domain/rule.ts', `import './loop.ts'`],
]

async function build(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'serendip-arch-'))
  for (const f of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    await cp(join(ROOT, f), join(root, f))
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  await write(root, HOUSE)
  await write(root, { 'modules/shop/domain/loop.ts': `import './rule.ts'` })
  return root
}

async function write(root: string, files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), `${text}\n`)
  }
}

test('this repository keeps every rule, and the scan sees every file', async () => {
  const result = await scan()
  assert.deepEqual(result.violations, [])
  assert.ok(result.modules >= result.files, `scanned ${result.modules} of ${result.files}`)
})

test('every rule has a plant, and every plant turns its rule red', async () => {
  assert.deepEqual([...new Set(PLANTS.map(([r]) => r))].toSorted(), ruleNames().toSorted())
  const root = await build()
  try {
    assert.deepEqual((await scan(root)).violations, [], 'the miniature is clean before planting')
    for (const [rule, file, line] of PLANTS) {
      await write(root, { [file]: `${HOUSE[file]}\n${line}` })
      const red = (await scan(root)).violations.map((v) => v.rule)
      await write(root, { [file]: HOUSE[file]! })
      assert.ok(
        red.includes(rule),
        `${rule} stayed green on ${file}: ${line} (red: ${red.join(', ') || 'none'})`,
      )
    }
  } finally {
    await rm(root, { recursive: true })
  }
})
