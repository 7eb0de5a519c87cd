// What is wrong with a row, where, and what to do about it, in both languages. A row that does not read is skipped and
// counted; only a file of which nothing is left, or that lacks a needed column, is an error.
import type { Locale, Localized } from '#kernel/text'

const say = (en: string, zh: string): Localized => ({ en, zh })

/** Code → sentence; `{name}` is filled in. */
const ROW_PROBLEMS = {
  'row-ragged': say(
    'has {found} fields where the header has {expected}: check for a missing or a stray separator',
    '有 {found} 个字段，表头有 {expected} 个：请检查是否少了或多了分隔符',
  ),
  'quote-not-closed': say(
    'a quoted field opens here and does not close properly: close it, and double a quote inside it ("")',
    '引号字段从这里开始但没有正确结束：请补上引号，字段内的引号写成两个（""）',
  ),
  'line-too-long': say(
    'is longer than {limit} bytes and was not read: is this a text file with one event a line?',
    '长度超过 {limit} 字节，未读取：请确认文件是一行一个事件的文本',
  ),
  'not-utf8': say('is not UTF-8 text: save the file as UTF-8', '不是 UTF-8 文本：请把文件另存为 UTF-8'),
  'person-empty': say('says no person: fill it in', '没有写人：请补上'),
  'item-empty': say('says no item: fill it in', '没有写物品：请补上'),
  'action-empty': say(
    'says no action: fill it in, or leave the whole column out to mean "view"',
    '没有写行为：请补上；整列不写则表示 view',
  ),
  'id-too-long': say(
    'the {role} is {length} characters long, more than {limit}: is the right column mapped?',
    '{role} 有 {length} 个字符，超过 {limit}：请检查列是否对应正确',
  ),
  'too-many-actions': say(
    '"{value}" would be one action more than {limit}: is the right column mapped to action?',
    '"{value}" 使行为种类超过 {limit} 种：请检查 action 对应的列',
  ),
  'time-empty': say('says no time: fill it in', '没有写时间：请补上'),
  'time-unreadable': say(
    '"{value}" is not a time: write seconds, milliseconds or ISO 8601 (2026-01-31T08:00:00Z)',
    '"{value}" 不是时间：请写秒、毫秒或 ISO 8601（2026-01-31T08:00:00Z）',
  ),
  'time-either-way': say(
    '"{value}" may have the day or the month first, and no row says which: write the year first (2026-01-31)',
    '"{value}" 分不清日和月的先后，其他行也看不出来：请把年写在最前（2026-01-31）',
  ),
  'time-negative': say('the time {value} is negative: correct it', '时间 {value} 是负数：请更正'),
  'time-too-fine': say(
    'the time {value} is too large even for nanoseconds: write seconds or milliseconds since 1970',
    '时间 {value} 即使按纳秒也太大：请写 1970 年以来的秒或毫秒',
  ),
  'time-before-1990': say(
    'the time {value} is before 1990: check the value and its unit (a day number of Excel, such as 45658, is to be saved as a date)',
    '时间 {value} 早于 1990 年：请检查数值和单位（45658 这样的 Excel 日期序号请先另存为日期）',
  ),
  'time-in-future': say(
    'the time {value} is more than a day ahead of now: check the value and its unit',
    '时间 {value} 比现在晚一天以上：请检查数值和单位',
  ),
  'time-unit-differs': say(
    'the time {value} is in {unit}, the rest of the column in {expected}: write one unit throughout',
    '时间 {value} 的单位是 {unit}，该列其余是 {expected}：请统一单位',
  ),
  'not-a-number': say(
    '"{value}" is not a number from {from} to {to}: correct it',
    '"{value}" 不是 {from} 到 {to} 之间的数：请更正',
  ),
  'not-a-whole-number': say(
    '"{value}" is not a whole number from {from} to {to}: correct it',
    '"{value}" 不是 {from} 到 {to} 之间的整数：请更正',
  ),
  'lists-differ': say(
    'has {items} items and {times} times: one time an item is needed',
    '有 {items} 个物品、{times} 个时间：每个物品需要一个时间',
  ),
} as const satisfies Record<string, Localized>

const ERRORS = {
  'not-found': say('{file} does not exist: check the path', '{file} 不存在：请检查路径'),
  unreadable: say(
    '{file} cannot be read ({reason}): check that it is a file you may read',
    '{file} 无法读取（{reason}）：请确认它是文件且有读取权限',
  ),
  'damaged-file': say(
    '{file} is damaged ({reason}): fetch or write it again',
    '{file} 已损坏（{reason}）：请重新获取或生成',
  ),
  'not-text': say(
    '{file} is not UTF-8 text (it holds zero bytes, as UTF-16, Excel and zip files do): save it as CSV in UTF-8, or give a Parquet file',
    '{file} 不是 UTF-8 文本（含零字节，可能是 UTF-16、Excel 或 zip 文件）：请另存为 UTF-8 的 CSV，或提供 Parquet 文件',
  ),
  'header-not-utf8': say(
    'the header of {file} is not UTF-8 text (GBK or Latin-1, as Excel writes it?): save it as "CSV UTF-8"',
    '{file} 的表头不是 UTF-8 文本（可能是 Excel 存成的 GBK）：请另存为“CSV UTF-8”',
  ),
  'header-unreadable': say(
    '{file} begins with no header: its quotes do not close as in a CSV (JSON is not read). Write the names of the columns into the first line',
    '{file} 开头不是表头：引号不符合 CSV 的写法（不支持 JSON）。请在第一行写上列名',
  ),
  'header-too-long': say(
    'the first line of {file} is longer than {limit} bytes: is this a table with one event a line?',
    '{file} 的第一行超过 {limit} 字节：请确认是一行一个事件的表格',
  ),
  'file-empty': say(
    '{file} is empty: it needs a header and one event a line',
    '{file} 是空文件：需要表头，以及一行一个事件',
  ),
  'no-rows': say('{file} has a header and no row after it', '{file} 只有表头，没有数据'),
  'nothing-left': say(
    'none of the {rows} rows of {file} could be read. The first: line {line}: {first}',
    '{file} 的 {rows} 行都无法读取。第一处：第 {line} 行：{first}',
  ),
  'column-missing': say(
    '{file} has no column for {role}; it has: {found}. Say which: --columns {example}',
    '{file} 没有 {role} 列；现有的列：{found}。请指定：--columns {example}（NAME 换成列名）',
  ),
  'no-time': say(
    '{file} has no column for {role}; it has: {found}. Say which: --columns {example}. Without times there is no before and after, and nothing to foretell',
    '{file} 没有 {role} 列；现有的列：{found}。请指定：--columns {example}（NAME 换成列名）。没有时间就没有先后，无从预测',
  ),
  'no-header': say(
    '{file} seems to begin with an event and not with the names of its columns: {found}. Write a header, or say where they stand: --columns person=1,item=2,time=3',
    '{file} 的第一行像是数据而不是列名：{found}。请加上表头，或用序号指定：--columns person=1,item=2,time=3',
  ),
  'one-column': say(
    '{file} has one column only: {found}. Separate columns by a comma, tab, semicolon or bar (JSON is not read)',
    '{file} 只有一列：{found}。列之间请用逗号、制表符、分号或竖线分隔（不支持 JSON）',
  ),
  'line-ends': say(
    '{file} has line ends of an old kind (CR only): save it with LF or CRLF',
    '{file} 使用旧式换行（只有 CR）：请改用 LF 或 CRLF 保存',
  ),
  'column-unknown': say(
    '{file} has no column "{wanted}" for {role}; it has: {found}',
    '{file} 没有 {role} 所指的列 "{wanted}"；现有的列：{found}',
  ),
  'column-twice': say(
    '{file} has more than one column "{wanted}" for {role}: give each its own name',
    '{file} 有不止一个 {role} 列 "{wanted}"：请使用不同的列名',
  ),
  'columns-option': say(
    '--columns "{value}" is not understood: write person=NAME,item=NAME,time=NAME,action=NAME',
    '--columns "{value}" 无法理解：请写成 person=列名,item=列名,time=列名,action=列名',
  ),
  'folder-unknown': say(
    '{file} holds no CSV, TSV or Parquet file and none of the sets known here: {known}',
    '{file} 中没有 CSV、TSV 或 Parquet 文件，也不是已知的数据集：{known}',
  ),
  'too-few': say(
    '{file} has {rows} interactions: fewer than {fewest} tell nothing from chance',
    '{file} 只有 {rows} 次互动：少于 {fewest} 次无法与随机区分',
  ),
  'one-moment': say(
    '{file} tells too few different times: there must be some before, in and after the tenth that settings are chosen on. Give finer times, or more days',
    '{file} 的时间点太少：选择参数的那十分之一之前、之中、之后都要有数据。请提供更细的时间或更多天的数据',
  ),
  'nothing-foretold': say(
    'no "{value}" in one of the last two tenths of {file}: there is nothing to foretell',
    '{file} 的最后两个十分之一中有一个没有 "{value}"：没有可预测的',
  ),
  'no-such-action': say(
    '--targets "{value}": there is no such action; the data has {known}',
    '--targets "{value}"：没有这种行为；数据中有 {known}',
  ),
  'count-unclear': say(
    '--{option} "{value}" is not understood: write a whole number, 1 or more',
    '--{option} "{value}" 无法理解：请写不小于 1 的整数',
  ),
  'repeats-unclear': say(
    '--repeats "{value}" is not understood: write yes or no',
    '--repeats "{value}" 无法理解：请写 yes 或 no',
  ),
  'needs-own-protocol': say(
    '{file} is {set}, which has no stream of timed interactions: choose its own protocol with --protocol',
    '{file} 是 {set}，没有带时间的行为流：请用 --protocol 选择它自己的评测协议',
  ),
  'other-kind': say(
    'the protocol {protocol} needs {needed}, and the data holds {found}',
    '评测协议 {protocol} 需要 {needed}，而数据是 {found}',
  ),
  'nothing-looked-at': say(
    'nobody looked at any place in {file}: there is nothing to judge yet',
    '{file} 中没有任何被看过的展示位：尚无可评估的内容',
  ),
  'page-unwritable': say(
    '{file} cannot be written ({reason}): name another place with --report FILE',
    '{file} 无法写入（{reason}）：请用 --report 文件 指定别处',
  ),
  'no-such-protocol': say(
    'there is no protocol "{value}": choose one of {known}',
    '没有评测协议 "{value}"：可选 {known}',
  ),
} as const satisfies Record<string, Localized>

export type ProblemCode = keyof typeof ROW_PROBLEMS
export type SourceErrorCode = keyof typeof ERRORS
/** What differs between the languages is given in both. */
export type Details = Readonly<Record<string, string | number | Localized>>

export type Problem = {
  readonly file: string
  /** From 1, the header included; in Parquet the row, from 1. */
  readonly line: number
  /** Which field, from 1; 0 is the whole row. */
  readonly column: number
  readonly code: ProblemCode
  readonly message: Localized
}

/** A source that cannot be used at all; the command prints `text` and exits 65. */
export class SourceError extends Error {
  readonly code: SourceErrorCode
  readonly text: Localized
  constructor(code: SourceErrorCode, details: Details) {
    const text = fill(ERRORS[code], details)
    super(text.en)
    this.name = 'SourceError'
    this.code = code
    this.text = text
  }
}

export type ProblemLog = {
  skip(file: string, line: number, column: number, code: ProblemCode, details?: Details): void
  readonly skipped: number
  /** Rows skipped, by code. */
  readonly counts: Readonly<Partial<Record<ProblemCode, number>>>
  /** The first of them in full, in order of file and line. */
  problems(): readonly Problem[]
}

const KEPT = 20
const SHOWN = 60

export function createProblemLog(): ProblemLog {
  const kept: Problem[] = []
  const counts: Partial<Record<ProblemCode, number>> = {}
  let skipped = 0
  return {
    skip(file, line, column, code, details = {}) {
      skipped++
      counts[code] = (counts[code] ?? 0) + 1
      if (kept.length < KEPT)
        kept.push({ file, line, column, code, message: fill(ROW_PROBLEMS[code], details) })
    },
    get skipped() {
      return skipped
    },
    counts,
    problems: () => kept.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)),
  }
}

/** Values come from the file: shown short, and without what would disturb a terminal. */
function fill(text: Localized, details: Details): Localized {
  const filled = (locale: Locale) =>
    text[locale].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const detail = details[name] ?? ''
      const value = String(typeof detail === 'object' ? detail[locale] : detail).replaceAll(/\p{C}/gu, '�')
      const most = LONG_VALUES.has(name) ? LONG : SHOWN
      return value.length <= most ? value : `${value.slice(0, most)}…`
    })
  return { en: filled('en'), zh: filled('zh') }
}

const LONG_VALUES = new Set(['file', 'first', 'known', 'reason', 'found', 'example'])
const LONG = 600
