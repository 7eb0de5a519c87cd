import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, twiceNumbered } from './tidy.ts'

const head = '// A file.\n'
const complaintsOf = (file: string, text: string) => inspect(file, text).map((c) => c.says)

test('a clean file has no complaints', () => {
  assert.deepEqual(complaintsOf('kernel/money.ts', `${head}export const a = 1\n`), [])
})

for (const [name, file, text] of [
  ['a leftover', 'kernel/a.ts', `${head}// TODO later\n`],
  ['unseeded randomness', 'modules/a/service.ts', `${head}const r = Math.random()\n`],
  ['a print in the business', 'modules/a/service.ts', `${head}console.log(1)\n`],
  ['a suppressed type', 'flows/a.ts', `${head}// @ts-ignore\n`],
  ['a name that says nothing', 'platform/utils.ts', head],
  ['a file that does not say what it is for', 'flows/a.ts', 'export const a = 1\n'],
  ['a line too long', 'flows/a.ts', `${head}const a = ${'1 + '.repeat(60)}1\n`],
  ['a camel-case file', 'flows/placeOrder.ts', head],
  ['a test switched off', 'flows/a.test.ts', `test.skip('x')\n`],
] as const) {
  test(`red: ${name}`, () => assert.notDeepEqual(complaintsOf(file, text), []))
}

test('red: a migration whose number is given already, in one folder', () => {
  const found = twiceNumbered([
    'modules/a/migrations/0001-a.sql',
    'modules/a/migrations/0002-y.sql',
    'modules/a/migrations/0002-x.sql',
    'modules/b/migrations/0001-b.sql',
  ])
  assert.deepEqual(
    found.map((c) => c.file),
    ['modules/a/migrations/0002-y.sql'],
  )
})
