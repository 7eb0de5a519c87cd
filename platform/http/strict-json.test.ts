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

test('syntax errors have a line and a column', () => {
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
