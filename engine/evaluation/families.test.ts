// Ours on the short streams that somebody new brings: it has to learn there too, not only where there is much to learn from.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { createDatasetBuilder } from './dataset.ts'
import { OURS, streamFamilies } from './families.ts'
import { hitAt } from './ranking-metrics.ts'
import { cutAt, runStream } from './stream.ts'

it('of 600 rows in which nearly everybody does one thing, ours finds that out', () => {
  const random = seededRandom('one for all')
  const b = createDatasetBuilder('short')
  for (let n = 0; n < 600; n++)
    b.add(`p${random.int(40)}`, random.next() < 0.97 ? 'hit' : `i${random.int(20)}`, n * 60_000, 'view')
  const data = b.build()
  const ours = streamFamilies(600).find(({ name }) => name === OURS)!.settings[0]!.contender
  const range = { from: cutAt(data, 0.9), to: 600 }
  const { place } = runStream(data, ours, { range, syncMs: 0, maskSeen: false })
  const rate = place.reduce((sum, p) => sum + hitAt(p, 10), 0) / place.length
  assert.ok(rate > 0.9, `${rate}`)
})
