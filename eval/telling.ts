// What a source had to say, told to a person at a terminal in the language of that terminal, and on the page in both.
import type { Locale, Localized } from '#kernel/text'
import type { Drawn, Told } from './sources/found.ts'
import type { Problem } from './sources/problems.ts'

export const localeOf = (env: Readonly<Record<string, string | undefined>>): Locale =>
  /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en'

/** Tables named before it is said how many more there are. */
const NAMED = 5

export function showProblems(told: Told, locale: Locale, say: (text: string) => void): void {
  for (const { why } of told.leftOut.slice(0, NAMED))
    say(`${{ en: 'Left out: ', zh: '未读取：' }[locale]}${why[locale]}`)
  for (const problem of told.problems) say(lineOf(problem, locale))
  const more = told.skipped - told.problems.length
  if (more > 0) say({ en: `… and ${more} more`, zh: `……另有 ${more} 行` }[locale])
  say(noteOf(told)[locale])
}

/** `events.csv 12:3 time-empty  says no time: fill it in` */
const lineOf = ({ file, line, column, code, message }: Problem, locale: Locale) =>
  `${file} ${line}:${column} ${code}  ${message[locale]}`

export const rowsSoFar = (rows: number, locale: Locale): string =>
  ({ en: `${rows.toLocaleString('en-US')} rows so far`, zh: `已读 ${rows.toLocaleString('en-US')} 行` })[
    locale
  ]

export function noteOf({ rows, skipped, counts, leftOut, drawn }: Told): Localized {
  const kinds = Object.entries(counts)
    .map(([code, count]) => `${code} ${count}`)
    .join(', ')
  const tables = leftOut.slice(0, NAMED).map(({ file }) => file)
  if (leftOut.length > NAMED) tables.push(`… ${leftOut.length - NAMED}`)
  const [others, also] =
    leftOut.length > 0 ? [`; left out: ${tables.join(', ')}`, `；未读取：${tables.join('、')}`] : ['', '']
  const [who, whoZh] = drawnOf(drawn)
  const n = (value: number) => value.toLocaleString('en-US')
  return {
    en: `${n(rows)} rows read, ${n(skipped)} skipped${kinds && `: ${kinds}`}${others}${who}`,
    zh: `读取 ${n(rows)} 行，跳过 ${n(skipped)} 行${kinds && `：${kinds}`}${also}${whoZh}`,
  }
}

function drawnOf({ oneIn, latestOnly }: Drawn): [en: string, zh: string] {
  const [share, shareZh] = oneIn > 1 ? [`; one person in ${oneIn} drawn, with all of theirs`, `；每 ${oneIn} 人抽 1 人，保留其全部行为`] : ['', ''] // prettier-ignore
  return latestOnly ? [`${share}; only the latest`, `${shareZh}；只取最近的`] : [share, shareZh]
}
