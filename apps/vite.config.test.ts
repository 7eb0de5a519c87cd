// What a browser gets of a contract, and how much it has to load before the first clip.
import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { tradeEndpoints } from '#modules/trade/contract'
import { contractDescriptors } from './vite.config.ts'

const INITIAL_JS_MAX = 180 * 1024

test('a contract reaches the browser as descriptors and plain constants, without schemas', async () => {
  const load = contractDescriptors().load as (id: string) => Promise<string>
  const code = await load('\0contract:trade')
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<
    string,
    { id?: string }
  >
  for (const e of tradeEndpoints) {
    const found = Object.values(module).find((m) => m?.id === e.id)
    assert.deepEqual(found, {
      id: e.id,
      method: e.method,
      path: e.path,
      ...(e.idempotent ? { idempotent: true } : {}),
      ...(e.raw ? { raw: true } : {}),
    })
  }
  assert.ok(Array.isArray(module.ORDER_STATES))
  assert.equal(module.orderState, undefined, 'a schema stays behind')
})

test('the shopper loads at most 180 kB of scripts before the first clip, and no schema library at all', async (t) => {
  const root = resolve(import.meta.dirname, 'shopper')
  const cwd = process.cwd()
  process.chdir(root)
  try {
    const { output } = (await build({
      configFile: resolve(import.meta.dirname, 'vite.config.ts'),
      logLevel: 'silent',
      build: { write: false },
    })) as Rolldown.RolldownOutput
    const chunks = new Map(output.filter((f) => f.type === 'chunk').map((f) => [f.fileName, f]))
    const initial = new Set<string>()
    const visit = (name: string) => {
      if (initial.has(name)) return
      initial.add(name)
      chunks.get(name)?.imports.forEach(visit)
    }
    visit([...chunks.values()].find((c) => c.isEntry)!.fileName)
    visit([...chunks.values()].find((c) => c.name === 'zh')!.fileName)
    const bytes = [...initial].reduce((sum, name) => sum + gzipSync(chunks.get(name)!.code).length, 0)
    t.diagnostic(`${initial.size} files, ${(bytes / 1024).toFixed(1)} kB gzip`)
    assert.ok(bytes <= INITIAL_JS_MAX, `${bytes} bytes`)
    for (const chunk of chunks.values()) assert.doesNotMatch(chunk.code, /ZodError|_zod/, chunk.fileName)
  } finally {
    process.chdir(cwd)
  }
})
