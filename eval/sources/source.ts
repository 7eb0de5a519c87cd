// The door of the sources: a file or a folder in, data that a protocol understands out, with what was wrong on the way.
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createDatasetBuilder, type Dataset } from '#engine/evaluation/dataset'
import { readCsv, type CsvOptions } from './csv.ts'
import { lookInto, SETS } from './folders.ts'
import type { Drawn, Found, LeftOut, Reading, Told } from './found.ts'
import type { Gathering } from './intake.ts'
import { asSourceError } from './lines.ts'
import { isParquet, readParquet } from './parquet.ts'
import { createProblemLog, SourceError, type ProblemLog } from './problems.ts'

export type SourceOptions = CsvOptions & {
  /** The present, milliseconds since 1970: what is more than a day after it is a problem. */
  readonly nowMs: number
  /** Interactions taken from tables of one's own: of more, people are drawn with all of theirs. */
  readonly most?: number
  /** Called at every millionth row. */
  readonly onRows?: (rows: number) => void
}
export type Source = Found & Told

/** Whatever `path` holds: a CSV, TSV or Parquet file of events, a folder of them, or a published set. */
export async function readAny(path: string, options: SourceOptions): Promise<Source> {
  const log = createProblemLog()
  const reading = { log, nowMs: options.nowMs }
  if (!(await isFolder(path))) return tell(path, log, await readTables([path], path, options, reading))
  const { set, tables } = await lookInto(path)
  if (set) return tell(path, log, await set.read(path, reading))
  if (tables.length === 0)
    throw new SourceError('folder-unknown', { file: path, known: SETS.map(({ name }) => name).join(', ') })
  const paths = tables.map((name) => join(path, name))
  return tell(path, log, await readTables(paths, path, options, reading))
}

/** As `readAny`, for protocols that need a stream of timed interactions. */
export async function readSource(path: string, options: SourceOptions): Promise<{ dataset: Dataset } & Told> {
  const source = await readAny(path, options)
  return { ...source, dataset: streamOf(source, path) }
}

/** The stream of timed interactions that a source holds; an error that names the set when it holds none. */
export function streamOf(source: Found, path: string): Dataset {
  if ('dataset' in source) return source.dataset
  throw new SourceError('needs-own-protocol', { file: path, set: setOf(source) })
}

/** The published set that a source without a stream is. */
export const setOf = (source: Exclude<Found, { dataset: Dataset }>): string =>
  'sessions' in source ? source.sessions.name : 'split' in source ? source.split.name : 'open-bandit'

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw asSourceError(path, error)
  }
}

async function readTables(paths: readonly string[], name: string, options: SourceOptions, reading: Reading) {
  const ownName = basename(name).replace(/(\.(csv|tsv|txt|parquet|pq|gz))+$/i, '')
  const builder = createDatasetBuilder(ownName, options)
  const gathering: Gathering = { ...reading, builder, actions: new Set(), onRows: options.onRows, rows: 0 }
  const leftOut: LeftOut[] = []
  let first: SourceError | undefined
  let rows = 0
  for (const path of paths)
    try {
      rows += (await isParquet(path))
        ? await readParquet(path, options, gathering)
        : await readCsv(path, options, gathering)
    } catch (error) {
      if (!(error instanceof SourceError && NO_EVENTS.has(error.code))) throw error
      leftOut.push({ file: basename(path), why: error.text })
      first ??= error
      if (leftOut.length === paths.length) throw first
    }
  if (rows === 0) throw new SourceError('no-rows', { file: name })
  const dataset = builder.build()
  const { oneIn, latestOnly } = builder
  return { found: { kind: 'interactions', dataset } as const, rows, leftOut, drawn: { oneIn, latestOnly } }
}

/** What a table beside those of events has wrong with it: `movies.csv` beside `ratings.csv`. */
const NO_EVENTS: ReadonlySet<string> = new Set(['column-missing', 'no-time', 'one-column', 'file-empty'])

const EVERYBODY: Drawn = { oneIn: 1, latestOnly: false }
type Read = { found: Found; rows: number; leftOut?: readonly LeftOut[]; drawn?: Drawn }
function tell(path: string, log: ProblemLog, { found, rows, leftOut = [], drawn = EVERYBODY }: Read): Source {
  const problems = log.problems()
  const [first] = problems
  if (first && isEmpty(found))
    throw new SourceError('nothing-left', {
      file: path,
      rows,
      line: first.line,
      first: first.message,
    })
  return { ...found, rows, skipped: log.skipped, problems, counts: log.counts, leftOut, drawn }
}

function isEmpty(found: Found): boolean {
  switch (found.kind) {
    case 'sessions':
      return found.sessions.train.offsets.length <= 1
    case 'split':
      return found.split.personCount === 0
    case 'bandit':
      return found.logs.every((log) => log.length === 0)
    default:
      return found.dataset.interactions.length === 0
  }
}
