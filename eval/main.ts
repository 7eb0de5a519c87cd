// `./serendip eval --data PATH`: one table on the terminal, one page to keep. Models are asked about each interaction before they
// learn it; what is reported was never used to choose anything.
import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CHOOSE_FROM, compare, REPORT_FROM } from '#engine/evaluation/compare'
import type { Dataset } from '#engine/evaluation/dataset'
import { OURS, streamFamilies } from '#engine/evaluation/families'
import { textReport } from '#engine/evaluation/report'
import { htmlReport } from '#engine/evaluation/report-page'
import { cutAt } from '#engine/evaluation/stream'
import { seededRandom } from '#kernel/random'
import { loggedSlates } from './protocols/logged-slates.ts'
import type { Protocol } from './protocols/protocol.ts'
import { ALL_PROTOCOLS } from './protocols/protocols.ts'
import { parseColumns } from './sources/columns.ts'
import { SourceError } from './sources/problems.ts'
import { readAny, setOf, streamOf, type Source } from './sources/source.ts'
import { localeOf, noteOf, rowsSoFar, showProblems } from './telling.ts'

const NAMES = ALL_PROTOCOLS.map(({ name }) => name).join(', ')
const HELP = {
  en: `./serendip eval --data FILE|DIR     how well models foretell what each person does next, on your own data

  --data PATH          a CSV, TSV or Parquet file of person, item, time[, action]; a folder of them; or a published set
  --protocol NAME      a published protocol instead, on the set it was made for:
                       ${NAMES}
  --columns A=B,…      your column names: person=buyer,item=thing,time=when,action=what; numbers where there is no header
  --targets A,B        foretell these actions only (all are learned); all when left out
  --repeats yes|no     whether people meet a thing again; when left out, read from the days before the report
  --rows N             take at most so many rows (default 500000): of more, people are drawn by lot, with all of theirs
  --tests N            foretell at most so many, spread evenly; everything is learned (default 25000; fewer of many items)
  --report FILE        where the page goes (default eval-NAME.html)
  --seed TEXT          of the intervals (default 1)
`,
  zh: `./serendip eval --data 文件|目录     用你自己的数据检验：各模型预测每个人下一步行为的准确度

  --data 路径          人、物品、时间（、行为）的 CSV、TSV 或 Parquet 文件；这类文件的目录；或一个公开数据集
  --protocol 名称      改用公开评测协议（在它对应的数据集上）：
                       ${NAMES}
  --columns A=B,…      你的列名：person=buyer,item=thing,time=when,action=what；没有表头时写列的序号
  --targets A,B        只预测这些行为（全部行为都用于学习）；不写则全部预测
  --repeats yes|no     人们是否会再次接触同一物品；不写则由报告期之前的数据判断
  --rows N             最多取多少行（默认 500000）：更多时按人抽取，保留其全部行为
  --tests N            最多预测多少次，均匀分布；所有行都用于学习（默认 25000；物品很多时更少）
  --report 文件        报告页写到哪里（默认 eval-名称.html）
  --seed 文本          区间的随机种子（默认 1）
`,
}

const OPTIONS = {
  options: {
    data: { type: 'string' },
    protocol: { type: 'string' },
    columns: { type: 'string' },
    targets: { type: 'string' },
    repeats: { type: 'string' },
    rows: { type: 'string', default: '500000' },
    tests: { type: 'string' },
    report: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h' },
  },
} as const

/** Fewer interactions than this tell nothing from chance. */
const FEWEST = 200
const MOST_TESTS = 25_000
const FEWEST_TESTS = 2_000
/** Items times tests. */
const RANKED = 5e8
/** Below this share of repeats, what was met is left out of the ranking. */
const HARDLY_EVER = 0.005

const locale = localeOf(process.env)

/** Paths are meant from where the command was typed, not from where it lives. */
const pathOf = (path: string) => resolve(process.env.CALLED_FROM ?? '.', path)

async function main(): Promise<number> {
  const { values } = parseArgs(OPTIONS)
  if (values.help || !values.data) {
    console.log(HELP[locale])
    return values.help ? 0 : 64
  }
  const say = (text: string) => void process.stderr.write(`· ${text}\n`)
  if (values.repeats !== undefined && !/^(yes|no)$/.test(values.repeats))
    throw new SourceError('repeats-unclear', { value: values.repeats })
  const maxTests = values.tests === undefined ? undefined : countOf('tests', values.tests)
  const source = await readAny(pathOf(values.data), {
    ...(values.columns === undefined ? {} : { columns: parseColumns(values.columns) }),
    nowMs: Date.now(),
    most: countOf('rows', values.rows),
    onRows: (rows) => say(rowsSoFar(rows, locale)),
  })
  showProblems(source, locale, say)
  const random = seededRandom(values.seed)
  const now = () => performance.now() / 1_000
  const protocol = values.protocol === undefined ? ownProtocol(source) : protocolOf(values.protocol)
  if (protocol) {
    console.log(protocol.run(source, { random, now, say, locale }).text)
    return 0
  }
  if (source.kind === 'log' && source.slates.length > 0)
    console.log(`${loggedSlates.run(source, { random, now, say, locale }).text}\n`)
  const dataset = streamOf(source, values.data)
  if (dataset.interactions.length < FEWEST)
    throw new SourceError('too-few', { file: values.data, rows: dataset.interactions.length, fewest: FEWEST })
  const targets = values.targets === undefined ? undefined : targetsOf(dataset, values.targets)
  requireParts(dataset, values.data, targets)
  const page = pathOf(values.report ?? `eval-${basename(dataset.name)}.html`)
  await requirePlace(page)
  const comparison = compare(dataset, streamFamilies(dataset.interactions.length), {
    random,
    maxTests: maxTests ?? testsFor(dataset),
    maskSeen: !meetsAgain(dataset, values.repeats),
    ...(targets ? { targets } : {}),
    ours: OURS,
    say,
    now,
  })
  console.log(textReport(comparison, locale))
  await writeFile(page, htmlReport(comparison, [noteOf(source)], locale)).catch(notWritten(page))
  console.log(`\n${{ en: 'The page with curves: ', zh: '带曲线的报告页：' }[locale]}${page}`)
  return 0
}

const notWritten = (file: string) => (error: NodeJS.ErrnoException) => {
  throw new SourceError('page-unwritable', { file, reason: error.code ?? error.message })
}

/** Level by level: asked for all at once, Node never comes back where nothing can be made (`/proc/x`). */
async function makeFolder(folder: string): Promise<void> {
  const make = () => mkdir(folder).then(noMatter, unless('EEXIST'))
  await make().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await make()
  })
}
const noMatter = () => {}
const unless = (code: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== code) throw error
}

/** Found out before minutes are spent on what then has nowhere to go. */
async function requirePlace(page: string): Promise<void> {
  const folder = dirname(page)
  await makeFolder(folder).catch(notWritten(page))
  await access(folder, constants.W_OK).catch(notWritten(page))
  if (!(await stat(folder)).isDirectory())
    throw new SourceError('page-unwritable', { file: page, reason: 'ENOTDIR' })
  const there = await stat(page).catch(() => null)
  if (there?.isDirectory()) throw new SourceError('page-unwritable', { file: page, reason: 'EISDIR' })
}

/**
 * Whether people come back to a thing at another time, judged on what lies before the days that are reported. Rows of one moment
 * are no return: a file that was joined twice, or five cups in one basket.
 */
function meetsAgain({ interactions, items, tickMs }: Dataset, asked: string | undefined): boolean {
  if (asked !== undefined) return asked === 'yes'
  const { person, item, atMs } = interactions
  const known = Math.floor(interactions.length * CHOOSE_FROM)
  const last = new Map<number, number>()
  let again = 0
  for (let e = 0; e < known; e++) {
    const pair = person[e]! * items.length + item[e]!
    const tick = Math.floor(atMs[e]! / tickMs)
    if (last.has(pair) && last.get(pair) !== tick) again++
    last.set(pair, tick)
  }
  return again > known * HARDLY_EVER
}

/** Something to learn, to choose on, and to report on. */
function requireParts(dataset: Dataset, file: string, targets?: ReadonlySet<number>): void {
  const [chooseFrom, reportFrom] = [cutAt(dataset, CHOOSE_FROM), cutAt(dataset, REPORT_FROM)]
  if (chooseFrom === 0 || chooseFrom === reportFrom) throw new SourceError('one-moment', { file })
  const { action } = dataset.interactions
  for (const [from, to] of [
    [chooseFrom, reportFrom],
    [reportFrom, action.length],
  ] as const)
    // prettier-ignore
    if (targets && !action.subarray(from, to).some((a) => targets.has(a)))
      throw new SourceError('nothing-foretold', {
        file,
        value: [...targets].map((a) => dataset.actions[a]).join(', '),
      })
}

/** A set without a stream is asked by the protocol it was published with. */
const ownProtocol = (source: Source): Protocol | undefined =>
  'dataset' in source ? undefined : ALL_PROTOCOLS.find(({ set }) => set === setOf(source))

function protocolOf(asked: string): Protocol {
  const protocol = ALL_PROTOCOLS.find(({ name }) => name === asked)
  if (!protocol) throw new SourceError('no-such-protocol', { value: asked, known: NAMES })
  return protocol
}

function countOf(option: string, asked: string): number {
  const count = Number(asked)
  if (!Number.isInteger(count) || count < 1) throw new SourceError('count-unclear', { option, value: asked })
  return count
}

/** Each test ranks every item: of very many items fewer are foretold, so that it is done in minutes. */
const testsFor = ({ items }: Dataset): number =>
  Math.round(Math.min(MOST_TESTS, Math.max(FEWEST_TESTS, RANKED / items.length)))

function targetsOf({ actions }: Dataset, asked: string): Set<number> {
  return new Set(
    asked.split(',').map((name) => {
      const action = actions.indexOf(name.trim())
      if (action < 0) throw new SourceError('no-such-action', { value: name, known: actions.join(', ') })
      return action
    }),
  )
}

const isMisspelt = (error: unknown): error is Error =>
  error instanceof Error && String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS')

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof SourceError) {
    process.stderr.write(`✗ ${error.text[locale]}\n`)
    process.exitCode = 65
  } else if (isMisspelt(error)) {
    process.stderr.write(`✗ ${error.message}\n\n${HELP[locale]}`)
    process.exitCode = 64
  } else throw error
}
