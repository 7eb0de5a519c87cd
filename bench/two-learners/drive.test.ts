// Real processes, really killed: every lesson counts once in each of them.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { readAny, streamOf } from '../../eval/sources/source.ts'
import { drive } from './drive.ts'

const DAY_S = 86_400

void it('two learners, killed three times, count every lesson once and foretell everything', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'serendip-drive-'))
  try {
    const random = seededRandom('drive')
    const lines = Array.from({ length: 2_000 }, (_, n) => {
      const person = random.int(60)
      const item = (person % 7) + 7 * Math.floor(20 * random.next() ** 2)
      return `p${person},i${item},${1_500_000_000 - (1_500_000_000 % DAY_S) + Math.floor(n / 20) * DAY_S}`
    })
    const path = join(folder, 'walks.csv')
    await writeFile(path, ['person,item,time', ...lines].join('\n'))
    const data = streamOf(await readAny(path, { nowMs: 1_600_000_000_000 }), path)
    const options = { path, learners: 2, everyEvents: 0, dumpEvery: 150, from: 0.5, kills: 3 }
    const { hits, counts, recoveriesMs } = await drive(data, options, () => {})
    assert.equal(recoveriesMs.length, 3)
    assert.deepEqual(counts.map(({ counted }) => counted), [2_000, 2_000]) // prettier-ignore
    assert.equal(counts[0]!.lessons + counts[1]!.lessons, 2_000)
    assert.equal(hits.filter((hit) => !Number.isNaN(hit)).length, 1_000)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
