// The command as somebody new meets it: their own file in, a table and a page out; and each thing that can be wrong with it.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { seededRandom } from '#kernel/random'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serendip-eval-'))
})
after(() => rm(folder, { recursive: true }))

const run = (args: string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, 'main.ts'), ...args],
      { env: { ...process.env, LANG: 'C', LC_ALL: '', ...env }, cwd: folder },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    )
  })

/** Eighty people, four kinds of taste; every fiftieth row names no item. */
async function aFile(name: string, rows: number, header = 'uid,sku,when,event'): Promise<string> {
  const random = seededRandom(name)
  const lines = [header]
  for (let n = 0; n < rows; n++) {
    const p = random.int(80)
    const item = n % 50 === 49 ? '' : `s${(p % 4) * 20 + random.int(random.next() < 0.7 ? 20 : 40)}`
    lines.push(`u${p},${item},${1_700_000_000 + n * 600},${random.int(5) ? 'view' : 'buy'}`)
  }
  const path = join(folder, name)
  await writeFile(path, lines.join('\n'))
  return path
}
const rowsOf = (count: number, row: (n: number) => string) =>
  ['uid,sku,when,event', ...Array.from({ length: count }, (_, n) => row(n))].join('\n')
async function oneDay(): Promise<string> {
  const path = join(folder, 'day.csv')
  await writeFile(
    path,
    rowsOf(400, (n) => `u${n % 9},s${n % 30},2026-01-31,view`),
  )
  return path
}
/** Returns there were, but long ago. */
async function lateReturns(): Promise<string> {
  const path = join(folder, 'returns.csv')
  const row = (n: number) => `u${n % 9},s${n % 30},${1_700_000_000 + n * 60},${n < 9 ? 'return' : 'view'}`
  await writeFile(path, rowsOf(400, row))
  return path
}
const COLUMNS = ['--columns', 'person=uid,item=sku,time=when,action=event']

it('gives a table and a page for a file of one’s own, and says what it skipped and where', async () => {
  const file = await aFile('own.csv', 3_000)
  const page = join(folder, 'pages', 'own.html')
  const { code, out, err } = await run(['--data', file, ...COLUMNS, '--report', page])
  assert.equal(code, 0, err)
  for (const name of ['popularity', 'trend (', 'item CF (', 'item CF + trend (', 'serendip'])
    assert.ok(out.includes(`\n${name}`), out)
  assert.match(err, /own\.csv 51:2 item-empty {2}says no item/)
  assert.match(err, /3,000 rows read, 60 skipped: item-empty 60/)
  const html = await readFile(page, 'utf8')
  assert.ok(html.includes('跳过 60 行') && html.includes('<svg'))
  const rate = (name: string) => Number(out.match(new RegExp(`\\n${name}[^\\n]*?(0\\.\\d{4})`))![1])
  assert.ok(rate('serendip') > 1.5 * rate('popularity'), out)
})

it('the same file, the same figures', async () => {
  const file = await aFile('again.csv', 1_200)
  const figures = async () =>
    (await run(['--data', file, ...COLUMNS, '--targets', 'buy'])).out.replaceAll(/ +\d+\.\d$/gm, '')
  assert.equal(await figures(), await figures())
})

it('says what is wrong with what it was asked, in the language of the terminal, and exits 65', async () => {
  const file = await aFile('wrong.csv', 400)
  for (const [args, en] of [
    [['--data', join(folder, 'none.csv')], /does not exist/],
    [['--data', file], /no column for time; it has: uid, sku/],
    [['--data', file, ...COLUMNS, '--targets', 'return'], /no such action; the data has view, buy/],
    [['--data', file, ...COLUMNS, '--repeats', 'perhaps'], /write yes or no/],
    [['--data', file, ...COLUMNS, '--tests', '0'], /whole number/],
    [['--data', await aFile('few.csv', 30), ...COLUMNS], /fewer than 200/],
    [['--data', await oneDay(), ...COLUMNS], /too few different times/],
    [
      ['--data', await lateReturns(), ...COLUMNS, '--targets', 'return'],
      /no "return" in one of the last two tenths/,
    ],
  ] as const) {
    const { code, out, err } = await run([...args])
    assert.equal(code, 65, err)
    assert.equal(out, '')
    assert.match(err, en)
  }
  assert.match((await run(['--data', file], { LANG: 'zh_CN.UTF-8' })).err, /没有 time 列/)
})

it('without data, and with a flag nobody knows, it says how it is used', async () => {
  const nothing = await run([])
  assert.deepEqual([nothing.code, nothing.out.includes('--data PATH')], [64, true])
  assert.equal((await run(['--help'])).code, 0)
  const unknown = await run(['--dta', 'x'])
  assert.equal(unknown.code, 64)
  assert.match(unknown.err, /--dta/)
})

it('a page that cannot be written is told of before anything is computed', async () => {
  const file = await aFile('unwritten.csv', 400)
  const { code, out, err } = await run(['--data', file, ...COLUMNS, '--report', join(file, 'page.html')])
  assert.deepEqual([code, out], [65, ''])
  assert.match(err, /cannot be written \(E\w+\): name another place with --report/)
  assert.doesNotMatch(err, /HR@10|\n {4}at /)
  assert.match((await run(['--data', file, ...COLUMNS, '--report', folder])).err, /EISDIR/)
  const nowhere = process.platform === 'linux' ? '/proc/nowhere/page.html' : join(file, 'x', 'page.html')
  assert.match((await run(['--data', file, ...COLUMNS, '--report', nowhere])).err, /cannot be written/)
})

it('speaks Chinese where the terminal does, and says how it drew from too many rows', async () => {
  const file = await aFile('gezogen.csv', 4_000)
  const { code, out, err } = await run(['--data', file, ...COLUMNS, '--rows', '3000'], {
    LANG: 'zh_CN.UTF-8',
  })
  assert.equal(code, 0, err)
  assert.match(err, /读取 4,000 行，跳过 80 行：item-empty 80；只取最近的/)
  assert.match(out, /命中率[^]*近期热度[^]*带曲线的报告页/)
  assert.match((await run(['--help'], { LANG: 'zh_CN.UTF-8' })).out, /--data 路径/)
  assert.equal((await run(['--data', file, ...COLUMNS, '--rows', '0'])).code, 65)
})

it('rows of one moment are no return, so a file that was joined twice tells the same', async () => {
  const file = await aFile('once.csv', 1_000)
  const [header, ...rows] = (await readFile(file, 'utf8')).split('\n')
  const twice = join(folder, 'twice.csv')
  const distinct = rows.map((row, n) => row.replace(/,s\d+,/, `,s${n % 500},`))
  await writeFile(file, [header, ...distinct].join('\n'))
  await writeFile(twice, [header, ...distinct.flatMap((row) => [row, row])].join('\n'))
  const rate = async (path: string) =>
    (await run(['--data', path, ...COLUMNS])).out.match(/\npopularity +(0\.\d+)/)![1]
  assert.equal(await rate(file), await rate(twice))
})
