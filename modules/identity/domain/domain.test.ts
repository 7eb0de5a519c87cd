import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MINUTE_MS } from '#kernel/clock'
import { addressBlock, MAX_FAILURES, retryAfterSeconds, WINDOW_MS } from './login-throttle.ts'
import { leavesNobodyInCharge, maskEmail } from './membership.ts'
import { firstNickname } from './nickname.ts'
import { passwordFault } from './password.ts'
import { readPhone, type PhoneFault } from './phone.ts'

test('a phone number is read in the ways people write it', () => {
  for (const text of [
    '13800138000',
    '138 0013 8000',
    '138-0013-8000',
    '+86 13800138000',
    '0086 138 0013 8000',
  ]) {
    assert.equal(readPhone(text), '13800138000', text)
  }
  assert.equal(readPhone('+1 (415) 555-0100'), '+14155550100')
})

test('a wrong phone number is told which rule it breaks', () => {
  const rule = (text: string) => {
    const read = readPhone(text)
    return typeof read === 'string' ? null : read.rule
  }
  assert.equal(rule('1380013800'), 'length')
  assert.equal(rule('138001380000'), 'length')
  assert.equal(rule('12800138000'), 'prefix')
  assert.equal(rule('+0415555010'), 'prefix')
  assert.equal(rule('+1234'), 'length')
  assert.equal(rule('1380013800a'), 'characters')
  assert.equal(rule('١٣٨٠٠١٣٨٠٠٠'), 'characters')
  assert.equal(rule(''), 'characters')
  const { detail } = readPhone('1380013800') as PhoneFault
  assert.deepEqual(detail, { zh: '手机号应为 11 位，现为 10 位', en: '11 digits expected, 10 given' })
})

test('short, common and self-repeating passwords are refused, long phrases are not', () => {
  const rule = (password: string, email = 'zoe@example.com') => passwordFault(password, email)?.rule ?? null
  assert.equal(rule('seven77'), 'short')
  for (const p of [
    'password',
    'Password1!',
    '12345678',
    '87654321',
    'aaaaaaaaaa',
    '12121212',
    'abcdefgh',
    'qwertyuiop123',
    'woaini1314',
  ]) {
    assert.equal(rule(p), 'common', p)
  }
  assert.equal(rule('zoeliang99', 'zoeliang@example.com'), 'email')
  assert.equal(rule('x-zoe@example.com'), 'email')
  for (const p of ['correct horse battery', '床前明月光疑是地', 'k9#vQ2!m', 'violet-kettle-river'])
    assert.equal(rule(p), null, p)
})

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 4, minute))

test('the sixth attempt waits until the fifth last failure is 15 minutes old', () => {
  const failures = [0, 1, 2, 3, 4].map(at)
  assert.equal(retryAfterSeconds(failures.slice(1), at(5)), 0)
  assert.equal(retryAfterSeconds(failures, at(5)), 10 * 60)
  assert.equal(retryAfterSeconds(failures, at(15)), 0)
})

test('whatever the failures, a wait ends and never exceeds the window', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40 })),
      fc.integer({ min: 0, max: 40 }),
      (minutes, nowMinute) => {
        const failures = minutes.filter((m) => m <= nowMinute).map(at)
        const wait = retryAfterSeconds(failures, at(nowMinute))
        const inWindow = failures.filter((f) => at(nowMinute).getTime() - f.getTime() < WINDOW_MS).length
        assert.equal(wait > 0, inWindow >= MAX_FAILURES)
        assert.ok(wait <= WINDOW_MS / 1000)
        assert.equal(retryAfterSeconds(failures, new Date(at(nowMinute).getTime() + wait * 1000)), 0)
      },
    ),
  )
  assert.equal(WINDOW_MS, 15 * MINUTE_MS)
})

test('an address block is the IPv4 address, or the /64 that one household owns', () => {
  assert.equal(addressBlock('203.0.113.7'), '203.0.113.7')
  assert.equal(addressBlock('::ffff:203.0.113.7'), '203.0.113.7')
  assert.equal(addressBlock('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  assert.equal(addressBlock('2001:0db8:1:2::9'), '2001:db8:1:2')
  assert.equal(addressBlock('2001:db8::1'), '2001:db8:0:0')
  assert.equal(addressBlock('::1'), '0:0:0:0')
  assert.equal(addressBlock('fe80::1%eth0'), 'fe80:0:0:0')
})

test('the last one in charge stays', () => {
  const two = [
    { accountId: 'a', role: 'owner' },
    { accountId: 'b', role: 'support' },
  ]
  assert.equal(leavesNobodyInCharge('shop', two, 'a', null), true)
  assert.equal(leavesNobodyInCharge('shop', two, 'a', 'finance'), true)
  assert.equal(leavesNobodyInCharge('shop', two, 'a', 'owner'), false)
  assert.equal(leavesNobodyInCharge('shop', two, 'b', null), false)
  assert.equal(leavesNobodyInCharge('shop', [...two, { accountId: 'c', role: 'owner' }], 'a', null), false)
  assert.equal(leavesNobodyInCharge('platform', [{ accountId: 'a', role: 'admin' }], 'a', null), true)
})

test('an e-mail is masked to its first letter', () => {
  assert.equal(maskEmail('zoe@example.com'), 'z***@example.com')
  assert.equal(maskEmail('王@example.cn'), '王***@example.cn')
})

test('a first nickname is of the language and fits', () => {
  assert.match(firstNickname('usr_01J00000000000000000000042', 'zh'), /^偶友 \d{4}$/)
  assert.match(firstNickname('usr_01J00000000000000000000042', 'en'), /^Finder \d{4}$/)
})
