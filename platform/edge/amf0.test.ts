// AMF0: what is written is read back, and what strangers send is refused rather than believed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Amf0Error, decodeAmf0, encodeAmf0, type Amf0Value } from './amf0.ts'

const plain = (value: Amf0Value): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Date || typeof value !== 'object' || value === null) return value
  return Object.entries(value).map(([key, one]) => [key, plain(one as Amf0Value)])
}

test('values come back as they were written', () => {
  const { value } = fc.letrec<{ value: Amf0Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.string({ maxLength: 30 }),
      fc.constant(null),
      fc.constant(undefined),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), tie('value'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (values) => {
      assert.deepEqual(decodeAmf0(encodeAmf0(...values)).map(plain), values.map(plain))
    }),
    { numRuns: 300 },
  )
})

test('any bytes either decode or are refused by name', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeAmf0(Buffer.from(bytes))
      } catch (error) {
        assert.ok(error instanceof Amf0Error, String(error))
      }
    }),
    { numRuns: 1000 },
  )
})

test('a key cannot become a prototype', () => {
  const [value] = decodeAmf0(encodeAmf0(JSON.parse('{"__proto__":{"polluted":true}}') as Amf0Value))
  assert.equal(Object.getPrototypeOf(value), null)
  assert.equal(({} as { polluted?: boolean }).polluted, undefined)
})

test('nesting and counts are bounded', () => {
  const deep = Buffer.concat([Buffer.alloc(40 * 5).fill(Buffer.from([0x0a, 0, 0, 0, 1])), Buffer.from([5])])
  assert.throws(() => decodeAmf0(deep), /too deep/)
  assert.throws(() => decodeAmf0(Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff])), /too many/)
  assert.throws(() => decodeAmf0(Buffer.alloc(600, 5)), /too many/)
  assert.throws(() => decodeAmf0(Buffer.from([0x0c, 0xff, 0xff, 0xff, 0xff, 1])), /cut short/)
})
