import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { seededRandom } from '#kernel/random'
import { createAdmission } from './admission.ts'
import { fingerprint } from './fingerprint.ts'
import { createKeyTable, NOBODY } from './key-table.ts'

const SECOND = 1_000
const key = fc.integer({ min: 0, max: 60 }).map((n) => `usr_${n}`)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('insert' as const), key, n: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), key, n: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('expire' as const), key, n: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), key, n: fc.nat(40) }) },
)

void describe('key table', () => {
  void it('agrees with a map through inserts, deletes, expiries and restores', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const make = () => createKeyTable({ maximumRows: 100, timeToLiveMs: 100 * SECOND })
        let table = make()
        const model = new Map<string, { row: number; touchedMs: number; count: number }>()
        let nowMs = 0
        for (const { kind, key, n } of steps) {
          nowMs += n * SECOND
          if (kind === 'insert') {
            const row = table.insert(key, nowMs)
            const known = model.get(key)
            assert.equal(row, known?.row ?? row)
            assert.ok(known || ![...model.values()].some((m) => m.row === row), 'a row of two')
            model.set(key, { row, touchedMs: nowMs, count: (known?.count ?? 0) + 1 })
          } else if (kind === 'delete') {
            assert.equal(table.delete(key), model.get(key)?.row ?? NOBODY)
            model.delete(key)
          } else if (kind === 'expire') {
            const gone: number[] = []
            table.expire(nowMs, 1_000, (row) => gone.push(row))
            for (const [name, { row, touchedMs }] of model)
              if (nowMs - touchedMs > 100 * SECOND) {
                assert.ok(gone.includes(row))
                model.delete(name)
              } else assert.ok(!gone.includes(row))
          } else {
            const restored = make()
            restored.restore(structuredClone(table.dump()))
            table = restored
          }
          assert.equal(table.size, model.size)
          for (let i = 0; i <= 60; i++) {
            const wanted = model.get(`usr_${i}`)
            const row = table.find(`usr_${i}`)
            assert.equal(row, wanted?.row ?? NOBODY)
            if (!wanted) continue
            assert.equal(table.count(row), wanted.count)
            assert.equal(table.lastTouchedMs(row), wanted.touchedMs)
          }
        }
        assert.ok(table.bound <= 61, 'rows are given again')
      }),
      { numRuns: 150 },
    )
  })

  void it('keeps every key through many splits and deletions', () => {
    const table = createKeyTable({ maximumRows: 60_000 })
    const random = seededRandom('splits')
    const rows = new Map<string, number>()
    for (let i = 0; i < 60_000; i++) rows.set(`itm_${i}`, table.insert(`itm_${i}`, 0))
    assert.equal(new Set(rows.values()).size, 60_000)
    for (const name of rows.keys())
      if (random.next() < 0.5) {
        table.delete(name)
        rows.delete(name)
      }
    for (let i = 0; i < 60_000; i++) assert.equal(table.find(`itm_${i}`), rows.get(`itm_${i}`) ?? NOBODY)
    while (rows.size < 60_000) rows.set(`new_${rows.size}`, table.insert(`new_${rows.size}`, 1))
    for (const [name, row] of rows) assert.equal(table.find(name), row)
    assert.equal(table.bound, 60_000)
    assert.throws(() => table.insert('one more', 2), RangeError)
    assert.equal(table.find('itm_1'), rows.get('itm_1') ?? NOBODY, 'a refusal leaves the table whole')
  })

  void it('gives again the row that has been free the longest, and says since when it is held', () => {
    const table = createKeyTable({ maximumRows: 10 })
    for (const name of 'abcd') table.insert(name, 0)
    for (const name of 'bda') table.delete(name)
    assert.deepEqual(
      ['x', 'y', 'z'].map((name) => table.insert(name, 5 * SECOND)),
      [1, 3, 0],
    )
    assert.equal(table.sinceMs(1), 5 * SECOND)
    assert.equal(table.sinceMs(2), 0)
  })

  void it('looks at no more rows than it is told, and comes round to all', () => {
    const table = createKeyTable({ maximumRows: 100, timeToLiveMs: 10 * SECOND })
    for (let i = 0; i < 100; i++) table.insert(`k${i}`, 0)
    assert.equal(table.expire(60 * SECOND, 7), 7)
    let rounds = 1
    for (; table.size > 0; rounds++) table.expire(60 * SECOND, 7)
    assert.equal(rounds, 15)
    assert.equal(table.expire(60 * SECOND, 7), 0)
  })

  void it('gives a row at the n-th meeting, and keeps a crowd of strangers out', () => {
    const table = createKeyTable({ maximumRows: 1_000, admission: { meetings: 3, width: 4_096 } })
    assert.deepEqual(
      [1, 2, 3, 4].map(() => table.meet('regular', 0)),
      [NOBODY, NOBODY, 0, 0],
    )
    assert.equal(table.count(0), 2)
    for (let i = 0; i < 4_000; i++) table.meet(`stranger${i}`, 0)
    assert.ok(table.size <= 41, `${table.size - 1} of 4,000 strangers came in`)
    assert.equal(table.insert('signed up', 0) >= 0, true)
  })

  void it('can be read by another thread while it changes', { timeout: 30_000 }, async () => {
    const table = createKeyTable({ maximumRows: 50_000 })
    for (let i = 0; i < 1_000; i++) table.insert(`fixed${i}`, 0)
    const stop = new Int32Array(new SharedArrayBuffer(8))
    const address = JSON.stringify(new URL('./key-table.ts', import.meta.url).href)
    const worker = new Worker(
      `import(${address}).then(({ openKeyTable }) => {
        const { workerData: { handle, stop }, parentPort } = require('node:worker_threads')
        const table = openKeyTable(handle)
        let wrong = 0
        do {
          for (let i = 0; i < 1_000; i++) if (table.find('fixed' + i) !== i) wrong++
          Atomics.add(stop, 1, 1)
        } while (!Atomics.load(stop, 0))
        parentPort.postMessage({ wrong, size: table.size, last: table.find('moving39999') })
      })`,
      { eval: true, workerData: { handle: table.handle, stop } },
    )
    const answer = new Promise<{ wrong: number; size: number; last: number }>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    while (Atomics.load(stop, 1) < 2) await new Promise((resolve) => setImmediate(resolve))
    for (let i = 0; i < 40_000; i++) {
      table.insert(`moving${i}`, 0)
      if (i % 3 === 0) table.delete(`moving${i / 3}`)
    }
    Atomics.store(stop, 0, 1)
    const { wrong, size, last } = await answer
    await worker.terminate()
    assert.equal(wrong, 0)
    assert.equal(size, table.size)
    assert.equal(last, table.find('moving39999'))
  })
})

void describe('admission', () => {
  void it('never lets anybody wait longer than promised within a window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat(30), { maxLength: 200 }),
        (meetings, who) => {
          const admission = createAdmission({ meetings, width: 16, window: 1e9 })
          const met = new Map<number, number>()
          for (const id of who) {
            met.set(id, (met.get(id) ?? 0) + 1)
            if (met.get(id)! >= meetings) assert.ok(admission.meet(id, id * 7_919))
            else admission.meet(id, id * 7_919)
          }
        },
      ),
    )
  })

  void it('forgets: who comes once a window stays a stranger', () => {
    const admission = createAdmission({ meetings: 3, width: 1_024, window: 2_000 })
    let admitted = 0
    for (let round = 0; round < 20; round++) {
      if (admission.meet(77, 99)) admitted++
      for (let i = 0; i < 4_000; i++) admission.meet(1_000 + (i % 16), 5)
    }
    assert.equal(admitted, 0)
  })
})

void describe('fingerprint', () => {
  void it('spreads ids that differ by little: as many chance meetings of 32 bits as there should be, none of 64', () => {
    const count = 400_000
    const seen = new Set<bigint>()
    const halves = [new Set<number>(), new Set<number>(), new Set<number>()]
    const pair = [0, 0]
    for (let i = 0; i < count; i++) {
      fingerprint(`usr_${i.toString(36).padStart(12, '0')}`, pair)
      seen.add((BigInt(pair[1]!) << 32n) | BigInt(pair[0]!))
      halves[0]!.add(pair[0]!)
      halves[1]!.add(pair[1]!)
      halves[2]!.add((pair[0]! ^ pair[1]!) >>> 0)
    }
    assert.equal(seen.size, count)
    const expected = count ** 2 / 2 ** 33 // 18.6
    for (const half of halves) assert.ok(count - half.size < 2.5 * expected, `${count - half.size} met`)
  })

  void it('tells apart texts that a careless hash would not', () => {
    const texts = ['', '\0', '\0\0', 'ab', 'ba', 'aab', 'aba', '中文', '文中', 'a'.repeat(64), 'a'.repeat(65)]
    const prints = texts.map((text) => {
      const pair = [0, 0]
      fingerprint(text, pair)
      return pair.join()
    })
    assert.equal(new Set(prints).size, texts.length)
  })
})
