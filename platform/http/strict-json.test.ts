import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AppError } from '#kernel/errors'
import { parseStrictJson } from './strict-json.ts'

const refusal = (text: string): AppError => {
  try {
    parseStrictJson(text)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

test('what JSON.stringify writes is read back', () => {
  const value = fc.jsonValue({ maxDepth: 6 })
  fc.assert(
    fc.property(value, (v) => {
      const text = JSON.stringify(v)
      if (text.includes('"__proto__"')) return
      assert.deepEqual(parseStrictJson(text), JSON.parse(text))
    }),
  )
})

test('it takes exactly what JSON.parse takes, but for what it forbids', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"a"',
    '"b"',
    '"\\u0041"',
    '"\\x"',
    '1',
    '-0',
    '01',
    '1.5e3',
    '.5',
    '1.',
    'true',
    'nul',
    ' ',
    '\n',
    '\u00a0',
  )
  const valid = fc.array(fc.constantFrom('[1,', '{"a":', '1', ']', '}', ',2', '""'), { maxLength: 8 })
  fc.assert(
    fc.property(fc.oneof(fc.array(piece, { maxLength: 10 }), valid), (pieces) => {
      const text = pieces.join('')
      const parses = (parse: (t: string) => unknown) => {
        try {
          return JSON.stringify(parse(text))
        } catch (error) {
          return error instanceof AppError && error.code !== 'JSON_SYNTAX' ? null : 'refused'
        }
      }
      const strict = parses(parseStrictJson)
      if (strict !== null) assert.equal(strict, parses(JSON.parse), text)
    }),
    { numRuns: 3_000 },
  )
})

test('a body of many keys or one long string is read in linear time', () => {
  const keys = `{${Array.from({ length: 60_000 }, (_, i) => `"k${i}":1`).join(',')}}`
  const string = JSON.stringify('x'.repeat(1_000_000))
  const started = performance.now()
  parseStrictJson(keys)
  parseStrictJson(string)
  assert.ok(performance.now() - started < 2_000)
})

test('syntax errors have a line and a column', () => {
  assert.deepEqual(refusal('{\n "email": }').data, { line: 2, column: 11 })
  assert.deepEqual(refusal('{"a": NaN}').data, { line: 1, column: 7 })
  assert.deepEqual(refusal('{"a": 1').data, { line: 1, column: 8 })
  assert.deepEqual(refusal('').data, { line: 1, column: 1 })
  assert.deepEqual(refusal('{\n  "a": 1,\n  oops\n}').data, { line: 3, column: 3 })
  assert.equal(refusal('{"a": "').code, 'JSON_SYNTAX')
  assert.equal(refusal('{"a": 1}}').code, 'JSON_SYNTAX')
})

test('duplicate keys, __proto__ and depth are refused', () => {
  assert.equal(refusal('{"qty":1,"qty":9}').errors[0]?.code, 'DUPLICATE_KEY')
  assert.equal(refusal('{"a":{"b":1,"\\u0062":2}}').errors[0]?.code, 'DUPLICATE_KEY')
  assert.equal(refusal('{"__proto__":{"admin":true}}').code, 'UNKNOWN_FIELD')
  assert.equal(refusal('['.repeat(100) + ']'.repeat(100)).code, 'TOO_DEEP')
})

test('the same key in two objects, and braces in strings, are fine', () => {
  assert.deepEqual(parseStrictJson('[{"a":1},{"a":"{,}\\""}]'), [{ a: 1 }, { a: '{,}"' }])
})
