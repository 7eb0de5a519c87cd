// The Stripe adapter: against a server that keeps Stripe's objects, idempotency keys and signatures, and (when there is one) against
// stripe-mock, which checks every request against Stripe's own OpenAPI description.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { it } from 'node:test'
import { Stripe } from 'stripe'
import { createStripePayments } from '#platform/providers/stripe-payments'
import { aPaymentRequest, handleOf, paymentProviderContract } from '../payment-provider.ts'
import { until } from '../../support/until.ts'
import { openStripe, SECRET } from './stripe-server.ts'

paymentProviderContract('Stripe', openStripe)

it('the simulated signature is the one Stripe’s SDK makes', () => {
  const header = new Stripe('sk_test_1').webhooks.generateTestHeaderString({
    payload: '{"id":"evt_1"}',
    secret: SECRET,
    timestamp: 1_700_000_000,
  })
  const v1 = createHmac('sha256', SECRET).update('1700000000.{"id":"evt_1"}').digest('hex')
  assert.equal(header, `t=1700000000,v1=${v1}`)
})

it('a completed session that is paid later is no payment yet; a declined card leaves the payment open', async () => {
  const t = await openStripe()
  const body = (status: string) =>
    JSON.stringify({
      id: 'evt_x',
      object: 'event',
      type: 'checkout.session.completed',
      data: {
        object: { client_reference_id: 'pay_1', amount_total: 5, currency: 'cny', payment_status: status },
      },
    })
  const kind = (status: string) =>
    t.provider.verifyCallback(t.tell({ paymentId: '', amountMinor: 0n, body: body(status) })).kind
  assert.deepEqual([kind('unpaid'), kind('paid')], ['payment.pending', 'payment.succeeded'])
  const p = await t.provider.createPayment(aPaymentRequest())
  assert.equal((await t.provider.queryPayment(handleOf(p)))?.state, 'open')
  await t.stop()
  await assert.rejects(t.provider.queryPayment(handleOf(p)), { code: 'PROVIDER_UNAVAILABLE' })
})

const mock =
  process.env.STRIPE_MOCK ?? (spawnSync('stripe-mock', ['-version']).status === 0 ? 'stripe-mock' : null)
it(
  'every request is one that Stripe’s own description allows (stripe-mock)',
  { skip: mock ? false : 'no stripe-mock: set STRIPE_MOCK' },
  async () => {
    const port = 20_000 + (process.pid % 20_000)
    const child = spawn(mock!, ['-http-port', String(port)], { stdio: 'ignore' })
    try {
      const url = `http://127.0.0.1:${port}`
      await until('stripe-mock answers', () =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      )
      const provider = createStripePayments({
        secretKey: 'sk_test_123',
        webhookSecret: SECRET,
        apiUrl: url,
        publicUrl: 'https://shop.example',
        fee: null,
      })
      const made = await provider.createPayment(aPaymentRequest())
      assert.match(made.ref ?? '', /^cs_/)
      const handle = handleOf(made)
      assert.ok(await provider.queryPayment(handle))
      assert.ok(await provider.cancelPayment(handle))
      const refund = { ...handle, refundId: 'rfd_1' as const }
      // Its sessions are canned: one without a payment is refused by us, as it should be.
      await provider
        .refund({ ...refund, amountMinor: 100n, currency: 'CNY' })
        .catch((e: Error) => assert.match(e.message, /not charged/))
      for await (const item of provider.bill('2026-11-22')) assert.equal(item.kind, 'line')
    } finally {
      child.kill()
    }
  },
)
