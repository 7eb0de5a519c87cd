// How fast vectors are searched and written: `./serendip bench vector-index` (100,000 rows of 64; `--full` adds 500,000 and a
// million, `--rows N,N` names them). From a seed: clusters of a hundred, members at cosine .82 to their middle, a half longer at most;
// hard for an index of cells, no matter to an exact scan. Recall is measured against the true order of all rows.
import { parseArgs } from 'node:util'
import { seededRandom } from '#kernel/random'
import { createExactIndex } from '../engine/index/exact-index.ts'
import { createListedIndex } from '../engine/index/listed-index.ts'
import { judge, quantile, round, UsageError, type Result, type Runnable } from './harness.ts'

const D = 64
const LIMIT = 100
/** Rows from which cells are worth it. */
const LISTED_FROM = 500_000
type Figures = Result['figures']

function createVectors(count: number) {
  const random = seededRandom(`rows ${count}`)
  const normal = () => random.next() + random.next() + random.next() + random.next() - 2 // near enough, and quick
  const centres = Array.from({ length: count / 100 }, () => Float32Array.from({ length: D }, normal))
  return (): Float32Array => {
    const centre = centres[random.int(centres.length)]!
    const length = 1 + 0.5 * random.next()
    return centre.map((x) => length * (x + 0.7 * normal()))
  }
}

/** Milliseconds of each call. */
function timed<T>(times: number, call: (i: number) => T, seen?: (answer: T, i: number) => void): number[] {
  return Array.from({ length: times }, (_, i) => {
    const before = performance.now()
    const answer = call(i)
    const took = performance.now() - before
    seen?.(answer, i)
    return took
  })
}

/** All rows in one array, plain loops: what the index is measured against, in time and in truth. */
function scanPlainly(rows: Float32Array, query: Float32Array): Float32Array {
  const scores = new Float32Array(rows.length / D)
  for (let row = 0; row < scores.length; row++) {
    let sum = 0
    for (let i = 0; i < D; i++) sum += rows[row * D + i]! * query[i]!
    scores[row] = sum
  }
  return scores
}

function measure(count: number, say: (text: string) => void): Figures {
  const next = createVectors(count)
  const index = createExactIndex({ dimensions: D, maximumRows: count, shared: true })
  const all = new Float32Array(count * D)
  for (let row = 0; row < count; row++) all.set(next(), row * D)
  const inserts = timed(count, (row) => index.set(row, all.subarray(row * D, (row + 1) * D)))
  const queries = Array.from({ length: 200 }, next)
  const search = (i: number) => index.search(queries[i % queries.length]!, { limit: LIMIT })
  timed(50, search) // warm
  const searches = timed(400, search)
  const filter = new Uint8Array(Math.ceil(count / 8)).fill(0b0001_0001)
  const filtered = timed(200, (i) => index.search(queries[i]!, { limit: LIMIT, allowed: filter }))
  let found = 0
  const scans = timed(
    20,
    (i) => scanPlainly(all, queries[i]!),
    (scores, i) => {
      const least = Float32Array.from(scores).sort().at(-LIMIT)!
      found += search(i).rows.filter((row) => scores[row]! >= least).length
    },
  )
  const updates = timed(20_000, (i) => index.set((i * 7_919) % count, queries[i % 200]!))
  const name = nameOf(count)
  const figures: Figures = {
    [`${name}SearchP50Ms`]: round(quantile(searches, 0.5), 2),
    [`${name}SearchP99Ms`]: round(quantile(searches, 0.99), 2),
    [`${name}SearchBestMs`]: round(quantile(searches, 0), 2),
    [`${name}FilteredP50Ms`]: round(quantile(filtered, 0.5), 2),
    [`${name}PlainFloatP50Ms`]: round(quantile(scans, 0.5), 1),
    [`${name}RecallAt100`]: round(found / (20 * LIMIT), 4),
    [`${name}InsertsPerSecond`]: Math.round(count / (inserts.reduce((a, b) => a + b) / 1_000)),
    [`${name}UpdateP99Us`]: round(1_000 * quantile(updates, 0.99), 1),
    [`${name}BytesPerRow`]: Math.round(index.bytes / count),
  }
  say(`${count.toLocaleString('en')} rows: ${JSON.stringify(figures)}`)
  if (count >= LISTED_FROM) Object.assign(figures, measureListed(count, all, next))
  return figures
}

/** The index of cells: calibrated on a hundred queries, measured on a hundred others. */
function measureListed(count: number, all: Float32Array, next: () => Float32Array): Figures {
  const index = createListedIndex({ dimensions: D, maximumRows: count, tendPerSet: 2 })
  const before = performance.now()
  for (let row = 0; row < count; row++) index.set(row, all.subarray(row * D, (row + 1) * D))
  const insertMs = performance.now() - before
  const queries = Array.from({ length: 100 }, next)
  const truths = queries.map((query) => new Set(index.search(query, { limit: LIMIT }).rows))
  const { share } = index.calibrate(Array.from({ length: 100 }, next))
  let found = 0
  const search = (i: number) => index.search(queries[i % 100]!, { limit: LIMIT })
  const searches = timed(300, search, ({ rows }, i) => {
    if (i < 100) found += rows.filter((row) => truths[i]!.has(row)).length
  })
  const name = `${nameOf(count)}Listed`
  return {
    [`${name}SearchP50Ms`]: round(quantile(searches, 0.5), 2),
    [`${name}SearchP99Ms`]: round(quantile(searches, 0.99), 2),
    [`${name}SearchBestMs`]: round(quantile(searches, 0), 2),
    [`${name}RecallAt100`]: round(found / (100 * LIMIT), 4),
    [`${name}ShareLookedAt`]: round(share, 3),
    [`${name}InsertsPerSecond`]: Math.round(count / (insertMs / 1_000)),
    [`${name}BytesPerRow`]: Math.round((index.bytes + index.cellBytes()) / count),
  }
}

const nameOf = (count: number) => (count >= 1e6 ? `rows${count / 1e6}m` : `rows${count / 1e3}k`)

export const run: Runnable['run'] = async ({ full, say, args }) => {
  const { values } = parseArgs({
    args: [...args].filter((a) => a !== '--full'),
    options: { rows: { type: 'string' } },
  })
  const counts = values.rows?.split(',').map(Number) ?? (full ? [100_000, 500_000, 1_000_000] : [100_000])
  if (counts.some((n) => !(n >= 10_000))) throw new UsageError('--rows takes numbers from 10000')
  const figures: Figures = { dimensions: D, limit: LIMIT }
  const floors: Result['floors'] = {}
  for (const count of counts) {
    Object.assign(figures, measure(count, say))
    floors[`${nameOf(count)}SearchP50Ms`] = { max: (3 * count) / 100_000 }
    floors[`${nameOf(count)}RecallAt100`] = { min: 0.99 }
    if (count >= LISTED_FROM) floors[`${nameOf(count)}ListedRecallAt100`] = { min: 0.99 }
  }
  return judge('vector-index', figures, floors)
}
