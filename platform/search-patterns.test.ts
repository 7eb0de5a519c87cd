import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchPatterns } from './search-patterns.ts'

test('every word is a pattern of its own, in lower case', () => {
  assert.deepEqual(searchPatterns('Folding  壶'), ['%folding%', '%壶%'])
  assert.deepEqual(searchPatterns(undefined), [])
  assert.deepEqual(searchPatterns('   '), [])
})

test('wildcards are taken as they are typed', () =>
  assert.deepEqual(searchPatterns('100%_\\'), ['%100\\%\\_\\\\%']))

test('a flood of words is cut', () => assert.equal(searchPatterns('a b c d e f g').length, 5))
