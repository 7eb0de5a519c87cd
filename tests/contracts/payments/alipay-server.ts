// Alipay for tests: a gateway that verifies our RSA2 signatures and signs its own answers and notices, with keys of this run; its bills
// are ZIPs of GBK files.
import assert from 'node:assert/strict'
import { createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { chinaDay, chinaTime } from '#kernel/china-time'
import { manualClock } from '#kernel/clock'
import { createAlipayPayments } from '#platform/providers/alipay-payments'
import { yuan } from '#platform/providers/bill'
import { type Told } from '../payment-provider.ts'
import { gbk } from './gbk.ts'
import { feeOf, serve, type Answer, type Request } from './wire.ts'
import { zip } from './zip.ts'

const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const [ours, theirs, strangers] = [keys(), keys(), keys()]
const pem = (key: ReturnType<typeof keys>['privateKey'], type: 'pkcs8' | 'spki') =>
  key.export({ type: type as 'pkcs8', format: 'pem' }) as string
const APP = '2021000000000001'
const SELLER = '2088000000000001'

const rsa2 = (text: string, key = theirs.privateKey) =>
  createSign('RSA-SHA256').update(text, 'utf8').sign(key, 'base64')
const signable = (fields: Record<string, string>) =>
  Object.keys(fields)
    .filter((k) => k !== 'sign' && k !== 'sign_type')
    .sort()
    .map((k) => `${k}=${fields[k]}`)
    .join('&')

type Trade = { id: string; total: bigint; status: string; at?: Date; back: bigint }
type Refund = { id: string; paymentId: string; amount: bigint; at: Date }
const minorOf = (text: string) => BigInt(Math.round(Number(text) * 100))

function simulate(now: () => Date) {
  const trades = new Map<string, Trade>()
  const refunds = new Map<string, Refund>()
  let url = ''

  /** Everything that is sent is signed, but for `sign`: in the order of its names. */
  function isOurs(fields: Record<string, string>): boolean {
    const text = Object.keys(fields)
      .filter((k) => k !== 'sign')
      .sort()
      .map((k) => `${k}=${fields[k]}`)
      .join('&')
    return createVerify('RSA-SHA256')
      .update(text, 'utf8')
      .verify(ours.publicKey, fields.sign ?? '', 'base64')
  }
  /** What the buyer's browser brings when the pay address is opened: only now does the trade exist. */
  function open(payUrl: string): Trade {
    const fields = Object.fromEntries(new URL(payUrl).searchParams)
    assert.ok(isOurs(fields), 'the address is signed')
    assert.equal(fields.timestamp, chinaTime(now()), 'in the time of China, wherever this runs')
    const biz = JSON.parse(fields.biz_content!) as { out_trade_no: string; total_amount: string }
    const trade = trades.get(biz.out_trade_no) ?? {
      id: biz.out_trade_no,
      total: minorOf(biz.total_amount),
      status: 'WAIT_BUYER_PAY',
      back: 0n,
    }
    trades.set(trade.id, trade)
    return trade
  }
  type Biz = { out_trade_no: string; out_request_no: string; refund_amount: string; bill_date: string }
  const missing = { code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST' }
  const refused = (sub_code: string) => ({ code: '40004', msg: 'Business Failed', sub_code })
  const done = (more: object) => ({ code: '10000', msg: 'Success', ...more })

  const METHODS: Record<string, (biz: Biz) => object> = {
    'alipay.trade.query': ({ out_trade_no }) => {
      const t = trades.get(out_trade_no)
      if (!t) return missing
      return done({
        out_trade_no,
        trade_status: t.status,
        total_amount: yuan(t.total),
        ...(t.at ? { send_pay_date: chinaTime(t.at) } : {}),
      })
    },
    'alipay.trade.close': ({ out_trade_no }) => {
      const t = trades.get(out_trade_no)
      if (!t) return missing
      if (t.status !== 'WAIT_BUYER_PAY') return refused('ACQ.TRADE_STATUS_ERROR')
      t.status = 'TRADE_CLOSED'
      return done({ out_trade_no })
    },
    'alipay.trade.refund': ({ out_trade_no, out_request_no, refund_amount }) => {
      const t = trades.get(out_trade_no)
      if (!t?.at) return t ? refused('ACQ.TRADE_STATUS_ERROR') : missing
      if (refunds.has(out_request_no)) return done({ fund_change: 'N' })
      const amount = minorOf(refund_amount)
      if (t.back + amount > t.total) return refused('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL')
      t.back += amount
      if (t.back === t.total) t.status = 'TRADE_CLOSED'
      refunds.set(out_request_no, { id: out_request_no, paymentId: out_trade_no, amount, at: now() })
      return done({ fund_change: 'Y', refund_fee: yuan(t.back) })
    },
    'alipay.trade.fastpay.refund.query': ({ out_request_no }) =>
      done(refunds.has(out_request_no) ? { out_request_no, refund_status: 'REFUND_SUCCESS' } : {}),
    'alipay.data.dataservice.bill.downloadurl.query': ({ bill_date }) => {
      const any = [...trades.values()].some((t) => t.at && chinaDay(t.at) === bill_date)
      return any ? done({ bill_download_url: `${url}/bill?day=${bill_date}` }) : refused('isp.bill_not_exist')
    },
  }

  return {
    at: (where: string) => (url = where),
    open,
    handle({ path, query, body }: Request): Answer {
      if (path === '/bill') {
        const within = (at: Date | undefined) => at !== undefined && chinaDay(at) === query.get('day')
        const paid = [...trades.values()].filter((t) => within(t.at))
        return {
          status: 200,
          body: billFile(
            paid,
            [...refunds.values()].filter((r) => within(r.at)),
          ),
        }
      }
      const fields = {
        ...Object.fromEntries(query),
        ...Object.fromEntries(new URLSearchParams(body)),
      } as Record<string, string>
      const method = fields.method ?? ''
      const told = isOurs(fields)
        ? METHODS[method]!(JSON.parse(fields.biz_content!))
        : refused('isv.invalid-signature')
      const text = JSON.stringify(told)
      const key = `${method.replaceAll('.', '_')}_response`
      return {
        status: 200,
        headers: { 'content-type': 'text/html;charset=utf-8' },
        body: `{"${key}":${text},"sign":"${rsa2(text)}"}`,
      }
    },
    pay(paymentId: string): Trade | null {
      const t = trades.get(paymentId)
      return t?.status === 'WAIT_BUYER_PAY' ? Object.assign(t, { status: 'TRADE_SUCCESS', at: now() }) : null
    },
  }
}

const HEAD =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注'

function billFile(paid: readonly Trade[], back: readonly Refund[]): Buffer {
  const row = (what: string, id: string, at: Date, amount: bigint, request: string, fee: number) => {
    const when = chinaTime(at)
    const zeros = ['0.00', '0.00', '0.00', '0.00', '0.00', '\t', '0.00', '0.00']
    return [
      `2026${id}\t`,
      `${id}\t`,
      what,
      '便携水壶',
      when,
      when,
      '\t',
      '\t',
      '\t',
      '\t',
      '*花(150****0000)\t',
      yuan(amount),
      yuan(amount),
      ...zeros,
      `${request}\t`,
      (fee / 100).toFixed(2),
      '0.00',
      '\t',
    ].join(',')
  }
  const rows = [
    ...paid.map((t) => row('交易', t.id, t.at!, t.total, '', -feeOf(Number(t.total)))),
    ...back.map((r) => row('退款', r.paymentId, r.at, -r.amount, r.id, feeOf(Number(r.amount)))),
  ]
  const sum = (all: readonly bigint[]) => yuan(all.reduce((a, b) => a + b, 0n))
  const list = [
    '#支付宝业务明细查询',
    `#账号：[${SELLER}0156]`,
    '#-----------------------------------------业务明细列表----------------------------------------',
    HEAD,
    ...rows,
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${paid.length}笔，商家实收共${sum(paid.map((t) => t.total))}元，商家优惠共0.00元`,
    `#退款合计：${back.length}笔，商家实收退款共${sum(back.map((r) => -r.amount))}元，商家优惠退款共0.00元`,
  ]
  return zip([
    { name: gbk(`${SELLER}0156_20261122_业务明细(汇总).csv`), data: gbk('#汇总\r\n') },
    { name: gbk(`${SELLER}0156_20261122_业务明细.csv`), data: gbk(list.join('\r\n')) },
  ])
}

export async function openAlipay(clock = manualClock(new Date('2026-11-22T04:00:00Z'))) {
  const sim = simulate(clock.now)
  const server = await serve(sim.handle)
  sim.at(server.url)
  let notices = 0
  const send = (fields: Record<string, string>, offMs = 0, key = theirs.privateKey) => {
    const all: Record<string, string> = {
      notify_id: `N${(notices += 1)}`,
      notify_time: chinaTime(new Date(clock.now().getTime() + offMs)),
      notify_type: 'trade_status_sync',
      charset: 'utf-8',
      version: '1.0',
      app_id: APP,
      seller_id: SELLER,
      subject: '便携水壶 50% + 1',
      ...fields,
      sign_type: 'RSA2',
    }
    const body = new URLSearchParams({ ...all, sign: rsa2(signable(all), key) }).toString()
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new TextEncoder().encode(body),
    }
  }
  const told = (t: Told): Record<string, string> =>
    t.body === undefined
      ? {
          out_trade_no: t.paymentId,
          trade_status: 'TRADE_SUCCESS',
          total_amount: yuan(t.amountMinor),
          ...(t.otherMerchant ? { seller_id: '2088999999999999' } : {}),
        }
      : { subject: t.body }
  const provider = createAlipayPayments({
    appId: APP,
    sellerId: SELLER,
    privateKey: pem(ours.privateKey, 'pkcs8'),
    alipayPublicKey: pem(theirs.publicKey, 'spki'),
    gateway: `${server.url}/gateway.do`,
    callbackUrl: 'https://shop.example/notify',
    publicUrl: 'https://shop.example',
    fee: { bps: 60, fixedMinor: 0n, returned: true },
    clock,
  })
  const create = provider.createPayment
  const paid: typeof provider = {
    ...provider,
    // The buyer opens the address at once.
    createPayment: async (r) => {
      const made = await create(r)
      sim.open(made.payUrl)
      return made
    },
  }
  return {
    clock,
    sim,
    send,
    provider: paid,
    payUrl: /\/gateway\.do\?.*sign=/,
    lacks: {
      decline: 'a buyer who leaves is not reported: the trade waits until it is closed',
      lateFailure: 'there is no failure to be told',
      sameIdOtherAmount: 'nothing is asked at creation; the second address meets the first trade',
      refundNews: 'the answer to a refund is its result',
      currencies: 'all of it is in CNY',
    },
    tell: (t: Told) => send(told(t), t.offMs),
    forge: (t: Told) => send(told(t), t.offMs, strangers.privateKey),
    // Decoded and encoded again by somebody who takes `+` for a plus.
    rewrite: (body: Uint8Array) =>
      new TextEncoder().encode(new TextDecoder().decode(body).replaceAll('+', '%2B')),
    day: () => chinaDay(clock.now()),
    decide: (
      id: string,
      outcome: 'succeeded' | 'failed',
      expect: number,
      mischief: { twice?: boolean; lose?: boolean } = {},
    ) => {
      const t = outcome === 'succeeded' ? sim.pay(id) : null
      const c = t && send({ out_trade_no: id, trade_status: 'TRADE_SUCCESS', total_amount: yuan(t.total) })
      const sent = !c || mischief.lose ? [] : mischief.twice ? [c, c] : [c]
      assert.equal(sent.length, expect)
      return Promise.resolve(sent)
    },
    nextCallback: () => Promise.reject(new Error('Alipay tells refunds in its answer')),
    stop: () => server.close(),
  }
}

export { ours, pem }
