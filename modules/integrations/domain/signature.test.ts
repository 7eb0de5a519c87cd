// Signed as the convention's own libraries sign, and refused when anything is changed, old, or under another secret.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { MAX_ATTEMPTS, waitAfter } from './backoff.ts'
import { maskHeaders, maskText } from './mask-text.ts'
import { seal, unseal } from './secret-box.ts'
import { isGenuine, secretText, signedHeaders } from './signature.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const message = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
}

test('the convention’s own vector', () => {
  assert.deepEqual(signedHeaders([SECRET], message), {
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('either secret is enough while both sign; nothing else is', () => {
  const [old, fresh] = [secretText(Buffer.alloc(24, 1)), secretText(Buffer.alloc(24, 2))]
  const headers = signedHeaders([fresh, old], message)
  const ask = (secret: string, change: object = {}, body = message.body, now = message.timestamp) =>
    isGenuine(secret, { ...headers, ...change }, body, now)
  assert.ok(ask(old) && ask(fresh))
  assert.ok(!ask(SECRET))
  assert.ok(!ask(fresh, {}, `${message.body} `))
  assert.ok(!ask(fresh, { 'webhook-id': 'msg_other' }))
  assert.ok(!ask(fresh, { 'webhook-timestamp': String(message.timestamp + 1) }))
  assert.ok(ask(fresh, {}, message.body, message.timestamp + 300))
  assert.ok(!ask(fresh, {}, message.body, message.timestamp + 301))
})

test('twelve attempts, the last within 72 hours, each wait longer than the one before until the longest', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seededRandom(seed)
    const waits: number[] = []
    for (let made = 1; ; made++) {
      const wait = waitAfter(made, random)
      if (wait === null) break
      waits.push(wait)
    }
    const total = waits.reduce((a, b) => a + b, 0)
    assert.equal(waits.length, MAX_ATTEMPTS - 1)
    assert.ok(total > 48 * HOUR_MS && total <= 72 * HOUR_MS, String(total / HOUR_MS))
    assert.ok(waits.slice(1, 7).every((w, i) => w > waits[i]!))
  }
})

test('what a stranger’s server answered is masked', () => {
  assert.equal(
    maskText('call 13812345678, mail li.lei@example.com, id 11010519491231002X, order 1381234567890'),
    'call 138****5678, mail l***@example.com, id 110105********002X, order 1381234567890',
  )
  assert.deepEqual(maskHeaders({ 'set-cookie': 'a=b', server: 'nginx' }), {
    'set-cookie': '…',
    server: 'nginx',
  })
})

test('a sealed secret opens under its own key only, and tells when it was touched', () => {
  const box = seal('one', SECRET)
  assert.equal(unseal('one', box), SECRET)
  assert.throws(() => unseal('two', box))
  box[40]! ^= 1
  assert.throws(() => unseal('one', box))
})
