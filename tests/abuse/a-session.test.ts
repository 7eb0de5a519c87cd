// Abuse list, section A: who one claims to be.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { openHouse, type House, type Reply } from '#tests/support/house'
import { FIXTURE_PASSWORD, aPerson } from '../../modules/identity/fixtures.ts'

const PASSWORD = 'violet-kettle-river'
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

let n = 0
const freshEmail = () => `a${(n += 1)}@example.com`
const freshIp = () => `198.51.${100 + (n += 1)}.1`
const logIn = (email: string, password: string, ip = freshIp()) =>
  house.call('identity.logIn', { email, password }, { ip })
/** An answer without what differs in every answer. */
const comparable = ({ status, body }: Reply) => {
  const { request_id: _, ...rest } = body as Record<string, unknown>
  return { status, rest }
}

test('A1 an unknown e-mail and a wrong password: one answer, in bytes and in time', async () => {
  const email = freshEmail()
  await house.must('identity.signUp', { email, password: PASSWORD })
  const timed = async (who: string) => {
    const started = performance.now()
    const reply = await logIn(who, 'not the password')
    return { reply, ms: performance.now() - started }
  }
  const known: Awaited<ReturnType<typeof timed>>[] = []
  const unknown: typeof known = []
  for (let i = 0; i < 5; i++) {
    known.push(await timed(email))
    unknown.push(await timed(`nobody${i}@example.com`))
  }
  assert.deepEqual(comparable(known[0]!.reply), comparable(unknown[0]!.reply))
  assert.deepEqual([known[0]!.reply.status, known[0]!.reply.body.code], [401, 'INVALID_CREDENTIALS'])
  assert.equal(known[0]!.reply.text.length, unknown[0]!.reply.text.length)
  const median = (list: typeof known) => list.map((t) => t.ms).toSorted((a, b) => a - b)[2]!
  const [a, b] = [median(known), median(unknown)]
  // A lookup without a scrypt would answer some fifty times faster; a busy machine blurs the rest.
  assert.ok(Math.min(a, b) / Math.max(a, b) > 0.5, `medians ${a.toFixed(1)} and ${b.toFixed(1)} ms`)
})

test('A2 the sixth failure in 15 minutes is throttled, per account and per address, and says for how long', async () => {
  const email = freshEmail()
  await house.must('identity.signUp', { email, password: PASSWORD })
  for (let i = 0; i < 5; i++)
    assert.equal((await logIn(email, 'wrong password')).body.code, 'INVALID_CREDENTIALS')
  const sixth = await logIn(email, PASSWORD)
  assert.deepEqual(
    [sixth.status, sixth.body.code, sixth.headers['retry-after']],
    [429, 'LOGIN_THROTTLED', '900'],
  )

  const ip = freshIp()
  for (let i = 0; i < 5; i++) assert.equal((await logIn(freshEmail(), 'wrong password', ip)).status, 401)
  assert.equal((await logIn(freshEmail(), 'wrong password', ip)).body.code, 'LOGIN_THROTTLED')
})

test('A5 an expired token', async () => {
  const { token } = await house.must('identity.startGuest')
  house.clock.advance(30 * DAY_MS)
  const reply = await house.call('trade.getCart', {}, { token })
  assert.deepEqual([reply.status, reply.body.code], [401, 'TOKEN_EXPIRED'])
})

test('A6 a token that somebody made up: unsigned JWT, garbage, another session’s id', async () => {
  const { account } = await house.must('identity.startGuest')
  const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const token of [
    `${b64({ alg: 'none' })}.${b64({ sub: account.id })}.`,
    'A'.repeat(43),
    account.id,
    'undefined',
    '..',
    '%00',
  ]) {
    const reply = await house.call('trade.getCart', {}, { token })
    assert.deepEqual([reply.status, reply.body.code], [401, 'TOKEN_INVALID'], token)
  }
})

test('A7 a session from before a password change', async () => {
  const person = await aPerson(house.db, house.doors.identity, freshEmail())
  const other = (await logIn(person.email!, FIXTURE_PASSWORD)).body.token
  await house.must(
    'identity.changePassword',
    { currentPassword: FIXTURE_PASSWORD, newPassword: PASSWORD },
    { token: person.token, ip: freshIp() },
  )
  const reply = await house.call('trade.getCart', {}, { token: other })
  assert.deepEqual([reply.status, reply.body.code], [401, 'SESSION_REVOKED'])
  await house.must('trade.getCart', {}, person.token)
})

test('A9 a cookie sent from another site', async () => {
  const { token } = await house.must('identity.startGuest')
  const rename = (headers: Record<string, string>) =>
    house.send({
      method: 'PATCH',
      url: '/api/v1/me',
      payload: '{"nickname":"Mallory"}',
      headers: {
        'content-type': 'application/json',
        host: 'localhost:4000',
        cookie: `serendip=${token}`,
        ...headers,
      },
    })
  const foreign: Record<string, string>[] = [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:4000.evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of foreign) {
    const reply = await rename(headers)
    assert.deepEqual([reply.status, reply.body.code], [403, 'CSRF_FAILED'], JSON.stringify(headers))
  }
  const own: Record<string, string>[] = [
    { origin: 'http://localhost:4000' },
    { 'sec-fetch-site': 'same-origin' },
  ]
  for (const headers of own) assert.equal((await rename(headers)).status, 200, JSON.stringify(headers))
})

test('A9 another site cannot log a visitor in as somebody else', async () => {
  const reply = await house.send({
    method: 'POST',
    url: '/api/v1/session/guest',
    payload: '{}',
    headers: { 'content-type': 'application/json', host: 'localhost:4000', origin: 'https://evil.example' },
  })
  assert.deepEqual(
    [reply.status, reply.body.code, reply.headers['set-cookie']],
    [403, 'CSRF_FAILED', undefined],
  )
})

test('A9 the session cookie cannot be read by scripts nor sent along by other sites', async () => {
  const reply = await house.call('identity.startGuest')
  assert.match(
    String(reply.headers['set-cookie']),
    /^serendip=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
  )
})

test('A9 over https the cookie is of this host alone and never sent in the clear', async () => {
  const secure = await openHouse({ publicUrl: 'https://shop.example' })
  try {
    const reply = await secure.call('identity.startGuest')
    const cookie = String(reply.headers['set-cookie'])
    assert.match(cookie, /^__Host-serendip=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/)
    assert.match(String(reply.headers['strict-transport-security']), /max-age=31536000/)
    const rename = (headers: Record<string, string>) =>
      secure.send({
        method: 'PATCH',
        url: '/api/v1/me',
        payload: '{"nickname":"Mallory"}',
        headers: { 'content-type': 'application/json', host: 'shop.example', ...headers },
      })
    const own = cookie.split(';')[0]!
    assert.equal((await rename({ cookie: own, origin: 'https://shop.example' })).status, 200)
    const bare = own.replace('__Host-', '')
    const reply401 = await rename({ cookie: bare, origin: 'https://shop.example' })
    assert.equal(reply401.body.code, 'UNAUTHENTICATED', 'a name that another host could have set is not read')
  } finally {
    await secure.close()
  }
})

test('A10 no call answers a redirect to where a caller says', async () => {
  for (const url of [
    '/api/v1/session?next=//evil.example',
    '/api/v1/session?returnUrl=https://evil.example',
  ]) {
    const reply = await house.send({ method: 'GET', url })
    assert.deepEqual(
      [reply.status, reply.body.code, reply.headers.location],
      [422, 'UNKNOWN_FIELD', undefined],
    )
  }
})
