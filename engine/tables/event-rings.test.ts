import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { seededRandom } from '#kernel/random'
import { createEventRings, type EventRings } from './event-rings.ts'

type Event = [item: number, action: number, atMs: number]
const read = (rings: Pick<EventRings, 'each'>, who: number, newestFirst = false) => {
  const out: Event[] = []
  rings.each(who, newestFirst, (...event) => void out.push(event))
  return out
}

void describe('event rings', () => {
  void it('keep the last events of everybody, in order, whoever else grows or is forgotten', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ who: fc.nat(6), many: fc.integer({ min: 1, max: 40 }), kind: fc.nat(12) }), {
          maxLength: 60,
        }),
        (steps) => {
          const make = () => createEventRings({ maximumPeople: 7, keep: 30 })
          let rings = make()
          const model = Array.from({ length: 7 }, (): Event[] => [])
          let clock = 0
          for (const { who, many, kind } of steps) {
            if (kind === 0) {
              rings.clear(who)
              model[who] = []
            } else if (kind === 1) {
              const restored = make()
              restored.restore(structuredClone(rings.dump()))
              rings = restored
            } else
              for (let i = 0; i < many; i++) {
                const event: Event = [clock * 31, clock % 256, ++clock * 1_000]
                rings.push(who, event[0], event[1], event[2] + 999)
                model[who] = [...model[who]!, event].slice(-30)
              }
            for (let each = 0; each < 7; each++) {
              assert.equal(rings.length(each), model[each]!.length)
              assert.deepEqual(read(rings, each), model[each])
              assert.deepEqual(read(rings, each, true), model[each]!.toReversed())
            }
          }
        },
      ),
    )
  })

  void it('stop when the visitor has seen enough, and let it ask for others meanwhile', () => {
    const rings = createEventRings({ maximumPeople: 2 })
    for (let i = 0; i < 50; i++) rings.push(i % 2, i, 1, i * 1_000)
    const seen: number[] = []
    rings.each(0, true, (item) => {
      rings.each(1, true, () => false)
      seen.push(item)
      return seen.length < 3
    })
    assert.deepEqual(seen, [48, 46, 44])
    assert.deepEqual(read(rings, 77), [])
    assert.throws(() => rings.push(2, 0, 0, 0), RangeError)
  })

  void it('take less than 300 bytes a person at a mean of 20 events, and use again what was forgotten', () => {
    const people = 20_000
    const rings = createEventRings({ maximumPeople: people })
    const random = seededRandom('people')
    const wanted = Array.from({ length: people }, () => Math.ceil(-20 * Math.log(1 - random.next()) - 0.5))
    const open = wanted.flatMap((n, who) => Array.from({ length: n }, () => who))
    for (let i = open.length - 1; i > 0; i--) {
      const j = random.int(i + 1)
      ;[open[i], open[j]] = [open[j]!, open[i]!]
    }
    open.forEach((who, i) => rings.push(who, i, 1, i))
    const mean = open.length / people
    assert.ok(mean > 19.5 && mean < 20.5, `${mean}`)
    assert.ok(rings.bytes / people < 300, `${rings.bytes / people} bytes a person`)
    const before = rings.bytes
    for (let who = 0; who < people; who++) rings.clear(who)
    open.forEach((who, i) => rings.push(people - 1 - who, i, 1, i))
    assert.ok(rings.bytes <= before)
  })

  void it('can be read by another thread while they change', { timeout: 30_000 }, async () => {
    const rings = createEventRings({ maximumPeople: 2_000, keep: 60 })
    const stop = new Int32Array(new SharedArrayBuffer(8))
    const address = JSON.stringify(new URL('./event-rings.ts', import.meta.url).href)
    const worker = new Worker(
      `import(${address}).then(({ openEventRings }) => {
        const { workerData: { handle, stop }, parentPort } = require('node:worker_threads')
        const rings = openEventRings(handle)
        let [wrong, read] = [0, 0]
        do {
          for (let who = 0; who < 50; who++) {
            let before = -1
            rings.each(who, false, (item, action, atMs) => {
              read++
              if (item % 50 !== who || action !== item % 251 || atMs !== item * 1000 || (before >= 0 && item !== before + 50)) wrong++
              before = item
            })
          }
          Atomics.add(stop, 1, 1)
        } while (!Atomics.load(stop, 0))
        parentPort.postMessage({ wrong, read })
      })`,
      { eval: true, workerData: { handle: rings.handle, stop } },
    )
    const answer = new Promise<{ wrong: number; read: number }>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    while (Atomics.load(stop, 1) < 2) await new Promise((resolve) => setImmediate(resolve))
    // Each person's items go up by fifty: anything torn breaks the row.
    for (let i = 0; i < 100_000; i++) {
      rings.push(i % 50, i, i % 251, i * 1_000)
      if (i % 50 === 0) rings.push(50 + (i % 1_950), i, 1, i)
    }
    Atomics.store(stop, 0, 1)
    const { wrong, read } = await answer
    await worker.terminate()
    assert.equal(wrong, 0)
    assert.ok(read > 1_000)
  })
})
