import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holdsBack } from './comment-filter.ts'

test('holds what contains a word, in any case or width and with marks between its letters', () => {
  const words = ['加微信', 'WeChat', '???']
  for (const text of [
    '快加微信',
    '加 微 信',
    '加-微.信',
    'my wechat',
    'ＷＥＣＨＡＴ',
    'w.e.c.h.a.t',
    'so???',
  ])
    assert.ok(holdsBack(words, text), text)
  for (const text of ['微信不错', 'we chatted? no', '好看', 'why?'])
    assert.equal(holdsBack(words, text), text.includes('chatted'))
  assert.equal(holdsBack([], '什么都可以'), false)
})
