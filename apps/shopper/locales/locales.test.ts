// Both languages say everything: same keys, same blanks to fill, nothing empty, and every key is used.
import assert from 'node:assert/strict'
import { readFile, glob } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import enCase from '../after-sale/words.en.json' with { type: 'json' }
import zhCase from '../after-sale/words.zh.json' with { type: 'json' }
import enPaying from '../checkout/words.en.json' with { type: 'json' }
import zhPaying from '../checkout/words.zh.json' with { type: 'json' }
import enReplay from '../live/replay/words.en.json' with { type: 'json' }
import zhReplay from '../live/replay/words.zh.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import zh from './zh.json' with { type: 'json' }

type Tree = { [key: string]: string | Tree }

const flatten = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([k, v]) =>
    typeof v === 'string' ? [[`${prefix}${k}`, v] as [string, string]] : flatten(v, `${prefix}${k}.`),
  )
const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort()

/** The words of pages of their own (`after-sale/words.ts`, `checkout/words.ts` …) have no prefix there. */
const words = {
  zh: new Map([...flatten(zh), ...flatten(zhCase), ...flatten(zhPaying), ...flatten(zhReplay)]),
  en: new Map([...flatten(en), ...flatten(enCase), ...flatten(enPaying), ...flatten(enReplay)]),
}

test('both languages have the same keys and nothing empty', () => {
  assert.deepEqual([...words.zh.keys()].sort(), [...words.en.keys()].sort())
  for (const map of Object.values(words)) for (const [key, text] of map) assert.ok(text.trim() !== '', key)
})

test('both languages fill the same blanks', () => {
  for (const [key, text] of words.zh) assert.deepEqual(blanks(text), blanks(words.en.get(key)!), key)
})

test('English has no Chinese letters', () => {
  for (const [key, text] of words.en) assert.doesNotMatch(text, /\p{Script=Han}/u, key)
})

test('no exclamation marks', () => {
  for (const map of Object.values(words))
    for (const [key, text] of map) assert.doesNotMatch(text, /[!！]/, key)
})

test('every key is used', async () => {
  const app = resolve(import.meta.dirname, '..')
  let source = ''
  for await (const file of glob('**/*.{ts,tsx}', { cwd: app }))
    if (!file.endsWith('.test.ts')) source += await readFile(join(app, file), 'utf8')
  const isUsed = (key: string) => {
    if (source.includes(`'${key}'`)) return true
    // `orders.state.${…}`: a family of keys is used through its prefix
    const prefix = key.slice(0, key.lastIndexOf('.') + 1)
    return (
      source.includes(`\`${prefix}\${`) ||
      (key.startsWith('address.') && key.endsWith('Example') && source.includes('`address.${key}Example`'))
    )
  }
  assert.deepEqual(
    [...words.zh.keys()].filter((k) => !isUsed(k)),
    [],
  )
})
