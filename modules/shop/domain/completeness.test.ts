import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gapsOf } from './completeness.ts'

const whole = {
  title: { zh: '折叠电热水壶', en: 'Folding kettle' },
  description: { zh: '出差旅行都能用', en: 'For trips' },
  images: ['/media/a.webp'],
  tags: ['travel'],
  skus: [{}],
}

test('a whole product lacks nothing', () => assert.deepEqual(gapsOf(whole), []))

test('an empty draft is told every hole, in both languages', () => {
  const gaps = gapsOf({
    title: { zh: '', en: '' },
    description: { zh: '', en: '' },
    images: [],
    tags: [],
    skus: [],
  })
  assert.deepEqual(
    gaps.map((g) => g.pointer),
    ['/title/zh', '/title/en', '/description/zh', '/description/en', '/images', '/tags', '/skus'],
  )
  for (const { sentence } of gaps) assert.ok(sentence.zh && sentence.en)
})

test('one character is not a title; an emoji counts once', () => {
  assert.deepEqual(
    gapsOf({ ...whole, title: { zh: '壶', en: '🫖' } }).map((g) => g.pointer),
    ['/title/zh', '/title/en'],
  )
})
