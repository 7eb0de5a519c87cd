import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createPacker, createProfile, createUnpacker } from '#engine'

const DAY = 86_400_000
describe('profile', () => {
  const options = { halfLifeMs: DAY, halfLifeEvents: 20, maxFeatures: 30, priorEvents: 1 }

  it('holds the mean strength, pulled towards nothing by the prior', () => {
    const p = createProfile(options)
    p.add('f', 2, 0)
    assert.equal(p.affinity('f', 0), 1)
    for (let i = 0; i < 100; i++) p.add('f', 2, 0)
    assert.ok(Math.abs(p.affinity('f', 0) - 2) < 0.05)
  })

  it('a feature on everything says less than one on what is liked', () => {
    const p = createProfile(options)
    for (let i = 0; i < 10; i++) {
      p.add('common', i === 0 ? 3 : -1, 0)
      if (i === 0) p.add('own', 3, 0)
    }
    assert.ok(p.affinity('own', 0) > 1 && p.affinity('common', 0) < 0)
  })

  it('fades with time and with events', () => {
    const p = createProfile(options)
    p.add('f', 3, 0)
    const fresh = p.affinity('f', 0)
    const tomorrow = p.affinity('f', DAY)
    assert.ok(tomorrow < fresh && tomorrow > 0)
    for (let i = 0; i < 20; i++) p.tick()
    assert.ok(Math.abs(p.affinity('f', 0) - tomorrow) < 1e-12)
  })

  it('a late event weighs as if it had come in time', () => {
    const [inOrder, late] = [
      createProfile({ ...options, halfLifeEvents: Infinity }),
      createProfile({ ...options, halfLifeEvents: Infinity }),
    ]
    inOrder.add('f', 1, 0)
    inOrder.add('f', 3, DAY)
    late.add('f', 3, DAY)
    late.add('f', 1, 0)
    assert.ok(Math.abs(inOrder.affinity('f', 2 * DAY) - late.affinity('f', 2 * DAY)) < 1e-12)
  })

  it('stays within its bound, keeps what has most evidence, and never leaves the range of the strengths', () => {
    const p = createProfile(options)
    for (let i = 0; i < 9; i++) p.add('dear', 3, i)
    for (let i = 0; i < 500; i++) p.add(`f${i}`, i % 2 ? 1 : -1, i)
    assert.ok(p.size <= 30)
    assert.ok(p.affinity('dear', 500) > 2)
    for (const l of p.entries(500)) assert.ok(l.affinity <= 3 && l.affinity >= -1)
  })

  it('remembers since when, and the strongest mark', () => {
    const p = createProfile(options)
    p.add('f', 1, 100)
    p.add('f', 1, 50, 1)
    p.add('f', 1, 200)
    assert.deepEqual([p.entries(200)[0]!.sinceMs, p.entries(200)[0]!.mark], [50, 1])
  })

  it('survives a round trip', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(40), fc.double({ min: -6, max: 6, noNaN: true }), fc.nat(1e8))),
        (list) => {
          const [one, two] = [createProfile(options), createProfile(options)]
          for (const [f, s, at] of list) {
            one.tick()
            one.add(`f${f}`, s, at)
          }
          const packer = createPacker()
          one.pack(packer)
          two.unpack(createUnpacker(structuredClone(packer.finish())))
          two.tick()
          one.tick()
          assert.deepEqual(two.entries(2e8), one.entries(2e8))
        },
      ),
    )
  })
})

describe('packing', () => {
  it('gives back numbers and texts in order, writes each text once, and refuses what is cut short', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), fc.string(), fc.constant(null))), (list) => {
        const packer = createPacker()
        for (const x of list) {
          if (typeof x === 'number') packer.number(x)
          else packer.text(x)
        }
        const packed = packer.finish()
        assert.equal(packed.texts.length, new Set(list.filter((x) => typeof x === 'string')).size)
        const unpacker = createUnpacker(structuredClone(packed))
        for (const x of list)
          assert.ok(Object.is(x, typeof x === 'number' ? unpacker.number() : unpacker.nullableText()))
        assert.throws(() => unpacker.number(), /too soon/)
      }),
    )
    assert.throws(() => createUnpacker({ texts: [], numbers: Float64Array.of(3) }).text(), /unknown text/)
  })
})
