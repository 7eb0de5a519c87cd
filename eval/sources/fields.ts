// Tables and lists whose layout is known beforehand, as the published sets have them: each column with what must stand in it.
import { readLines } from './lines.ts'
import { SourceError, type Details, type ProblemCode, type ProblemLog } from './problems.ts'
import { readTable, type TableOptions } from './table.ts'
import { readTime } from './times.ts'

type Bad = { readonly code: ProblemCode; readonly details: Details }
/** The text of a field to its value, or what is wrong with it. */
export type Field<T extends string | number> = (text: string) => T | Bad
type Values<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

/** Numbers of people and items are indices, so that they also say how large an array becomes. */
export const MAX_NUMBER = 10_000_000

const bad = (code: ProblemCode, details: Bad['details'] = {}): Bad => ({ code, details })

export const anyText: Field<string> = (text) => text
export const personId: Field<string> = (text) => text || bad('person-empty')
export const itemId: Field<string> = (text) => text || bad('item-empty')
export const timeUntil =
  (nowMs: number): Field<number> =>
  (text) => {
    const time = readTime(text, nowMs)
    return typeof time === 'string' ? bad(time, { value: text }) : time.atMs
  }
export const wholeNumber =
  (from: number, to: number): Field<number> =>
  (text) => {
    const value = Number(text)
    const fits = text !== '' && Number.isInteger(value) && value >= from && value <= to
    return fits ? value : bad('not-a-whole-number', { value: text, from, to })
  }
export const flag = wholeNumber(0, 1)
export const numberFrom =
  (from: number, to: number): Field<number> =>
  (text) => {
    const value = Number(text)
    const fits = text !== '' && value >= from && value <= to
    return fits ? value : bad('not-a-number', { value: text, from, to })
  }

/** Reads the named columns of a table; a row with a bad field is skipped. Returns how many rows there were. */
export function readColumns<F extends Record<string, Field<string> | Field<number>>>(
  path: string,
  fields: F,
  options: TableOptions,
  log: ProblemLog,
  onRow: (values: Values<F>, row: readonly string[], header: readonly string[], line: number) => void,
): Promise<number> {
  const names = Object.keys(fields)
  return readTable(path, options, log, (header) => {
    const at = names.map((name) => header.indexOf(name))
    const missing = names.find((_, i) => at[i]! < 0)
    if (missing !== undefined)
      throw new SourceError('column-unknown', {
        file: path,
        role: 'this set',
        wanted: missing,
        found: header.join(', '),
      })
    return (row, line) => {
      const values: Record<string, string | number> = {}
      for (let i = 0; i < names.length; i++) {
        const value = fields[names[i]!]!(row[at[i]!]!.trim())
        if (typeof value === 'object') {
          log.skip(path, line, at[i]! + 1, value.code, value.details)
          return
        }
        values[names[i]!] = value
      }
      onRow(values as Values<F>, row, header, line)
    }
  })
}

const toNumber = wholeNumber(0, MAX_NUMBER)

/** Lines of whole numbers, separated by spaces or tabs. Returns how many lines there were; empty ones do not count. */
export async function readNumberLists(
  path: string,
  log: ProblemLog,
  onList: (numbers: number[], line: number) => void,
): Promise<number> {
  let rows = 0
  const lost = await readLines(path, log, (text, line) => {
    if (text.trim() === '') return
    rows++
    const numbers: number[] = []
    for (const [i, part] of text
      .trim()
      .split(/[ \t]+/)
      .entries()) {
      const value = toNumber(part)
      if (typeof value === 'object') {
        log.skip(path, line, i + 1, value.code, value.details)
        return
      }
      numbers.push(value)
    }
    onList(numbers, line)
  })
  return rows + lost
}
