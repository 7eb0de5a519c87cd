import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findForbidden } from './forbidden-words.ts'
import { RULES } from './rules.ts'

test('a term is found in a sentence and names its rule', () => {
  for (const [text, ruleId] of [
    ['全网最低价的水壶', 'R-101'],
    ['三天根治失眠', 'R-102'],
    ['This tea cures headaches', 'R-102'],
    ['The BEST kettle', 'R-101'],
    ['加微信有优惠', 'R-105'],
    ['A fine replica watch', 'R-106'],
    ['#1 in sales', 'R-101'],
  ] as const) {
    assert.equal(findForbidden(text)?.ruleId, ruleId, text)
  }
})

test('it cannot be hidden by spaces, dots, case or full-width letters', () => {
  for (const text of ['国 家 级', '国.家-级', 'ＮＵＭＢＥＲ ＯＮＥ choice', 'the\nbest'])
    assert.ok(findForbidden(text), text)
})

test('words that merely contain one are left alone', () => {
  for (const text of [
    '治愈系小台灯',
    'A secure, procured manicure set',
    'Bestselling in our shop',
    '第一次露营',
    'vaporiser',
    'replicable',
  ]) {
    assert.equal(findForbidden(text), null, text)
  }
})

test('every hit has a sentence in both languages and a published rule', () => {
  const hit = findForbidden('祖传秘方')!
  assert.ok(hit.sentence.zh.includes('祖传秘方') && hit.sentence.en.includes('祖传秘方'))
  assert.ok(hit.ruleId in RULES)
})
