// Stripe for tests: a server that keeps its objects, idempotency keys and signatures.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { chinaDay } from '#kernel/china-time'
import { manualClock } from '#kernel/clock'
import { createStripePayments } from '#platform/providers/stripe-payments'
import { type Told } from '../payment-provider.ts'
import { feeOf, postbox, serve, type Answer, type Request } from './wire.ts'

const SECRET = 'whsec_a-secret-of-the-test'

type Session = {
  id: string
  url: string
  status: string
  payment_status: string
  client_reference_id: string
  amount_total: number
  currency: string
  metadata: object
  payment_intent: { id: string; status: string } | null
}
type Refund = {
  id: string
  object: 'refund'
  amount: number
  currency: string
  payment_intent: string
  status: string
  metadata: Record<string, string>
}
const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'request-id': 'req_1' },
  body: JSON.stringify(body),
})
const refuse = (status: number, code: string) =>
  json(status, {
    error: { type: status === 409 ? 'idempotency_error' : 'invalid_request_error', code, message: code },
  })

function simulate(nowSeconds: () => number, say: (type: string, object: object) => void) {
  const sessions = new Map<string, Session>()
  const refunds: Refund[] = []
  const moves: object[] = []
  const keys = new Map<string, { body: string; answer: Answer }>()
  const move = (type: string, amount: number, fee: number, source: object) =>
    moves.push({
      id: `txn_${moves.length}`,
      object: 'balance_transaction',
      type,
      amount,
      fee,
      currency: 'cny',
      created: nowSeconds(),
      source,
    })

  function post(path: string, form: URLSearchParams): Answer {
    const [, , what, id] = path.split('/').slice(1)
    if (path === '/v1/checkout/sessions') {
      const s: Session = {
        id: `cs_test_${sessions.size}`,
        url: `https://checkout.stripe.com/c/pay/cs_test_${sessions.size}`,
        status: 'open',
        payment_status: 'unpaid',
        client_reference_id: form.get('client_reference_id')!,
        amount_total: Number(form.get('line_items[0][price_data][unit_amount]')),
        currency: form.get('line_items[0][price_data][currency]')!,
        metadata: { payment_id: form.get('metadata[payment_id]') },
        payment_intent: null,
      }
      sessions.set(s.id, s)
      return json(200, { object: 'checkout.session', ...s })
    }
    if (what === 'sessions' && path.endsWith('/expire')) {
      const s = sessions.get(id!)!
      if (s.status !== 'open') return refuse(400, 'session_not_open')
      s.status = 'expired'
      return json(200, s)
    }
    if (path === '/v1/refunds') return refund(form)
    return refuse(404, 'resource_missing')
  }

  function refund(form: URLSearchParams): Answer {
    const intent = form.get('payment_intent')!
    const session = [...sessions.values()].find((s) => s.payment_intent?.id === intent)!
    const amount = Number(form.get('amount'))
    const before = refunds.filter((r) => r.payment_intent === intent).reduce((sum, r) => sum + r.amount, 0)
    if (before + amount > session.amount_total) return refuse(400, 'charge_already_refunded')
    const r: Refund = {
      id: `re_${refunds.length}`,
      object: 'refund',
      amount,
      currency: session.currency,
      payment_intent: intent,
      status: 'succeeded',
      metadata: {
        refund_id: form.get('metadata[refund_id]')!,
        payment_id: form.get('metadata[payment_id]')!,
      },
    }
    refunds.push(r)
    move('refund', -amount, 0, r)
    say('refund.updated', r)
    return json(200, r)
  }

  function get(path: string, query: URLSearchParams): Answer {
    const list = (data: object[]) => json(200, { object: 'list', data, has_more: false, url: path })
    if (path === '/v1/refunds')
      return list(refunds.filter((r) => r.payment_intent === query.get('payment_intent')).toReversed())
    if (path === '/v1/balance_transactions') {
      const [from, to] = [Number(query.get('created[gte]')), Number(query.get('created[lt]'))]
      const day = (moves as { id: string; created: number }[]).filter(
        (m) => m.created >= from && m.created < to,
      )
      const start = day.findIndex((m) => m.id === query.get('starting_after')) + 1
      return json(200, {
        object: 'list',
        data: day.slice(start, start + 2),
        has_more: day.length > start + 2,
        url: path,
      })
    }
    const s = sessions.get(path.split('/')[4] ?? '')
    return s ? json(200, s) : refuse(404, 'resource_missing')
  }

  return {
    handle({ method, path, query, headers, body }: Request): Answer {
      if (headers.authorization !== 'Bearer sk_test_simulated') return refuse(401, 'api_key')
      if (method === 'GET') return get(path, query)
      const key = headers['idempotency-key'] as string | undefined
      const before = key === undefined ? undefined : keys.get(key)
      if (before) return before.body === body ? before.answer : refuse(409, 'idempotency_key_in_use')
      const answer = post(path, new URLSearchParams(body))
      if (key !== undefined) keys.set(key, { body, answer })
      return answer
    },
    pay(paymentId: string): Session | null {
      const s = [...sessions.values()].find((x) => x.client_reference_id === paymentId)
      if (s?.status !== 'open') return null
      Object.assign(s, {
        status: 'complete',
        payment_status: 'paid',
        payment_intent: { id: `pi_${s.id}`, status: 'succeeded' },
      })
      move('charge', s.amount_total, feeOf(s.amount_total), { id: `ch_${s.id}`, metadata: s.metadata })
      return s
    },
    fail(paymentId: string): Session | null {
      const s = [...sessions.values()].find((x) => x.client_reference_id === paymentId)
      if (s?.status !== 'open') return null
      return Object.assign(s, {
        status: 'complete',
        payment_intent: { id: `pi_${s.id}`, status: 'requires_payment_method' },
      })
    },
  }
}

export async function openStripe(clock = manualClock(new Date('2026-11-22T04:00:00Z'))) {
  const seconds = () => Math.floor(clock.now().getTime() / 1000)
  const box = postbox()
  let events = 0
  const signed = (body: string, offMs = 0, secret = SECRET) => {
    const t = seconds() + Math.floor(offMs / 1000)
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
    return { headers: { 'stripe-signature': `t=${t},v1=${v1}` }, body: new TextEncoder().encode(body) }
  }
  const event = (type: string, object: object, more: object = {}) =>
    JSON.stringify({ id: `evt_${(events += 1)}`, object: 'event', type, data: { object }, ...more })
  const sim = simulate(seconds, (type, object) => box.put(signed(event(type, object))))
  const server = await serve(sim.handle)
  const told = (t: Told) =>
    t.body ??
    event(
      'checkout.session.completed',
      {
        client_reference_id: t.paymentId,
        amount_total: Number(t.amountMinor),
        currency: (t.currency ?? 'CNY').toLowerCase(),
        payment_status: 'paid',
      },
      t.otherMerchant ? { account: 'acct_another' } : {},
    )
  return {
    clock,
    server,
    provider: createStripePayments({
      secretKey: 'sk_test_simulated',
      webhookSecret: SECRET,
      apiUrl: server.url,
      publicUrl: 'https://shop.example',
      fee: { bps: 60, fixedMinor: 0n, returned: false },
      clock,
    }),
    payUrl: /^https:\/\/checkout\.stripe\.com\//,
    lacks: {},
    tell: (t: Told) => signed(told(t), t.offMs),
    forge: (t: Told) => signed(told(t), t.offMs, 'whsec_of_somebody_else'),
    rewrite: (body: Uint8Array) =>
      new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 1)),
    day: () => chinaDay(clock.now()),
    decide: (
      id: string,
      outcome: 'succeeded' | 'failed',
      expect: number,
      mischief: { twice?: boolean; lose?: boolean; lateFailure?: boolean } = {},
    ) => {
      const s = outcome === 'succeeded' ? sim.pay(id) : sim.fail(id)
      const type =
        outcome === 'succeeded' ? 'checkout.session.completed' : 'checkout.session.async_payment_failed'
      const c = s && signed(event(type, s))
      const late =
        s && mischief.lateFailure ? [signed(event('checkout.session.async_payment_failed', s))] : []
      const sent = !c || mischief.lose ? [] : mischief.twice ? [c, c] : [c, ...late]
      assert.equal(sent.length, expect)
      return Promise.resolve(sent)
    },
    nextCallback: () => box.next(),
    stop: () => server.close(),
  }
}

export { SECRET }
