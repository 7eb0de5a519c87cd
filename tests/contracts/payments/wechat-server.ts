// WeChat Pay for tests: a server that verifies, signs, seals and bills as API v3 does, with keys of this run.
import assert from 'node:assert/strict'
import { createCipheriv, createHash, createVerify, generateKeyPairSync, randomBytes } from 'node:crypto'
import { chinaDay } from '#kernel/china-time'
import { manualClock } from '#kernel/clock'
import { createWechatPayments } from '#platform/providers/wechat-payments'
import { signText } from '#platform/providers/wechat-wire'
import { type Told } from '../payment-provider.ts'
import { APP, billFile, MERCHANT, type Refund, type Trade } from './wechat-bill-file.ts'
import { postbox, serve, type Answer, type Request } from './wire.ts'

const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const [ours, theirs, strangers] = [keys(), keys(), keys()]
const API_KEY = 'a-key-of-exactly-32-characters!!'
const SERIAL = 'PUB_KEY_ID_0114232134912410000000000000'

function seal(text: string) {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', API_KEY, nonce)
  cipher.setAAD(Buffer.from('transaction'))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    nonce,
    associated_data: 'transaction',
  }
}

function simulate(now: () => Date, say: (type: string, content: object) => void) {
  const trades = new Map<string, Trade>()
  const refunds = new Map<string, Refund>()
  let url = ''
  let file = ''

  function signed(status: number, body: string): Answer {
    const timestamp = String(Math.floor(now().getTime() / 1000))
    const nonce = randomBytes(8).toString('hex')
    return {
      status,
      headers: {
        'content-type': 'application/json',
        'wechatpay-serial': SERIAL,
        'wechatpay-timestamp': timestamp,
        'wechatpay-nonce': nonce,
        'wechatpay-signature': signText(theirs.privateKey, `${timestamp}\n${nonce}\n${body}\n`),
      },
      body,
    }
  }
  const ok = (content: object) => signed(200, JSON.stringify(content))
  const refuse = (status: number, code: string) => signed(status, JSON.stringify({ code, message: code }))

  /** What WeChat checks of every request: that our key signed method, path with query, time, nonce and body. */
  function isOurs({ method, path, query, headers, body }: Request): boolean {
    const [scheme, list] = (headers.authorization ?? '').split(' ')
    const fields = Object.fromEntries([...(list ?? '').matchAll(/(\w+)="([^"]*)"/g)].map((m) => [m[1], m[2]]))
    const target = query.size > 0 ? `${path}?${query}` : path
    return (
      scheme === 'WECHATPAY2-SHA256-RSA2048' &&
      fields.mchid === MERCHANT &&
      createVerify('RSA-SHA256')
        .update(`${method}\n${target}\n${fields.timestamp}\n${fields.nonce_str}\n${body}\n`)
        .verify(ours.publicKey, fields.signature!, 'base64')
    )
  }

  function refund(r: {
    out_trade_no: string
    out_refund_no: string
    amount: { refund: number; total: number }
  }): Answer {
    const trade = trades.get(r.out_trade_no)
    if (!trade?.at || r.amount.total !== trade.total) return refuse(400, 'INVALID_REQUEST')
    const before = refunds.get(r.out_refund_no)
    if (!before) {
      if (trade.back + r.amount.refund > trade.total) return refuse(403, 'NOT_ENOUGH')
      trade.back += r.amount.refund
      trade.state = 'REFUND'
      refunds.set(r.out_refund_no, {
        id: r.out_refund_no,
        paymentId: r.out_trade_no,
        amount: r.amount.refund,
        at: now(),
      })
      say('REFUND.SUCCESS', {
        mchid: MERCHANT,
        out_trade_no: r.out_trade_no,
        out_refund_no: r.out_refund_no,
        refund_status: 'SUCCESS',
        amount: { refund: r.amount.refund, total: trade.total },
      })
    }
    return ok({ out_refund_no: r.out_refund_no, status: 'PROCESSING', amount: { refund: r.amount.refund } })
  }

  function bill(day: string): Answer {
    const within = (at: Date | undefined) => at !== undefined && chinaDay(at) === day
    const [paid, back] = [
      [...trades.values()].filter((t) => within(t.at)),
      [...refunds.values()].filter((r) => within(r.at)),
    ]
    if (paid.length + back.length === 0) return refuse(400, 'NO_STATEMENT_EXIST')
    file = billFile(paid, back)
    return ok({
      download_url: `${url}/v3/billdownload/file?token=x`,
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(file).digest('hex'),
    })
  }

  function post(path: string, body: string): Answer {
    const r = JSON.parse(body) as { out_trade_no: string; amount: { total: number; currency: string } }
    if (path === '/v3/pay/transactions/h5') {
      const before = trades.get(r.out_trade_no)
      if (before && before.total !== r.amount.total) return refuse(400, 'INVALID_REQUEST')
      trades.set(
        r.out_trade_no,
        before ?? { id: r.out_trade_no, total: r.amount.total, state: 'NOTPAY', back: 0 },
      )
      return ok({
        h5_url: `https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=${r.out_trade_no}`,
      })
    }
    if (path.endsWith('/close')) {
      const trade = trades.get(path.split('/').at(-2)!)
      if (!trade) return refuse(404, 'ORDER_NOT_EXIST')
      if (trade.at) return refuse(400, 'ORDERPAID')
      trade.state = 'CLOSED'
      return signed(204, '')
    }
    return refund(JSON.parse(body))
  }

  function get(path: string, query: URLSearchParams): Answer {
    if (path === '/v3/bill/tradebill') return bill(query.get('bill_date')!)
    if (path === '/v3/billdownload/file') return { status: 200, body: file }
    const id = path.split('/').at(-1)!
    const back = path.includes('/refunds/') ? refunds.get(id) : undefined
    if (back) return ok({ out_refund_no: id, status: 'SUCCESS' })
    const trade = trades.get(id)
    return trade ? ok(transactionOf(trade)) : refuse(404, 'RESOURCE_NOT_EXISTS')
  }
  const transactionOf = (t: Trade) => ({
    appid: APP,
    mchid: MERCHANT,
    out_trade_no: t.id,
    trade_state: t.state,
    amount: { total: t.total, payer_total: t.total, currency: 'CNY' },
  })

  return {
    at: (where: string) => (url = where),
    handle: (r: Request): Answer =>
      !isOurs(r)
        ? refuse(401, 'SIGN_ERROR')
        : r.method === 'POST'
          ? post(r.path, r.body)
          : get(r.path, r.query),
    pay(paymentId: string): object | null {
      const trade = trades.get(paymentId)
      if (trade?.state !== 'NOTPAY') return null
      return transactionOf(Object.assign(trade, { state: 'SUCCESS', at: now() }))
    },
  }
}

export async function openWechat(clock = manualClock(new Date('2026-11-22T04:00:00Z'))) {
  const box = postbox()
  let notices = 0
  const send = (body: string, offMs = 0, key = theirs.privateKey) => {
    const timestamp = String(Math.floor((clock.now().getTime() + offMs) / 1000))
    const nonce = randomBytes(8).toString('hex')
    return {
      headers: {
        'wechatpay-serial': SERIAL,
        'wechatpay-timestamp': timestamp,
        'wechatpay-nonce': nonce,
        'wechatpay-signature': signText(key, `${timestamp}\n${nonce}\n${body}\n`),
      },
      body: new TextEncoder().encode(body),
    }
  }
  const notice = (type: string, content: object) =>
    JSON.stringify({
      id: `EV-${(notices += 1)}`,
      event_type: type,
      resource_type: 'encrypt-resource',
      resource: seal(JSON.stringify(content)),
    })
  const sim = simulate(clock.now, (type, content) => box.put(send(notice(type, content))))
  const server = await serve(sim.handle)
  sim.at(server.url)
  const told = (t: Told) =>
    t.body ??
    notice('TRANSACTION.SUCCESS', {
      appid: APP,
      mchid: t.otherMerchant ? '1900000001' : MERCHANT,
      out_trade_no: t.paymentId,
      trade_state: 'SUCCESS',
      amount: { total: Number(t.amountMinor), currency: t.currency ?? 'CNY' },
    })
  return {
    clock,
    url: server.url,
    provider: createWechatPayments({
      merchantId: MERCHANT,
      appId: APP,
      serialNo: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
      privateKey: ours.privateKey,
      platformKeys: new Map([[SERIAL, theirs.publicKey]]),
      apiV3Key: API_KEY,
      apiUrl: server.url,
      callbackUrl: 'https://shop.example/notify',
      publicUrl: 'https://shop.example',
      fee: { bps: 60, fixedMinor: 0n, returned: true },
      clock,
    }),
    payUrl: /^https:\/\/wx\.tenpay\.com\/.*&redirect_url=https%3A%2F%2Fshop\.example%2Forders$/,
    lacks: {
      decline: 'a buyer who does not pay is not reported: the transaction waits until it is closed',
      lateFailure: 'only successes are told',
    },
    tell: (t: Told) => send(told(t), t.offMs),
    forge: (t: Told) => send(told(t), t.offMs, strangers.privateKey),
    rewrite: (body: Uint8Array) =>
      new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 1)),
    day: () => chinaDay(clock.now()),
    decide: (
      id: string,
      outcome: 'succeeded' | 'failed',
      expect: number,
      mischief: { twice?: boolean; lose?: boolean } = {},
    ) => {
      const paid = outcome === 'succeeded' ? sim.pay(id) : null
      const c = paid && send(notice('TRANSACTION.SUCCESS', paid))
      const sent = !c || mischief.lose ? [] : mischief.twice ? [c, c] : [c]
      assert.equal(sent.length, expect)
      return Promise.resolve(sent)
    },
    nextCallback: () => box.next(),
    stop: () => server.close(),
  }
}

export { ours, theirs, strangers, API_KEY, SERIAL }
