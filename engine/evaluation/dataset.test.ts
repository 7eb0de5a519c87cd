// Too many rows: which people stay hangs on their names alone, and they stay with all they did.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { createDatasetBuilder, type Dataset } from './dataset.ts'

type Row = [person: string, item: string, atMs: number, action: string]
const rows: Row[] = Array.from({ length: 20_000 }, (_, n) => [`p${(n * 7) % 2_000}`, `i${n % 300}`, n * 1_000, n % 5 ? 'view' : 'buy']) // prettier-ignore

function built(of: readonly Row[], most?: number) {
  const builder = createDatasetBuilder('many', most === undefined ? {} : { most })
  for (const row of of) builder.add(...row)
  return { data: builder.build(), builder }
}
const told = ({ people, items, actions, interactions: x }: Dataset) =>
  Array.from({ length: x.length }, (_, e) => `${people[x.person[e]!]} ${items[x.item[e]!]} ${actions[x.action[e]!]} ${x.atMs[e]}`) // prettier-ignore

it('of more rows than there is room for, people are drawn with all of theirs, in whatever order the rows come', () => {
  const all = told(built(rows).data)
  assert.equal(all.length, 20_000)
  const { data, builder } = built(rows, 6_000)
  assert.equal(builder.oneIn, 4)
  assert.ok(data.interactions.length <= 6_000 && data.interactions.length > 3_000)
  const drawn = new Set(data.people)
  assert.deepEqual(told(data), all.filter((line) => drawn.has(line.split(' ')[0]!))) // prettier-ignore
  const random = seededRandom('order')
  const shuffled = rows
    .map((row) => ({ row, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row)
  assert.deepEqual(told(built(shuffled, 6_000).data), told(data))
})

it('where a few people did it all, the latest rows are taken', () => {
  const few = rows.map(([person, ...rest]): Row => [`p${person.length}${rest[0].length}`, ...rest])
  const { data, builder } = built(few, 6_000)
  assert.deepEqual([builder.oneIn, builder.latestOnly, data.interactions.length], [1, true, 6_000])
  assert.equal(data.interactions.atMs[0], 14_000_000)
})

it('rows sorted by person are drawn as well, though the first thousands are of a few', () => {
  const sorted = rows.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([p, i, at, a]): Row => [p.slice(0, 4), i, at, a]) // prettier-ignore
  const { data, builder } = built(sorted, 900)
  assert.ok(builder.latestOnly || data.interactions.length <= 900)
  assert.ok(data.interactions.length <= 900)
})
