import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { seededRandom, type Random } from '#kernel/random'
import { createExactIndex, openExactIndex, restoreExactIndex } from './exact-index.ts'
import { createListedIndex } from './listed-index.ts'
import { kernelBytes } from './scan-kernel.ts'
import type { VectorIndex } from './vector-index.ts'

const D = 16
type Make = (dimensions?: number) => VectorIndex
const KINDS: Record<string, Make> = {
  'exact, WebAssembly': (dimensions = D) =>
    createExactIndex({ dimensions, slabRows: 16, maximumRows: 100_000 }),
  'exact, plain JavaScript': (dimensions = D) =>
    createExactIndex({ dimensions, slabRows: 16, maximumRows: 100_000, simd: false }),
  // Small cells, so that they split and dissolve all the time; all of them looked at, so that nothing may be missed.
  'listed, all cells': (dimensions = D) =>
    createListedIndex({
      dimensions,
      slabRows: 16,
      maximumRows: 20_000,
      cellRows: 16,
      listsFrom: 0,
      share: 1,
    }),
}

const gaussian = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
const vectorOf = (random: Random, dimensions = D) =>
  Float32Array.from({ length: dimensions }, () => gaussian(random))

/** Vectors about centres, some much longer than others: what learned items look like. */
function clustered(random: Random, count: number, dimensions: number, clusters = 50): Float32Array[] {
  const centres = Array.from({ length: clusters }, () => vectorOf(random, dimensions))
  return Array.from({ length: count }, () => {
    const centre = centres[random.int(clusters)]!
    const length = 0.2 + 2 * random.next()
    return centre.map((x) => length * (x + 0.6 * gaussian(random)))
  })
}

/** The definition: every live row, full precision, best first. */
function naive(
  model: Map<number, Float32Array>,
  query: ArrayLike<number>,
  limit: number,
  allowed?: Uint8Array,
) {
  return [...model]
    .filter(([row]) => !allowed || ((allowed[row >> 3] ?? 0) >> (row & 7)) & 1)
    .map(([row, vector]) => ({ row, score: vector.reduce((sum, x, i) => sum + x * query[i]!, 0) }))
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, limit)
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('set' as const), row: fc.nat(120), seed: fc.nat(1_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('delete' as const), row: fc.nat(120), seed: fc.nat(1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('search' as const), row: fc.nat(40), seed: fc.nat(1_000) }),
  },
)

for (const [name, make] of Object.entries(KINDS))
  void describe(`vector index: ${name}`, () => {
    void it('answers as a naive scan does, after any sets and deletes, with and without a filter', () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
          const index = make()
          const model = new Map<number, Float32Array>()
          for (const { kind, row, seed } of steps) {
            const vector = vectorOf(seededRandom(seed))
            if (kind === 'set') {
              index.set(row, vector)
              model.set(row, vector)
            } else if (kind === 'delete') assert.equal(index.delete(row), model.delete(row))
            else {
              const allowed = seed % 2 ? seededRandom(seed).bytes(1 + (seed % 15)) : undefined
              const hits = index.search(vector, { limit: row + 1, allowed })
              const wanted = naive(model, vector, row + 1, allowed)
              assert.deepEqual(
                [...hits.rows],
                wanted.map((w) => w.row),
              )
              assert.deepEqual(
                [...hits.scores],
                wanted.map((w) => w.score),
              )
            }
          }
          assert.equal(index.size, model.size)
          for (let row = 0; row < 121; row++) assert.deepEqual(index.read(row), model.get(row) ?? null)
        }),
        { numRuns: 60 },
      )
    })

    void it('finds 99 of the best hundred, of clustered vectors of very different lengths', () => {
      const random = seededRandom('recall')
      const vectors = clustered(random, 6_000, 64)
      const index = make(64)
      vectors.forEach((vector, row) => index.set(row, vector))
      const model = new Map(vectors.entries())
      let found = 0
      for (let q = 0; q < 20; q++) {
        const query = q % 2 ? vectors[random.int(vectors.length)]! : vectorOf(random, 64)
        const rows = new Set(index.search(query, { limit: 100 }).rows)
        found += naive(model, query, 100).filter(({ row }) => rows.has(row)).length
      }
      assert.ok(found / 2_000 >= 0.99, `recall@100 ${found / 2_000}`)
    })

    void it('keeps the best when every row is better than all before it', () => {
      const index = make()
      const [query, model] = [vectorOf(seededRandom(3)), new Map<number, Float32Array>()]
      for (let row = 0; row < 5_000; row++)
        model.set(
          row,
          query.map((x) => x * (1 + row / 10)),
        )
      for (const [row, vector] of model) index.set(row, vector)
      assert.deepEqual(
        [...index.search(query, { limit: 50 }).rows],
        naive(model, query, 50).map((w) => w.row),
      )
    })

    void it('holds what a dump holds', () => {
      const index = make()
      for (let row = 0; row < 300; row += 3) index.set(row, vectorOf(seededRandom(row)))
      index.delete(33)
      const restored = restoreExactIndex(structuredClone(index.dump()), {})
      assert.equal(restored.size, 99)
      const query = vectorOf(seededRandom('q'))
      assert.deepEqual(restored.search(query, { limit: 20 }), index.search(query, { limit: 20 }))
    })

    void it('scores zero vectors and huge ones, and refuses what is no number', () => {
      const index = make()
      index.set(7, new Float32Array(D))
      index.set(8, new Float32Array(D).fill(1e15))
      assert.deepEqual([...index.search(new Float32Array(D).fill(1), { limit: 2 }).rows], [8, 7])
      assert.equal(index.search(new Float32Array(D), { limit: 2 }).rows.length, 2)
      assert.throws(() => index.set(1, new Float32Array(D).fill(NaN)), RangeError)
      assert.throws(() => index.set(1, new Float32Array(D - 1)), RangeError)
      assert.throws(() => index.set(-1, new Float32Array(D)), RangeError)
      assert.throws(() => index.set(100_000, new Float32Array(D)), RangeError)
      assert.throws(() => index.search(new Float32Array(D), { limit: 0 }), RangeError)
      assert.equal(index.size, 2, 'a refusal changes nothing')
    })
  })

void describe('the scan kernel', () => {
  void it('is a module that any engine takes, for every width', () => {
    for (const dimensions of [16, 64, 128, 1_024]) {
      const layout = {
        dimensions,
        slabBits: 12,
        firstSlab: 640,
        slabBytes: 4_096 * dimensions * 6,
        scalesInSlab: 4_096 * dimensions,
      }
      const bytes = kernelBytes(layout, { maximumPages: 100, shared: true })
      assert.ok(WebAssembly.validate(bytes))
    }
  })

  void it('gives the same answers in WebAssembly and in plain JavaScript, for every width', () => {
    for (const dimensions of [16, 48, 64, 256]) {
      const random = seededRandom(dimensions)
      const [simd, plain] = [true, false].map((simd) => createExactIndex({ dimensions, slabRows: 256, simd }))
      assert.ok(simd!.simd && !plain!.simd)
      clustered(random, 3_000, dimensions).forEach((vector, row) => {
        simd!.set(row, vector)
        plain!.set(row, vector)
      })
      for (let q = 0; q < 5; q++) {
        const [query, allowed] = [vectorOf(random, dimensions), q ? random.bytes(300) : undefined]
        const options = { limit: 30, candidates: 30, allowed } // no more candidates than answers: the 8-bit order itself
        assert.deepEqual(simd!.search(query, options), plain!.search(query, options))
      }
    }
  })
})

void describe('where there is no WebAssembly', () => {
  void it('gives the same answers, and grows', () => {
    const { WebAssembly: kept } = globalThis
    const random = seededRandom('none')
    const vectors = clustered(random, 2_000, D)
    const simd = createExactIndex({ dimensions: D, slabRows: 16 })
    for (const shared of [false, true])
      try {
        Reflect.deleteProperty(globalThis, 'WebAssembly')
        const plain = createExactIndex({ dimensions: D, slabRows: 16, shared })
        vectors.forEach((vector, row) => [simd, plain].forEach((index) => index.set(row, vector)))
        const [a, b] = [simd, plain].map((index) => index.search(vectors[9]!, { limit: 50, candidates: 50 }))
        assert.deepEqual(a, b)
        assert.ok(!plain.simd && simd.simd)
      } finally {
        Object.defineProperty(globalThis, 'WebAssembly', { value: kept, configurable: true, writable: true })
      }
  })
})

void describe('an index shared between threads', () => {
  void it(
    'shows another thread each change at once, and never half a vector',
    { timeout: 30_000 },
    async () => {
      const index = createExactIndex({
        dimensions: D,
        slabRows: 64,
        shared: true,
        readers: 2,
        maximumRows: 10_000,
      })
      const stop = new Int32Array(new SharedArrayBuffer(8))
      const address = JSON.stringify(new URL('./exact-index.ts', import.meta.url).href)
      const worker = new Worker(
        `import(${address}).then(({ openExactIndex }) => {
        const { workerData: { handle, stop }, parentPort } = require('node:worker_threads')
        const index = openExactIndex(handle, { reader: 1 })
        const ones = new Float32Array(${D}).fill(1)
        const odd = []
        let searches = 0
        while (!Atomics.load(stop, 0)) {
          for (const score of index.search(ones, { limit: 50 }).scores) if (score % ${D} !== 0) odd.push(score)
          Atomics.store(stop, 1, ++searches)
        }
        parentPort.postMessage({ odd, size: index.size, rows: [...index.search(ones, { limit: 3 }).rows] })
      })`,
        { eval: true, workerData: { handle: index.handle, stop } },
      )
      const answer = new Promise<{ odd: number[]; size: number; rows: number[] }>((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
      })
      // Every vector is one number sixteen times, so that half of one and half of another would give a sum that is no multiple of 16.
      const random = seededRandom('writer')
      while (Atomics.load(stop, 1) < 3) await new Promise((resolve) => setImmediate(resolve))
      for (let i = 0; i < 60_000; i++)
        index.set(random.int(2_000), new Float32Array(D).fill(1 + random.int(90)))
      for (const row of [5, 6, 7]) index.set(row, new Float32Array(D).fill(1_000 - row))
      Atomics.store(stop, 0, 1)
      const { odd, size, rows } = await answer
      await worker.terminate()
      assert.deepEqual(odd, [])
      assert.equal(size, index.size)
      assert.deepEqual(rows, [5, 6, 7])
      assert.throws(() => openExactIndex(index.handle, { reader: 2 }), RangeError)
    },
  )
})

void describe('an index of cells', () => {
  const build = (count: number, options = {}) => {
    const random = seededRandom('cells')
    const index = createListedIndex({
      dimensions: D,
      maximumRows: 20_000,
      cellRows: 64,
      listsFrom: 0,
      ...options,
    })
    const vectors = clustered(random, count, D, 200)
    vectors.forEach((vector, row) => index.set(row, vector))
    return { index, vectors, random }
  }

  void it('is calibrated on queries to a recall that other queries then have, looking at a part of the cells', () => {
    const { index, vectors, random } = build(12_000, { tendPerSet: 2 })
    const queries = Array.from({ length: 80 }, () =>
      vectors[random.int(12_000)]!.map((x) => x + 0.2 * gaussian(random)),
    )
    const truths = queries.map((query) => new Set(index.search(query, { limit: 20 }).rows)) // all rows, before it is calibrated
    const { share, recall } = index.calibrate(queries.slice(0, 40), { limit: 20 })
    assert.ok(recall >= 0.995 && share < 0.5, `${recall} of the best in ${share} of the cells`)
    let found = 0
    for (let q = 40; q < 80; q++)
      found += index.search(queries[q]!, { limit: 20 }).rows.filter((row) => truths[q]!.has(row)).length
    assert.ok(found / 800 >= 0.98, `recall@20 ${found / 800}`)
  })

  void it('finds what was just set, changed or deleted, by the cells alone', () => {
    const { index, random } = build(5_000, { share: 0.3 })
    for (let i = 0; i < 300; i++) {
      const [row, query] = [random.int(6_000), vectorOf(random).map((x) => 5 * x)]
      index.set(row, query)
      assert.equal(index.search(query, { limit: 1 }).rows[0], row)
      index.delete(row)
      assert.ok(!index.search(query, { limit: 50 }).rows.includes(row))
    }
  })

  void it('gives cells back when their rows are gone, and tending loses nothing', () => {
    const { index } = build(5_000)
    const before = index.cells()
    for (let row = 100; row < 5_000; row++) index.delete(row)
    assert.ok(index.cells() < before / 4, `${index.cells()} of ${before}`)
    index.tend(1_000)
    const { index: all } = build(100, { share: 1 })
    all.tend(1_000)
    assert.equal(all.search(new Float32Array(D).fill(1), { limit: 200 }).rows.length, 100)
  })

  void it('can be searched by another thread', { timeout: 30_000 }, async () => {
    const { index, vectors } = build(3_000, { shared: true, readers: 2, share: 1 })
    const address = JSON.stringify(new URL('./listed-index.ts', import.meta.url).href)
    const worker = new Worker(
      `import(${address}).then(({ openListedIndex }) => {
        const { workerData: { handle, query }, parentPort } = require('node:worker_threads')
        const index = openListedIndex(handle, { reader: 1 })
        parentPort.on('message', () => parentPort.postMessage(index.search(query, { limit: 40 })))
        parentPort.postMessage(0)
      })`,
      { eval: true, workerData: { handle: index.handle, query: vectors[0]! } },
    )
    const heard = () =>
      new Promise<unknown>((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
      })
    await heard()
    for (let row = 0; row < 10_000; row++)
      index.set(
        row,
        vectors[row % 3_000]!.map((x) => x * (1 + row / 10_000)),
      )
    const answer = heard()
    worker.postMessage('now')
    assert.deepEqual(await answer, index.search(vectors[0]!, { limit: 40 }))
    await worker.terminate()
  })
})
