// The two pictures of the page, as HTML and one stretched drawing: they take the width there is, and their words keep their size,
// so that a phone shows all of it. Every figure also stands in words beside its mark.
import type { Comparison, Row } from './compare.ts'
import { both } from './report-markup.ts'
import { figure, modelName, syncName } from './report-words.ts'

/** A bar a model, with its interval as a line across the end. */
export function barsOf({ rows }: Comparison, ours: string): string {
  const end = ({ hit10 }: Row) => (Number.isFinite(hit10.high) ? hit10.high : hit10.mean)
  const most = Math.max(...rows.map(end), 1e-9)
  const share = (value: number) => `${((100 * value) / most).toFixed(2)}%`
  const bars = rows.map((row) => {
    const { mean, low, high } = row.hit10
    const range = Number.isFinite(low) ? `<i style="left:${share(low)};width:${share(high - low)}"></i>` : ''
    return `<li${row.name === ours ? ' class="ours"' : ''}><span class="name">${both(modelName(row.name))}</span><span class="track"><b style="width:${share(mean)}"></b>${range}</span><span class="value">${figure(mean)}</span></li>`
  })
  return `<ul class="bars">${bars.join('')}</ul>`
}

/** Lines over how often a model learns, and the figures below them, each under its point. */
export function curveOf({ rows }: Comparison, ours: string): string {
  const drawn = rows.filter((row) => row.curve.length > 0)
  const steps = drawn[0]!.curve
  const most = roundUp(Math.max(...drawn.flatMap((row) => row.curve.map((p) => p.hit10))))
  const x = (k: number) => (100 * (k + 0.5)) / steps.length
  const y = (value: number) => 100 - (100 * value) / most
  /** Ours first among the colours, whatever its place in the table. */
  const colour = new Map(
    [...drawn]
      .sort((a, b) => Number(b.name === ours) - Number(a.name === ours))
      .map((row, n) => [row.name, n % 4]),
  )
  const lines = drawn.map(
    (row) =>
      `<polyline class="s${colour.get(row.name)}" points="${row.curve.map((p, k) => `${x(k).toFixed(2)},${y(p.hit10).toFixed(2)}`).join(' ')}"/>`,
  )
  const marks = drawn.flatMap((row) =>
    row.curve.map(
      (p, k) =>
        `<i class="s${colour.get(row.name)}" style="left:${x(k).toFixed(2)}%;top:${y(p.hit10).toFixed(2)}%"></i>`,
    ),
  )
  const levels = [most, most / 2, 0].map((value) => `<span>${figure(value, 3)}</span>`)
  const head = steps.map((p) => `<th scope="col">${both(syncName(p.syncMs))}</th>`)
  const body = drawn.map(
    (row) =>
      `<tr><th scope="rowgroup" colspan="${steps.length}"><i class="s${colour.get(row.name)}"></i>${both(modelName(row.name))}</th></tr><tr>${row.curve.map((p) => `<td>${figure(p.hit10)}</td>`).join('')}</tr>`,
  )
  return `<figure class="curve"><div class="levels" aria-hidden="true">${levels.join('')}</div>
<div class="plot" aria-hidden="true"><svg viewBox="0 0 100 100" preserveAspectRatio="none"><path d="M0 0H100M0 50H100M0 100H100"/>${lines.join('')}</svg>${marks.join('')}</div>
<table class="steps"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></figure>`
}

/** The next of 1, 2, 4, 6, 8, 10 times a power of ten, for a scale with a round middle. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-3)))
  return Math.min(1, ([1, 2, 4, 6, 8, 10].find((n) => n * power >= value) ?? 10) * power)
}
