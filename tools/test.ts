// `./serendip test`: every check and test, in the order in which a failure is cheapest to find. With FILES, only those.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startPostgres } from '../platform/postgres/embedded.ts'

const ROOT = resolve(import.meta.dirname, '..')
const bin = (path: string) => join(ROOT, 'node_modules', path)
const asked = process.argv.slice(2)

/** Without a database and without processes or sockets of their own: a process each would be most of what they cost. */
const isPure = (file: string) =>
  !file.endsWith('vite.config.test.ts') &&
  (/^(kernel|engine|eval|apps)\/|^modules\/[^/]+\/domain\//.test(file) ||
    (!file.startsWith('bench/') &&
      !/support\/|node:(child_process|worker_threads|http|net)'|process\.env/.test(
        readFileSync(join(ROOT, file), 'utf8'),
      )))

let passed = 0
let failed = 0
const times: string[] = []

const isJourney = (f: string) => f.startsWith('tests/journeys/')

if (asked.length > 0) await withPostgres((url) => tests('tests', asked, url, asked.every(isJourney)))
else {
  // What is read and what is computed, beside each other: neither waits for the other, nor for a clock.
  await Promise.all([readings(), tests('pure', await find('**/*.test.ts', isPure), '', true)])
  await withPostgres(async (url) => {
    await tests('tests', await find('**/*.test.ts', (f) => !isJourney(f) && !isPure(f)), url)
    for (const id of [
      'P1',
      'P2',
      'P3',
      'P4',
      'P5',
      'P6',
      'P7',
      'P8',
      'P9',
      'P11',
      'P13',
      'P14',
      'P16',
      'P18',
    ])
      await check(`chaos ${id}`, ['tests/chaos/run.ts', id])
    await tests('journeys', await find('tests/journeys/*.test.ts'), url, true)
  })
}

console.log(`\n${times.join('\n')}\n`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

async function readings(): Promise<void> {
  await check('tidy', ['tools/tidy.ts'])
  await check('migrations', ['tools/check-migrations.ts'])
  await check('lint', [bin('oxlint/bin/oxlint'), '--deny-warnings'])
  for (const project of ['.', 'apps/shopper', 'apps/console'])
    await check(`types ${project}`, [bin('typescript-7/bin/tsc'), '-p', project])
  await check('format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'])
}

async function find(pattern: string, keep: (file: string) => boolean = () => true): Promise<string[]> {
  const files: string[] = []
  for await (const f of glob(pattern, {
    cwd: ROOT,
    exclude: ['node_modules/**', 'dist/**', '.serendip/**', '.toolchain/**', 'world/media/**'],
  }))
    if (keep(f)) files.push(f)
  return files.sort()
}

/** One command is one check. */
async function check(name: string, args: readonly string[]): Promise<void> {
  const from = performance.now()
  const { code } = await run(args, {})
  const ok = code === 0
  if (ok) passed++
  else failed++
  note(name, ok, from)
}

/**
 * A run of node:test, whose own counts are added. `together` runs files in one process, so that they share what is slow to
 * make. Never two at once: readers of the log wait for the oldest open transaction of the whole server, whosever it is.
 */
async function tests(name: string, files: readonly string[], url: string, together = false): Promise<void> {
  if (files.length === 0) return
  const from = performance.now()
  const apart = together ? '--test-isolation=none' : '--test-concurrency=1'
  const args = ['--test', apart, '--test-force-exit', '--test-reporter=spec', ...files]
  const { code, text } = await run(args, { TEST_DATABASE_URL: url })
  const count = (word: string) => Number(new RegExp(`^ℹ ${word} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
  passed += count('pass')
  failed += Math.max(count('fail') + count('cancelled'), code === 0 ? 0 : 1)
  note(`${name} (${count('pass')})`, code === 0, from)
}

function note(name: string, ok: boolean, from: number): void {
  const line = `${ok ? '✓' : '✗'} ${name}: ${((performance.now() - from) / 1000).toFixed(1)} s`
  times.push(line)
  console.log(line)
}

function run(
  args: readonly string[],
  extra: Record<string, string>,
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    const take = (chunk: Buffer) => {
      text += chunk.toString()
      process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, text }))
  })
}

async function withPostgres(use: (url: string) => Promise<void>): Promise<void> {
  const server = await startPostgres({ dir: join(ROOT, '.serendip/test/gate-postgres'), durable: false })
  try {
    await use(server.url)
  } finally {
    await server.stop()
  }
}
