import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { chinaDay } from '#kernel/china-time'
import { manualClock } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { createSandboxPayments } from '#platform/providers/sandbox-payments'
import type { PaymentProvider, ProviderCallback } from '#platform/providers/payment'
import { signCallback } from '#platform/providers/sandbox-wire'
import { paymentProviderContract, type Told } from '#tests/contracts/payment-provider'
import { createInProcessPayments } from './in-process.ts'

const secret = 'test-secret-of-the-till'
const root = new URL('../..', import.meta.url).pathname

/** A merchant's callback endpoint that keeps what arrives and answers as told. */
async function openMerchant() {
  const arrived: ProviderCallback[] = []
  const waiters: (() => void)[] = []
  let refuse = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (c: Buffer) => chunks.push(c))
    request.on('end', () => {
      const refused = refuse > 0
      refuse -= 1
      response.writeHead(refused ? 500 : 200).end()
      if (refused) return
      arrived.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) })
      waiters.splice(0).forEach((w) => w())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    refuseNext: (times: number) => (refuse = times),
    async take(count: number): Promise<ProviderCallback[]> {
      while (arrived.length < count) await new Promise<void>((resolve) => waiters.push(resolve))
      return arrived.splice(0, count)
    },
    close: () => closeServer(server),
  }
}

const closeServer = (server: Server) => {
  server.closeAllConnections()
  return new Promise<void>((resolve) => server.close(() => resolve()))
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await closeServer(server)
  return port
}

async function startSandbox(dir: string, port: number): Promise<ChildProcess> {
  const env = {
    ...process.env,
    DATA_DIR: dir,
    PAYMENT_SANDBOX_PORT: String(port),
    PAYMENT_SANDBOX_SECRET: secret,
  }
  const child = spawn(process.execPath, ['sandbox/payment/main.ts'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const chunk of child.stdout!) if (String(chunk).includes('ready')) break
  return child
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

const decideOver = (url: string, paymentId: string, decision: object) =>
  fetch(`${url}/api/payments/${paymentId}/decide`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify(decision),
  })

/** Its callbacks, signed as it does. */
function asTheTill(nowMs: () => number) {
  const signed = (t: Told, by: string): ProviderCallback => {
    const body =
      t.body ??
      JSON.stringify({
        eventId: 'evt_1',
        kind: 'payment.succeeded',
        paymentId: t.paymentId,
        refundId: null,
        amountMinor: String(t.amountMinor),
        currency: t.currency ?? 'CNY',
        occurredAt: '',
      })
    return {
      headers: signCallback(by, body, 'evt_1', nowMs() + (t.offMs ?? 0)),
      body: new TextEncoder().encode(body),
    }
  }
  return {
    payUrl: /^\/sandbox\/pay\/[0-9a-f]{32}$/,
    lacks: { merchants: 'it serves one merchant' },
    tell: (t: Told) => signed(t, secret),
    forge: (t: Told) => signed(t, 'another secret'),
    rewrite: (body: Uint8Array) =>
      new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 1)),
    day: () => chinaDay(new Date(nowMs())),
  }
}

paymentProviderContract('in process', () => {
  const clock = manualClock(new Date('2026-11-01T00:00:00Z'))
  const payments = createInProcessPayments({ secret, clock })
  return Promise.resolve({
    provider: payments.provider,
    ...asTheTill(() => clock.now().getTime()),
    decide: (id, outcome, expect, mischief) => {
      const callbacks = payments.decide(id, outcome, mischief)
      assert.equal(callbacks.length, expect)
      return Promise.resolve(callbacks)
    },
    nextCallback: () => Promise.resolve(payments.takeCallbacks()[0]!),
    stop: () => Promise.resolve(),
  })
})

paymentProviderContract('sandbox process', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'till-'))
  const [merchant, port] = [await openMerchant(), await freePort()]
  const child = await startSandbox(dir, port)
  const url = `http://127.0.0.1:${port}`
  return {
    provider: createSandboxPayments({ url, secret, callbackUrl: merchant.url }),
    ...asTheTill(() => Date.now()),
    async decide(id, outcome, expect, mischief) {
      await decideOver(url, id, { outcome, ...mischief })
      return merchant.take(expect)
    },
    nextCallback: async () => (await merchant.take(1))[0]!,
    async stop() {
      await kill(child, 'SIGTERM')
      await merchant.close()
      await rm(dir, { recursive: true })
    },
  }
})

describe('payment sandbox', () => {
  let dir: string
  let port: number
  let url: string
  let child: ChildProcess
  let merchant: Awaited<ReturnType<typeof openMerchant>>
  let provider: PaymentProvider
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'till-'))
    merchant = await openMerchant()
    port = await freePort()
    url = `http://127.0.0.1:${port}`
    child = await startSandbox(dir, port)
    provider = createSandboxPayments({ url, secret, callbackUrl: merchant.url })
  })
  after(async () => {
    await kill(child, 'SIGTERM')
    await merchant.close()
    await rm(dir, { recursive: true })
  })

  const create = (paymentId: Id<'pay'>, over: { expiresInSeconds?: number } = {}) =>
    provider.createPayment({
      paymentId,
      amountMinor: 12_900n,
      currency: 'CNY',
      merchant: { zh: '山野小铺', en: 'Hillside' },
      title: { zh: '水壶 <b>', en: 'Kettle <b>' },
      orderRef: 'chk_1',
      locale: 'zh',
      returnUrl: '/orders',
      expiresInSeconds: 900,
      payerIp: '203.0.113.7',
      ...over,
    })
  const page = async (payUrl: string, query = '') => {
    const response = await fetch(`${url}${payUrl}${query}`)
    return {
      status: response.status,
      text: await response.text(),
      csp: response.headers.get('content-security-policy') ?? '',
    }
  }
  const press = (payUrl: string, fields: Record<string, string>) =>
    fetch(`${url}${payUrl}/decide`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const nonceOf = (text: string) => /name="nonce" value="([0-9a-f]+)"/.exec(text)![1]!

  it('the page shows who, what and how much, in both languages, without a script', async () => {
    const { payUrl } = await create('pay_page')
    const [zh, en] = [await page(payUrl), await page(payUrl, '?lang=en')]
    assert.match(zh.text, /lang="zh-CN"[\s\S]*¥129\.00[\s\S]*山野小铺[\s\S]*水壶 &#60;b&#62;/)
    assert.match(en.text, /lang="en"[\s\S]*¥129\.00[\s\S]*Hillside/)
    assert.doesNotMatch(zh.text, /<script|style="|href="\/|action="\//)
    assert.match(zh.csp, /default-src 'none'/)
    assert.equal((await page('/sandbox/pay/nobody')).status, 404)
  })

  it('paying needs the page’s nonce and goes back to the shop; a second press changes nothing', async () => {
    const { payUrl } = await create('pay_press')
    const nonce = nonceOf((await page(payUrl)).text)
    assert.equal((await press(payUrl, { nonce: 'x', outcome: 'succeeded' })).status, 403)
    const paid = await press(payUrl, { nonce, outcome: 'succeeded' })
    assert.deepEqual([paid.status, paid.headers.get('location')], [303, '/orders'])
    await press(payUrl, { nonce, outcome: 'failed' })
    assert.equal(provider.verifyCallback((await merchant.take(1))[0]!).kind, 'payment.succeeded')
    assert.match((await page(payUrl)).text, /支付成功/)
    assert.equal((await provider.queryPayment({ paymentId: 'pay_press', ref: null }))?.state, 'succeeded')
  })

  it('a human can have one cent too little charged, and the day’s file spoilt', async () => {
    const { payUrl } = await create('pay_spoilt')
    const fields = { nonce: nonceOf((await page(payUrl)).text), outcome: 'succeeded' }
    await press(payUrl, { ...fields, shortByOne: 'on', inFile: 'twice' })
    assert.equal(provider.verifyCallback((await merchant.take(1))[0]!).amountMinor, 12_899n)
    const lines = []
    for await (const item of provider.bill(chinaDay(new Date())))
      if (item.kind === 'line' && item.reference === 'pay_spoilt') lines.push(item.amountMinor)
    assert.deepEqual(lines, [12_899n, 12_899n])
    const { payUrl: other } = await create('pay_left_out')
    await press(other, { ...fields, nonce: nonceOf((await page(other)).text), inFile: 'missing' })
    await merchant.take(1)
    for await (const item of provider.bill(chinaDay(new Date())))
      assert.ok(item.kind !== 'line' || item.reference !== 'pay_left_out')
  })

  it('a callback is sent until it is answered with 200', async () => {
    await create('pay_retry')
    merchant.refuseNext(2)
    await decideOver(url, 'pay_retry', { outcome: 'succeeded' })
    assert.equal(provider.verifyCallback((await merchant.take(1))[0]!).paymentId, 'pay_retry')
  })

  it('strangers cannot use the merchant’s API', async () => {
    assert.equal((await fetch(`${url}/sandbox/pay/api/payments/pay_press`)).status, 401)
    assert.equal(
      (
        await fetch(`${url}/api/payments/pay_press/decide`, {
          method: 'POST',
          headers: { authorization: 'Bearer guess' },
          body: '{}',
        })
      ).status,
      401,
    )
  })

  it('nobody can pay after the time is up', async () => {
    const { payUrl } = await create('pay_late', { expiresInSeconds: 0.001 })
    await sleep(5) // a quick machine asks for the page within the same millisecond
    const late = await page(payUrl)
    assert.match(late.text, /这笔支付已关闭/)
    await decideOver(url, 'pay_late', { outcome: 'succeeded' })
    assert.equal((await provider.queryPayment({ paymentId: 'pay_late', ref: null }))?.state, 'cancelled')
  })

  it('killed and started again, it still knows, and still tells', async () => {
    await create('pay_kill')
    await create('pay_open')
    merchant.refuseNext(1)
    await decideOver(url, 'pay_kill', { outcome: 'succeeded', delayMs: 50 })
    await kill(child, 'SIGKILL')
    await appendFile(join(dir, 'payment-sandbox.jsonl'), '{"type":"payment.cre') // killed while writing
    await assert.rejects(provider.queryPayment({ paymentId: 'pay_kill', ref: null }), {
      code: 'PROVIDER_UNAVAILABLE',
    })
    child = await startSandbox(dir, port)
    assert.equal((await provider.queryPayment({ paymentId: 'pay_kill', ref: null }))?.state, 'succeeded')
    assert.equal((await provider.queryPayment({ paymentId: 'pay_open', ref: null }))?.state, 'open')
    assert.equal(provider.verifyCallback((await merchant.take(1))[0]!).paymentId, 'pay_kill')
  })
})
