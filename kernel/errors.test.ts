import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError, ERRORS, toProblem, type ErrorCode } from './errors.ts'

test('every code speaks both languages and says what to do', () => {
  for (const [code, e] of Object.entries(ERRORS)) {
    assert.ok(e.status >= 400 && e.status < 600, code)
    for (const text of [e.title.zh, e.title.en, e.hint.zh, e.hint.en])
      assert.ok(text.length > 1 && !/[!！]/.test(text), `${code}: ${text}`)
    assert.match(e.title.zh, /\p{Script=Han}/u, code)
    assert.doesNotMatch(e.title.en, /\p{Script=Han}/u, code)
  }
})

test('data can add members and never replace the standard ones', () => {
  const problem = toProblem(
    new AppError('PRICE_CHANGED', { oldMinor: '100', status: 200, code: 'X' as ErrorCode }),
    'en',
    'req_1',
  )
  assert.equal(problem.status, 409)
  assert.equal(problem.code, 'PRICE_CHANGED')
  assert.equal(problem.oldMinor, '100')
})
