// A comparison as a person reads it: a table for the terminal, and one page of HTML that needs no server, no script and no
// network, in Chinese and English at the touch of a button.
import type { Comparison, Row } from './compare.ts'
import type { Interval } from './intervals.ts'

type Words = { en: string; zh: string }

/** A set's own remarks, such as how many rows were skipped. */
export type ReportNotes = readonly Words[]

const COLUMNS: readonly { head: Words; cell: (r: Row) => string }[] = [
  { head: { en: 'HR@10', zh: 'HR@10 命中率' }, cell: (r) => figure(r.hit10.mean) },
  { head: { en: '95 %', zh: '95% 区间' }, cell: (r) => span(r.hit10) },
  { head: { en: 'HR@20', zh: 'HR@20' }, cell: (r) => figure(r.hit20.mean) },
  { head: { en: 'NDCG@10', zh: 'NDCG@10' }, cell: (r) => figure(r.ndcg10.mean) },
  { head: { en: 'MRR', zh: 'MRR' }, cell: (r) => figure(r.mrr.mean) },
  { head: { en: 'warm', zh: '老用户老商品' }, cell: (r) => figure(r.warm.hit10) },
  { head: { en: 'new people', zh: '新用户' }, cell: (r) => figure(r.newPerson.hit10) },
  { head: { en: 'new items', zh: '新商品' }, cell: (r) => figure(r.newItem.hit10) },
  { head: { en: 'coverage', zh: '覆盖率' }, cell: (r) => figure(r.coverage, 2) },
  { head: { en: 'Gini', zh: '基尼系数' }, cell: (r) => figure(r.gini, 2) },
  { head: { en: 'tail share', zh: '长尾占比' }, cell: (r) => figure(r.tail, 2) },
  { head: { en: 's', zh: '秒' }, cell: (r) => r.seconds.toFixed(1) },
]

export function textReport(c: Comparison): string {
  const head = ['', ...COLUMNS.map((column) => column.head.en)]
  const body = c.rows.map((row) => [nameOf(row), ...COLUMNS.map((column) => column.cell(row))])
  const widths = head.map((_, k) => Math.max(...[head, ...body].map((line) => line[k]!.length)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join('  ')
  const curves = c.rows
    .filter((row) => row.curve.length > 0)
    .map(
      (row) =>
        `${row.name}, HR@10 by how often it learns: ${row.curve
          .map(({ syncMs, hit10 }) => `${syncName(syncMs).en} ${figure(hit10)}`)
          .join(' · ')}`,
    )
  const leads = c.rows.flatMap((row) => (row.lead ? [leadOf(row.name, row.lead, c.comparedWith).en] : []))
  return [factsOf(c).en, '', line(head), ...body.map(line), '', ...curves, ...leads].join('\n')
}

export function htmlReport(c: Comparison, notes: ReportNotes = []): string {
  const title = { en: `Evaluation of ${c.data.name}`, zh: `${c.data.name} 评测报告` }
  const best = Math.max(...c.rows.map((row) => row.hit10.mean))
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title.en)} · ${escape(title.zh)}</title>
<style>${STYLE}</style>
<header>
<fieldset><legend class="hidden">Language 语言</legend>
<label><input type="radio" name="language" id="zh"> 中文</label>
<label><input type="radio" name="language" id="en" checked> English</label></fieldset>
<h1>${both(title)}</h1>
<p>${both(factsOf(c))}</p>
${notes.map((note) => `<p class="note">${both(note)}</p>`).join('\n')}
</header>
<main>
<section><h2>${both({ en: 'Who foretells best', zh: '谁预测得最准' })}</h2>
<div class="wide" tabindex="0"><table>
<thead><tr><th scope="col">${both({ en: 'Model', zh: '模型' })}</th>${COLUMNS.map((k) => `<th scope="col">${both(k.head)}</th>`).join('')}</tr></thead>
<tbody>
${c.rows.map((row) => rowOf(row, row.hit10.mean === best)).join('\n')}
</tbody></table></div>
${c.rows.flatMap((row) => (row.lead ? [`<p>${both(leadOf(row.name, row.lead, c.comparedWith))}</p>`] : [])).join('')}
<p class="note">${both(HOW)}</p></section>
<section><h2>${both({ en: 'HR@10 and its interval', zh: 'HR@10 及区间' })}</h2>${barsOf(c)}</section>
${c.rows.some((row) => row.curve.length > 0) ? `<section><h2>${both({ en: 'What freshness is worth', zh: '更新频率的价值' })}</h2>${curveOf(c)}</section>` : ''}
</main>
`
}

const HOW: Words = {
  en:
    'Test-then-train over the last tenth of the time: each interaction is foretold among all items alive at that moment, then learned; ' +
    'what happens within one tick of the clock is foretold before any of it is learned. Settings were chosen on the tenth before. ' +
    'Equal scores count as chance. Intervals are bootstrapped by person.',
  zh: '按时间取最后十分之一，先预测再学习：每次互动都在当时所有在架商品中排名，之后才用于学习；同一时刻内的互动全部先预测。参数只在前一个十分之一上选择。分数相同按随机计。区间按用户自助抽样。',
}

function leadOf(name: string, lead: Interval, over: string | null): Words {
  const sure = lead.low > 0 || lead.high < 0
  const by = `${lead.mean < 0 ? '' : '+'}${figure(lead.mean)}`
  return {
    en: `${name} against ${over}: ${by} of HR@10 (${figure(lead.low)} to ${figure(lead.high)})${sure ? '' : ', no more than chance'}`,
    zh: `${name} 与 ${over} 相比：HR@10 ${by}（${figure(lead.low)} 至 ${figure(lead.high)}）${sure ? '' : '，未超出偶然'}`,
  }
}

const factsOf = ({ data, tests, fromMs, toMs }: Comparison): Words => {
  const [from, to] = [day(fromMs), day(toMs)]
  const n = (value: number) => value.toLocaleString('en-US')
  return {
    en: `${data.name}: ${n(data.interactions)} interactions of ${n(data.people)} people with ${n(data.items)} items; ${n(tests)} foretold, ${from} to ${to}`,
    zh: `${data.name}：${n(data.people)} 人与 ${n(data.items)} 件商品的 ${n(data.interactions)} 次互动；预测 ${n(tests)} 次，${from} 至 ${to}`,
  }
}

const rowOf = (row: Row, best: boolean) =>
  `<tr${best ? ' class="best"' : ''}><th scope="row">${escape(nameOf(row))}</th>${COLUMNS.map((k) => `<td>${k.cell(row)}</td>`).join('')}</tr>`

/** A bar a model, with its interval as a line across the end. */
function barsOf({ rows }: Comparison): string {
  const most = Math.max(...rows.map((row) => row.hit10.high), 1e-9)
  const x = (value: number) => 190 + (value / most) * 400
  const bars = rows.map((row, i) => {
    const y = 10 + i * 30
    const { mean, low, high } = row.hit10
    return `<text x="180" y="${y + 14}" text-anchor="end">${escape(row.name)}</text><rect x="190" y="${y}" width="${(x(mean) - 190).toFixed(1)}" height="20" rx="3"/><path d="M${x(low).toFixed(1)} ${y + 10}H${x(high).toFixed(1)}M${x(low).toFixed(1)} ${y + 5}v10M${x(high).toFixed(1)} ${y + 5}v10"/><text x="${(x(high) + 8).toFixed(1)}" y="${y + 14}">${figure(mean)}</text>`
  })
  return svg(660, 20 + rows.length * 30, bars.join(''), 'HR@10')
}

function curveOf({ rows }: Comparison): string {
  const drawn = rows.filter((row) => row.curve.length > 0)
  const most = Math.max(...drawn.flatMap((row) => row.curve.map((p) => p.hit10)), 1e-9)
  const steps = drawn[0]!.curve
  const x = (k: number) => 50 + (k * 560) / Math.max(1, steps.length - 1)
  const y = (value: number) => 230 - (value / most) * 200
  const lines = drawn.map((row, n) => {
    const points = row.curve.map((p, k) => `${x(k).toFixed(1)},${y(p.hit10).toFixed(1)}`)
    const end = row.curve.at(-1)!
    const marks = row.curve.map(
      (p, k) =>
        `<circle class="s${n % 4}" cx="${x(k).toFixed(1)}" cy="${y(p.hit10).toFixed(1)}" r="4"><title>${figure(p.hit10)}</title></circle>`,
    )
    return `<polyline class="s${n % 4}" points="${points.join(' ')}"/>${marks.join('')}<text x="${(x(steps.length - 1) + 10).toFixed(1)}" y="${(y(end.hit10) + 4).toFixed(1)}">${escape(row.name)} ${figure(end.hit10)}</text>`
  })
  const axis = steps.map((p, k) => {
    const name = syncName(p.syncMs)
    return `<text class="en" x="${x(k).toFixed(1)}" y="255" text-anchor="middle">${name.en}</text><text class="zh" x="${x(k).toFixed(1)}" y="255" text-anchor="middle">${name.zh}</text>`
  })
  return svg(
    780,
    270,
    `<path class="axis" d="M50 230H610M50 30V230"/>${lines.join('')}${axis.join('')}`,
    'HR@10',
  )
}

const svg = (width: number, height: number, inside: string, label: string) =>
  `<div class="wide" tabindex="0"><svg viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${label}">${inside}</svg></div>`

function syncName(syncMs: number): Words {
  if (syncMs === Infinity) return { en: 'never', zh: '不更新' }
  if (syncMs === 0) return { en: 'each event', zh: '逐条' }
  const minutes = syncMs / 60_000
  if (minutes >= 60) return { en: `${minutes / 60} h`, zh: `${minutes / 60} 小时` }
  return { en: `${minutes} min`, zh: `${minutes} 分钟` }
}

const nameOf = (row: Row) => (row.chosen === null ? row.name : `${row.name} (${row.chosen})`)
const figure = (value: number, digits = 4) => (Number.isFinite(value) ? value.toFixed(digits) : '–')
const span = ({ low, high }: Interval) => `${figure(low)}–${figure(high)}`
const day = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 10) : '–')
const both = ({ en, zh }: Words) =>
  `<span class="en" lang="en">${escape(en)}</span><span class="zh" lang="zh-CN">${escape(zh)}</span>`
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string) => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!)

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --ground: #fff;
  --brand: #d6293e; --s1: #2f6fde; --s2: #1a7f5a; --s3: #8250df }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4af; --line: #3d444d; --ground: #14171a;
  --brand: #ff6b7a; --s1: #79a8ff; --s2: #4cc38a; --s3: #b392f0 } }
body { margin: 0 auto; max-width: 1240px; padding: 24px 20px 64px; color: var(--ink); background: var(--ground);
  font: 15px/1.55 system-ui, "PingFang SC", "Noto Sans SC", "Microsoft YaHei", sans-serif }
h1 { font-size: 26px; margin: 12px 0 4px } h2 { font-size: 18px; margin: 36px 0 12px }
.note { color: var(--soft); font-size: 13px; max-width: 75ch }
fieldset { border: 0; padding: 0; margin: 0; display: flex; gap: 16px } label { cursor: pointer; min-height: 24px }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
body:has(#en:checked) .zh, body:has(#zh:checked) .en { display: none }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; white-space: nowrap }
th, td { padding: 7px 9px; text-align: right; border-bottom: 1px solid var(--line) }
th:first-child { text-align: left; padding-left: 0 } thead th { font-weight: 500; color: var(--soft); font-size: 13px }
tbody th { font-weight: 500 } .best th, .best td { font-weight: 700 }
svg { max-width: none; font-size: 13px } svg text { fill: var(--ink) } rect { fill: var(--brand); opacity: .82 }
path { stroke: var(--ink); fill: none } path.axis { stroke: var(--line) } polyline { fill: none; stroke-width: 2.5 }
polyline.s0 { stroke: var(--brand) } polyline.s1 { stroke: var(--s1) }
polyline.s2 { stroke: var(--s2) } polyline.s3 { stroke: var(--s3) }
circle.s0 { fill: var(--brand) } circle.s1 { fill: var(--s1) }
circle.s2 { fill: var(--s2) } circle.s3 { fill: var(--s3) }
`
