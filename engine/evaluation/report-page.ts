// A comparison as one page of HTML that needs no server, no script and no network, in Chinese and English at the touch of a button,
// on a phone as on a desk: there the models stand side by side, so that nothing has to be pushed sideways.
import type { Locale, Localized } from '#kernel/text'
import type { Comparison, Row } from './compare.ts'
import { barsOf, curveOf } from './report-charts.ts'
import { both, escape } from './report-markup.ts'
import { REPORT_STYLE } from './report-style.ts'
import { COLUMNS, factsOf, HOW, leadOf, modelName, nameOf, settingOf, warningOf } from './report-words.ts'

/** A set's own remarks, such as how many rows were skipped. */
export type ReportNotes = readonly Localized[]

/** `locale` is the language it opens in. */
export function htmlReport(c: Comparison, notes: ReportNotes = [], locale: Locale = 'en'): string {
  const title = { en: `Evaluation of ${c.data.name}`, zh: `${c.data.name} 评测报告` }
  const best = Math.max(...c.rows.map((row) => row.hit10.mean))
  const isBest = (row: Row) => row.hit10.mean === best
  const ours = c.rows.find((row) => row.lead !== null)?.name ?? ''
  const warning = warningOf(c)
  const checked = (language: Locale) => (language === locale ? ' checked' : '')
  return `<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title[locale])}</title>
<style>${REPORT_STYLE}</style>
<header>
<fieldset><legend class="hidden">Language 语言</legend>
<label><input type="radio" name="language" id="zh"${checked('zh')}> <span lang="zh-CN">中文</span></label>
<label><input type="radio" name="language" id="en"${checked('en')}> <span lang="en">English</span></label></fieldset>
<h1>${both(title)}</h1>
<p>${both(factsOf(c))}</p>
${notes.map((note) => `<p class="note">${both(note)}</p>`).join('\n')}
${warning ? `<p class="warning">${both(warning)}</p>` : ''}
</header>
<main>
<section><h2>${both({ en: 'Who foretells best', zh: '谁预测得最准' })}</h2>
${byModel(c, isBest)}
${byFigure(c, isBest)}
${c.rows.flatMap((row) => (row.lead ? [`<p>${both(leadOf(row.name, row.lead, c.comparedWith))}</p>`] : [])).join('')}
</section>
<section><h2>${both({ en: 'HR@10 and its interval', zh: 'HR@10 及区间' })}</h2>${barsOf(c, ours)}</section>
${c.rows.some((row) => row.curve.length > 0) ? `<section><h2>${both({ en: 'What freshness is worth: HR@10 by how often a model learns', zh: '更新频率的价值：不同更新频率的 HR@10' })}</h2>${curveOf(c, ours)}</section>` : ''}
<section><h2>${both({ en: 'What the figures say', zh: '各项指标的含义' })}</h2>
<dl>${COLUMNS.map((k) => `<div><dt>${both(k.head)}</dt><dd>${both(k.tells)}</dd></div>`).join('')}</dl>
<p class="note">${both(HOW)}</p></section>
</main>
</html>
`
}

/** A row a model, where there is width for it. */
function byModel({ rows }: Comparison, isBest: (row: Row) => boolean): string {
  const head = COLUMNS.map((k) => `<th scope="col">${both(k.head)}</th>`)
  const body = rows.map(
    (row) =>
      `<tr${isBest(row) ? ' class="best"' : ''}><th scope="row">${both(nameOf(row))}</th>${COLUMNS.map((k) => `<td>${k.cell(row)}</td>`).join('')}</tr>`,
  )
  return `<table class="broad"><thead><tr><th scope="col">${both({ en: 'Model', zh: '模型' })}</th>${head.join('')}</tr></thead>
<tbody>${body.join('\n')}</tbody></table>`
}

/** A row a figure, on a phone: two lines each, its name above and what the models have below. */
function byFigure({ rows }: Comparison, isBest: (row: Row) => boolean): string {
  const head = rows.map((row) => {
    const setting = settingOf(row)
    return `<th scope="col"${isBest(row) ? ' class="best"' : ''}>${both(modelName(row.name))}${setting ? ` <small>${both(setting)}</small>` : ''}</th>`
  })
  const body = COLUMNS.map(
    (k) =>
      `<tr><th scope="rowgroup" colspan="${rows.length}">${both(k.head)}</th></tr><tr>${rows.map((row) => `<td${isBest(row) ? ' class="best"' : ''}>${k.cell(row).replace('–', '–<wbr>')}</td>`).join('')}</tr>`,
  )
  return `<table class="narrow"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`
}
