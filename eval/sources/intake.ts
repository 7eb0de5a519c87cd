// Rows of text to a `Dataset`, whatever they came from. The unit of time is what most of the first thousand rows that read
// have; a later row of another unit is a problem, for it would stand a thousand times too early or too late. Whether 03/04/2025
// is in March or in April is told the same way, by the rows that leave no doubt, for which more of the file is waited for.
import type { DatasetBuilder } from '#engine/evaluation/dataset'
import type { Columns, Role } from './columns.ts'
import type { ProblemCode, ProblemLog } from './problems.ts'
import { readTime, UNIT_NAMES, type GoodTime, type TimeUnit } from './times.ts'

export type Intake = {
  /** One row; `line` is where a problem of it is said to be. */
  row(fields: readonly string[], line: number): void
  /** The end of the file: what waited for the unit is taken. */
  end(): void
}

/** What the files of one data set share. */
export type Gathering = {
  readonly builder: DatasetBuilder
  readonly log: ProblemLog
  /** Milliseconds since 1970. */
  readonly nowMs: number
  readonly actions: Set<string>
  /** Called now and then with how many rows were read so far. */
  readonly onRows?: ((rows: number) => void) | undefined
  rows: number
}

type Event = GoodTime & { person: string; item: string; action: string; text: string; line: number }

const MAX_ID = 200
/** As many as `Dataset` has room for. */
const MAX_ACTIONS = 256
const DECIDED_BY = 1_000
/** As long as no row says whether the day or the month stands first, so many are waited for. */
const DATES_DECIDED_BY = 100_000
const ROWS_BETWEEN_WORD = 1_000_000
const DEFAULT_ACTION = 'view'
/** How databases, pandas, R and Excel write that there is nothing: a person of that name would be the busiest of all. */
const NOTHING = new Set(
  ['', 'NULL', 'null', 'NaN', 'nan', 'NaT', 'None', 'NA', 'N/A', '#N/A', '<NA>', '\\N', 'undefined'], // prettier-ignore
)

export function createIntake(file: string, columns: Columns, gathering: Gathering): Intake {
  const { builder, log, nowMs, actions } = gathering
  let waiting: Event[] = []
  let unit: TimeUnit | undefined
  const skip = (line: number, role: Role, code: ProblemCode, details = {}) =>
    log.skip(file, line, (columns[role] ?? -1) + 1, code, details)

  const readId = (fields: readonly string[], role: 'person' | 'item' | 'action', line: number) => {
    const id = fields[columns[role]!]!.trim()
    if (NOTHING.has(id)) return void skip(line, role, `${role}-empty`)
    if (id.length > MAX_ID)
      return void skip(line, role, 'id-too-long', { role, length: id.length, limit: MAX_ID })
    return id
  }
  const take = (event: Event) => {
    const { otherwise } = event
    if (otherwise !== undefined && unit !== 'day first' && unit !== 'month first') {
      skip(event.line, 'time', 'time-either-way', { value: event.text })
      return
    }
    const atMs = unit === 'month first' && otherwise !== undefined ? otherwise : event.atMs
    if (event.unit !== unit && otherwise === undefined) {
      const [own, rest] = [UNIT_NAMES[event.unit], UNIT_NAMES[unit!]]
      skip(event.line, 'time', 'time-unit-differs', { value: event.text, unit: own, expected: rest })
      return
    }
    if (!actions.has(event.action) && actions.size >= MAX_ACTIONS) {
      skip(event.line, 'action', 'too-many-actions', { value: event.action, limit: MAX_ACTIONS })
      return
    }
    actions.add(event.action)
    builder.add(event.person, event.item, atMs, event.action)
  }
  const decide = () => {
    const clear = waiting.filter((event) => event.otherwise === undefined)
    unit = mostOften(clear.map((event) => event.unit)) ?? 'ISO 8601'
    for (const event of waiting) take(event)
    waiting = []
  }
  return {
    row(fields, line) {
      if (++gathering.rows % ROWS_BETWEEN_WORD === 0) gathering.onRows?.(gathering.rows)
      const person = readId(fields, 'person', line)
      const item = person && readId(fields, 'item', line)
      const action = item && (columns.action === undefined ? DEFAULT_ACTION : readId(fields, 'action', line))
      if (!person || !item || !action) return
      const text = fields[columns.time]!.trim()
      const time = readTime(text, nowMs)
      if (typeof time === 'string') {
        skip(line, 'time', time, { value: text })
        return
      }
      const event = { person, item, action, ...time, text, line }
      if (unit !== undefined) take(event)
      else if (waiting.push(event) < DECIDED_BY) return
      else if (waiting.length >= DATES_DECIDED_BY || event.otherwise === undefined) decide()
    },
    end: decide,
  }
}

function mostOften(units: readonly TimeUnit[]): TimeUnit | undefined {
  const count = (unit: TimeUnit) => units.filter((u) => u === unit).length
  return [...new Set(units)].sort((a, b) => count(b) - count(a))[0]
}
