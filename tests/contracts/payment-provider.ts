// What every payment provider must do, whichever it is: one suite, run against the sandbox (process and in-process) and against
// the adapters of Stripe, Alipay and WeChat Pay, each with a server that speaks its wire. A skip says why.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Id } from '#kernel/ids'
import type { BillItem } from '#platform/providers/bill'
import type {
  PaymentHandle,
  PaymentProvider,
  PaymentRequest,
  ProviderCallback,
} from '#platform/providers/payment'

export type Mischief = { twice?: boolean; lose?: boolean; lateFailure?: boolean }
/** A success as this provider would tell it, genuinely signed. */
export type Told = {
  paymentId: string
  amountMinor: bigint
  currency?: string
  otherMerchant?: boolean
  /** How far from now it was sent. */
  offMs?: number
  /** Instead of the body that is meant. */
  body?: string
}

export type ProviderUnderTest = {
  provider: PaymentProvider
  payUrl: RegExp
  /** What this provider does not have, and why. */
  lacks: Partial<
    Record<
      | 'decline'
      | 'lateFailure'
      | 'sameIdOtherAmount'
      | 'refundNews'
      | 'currencies'
      | 'merchants'
      | 'oldBills',
      string
    >
  >
  tell(told: Told): ProviderCallback
  /** The same, but signed by somebody else. */
  forge(told: Told): ProviderCallback
  /** The body as a framework would write it again. */
  rewrite(body: Uint8Array): Uint8Array
  /** Today, as the provider's file names it. */
  day(): string
  /** The buyer decides; resolves with the callbacks that arrived, `expect` of them. */
  decide(
    paymentId: Id<'pay'>,
    outcome: 'succeeded' | 'failed',
    expect: number,
    mischief?: Mischief,
  ): Promise<ProviderCallback[]>
  /** The next callback that nobody's decision caused. */
  nextCallback(): Promise<ProviderCallback>
  stop(): Promise<void>
}

export const handleOf = ({ paymentId, ref }: PaymentHandle): PaymentHandle => ({ paymentId, ref })

let n = 0
const run = Math.floor(performance.timeOrigin)
export const aPaymentRequest = (over: Partial<PaymentRequest> = {}): PaymentRequest => ({
  paymentId: `pay_${run}-${(n += 1)}`,
  amountMinor: 12_900n,
  currency: 'CNY',
  merchant: { zh: '山野小铺', en: 'Hillside' },
  title: { zh: '便携水壶 <b>', en: 'Portable kettle <b>' },
  orderRef: 'chk_1',
  locale: 'zh',
  returnUrl: '/orders',
  expiresInSeconds: 900,
  payerIp: '203.0.113.7',
  ...over,
})

type Open = () => Promise<ProviderUnderTest>

export function paymentProviderContract(name: string, open: Open): void {
  describe(`payment provider: ${name}`, () => {
    let t: ProviderUnderTest
    before(async () => {
      t = await open()
    })
    after(() => t.stop())
    const it_ = (lack: keyof ProviderUnderTest['lacks'] | null, what: string, body: () => Promise<void>) =>
      it(what, async (context) => {
        const reason = lack && t.lacks[lack]
        if (reason) return context.skip(reason)
        await body()
      })
    const create = async (over: Partial<PaymentRequest> = {}) => {
      const made = await t.provider.createPayment(aPaymentRequest(over))
      return { ...made, handle: handleOf(made) }
    }
    const stateOf = async (handle: PaymentHandle) => (await t.provider.queryPayment(handle))?.state

    payments(it_, () => t, create, stateOf)
    refunds(it_, () => t, create)
    callbacks(it_, () => t)
  })
}

type It = (lack: keyof ProviderUnderTest['lacks'] | null, what: string, body: () => Promise<void>) => void
type Create = (
  over?: Partial<PaymentRequest>,
) => ReturnType<PaymentProvider['createPayment']> extends Promise<infer P>
  ? Promise<P & { handle: PaymentHandle }>
  : never

function payments(
  it_: It,
  under: () => ProviderUnderTest,
  create: Create,
  stateOf: (handle: PaymentHandle) => Promise<string | undefined>,
): void {
  it_(null, 'the same payment id is the same payment, however often it is created', async () => {
    const { provider, payUrl } = under()
    const r = aPaymentRequest()
    const [a, b] = await Promise.all([provider.createPayment(r), provider.createPayment(r)])
    assert.deepEqual(handleOf(a), handleOf(b))
    assert.equal(a.state, 'open')
    assert.equal(a.amountMinor, 12_900n)
    assert.match(a.payUrl, payUrl)
  })

  it_('sameIdOtherAmount', 'the same payment id with another amount is refused', async () => {
    const r = aPaymentRequest()
    await under().provider.createPayment(r)
    await assert.rejects(under().provider.createPayment({ ...r, amountMinor: 1n }))
  })

  it_(null, 'a success is reported once, signed, and can be asked for', async () => {
    const t = under()
    const p = await create()
    const [callback] = await t.decide(p.paymentId, 'succeeded', 1)
    assert.deepEqual(
      { ...t.provider.verifyCallback(callback!), eventId: '' },
      {
        eventId: '',
        kind: 'payment.succeeded',
        paymentId: p.paymentId,
        refundId: null,
        amountMinor: 12_900n,
        currency: 'CNY',
      },
    )
    assert.equal(await stateOf(p.handle), 'succeeded')
    await t.decide(p.paymentId, 'failed', 0)
    assert.equal(await stateOf(p.handle), 'succeeded')
  })

  it_('decline', 'a decline is reported and final', async () => {
    const t = under()
    const p = await create()
    const [callback] = await t.decide(p.paymentId, 'failed', 1)
    assert.equal(t.provider.verifyCallback(callback!).kind, 'payment.failed')
    assert.equal(await stateOf(p.handle), 'failed')
  })

  it_(null, 'a duplicate has the same event id; a lost one is known only to those who ask', async () => {
    const t = under()
    const [twice, lost] = [await create(), await create()]
    const [a, b] = (await t.decide(twice.paymentId, 'succeeded', 2, { twice: true })).map((c) =>
      t.provider.verifyCallback(c),
    )
    assert.equal(a!.eventId, b!.eventId)
    assert.deepEqual(await t.decide(lost.paymentId, 'succeeded', 0, { lose: true }), [])
    assert.equal((await t.provider.queryPayment(lost.handle))?.amountMinor, 12_900n)
    assert.equal(await stateOf(lost.handle), 'succeeded')
  })

  it_('lateFailure', 'a failure that arrives after the success is another event', async () => {
    const t = under()
    const late = await create()
    const told = await t.decide(late.paymentId, 'succeeded', 2, { lateFailure: true })
    const kinds = told.map((c) => t.provider.verifyCallback(c).kind)
    assert.deepEqual(kinds, ['payment.succeeded', 'payment.failed'])
  })

  it_(null, 'a cancelled payment cannot be paid; a paid one cannot be cancelled', async () => {
    const t = under()
    const [open, paid] = [await create(), await create()]
    assert.ok(['cancelled', undefined].includes((await t.provider.cancelPayment(open.handle))?.state))
    await t.decide(open.paymentId, 'succeeded', 0)
    assert.ok(['cancelled', undefined].includes(await stateOf(open.handle)))
    await t.decide(paid.paymentId, 'succeeded', 1)
    assert.equal((await t.provider.cancelPayment(paid.handle))?.state, 'succeeded')
    const unknown = { paymentId: 'pay_unknown', ref: null } as const
    assert.equal(await t.provider.cancelPayment(unknown), null)
    assert.equal(await t.provider.queryPayment(unknown), null)
  })
}

function refunds(it_: It, under: () => ProviderUnderTest, create: Create): void {
  const refundOf = (handle: PaymentHandle) => (k: string, amountMinor: bigint) =>
    under().provider.refund({
      ...handle,
      refundId: `rfd_${handle.paymentId}-${k}`,
      amountMinor,
      currency: 'CNY',
    })

  it_(null, 'refunds are keyed, partial or whole, and never more than was charged', async () => {
    const t = under()
    const p = await create()
    const refund = refundOf(p.handle)
    const asked = (k: string) => t.provider.queryRefund({ ...p.handle, refundId: `rfd_${p.paymentId}-${k}` })
    await assert.rejects(refund('early', 1n))
    await t.decide(p.paymentId, 'succeeded', 1)
    assert.equal(await asked('a'), null)
    await refund('a', 8_000n)
    await refund('a', 8_000n)
    if (!t.lacks.refundNews) {
      const event = t.provider.verifyCallback(await t.nextCallback())
      assert.deepEqual(
        [event.kind, event.refundId, event.amountMinor],
        ['refund.succeeded', `rfd_${p.paymentId}-a`, 8_000n],
      )
    }
    assert.equal((await asked('a'))?.state, 'succeeded')
    await assert.rejects(refund('b', 4_901n))
    await refund('c', 4_900n)
    if (!t.lacks.refundNews) await t.nextCallback()
    assert.equal((await asked('c'))?.state, 'succeeded')
    assert.equal(
      (await t.provider.queryPayment(p.handle))?.state,
      'succeeded',
      'paid, though all of it went back',
    )
  })

  it_(
    null,
    'the day’s file has what was taken and sent back, with its fee, and not what was declined',
    async () => {
      const t = under()
      const [paid, declined] = [await create({ amountMinor: 10_000n }), await create()]
      await t.decide(paid.paymentId, 'succeeded', 1)
      await t.decide(declined.paymentId, 'failed', t.lacks.decline ? 0 : 1)
      await refundOf(paid.handle)('bill', 2_500n)
      if (!t.lacks.refundNews) await t.nextCallback()
      const items: BillItem[] = []
      for await (const item of t.provider.bill(t.day())) items.push(item)
      assert.deepEqual(
        items.filter((i) => i.kind === 'unreadable'),
        [],
      )
      const lines = items.flatMap((i) => (i.kind === 'line' ? [i] : []))
      const brief = (reference: string) =>
        lines
          .filter((l) => l.reference === reference)
          .map((l) => [l.what, l.amountMinor, l.currency, l.feeMinor, l.state, l.merchant])
      const { merchantId } = t.provider
      assert.deepEqual(brief(paid.paymentId), [['payment', 10_000n, 'CNY', 60n, 'succeeded', merchantId]])
      assert.deepEqual(brief(`rfd_${paid.paymentId}-bill`), [
        ['refund', 2_500n, 'CNY', t.provider.name === 'stripe' ? 0n : -15n, 'succeeded', merchantId],
      ])
      assert.deepEqual(brief(declined.paymentId), [])
      const total = items.find((i) => i.kind === 'total')
      if (total?.kind === 'total') {
        const sum = (what: string) => lines.reduce((s, l) => (l.what === what ? s + l.amountMinor : s), 0n)
        assert.deepEqual(
          [total.lines, total.paidMinor, total.refundedMinor],
          [lines.length, sum('payment'), sum('refund')],
        )
      }
      if (t.lacks.oldBills) return
      for await (const item of t.provider.bill('2020-01-01'))
        assert.ok(item.kind === 'total' && item.lines === 0)
    },
  )
}

function callbacks(it_: It, under: () => ProviderUnderTest): void {
  const told = { paymentId: 'pay_1', amountMinor: 12_900n }

  it_(null, 'tells what was charged, whatever was asked', async () => {
    const { provider, tell } = under()
    assert.equal(provider.verifyCallback(tell(told)).amountMinor, 12_900n)
    assert.equal(provider.verifyCallback(tell({ ...told, amountMinor: 129n })).amountMinor, 129n)
  })

  it_('currencies', 'tells the currency it was charged in', async () => {
    const { provider, tell } = under()
    assert.equal(provider.verifyCallback(tell({ ...told, currency: 'USD' })).currency, 'USD')
  })

  it_('merchants', 'genuine, but another merchant’s: nothing of it has reached us', async () => {
    const { provider, tell } = under()
    assert.equal(provider.verifyCallback(tell({ ...told, otherMerchant: true })).amountMinor, 0n)
  })

  it_(null, 'refuses forged, changed, rewritten and bare callbacks', async () => {
    const { provider, tell, forge, rewrite } = under()
    const genuine = tell(told)
    const text = new TextDecoder().decode(genuine.body)
    const changed = new TextEncoder().encode(text.replace(/12900|129\.00|[0-9a-zA-Z]{4}/, '1'))
    for (const [what, callback] of [
      ['forged', forge(told)],
      ['changed', { ...genuine, body: changed }],
      ['rewritten', { ...genuine, body: rewrite(genuine.body) }],
      ['empty', { ...genuine, body: new Uint8Array() }],
      ['nothing', { headers: {}, body: new Uint8Array() }],
    ] as const)
      assert.throws(() => provider.verifyCallback(callback), { code: 'SIGNATURE_INVALID' }, what)
  })

  it_(null, 'refuses old and early ones, and those that make no sense', async () => {
    const { provider, tell } = under()
    for (const offMs of [-302_000, 302_000])
      assert.throws(() => provider.verifyCallback(tell({ ...told, offMs })), { code: 'TIMESTAMP_OLD' })
    assert.ok(provider.verifyCallback(tell({ ...told, offMs: -290_000 })))
    for (const body of ['<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', '{}', 'null'])
      assert.throws(() => provider.verifyCallback(tell({ ...told, body })), { code: 'INPUT_INVALID' }, body)
  })
}
