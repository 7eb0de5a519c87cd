import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanText, isCleanText, pickLocale } from './text.ts'

test('what forges names and logs is refused', () => {
  for (const bad of [
    'a\u0000b',
    'a\u202eb',
    'a\u200bb',
    'a\ud800',
    '\udc00b',
    'a\nb',
    'a\u007f',
    '\ufeffa',
    'a\u2028b',
    'a\u00adb',
    '\u3164',
    '\ufe0f',
    'a\u{e0041}',
    'a\u061cb',
    'a\u200db',
    'Bo\ufe0fb', // a second Bob
    '\u2800',
    'a\ufffc',
    'a\u{1d173}b',
    'a\u{e0100}',
    'a\u180bb',
    'Z\u0351\u036b\u0343\u036a\u0302algo',
  ])
    assert.ok(!isCleanText(bad), JSON.stringify(bad))
  for (const good of [
    '山野茶器',
    'O’Neill & Söhne',
    '😀 ok',
    'a<b>"c"',
    '%_\\',
    '👩‍🚀 👨‍👩‍👧',
    '❤️',
    '👍🏽',
    '1️⃣ ☎︎ ❤️‍🔥 🏳️‍🌈',
    'Việt Nam שָׁלוֹם ཧཱུྃ ไทย',
    'مرحبا',
    '한국어',
    'हिन्दी',
    '',
  ])
    assert.ok(isCleanText(good), good)
  assert.ok(isCleanText('two\nlines', true))
})

test('the refusal carries its code', () => {
  const parsed = cleanText(10).safeParse('a\u202eb')
  assert.equal(
    (parsed.error?.issues[0] as { params?: { code?: string } } | undefined)?.params?.code,
    'TEXT_INVALID',
  )
})

test('the first language we speak wins', () => {
  assert.equal(pickLocale('fr, en;q=0.8, zh;q=0.5'), 'en')
  assert.equal(pickLocale('zh-Hans-CN'), 'zh')
  assert.equal(pickLocale(undefined), 'zh')
})
