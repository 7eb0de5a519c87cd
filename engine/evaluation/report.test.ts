// What a person reads: the same figures at a terminal and on the page, in both languages, and nothing that is no figure.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { compare } from './compare.ts'
import { createDatasetBuilder } from './dataset.ts'
import { OURS, streamFamilies } from './families.ts'
import { textReport } from './report.ts'
import { htmlReport } from './report-page.ts'

/** Of so many people, each with a favourite shelf. */
function aComparison(people: number, name = 'shop') {
  const random = seededRandom('report')
  const b = createDatasetBuilder(name)
  for (let n = 0; n < 600; n++) {
    const p = random.int(people)
    b.add(`p${p}`, `i${(p % 4) * 10 + random.int(random.next() < 0.7 ? 10 : 40)}`, n * 600_000, 'view')
  }
  const data = b.build()
  const options = { random, maskSeen: false, ours: OURS, now: () => 0 }
  return compare(data, streamFamilies(data.interactions.length), options)
}
const many = aComparison(60)
const one = aComparison(1)

it('has every figure once a layout, in the language it opens in', () => {
  for (const locale of ['en', 'zh'] as const) {
    const html = htmlReport(many, [], locale)
    assert.match(html, new RegExp(`id="${locale}" checked`))
    assert.equal(html.match(/ checked/g)!.length, 1)
    for (const row of many.rows) {
      const figure = row.ndcg10.mean.toFixed(4)
      assert.ok(html.split(`>${figure}<`).length - 1 >= 2, figure) // by model, and by figure for a phone
    }
    for (const tag of ['table', 'tr', 'ul', 'li', 'section', 'dl'])
      assert.equal(html.split(`<${tag}`).length, html.split(`</${tag}>`).length, tag)
  }
})

it('a terminal in Chinese has Chinese heads, models and settings, in straight columns', () => {
  const lines = textReport(many, 'zh').split('\n')
  const ours = lines.findIndex((line) => line.startsWith('serendip '))
  const table = lines.slice(ours - many.rows.length, ours + 1)
  assert.match(table[0]!, /命中率.*长尾占比/)
  assert.match(table[2]!, /^近期热度（\d+ 天）/)
  const width = (line: string) => [...line].reduce((sum, c) => sum + (/[\u2e80-\uffee]/.test(c) ? 2 : 1), 0)
  assert.equal(new Set(table.map(width)).size, 1, table.join('\n'))
  assert.doesNotMatch(lines.join('\n'), /how often|against|no more than/)
})

it('of one person there is no interval and no verdict, and it is said that there is one', () => {
  for (const text of [textReport(one), textReport(one, 'zh'), htmlReport(one), htmlReport(one, [], 'zh')])
    assert.doesNotMatch(text, /NaN|undefined|Infinity|–––|more than chance|未超出偶然/)
  assert.match(textReport(one), /Only 1 person was asked about/)
  assert.match(htmlReport(one), /只预测了 1 个人的行为/)
  assert.doesNotMatch(htmlReport(many), /class="warning"/)
})
