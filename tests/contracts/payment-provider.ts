// What every payment provider must do, whichever it is: one suite, run against the sandbox process and the in-process one.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Id } from '#kernel/ids'
import { signCallback } from '#platform/providers/sandbox-wire'
import type { PaymentProvider, PaymentRequest, ProviderCallback } from '#platform/providers/payment'

export type ProviderUnderTest = {
  provider: PaymentProvider
  /** Signs callbacks as this provider would. */
  secret: string
  nowMs(): number
  /** The buyer decides; resolves with the callbacks that arrived, `expect` of them. */
  decide(
    paymentId: Id<'pay'>,
    outcome: 'succeeded' | 'failed',
    expect: number,
    mischief?: { twice?: boolean; lose?: boolean; lateFailure?: boolean },
  ): Promise<ProviderCallback[]>
  /** The next callback that nobody's decision caused. */
  nextCallback(): Promise<ProviderCallback>
  stop(): Promise<void>
}

export function paymentProviderContract(name: string, open: () => Promise<ProviderUnderTest>): void {
  let n = 0
  const run = Math.floor(performance.timeOrigin)
  const request = (over: Partial<PaymentRequest> = {}): PaymentRequest => ({
    paymentId: `pay_${run}-${(n += 1)}`,
    amountMinor: 12_900n,
    currency: 'CNY',
    merchant: { zh: '山野小铺', en: 'Hillside' },
    title: { zh: '便携水壶 <b>', en: 'Portable kettle <b>' },
    orderRef: 'chk_1',
    locale: 'zh',
    returnUrl: '/orders',
    expiresInSeconds: 900,
    ...over,
  })

  describe(`payment provider: ${name}`, () => {
    let t: ProviderUnderTest
    before(async () => {
      t = await open()
    })
    after(() => t.stop())

    it('the same payment id is the same payment, however often it is created', async () => {
      const r = request()
      const [a, b] = await Promise.all([t.provider.createPayment(r), t.provider.createPayment(r)])
      assert.deepEqual(a, b)
      assert.equal(a.state, 'open')
      assert.equal(a.amountMinor, 12_900n)
      assert.match(a.payUrl, /^\/sandbox\/pay\/[0-9a-f]{32}$/)
      await assert.rejects(t.provider.createPayment({ ...r, amountMinor: 1n }))
    })

    it('a success is reported once, signed, and can be asked for', async () => {
      const r = request()
      await t.provider.createPayment(r)
      const [callback] = await t.decide(r.paymentId, 'succeeded', 1)
      const event = t.provider.verifyCallback(callback!)
      assert.deepEqual(
        { ...event, eventId: '' },
        {
          eventId: '',
          kind: 'payment.succeeded',
          paymentId: r.paymentId,
          refundId: null,
          amountMinor: 12_900n,
          currency: 'CNY',
        },
      )
      assert.equal((await t.provider.queryPayment(r.paymentId))?.state, 'succeeded')
      await t.decide(r.paymentId, 'failed', 0)
      assert.equal((await t.provider.queryPayment(r.paymentId))?.state, 'succeeded')
    })

    it('a decline is reported and final', async () => {
      const r = request()
      await t.provider.createPayment(r)
      const [callback] = await t.decide(r.paymentId, 'failed', 1)
      assert.equal(t.provider.verifyCallback(callback!).kind, 'payment.failed')
      assert.equal((await t.provider.queryPayment(r.paymentId))?.state, 'failed')
    })

    it('a duplicate has the same event id; a lost one is known only to those who ask; a late failure is another event', async () => {
      const [twice, lost, late] = [request(), request(), request()]
      for (const r of [twice, lost, late]) await t.provider.createPayment(r)
      const [a, b] = (await t.decide(twice.paymentId, 'succeeded', 2, { twice: true })).map((c) =>
        t.provider.verifyCallback(c),
      )
      assert.equal(a!.eventId, b!.eventId)
      assert.deepEqual(await t.decide(lost.paymentId, 'succeeded', 0, { lose: true }), [])
      assert.equal((await t.provider.queryPayment(lost.paymentId))?.state, 'succeeded')
      const kinds = (await t.decide(late.paymentId, 'succeeded', 2, { lateFailure: true })).map(
        (c) => t.provider.verifyCallback(c).kind,
      )
      assert.deepEqual(kinds, ['payment.succeeded', 'payment.failed'])
    })

    it('a cancelled payment cannot be paid; a paid one cannot be cancelled', async () => {
      const [open, paid] = [request(), request()]
      for (const r of [open, paid]) await t.provider.createPayment(r)
      assert.equal((await t.provider.cancelPayment(open.paymentId))?.state, 'cancelled')
      await t.decide(open.paymentId, 'succeeded', 0)
      assert.equal((await t.provider.queryPayment(open.paymentId))?.state, 'cancelled')
      await t.decide(paid.paymentId, 'succeeded', 1)
      assert.equal((await t.provider.cancelPayment(paid.paymentId))?.state, 'succeeded')
      assert.equal(await t.provider.cancelPayment('pay_unknown'), null)
      assert.equal(await t.provider.queryPayment('pay_unknown'), null)
    })

    it('refunds are keyed, reported, and never more than was charged', async () => {
      const r = request()
      await t.provider.createPayment(r)
      const refund = (k: string, amountMinor: bigint) =>
        t.provider.refund({
          refundId: `rfd_${r.paymentId}-${k}`,
          paymentId: r.paymentId,
          amountMinor,
          currency: 'CNY',
        })
      await assert.rejects(refund('early', 1n))
      await t.decide(r.paymentId, 'succeeded', 1)
      assert.equal(await t.provider.queryRefund(`rfd_${r.paymentId}-a`), null)
      await Promise.all([refund('a', 8_000n), refund('a', 8_000n)])
      const event = t.provider.verifyCallback(await t.nextCallback())
      assert.deepEqual(
        [event.kind, event.refundId, event.amountMinor],
        ['refund.succeeded', `rfd_${r.paymentId}-a`, 8_000n],
      )
      assert.equal((await t.provider.queryRefund(`rfd_${r.paymentId}-a`))?.state, 'succeeded')
      await assert.rejects(refund('b', 4_901n))
      await refund('c', 4_900n)
    })

    it('refuses forged, changed, old and senseless callbacks', async () => {
      const body = JSON.stringify({
        eventId: 'evt_1',
        kind: 'payment.succeeded',
        paymentId: 'pay_1',
        refundId: null,
        amountMinor: '1',
        currency: 'CNY',
        occurredAt: '',
      })
      const bytes = new TextEncoder().encode(body)
      const headers = signCallback(t.secret, body, 'evt_1', t.nowMs())
      assert.equal(t.provider.verifyCallback({ headers, body: bytes }).eventId, 'evt_1')
      assert.throws(
        () =>
          t.provider.verifyCallback({
            headers: signCallback('another secret', body, 'evt_1', t.nowMs()),
            body: bytes,
          }),
        { code: 'SIGNATURE_INVALID' },
      )
      assert.throws(() => t.provider.verifyCallback({ headers: {}, body: bytes }), {
        code: 'SIGNATURE_INVALID',
      })
      const rewritten = new TextEncoder().encode(JSON.stringify(JSON.parse(body), null, 1))
      assert.throws(() => t.provider.verifyCallback({ headers, body: rewritten }), {
        code: 'SIGNATURE_INVALID',
      })
      for (const off of [-301_000, 302_000]) {
        assert.throws(
          () =>
            t.provider.verifyCallback({
              headers: signCallback(t.secret, body, 'evt_1', t.nowMs() + off),
              body: bytes,
            }),
          { code: 'TIMESTAMP_OLD' },
        )
      }
      const senseless = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
      assert.throws(
        () =>
          t.provider.verifyCallback({
            headers: signCallback(t.secret, senseless, 'evt_2', t.nowMs()),
            body: new TextEncoder().encode(senseless),
          }),
        { code: 'INPUT_INVALID' },
      )
    })
  })
}
