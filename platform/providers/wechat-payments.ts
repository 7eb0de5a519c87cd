// WeChat Pay v3, H5: an address that opens WeChat from a phone's browser; queried, closed and refunded by our own ids.
import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { systemClock, type Clock } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { ask, assertRecent, download, parseJson, type Asked } from './ask.ts'
import type { FeeRule } from './bill.ts'
import type {
  PaymentHandle,
  PaymentProvider,
  PaymentRequest,
  ProviderEvent,
  ProviderPayment,
} from './payment.ts'
import { wechatBillItems } from './wechat-bill.ts'
import { authorization, isGenuine, unseal, type WechatKeys } from './wechat-wire.ts'

export const WECHAT_NAME = 'wechat'

export type WechatOptions = WechatKeys & {
  appId: string
  apiUrl: string
  /** Where notices go, and where the buyer comes back to. */
  callbackUrl: string
  publicUrl: string
  fee: FeeRule | null
  clock?: Clock
  timeoutMs?: number
}

const amount = z.object({ total: z.number().int().nonnegative(), currency: z.string() })
const transaction = z.object({
  appid: z.string().optional(),
  mchid: z.string(),
  out_trade_no: z.string(),
  trade_state: z.string(),
  amount: amount.optional(),
})
const refundAnswer = z.object({ out_refund_no: z.string(), status: z.string() })
const refundNotice = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  refund_status: z.string(),
  amount: z.object({ refund: z.number().int().nonnegative() }),
})
const notice = z.object({
  id: z.string().min(1).max(100),
  event_type: z.string().max(60),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().default(''),
  }),
})

/** `REFUND`: paid, and something of it went back. */
const STATES: Readonly<Record<string, ProviderPayment['state']>> = {
  SUCCESS: 'succeeded',
  REFUND: 'succeeded',
  NOTPAY: 'open',
  USERPAYING: 'open',
  CLOSED: 'cancelled',
  REVOKED: 'cancelled',
  PAYERROR: 'failed',
}

export function createWechatPayments(options: WechatOptions): PaymentProvider {
  const { merchantId, appId, clock = systemClock, timeoutMs = 5_000 } = options

  function signed(method: 'GET' | 'POST', path: string, body: string): Record<string, string> {
    // Their gateway looks at the machine's time; ours may be a demo's.
    const seal = {
      timestamp: Math.floor(clock.now().getTime() / 1000),
      nonce: randomBytes(16).toString('hex'),
    }
    return {
      authorization: authorization(options, { method, path, body }, seal),
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'serendip',
    }
  }

  /** Their answers are signed like their notices: what is not genuine was not said. */
  async function call(
    method: 'GET' | 'POST',
    path: string,
    content?: object,
  ): Promise<Asked & { json: unknown }> {
    const body = content ? JSON.stringify(content) : ''
    const answer = await ask(
      `${options.apiUrl}${path}`,
      { method, headers: signed(method, path, body), ...(content ? { body } : {}) },
      timeoutMs,
    )
    if (answer.status < 300 && !isGenuine(options.platformKeys, answer.headers, answer.text))
      throw new AppError('PROVIDER_UNAVAILABLE')
    return { ...answer, json: parseJson(answer.text) }
  }
  const refused = (what: string, a: Asked): Error =>
    new Error(`wechat: ${what} answered ${a.status} ${a.text.slice(0, 200)}`)
  const codeOf = (json: unknown) => (json as { code?: string } | null)?.code

  async function transactionOf({ paymentId }: PaymentHandle): Promise<z.output<typeof transaction> | null> {
    const a = await call('GET', `/v3/pay/transactions/out-trade-no/${paymentId}?mchid=${merchantId}`)
    if (a.status === 404) return null
    if (a.status !== 200) throw refused('query', a)
    return transaction.parse(a.json)
  }

  async function query(handle: PaymentHandle): Promise<ProviderPayment | null> {
    const t = await transactionOf(handle)
    return (
      t && {
        paymentId: handle.paymentId,
        ref: null,
        state: STATES[t.trade_state] ?? 'open',
        amountMinor: BigInt(t.amount?.total ?? 0),
        currency: t.amount?.currency ?? 'CNY',
        payUrl: '',
      }
    )
  }

  async function create(r: PaymentRequest): Promise<ProviderPayment> {
    if (r.currency !== 'CNY') throw new AppError('CURRENCY_MISMATCH')
    const a = await call('POST', `/v3/pay/transactions/h5`, {
      appid: appId,
      mchid: merchantId,
      description: [...r.title[r.locale]].slice(0, 40).join(''),
      out_trade_no: r.paymentId,
      time_expire: new Date(clock.now().getTime() + r.expiresInSeconds * 1000)
        .toISOString()
        .replace(/\.\d+Z$/, '+00:00'),
      attach: r.orderRef,
      notify_url: options.callbackUrl,
      amount: { total: Number(r.amountMinor), currency: 'CNY' },
      scene_info: { payer_client_ip: r.payerIp, h5_info: { type: 'Wap' } },
    })
    if (a.status !== 200) throw refused('create', a)
    const { h5_url } = z.object({ h5_url: z.url() }).parse(a.json)
    const payUrl = `${h5_url}&redirect_url=${encodeURIComponent(new URL(r.returnUrl, options.publicUrl).href)}`
    return {
      paymentId: r.paymentId,
      ref: null,
      state: 'open',
      amountMinor: r.amountMinor,
      currency: 'CNY',
      payUrl,
    }
  }

  return {
    name: WECHAT_NAME,
    label: { zh: '微信支付', en: 'WeChat Pay' },
    merchantId,
    fee: options.fee,
    createPayment: create,
    queryPayment: query,

    async cancelPayment(handle) {
      const path = `/v3/pay/transactions/out-trade-no/${handle.paymentId}/close`
      const a = await call('POST', path, { mchid: merchantId })
      if (a.status === 404) return null
      // Paid or closed before: they say so, and asking tells which.
      if (a.status !== 204 && !['ORDERPAID', 'ORDER_CLOSED'].includes(codeOf(a.json) ?? ''))
        throw refused('close', a)
      return query(handle)
    },

    async refund(r) {
      const charged = await transactionOf(r)
      if (charged?.amount === undefined) throw new Error(`wechat: ${r.paymentId} was not charged`)
      const a = await call('POST', '/v3/refund/domestic/refunds', {
        out_trade_no: r.paymentId,
        out_refund_no: r.refundId,
        notify_url: options.callbackUrl,
        amount: { refund: Number(r.amountMinor), total: charged.amount.total, currency: 'CNY' },
      })
      if (a.status !== 200) throw refused('refund', a)
      return refundOf(r.refundId, a.json)
    },

    async queryRefund({ refundId }) {
      const a = await call('GET', `/v3/refund/domestic/refunds/${refundId}`)
      if (a.status === 404) return null
      if (a.status !== 200) throw refused('refund query', a)
      return refundOf(refundId, a.json)
    },

    verifyCallback({ headers, body }): ProviderEvent {
      if (!isGenuine(options.platformKeys, headers, body)) throw new AppError('SIGNATURE_INVALID')
      assertRecent(clock.now(), Number(headers['wechatpay-timestamp']))
      const told = notice.safeParse(parseJson(body))
      if (!told.success) throw new AppError('INPUT_INVALID')
      return eventOf(told.data)
    },

    async *bill(day) {
      const path = `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`
      const a = await call('GET', path)
      // A day without a single transaction has no file.
      if (codeOf(a.json) === 'NO_STATEMENT_EXIST') return
      if (a.status !== 200) throw new AppError('PROVIDER_UNAVAILABLE')
      const file = z.object({ download_url: z.url(), hash_value: z.string() }).parse(a.json)
      const url = new URL(file.download_url)
      const headers = signed('GET', url.pathname + url.search, '')
      const hash = createHash('sha1')
      yield* wechatBillItems(counted(await download(url.href, { headers }), hash))
      // What was read stays unused: the reconciliation keeps nothing of a run that throws.
      if (hash.digest('hex') !== file.hash_value) throw new AppError('PROVIDER_UNAVAILABLE')
    },
  }

  function eventOf({ id, event_type, resource }: z.output<typeof notice>): ProviderEvent {
    let json: unknown
    try {
      json = JSON.parse(unseal(options.apiV3Key, resource))
    } catch {
      throw new AppError('INPUT_INVALID')
    }
    const nothing = {
      eventId: id,
      kind: event_type,
      paymentId: '' as Id<'pay'>,
      refundId: null,
      amountMinor: 0n,
      currency: 'CNY',
    }
    const paid = event_type === 'TRANSACTION.SUCCESS' ? transaction.safeParse(json) : null
    if (paid?.success) {
      const { data } = paid
      const ours = data.mchid === merchantId && data.appid === appId
      return {
        ...nothing,
        kind:
          data.trade_state === 'SUCCESS' ? 'payment.succeeded' : `payment.${data.trade_state.toLowerCase()}`,
        paymentId: data.out_trade_no as Id<'pay'>,
        amountMinor: ours ? BigInt(data.amount?.total ?? 0) : 0n,
        currency: data.amount?.currency ?? 'CNY',
      }
    }
    const sent = event_type.startsWith('REFUND.') ? refundNotice.safeParse(json) : null
    if (sent?.success && sent.data.mchid === merchantId)
      return {
        ...nothing,
        kind:
          sent.data.refund_status === 'SUCCESS'
            ? 'refund.succeeded'
            : `refund.${sent.data.refund_status.toLowerCase()}`,
        paymentId: sent.data.out_trade_no as Id<'pay'>,
        refundId: sent.data.out_refund_no as Id<'rfd'>,
        amountMinor: BigInt(sent.data.amount.refund),
      }
    if (paid || sent) throw new AppError('INPUT_INVALID')
    return nothing
  }
}

/** `CLOSED` and `ABNORMAL` do not end by themselves: whoever asks again is told the same, and the day's file names it. */
function refundOf(refundId: Id<'rfd'>, json: unknown) {
  const { status } = refundAnswer.parse(json)
  return { refundId, state: status === 'SUCCESS' ? ('succeeded' as const) : ('pending' as const) }
}

async function* counted(bytes: AsyncIterable<Uint8Array>, hash: { update(b: Uint8Array): unknown }) {
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
}
