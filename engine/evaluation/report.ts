// A comparison as a person reads it at a terminal.
import type { Locale } from '#kernel/text'
import type { Comparison } from './compare.ts'
import { COLUMNS, factsOf, figure, leadOf, modelName, nameOf, syncName, warningOf } from './report-words.ts'

export function textReport(c: Comparison, locale: Locale = 'en'): string {
  const head = ['', ...COLUMNS.map((column) => column.head[locale])]
  const body = c.rows.map((row) => [nameOf(row)[locale], ...COLUMNS.map((column) => column.cell(row))])
  const widths = head.map((_, k) => Math.max(...[head, ...body].map((line) => widthOf(line[k]!))))
  const pad = (cell: string, k: number) => ' '.repeat(widths[k]! - widthOf(cell))
  const line = (cells: readonly string[]) =>
    cells.map((cell, k) => (k === 0 ? cell + pad(cell, k) : pad(cell, k) + cell)).join('  ')
  const curves = c.rows
    .filter((row) => row.curve.length > 0)
    .map((row) => {
      const steps = row.curve.map(({ syncMs, hit10 }) => `${syncName(syncMs)[locale]} ${figure(hit10)}`)
      const about = { en: ', HR@10 by how often it learns: ', zh: '，不同更新频率的 HR@10：' }[locale]
      return `${modelName(row.name)[locale]}${about}${steps.join(' · ')}`
    })
  const leads = c.rows.flatMap(({ name, lead }) => (lead ? [leadOf(name, lead, c.comparedWith)[locale]] : []))
  const warning = warningOf(c)
  return [
    factsOf(c)[locale],
    '',
    line(head),
    ...body.map(line),
    '',
    ...curves,
    ...leads,
    ...(warning ? [warning[locale]] : []),
  ].join('\n')
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/

/** Columns of a terminal: a Chinese character takes two. */
const widthOf = (text: string): number => [...text].reduce((sum, one) => sum + (WIDE.test(one) ? 2 : 1), 0)
