// People who do not exist: guests and sign-ups made in bulk from one address, and addresses made up in a header.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HOUR_MS, MINUTE_MS } from '#kernel/clock'
import { aPerson } from '../../modules/identity/fixtures.ts'
import { openHouse, type CallOptions, type House, type Reply } from '#tests/support/house'

const PASSWORD = 'violet-kettle-river'
const PROXY = '192.0.2.9'
const limits = { guestsPerHour: 3, signUpsPerHour: 2, limitLoopback: false }

let house: House
let proxied: House
let strict: House
before(async () => {
  house = await openHouse({ arrivals: limits })
  proxied = await openHouse({ arrivals: limits, trustProxy: [PROXY] })
  strict = await openHouse({ arrivals: { ...limits, limitLoopback: true } })
})
after(async () => {
  for (const h of [house, proxied, strict]) await h.close()
})

let n = 0
const guest = (options: CallOptions, at = house) => at.call('identity.startGuest', {}, options)
const signUp = (options: CallOptions, email = `flood${(n += 1)}@example.com`, at = house) =>
  at.call('identity.signUp', { email, password: PASSWORD }, options)
const refused = (reply: Reply, retryAfter?: string) => {
  assert.deepEqual([reply.status, reply.body.code], [429, 'RATE_LIMITED'], reply.text)
  assert.ok(reply.headers['retry-after'])
  if (retryAfter) assert.equal(reply.headers['retry-after'], retryAfter)
}
const forwarded = (...chain: string[]): CallOptions => ({
  ip: PROXY,
  headers: { 'x-forwarded-for': chain.join(', ') },
})

test('one address brings so many guests an hour, then is told when to come back; another is not disturbed', async () => {
  const ip = '198.51.100.1'
  house.clock.advance(20 * MINUTE_MS)
  for (let i = 0; i < 3; i++) assert.equal((await guest({ ip })).status, 200)
  refused(await guest({ ip }), '2400')
  refused(await guest({ ip: '::ffff:198.51.100.1' }))
  assert.equal((await guest({ ip: '198.51.100.2' })).status, 200)
  house.clock.advance(40 * MINUTE_MS)
  assert.equal((await guest({ ip })).status, 200)
})

test('a hundred at once are counted like a hundred in a row', async () => {
  const replies = await Promise.all(Array.from({ length: 100 }, () => guest({ ip: '198.51.100.3' })))
  assert.equal(replies.filter((r) => r.status === 200).length, 3)
  for (const r of replies) if (r.status !== 200) refused(r)
})

test('a /64 of IPv6 is one address', async () => {
  for (let i = 1; i <= 3; i++) assert.equal((await guest({ ip: `2001:db8:7:7::${i}` })).status, 200)
  refused(await guest({ ip: '2001:db8:7:7:ffff::1' }))
  assert.equal((await guest({ ip: '2001:db8:7:8::1' })).status, 200)
})

test('who has a session is never stopped by it', async () => {
  const ip = '198.51.100.4'
  const { token } = (await guest({ ip })).body
  for (let i = 0; i < 5; i++) await guest({ ip })
  refused(await guest({ ip }))
  const again = await guest({ ip, token })
  assert.deepEqual([again.status, again.body.token], [200, null])
  assert.equal((await house.call('trade.getCart', {}, { ip, token })).status, 200)
})

test('sign-ups count whether they succeed or not: whose e-mails are known cannot be asked in bulk', async () => {
  const ip = '198.51.100.5'
  const taken = `flood${(n += 1)}@example.com`
  await house.must('identity.signUp', { email: taken, password: PASSWORD }, { ip: '198.51.100.6' })
  for (let i = 0; i < 2; i++) assert.equal((await signUp({ ip }, taken)).body.code, 'EMAIL_TAKEN')
  refused(await signUp({ ip }, taken))
  refused(await signUp({ ip }))
  assert.equal((await guest({ ip })).status, 200, 'guests are counted apart')
})

test('this machine is not limited in demo mode, unless asked', async () => {
  for (const ip of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    for (let i = 0; i < 5; i++) assert.equal((await guest({ ip })).status, 200)
  for (let i = 0; i < 3; i++) assert.equal((await guest({ ip: '127.0.0.1' }, strict)).status, 200)
  refused(await guest({ ip: '127.0.0.1' }, strict))
})

test('an address in a header is not believed', async () => {
  const ip = '198.51.100.7'
  const as = (address: string) =>
    guest({
      ip,
      headers: {
        'x-forwarded-for': address,
        forwarded: `for=${address}`,
        'x-real-ip': address,
        'cf-connecting-ip': address,
      },
    })
  for (let i = 0; i < 3; i++) assert.equal((await as(`203.0.113.${i}`)).status, 200)
  refused(await as('203.0.113.77'))
  refused(await as('127.0.0.1'))
})

test('behind a proxy that is trusted the caller’s address counts; what the caller wrote before it does not', async () => {
  for (let i = 0; i < 3; i++)
    assert.equal((await guest(forwarded(`10.9.8.${i}`, '198.51.100.8'), proxied)).status, 200)
  refused(await guest(forwarded('127.0.0.1', '198.51.100.8'), proxied))
  assert.equal((await guest(forwarded('198.51.100.9'), proxied)).status, 200)
  // Somebody who passes the proxy by is nobody to believe.
  for (let i = 0; i < 3; i++)
    assert.equal(
      (await guest({ ip: '198.51.100.10', headers: { 'x-forwarded-for': `203.0.113.${i}` } }, proxied))
        .status,
      200,
    )
  refused(await guest({ ip: '198.51.100.10', headers: { 'x-forwarded-for': '203.0.113.9' } }, proxied))
})

test('A2 behind a trusted proxy one visitor’s wrong passwords close the log-in for that visitor alone', async () => {
  const wrong = (address: string) =>
    proxied.call(
      'identity.logIn',
      { email: `flood${(n += 1)}@example.com`, password: 'wrong password' },
      forwarded(address),
    )
  for (let i = 0; i < 5; i++) assert.equal((await wrong('198.51.100.20')).status, 401)
  assert.equal((await wrong('198.51.100.20')).body.code, 'LOGIN_THROTTLED')
  assert.equal((await wrong('198.51.100.21')).status, 401)
})

test('A1 a merchant cannot ask whose e-mails are known by adding them as members one after the other', async () => {
  const owner = await aPerson(house.db, house.doors.identity, 'asks@example.com')
  const shopId = await house.db.transaction((tx) =>
    house.doors.identity.createOrganisation(tx, {
      kind: 'shop',
      name: { zh: '问', en: 'Asks' },
      ownerAccountId: owner.accountId,
    }),
  )
  const ask = (email: string) =>
    house.call('identity.addMember', { shopId, email, role: 'support' }, { token: owner.token })
  const replies = await Promise.all(Array.from({ length: 70 }, (_, i) => ask(`asked${i}@example.com`)))
  assert.equal(replies.filter((r) => r.body.code === 'MEMBER_UNKNOWN').length, 60)
  refused(await ask('asks@example.com'))
  house.clock.advance(HOUR_MS)
  assert.equal((await ask('asked0@example.com')).body.code, 'MEMBER_UNKNOWN')
})

test('counters of hours gone by are forgotten', async () => {
  const job = house.server.jobs.find((j) => j.name === 'forget-arrivals')!
  house.clock.advance(HOUR_MS)
  assert.ok((await job.run()) > 0)
  assert.equal(await job.run(), 0)
})
