// Alipay by its own SDK: a signed address of its pay page (wap on phones, page on desktops: one address serves both), RSA2
// notices, query, close, refund, bill. A payment exists at Alipay only once the buyer has opened that page.
import { AlipaySdk } from 'alipay-sdk'
import { z } from 'zod'
import { chinaTime, parseChinaTime } from '#kernel/china-time'
import { systemClock, type Clock } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { alipayBillItems } from './alipay-bill.ts'
import { assertRecent, download } from './ask.ts'
import { parseYuan, yuan, type FeeRule } from './bill.ts'
import type {
  PaymentHandle,
  PaymentProvider,
  ProviderEvent,
  ProviderPayment,
  ProviderRefund,
} from './payment.ts'

export const ALIPAY_NAME = 'alipay'

export type AlipayOptions = {
  appId: string
  /** Our user number at Alipay, `2088…`. */
  sellerId: string
  /** PKCS#8 or PKCS#1, with or without its PEM frame; Alipay's public key. */
  privateKey: string
  alipayPublicKey: string
  gateway: string
  callbackUrl: string
  publicUrl: string
  fee: FeeRule | null
  clock?: Clock
  timeoutMs?: number
}

const money = z.string().transform((text, ctx) => {
  const minor = parseYuan(text)
  if (minor === null) ctx.addIssue('no amount')
  return minor ?? 0n
})
const answer = z.looseObject({
  code: z.string(),
  sub_code: z.string().optional(),
  msg: z.string().optional(),
})
const trade = z.object({
  trade_status: z.string(),
  total_amount: money,
  /** When it was paid. */
  send_pay_date: z.string().optional(),
})
const notice = z.object({
  notify_id: z.string().min(1).max(100),
  notify_time: z.string(),
  app_id: z.string(),
  seller_id: z.string().optional(),
  out_trade_no: z.string().max(64),
  trade_status: z.string(),
  total_amount: money,
  /** Of a refund: our id of it, and all that went back so far. */
  out_biz_no: z.string().optional(),
  refund_fee: money.optional(),
})

const BILL_BYTES = 256 * 1024 * 1024

export function createAlipayPayments(options: AlipayOptions): PaymentProvider {
  const { appId, sellerId, callbackUrl, clock = systemClock } = options
  const sdk = new AlipaySdk({
    appId,
    privateKey: options.privateKey,
    keyType: options.privateKey.includes('RSA PRIVATE KEY') ? 'PKCS1' : 'PKCS8',
    alipayPublicKey: options.alipayPublicKey,
    gateway: options.gateway,
    timeout: options.timeoutMs ?? 5_000,
    camelcase: false,
  })

  /** Null: it does not exist there. The SDK would write this machine's zone; Alipay reads China's. */
  async function call(method: string, bizContent: object): Promise<Record<string, unknown> | null> {
    const told = await sdk
      .exec(method, { bizContent, timestamp: chinaTime(clock.now()) }, { validateSign: true })
      .catch(() => {
        throw new AppError('PROVIDER_UNAVAILABLE')
      })
    const a = answer.parse(told)
    if (a.code === '10000') return a
    if (a.sub_code === 'ACQ.TRADE_NOT_EXIST') return null
    if (a.code === '20000' || a.sub_code === 'ACQ.SYSTEM_ERROR' || a.sub_code === 'aop.ACQ.SYSTEM_ERROR')
      throw new AppError('PROVIDER_UNAVAILABLE')
    throw new Refusal(method, a.sub_code ?? a.code)
  }

  async function query({ paymentId }: PaymentHandle): Promise<ProviderPayment | null> {
    const a = await call('alipay.trade.query', { out_trade_no: paymentId })
    if (!a) return null
    const t = trade.parse(a)
    return {
      paymentId,
      ref: null,
      state: stateOf(t.trade_status, t.send_pay_date !== undefined),
      amountMinor: t.total_amount,
      currency: 'CNY',
      payUrl: '',
    }
  }

  return {
    name: ALIPAY_NAME,
    label: { zh: '支付宝', en: 'Alipay' },
    merchantId: sellerId,
    fee: options.fee,
    thanks: 'success',

    // Nothing is asked: the address carries the order, signed.
    createPayment(r) {
      if (r.currency !== 'CNY') throw new AppError('CURRENCY_MISMATCH')
      const payUrl = sdk.pageExecute('alipay.trade.wap.pay', 'GET', {
        bizContent: {
          out_trade_no: r.paymentId,
          total_amount: yuan(r.amountMinor),
          subject: r.title[r.locale].replaceAll(/[/=&<>]/g, ' ').slice(0, 120),
          seller_id: sellerId,
          product_code: 'QUICK_WAP_WAY',
          time_expire: chinaTime(new Date(clock.now().getTime() + r.expiresInSeconds * 1000)),
        },
        notify_url: callbackUrl,
        return_url: new URL(r.returnUrl, options.publicUrl).href,
        timestamp: chinaTime(clock.now()),
      })
      return Promise.resolve({
        paymentId: r.paymentId,
        ref: null,
        state: 'open',
        amountMinor: r.amountMinor,
        currency: 'CNY',
        payUrl,
      })
    },

    queryPayment: query,

    async cancelPayment(handle) {
      try {
        if (!(await call('alipay.trade.close', { out_trade_no: handle.paymentId }))) return null
      } catch (error) {
        // Paid meanwhile, or closed before: asking tells which.
        if (!(error instanceof Refusal) || error.code !== 'ACQ.TRADE_STATUS_ERROR') throw error
      }
      return query(handle)
    },

    /** The same refund id again changes nothing there, and is answered like the first. */
    async refund(r): Promise<ProviderRefund> {
      const a = await call('alipay.trade.refund', {
        out_trade_no: r.paymentId,
        out_request_no: r.refundId,
        refund_amount: yuan(r.amountMinor),
      })
      if (!a) throw new Refusal('alipay.trade.refund', 'ACQ.TRADE_NOT_EXIST')
      if (a.fund_change === 'Y') return { refundId: r.refundId, state: 'succeeded' }
      return (await queryRefund(r)) ?? { refundId: r.refundId, state: 'pending' }
    },
    queryRefund,

    verifyCallback({ body }): ProviderEvent {
      const fields = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)))
      if (fields.sign_type !== 'RSA2' || !isGenuine(fields)) throw new AppError('SIGNATURE_INVALID')
      const told = notice.safeParse(fields)
      if (!told.success) throw new AppError('INPUT_INVALID')
      assertRecent(clock.now(), (parseChinaTime(told.data.notify_time)?.getTime() ?? NaN) / 1000)
      return eventOf(told.data)
    },

    async *bill(day) {
      const a = await call('alipay.data.dataservice.bill.downloadurl.query', {
        bill_type: 'trade',
        bill_date: day,
      }).catch((error: unknown) => {
        // A day without trades has no file; one that is not ready yet says so with another code.
        if (error instanceof Refusal && error.code === 'isp.bill_not_exist') return 'empty' as const
        throw new AppError('PROVIDER_UNAVAILABLE')
      })
      if (a === 'empty') return
      const { bill_download_url } = z.object({ bill_download_url: z.url() }).parse(a)
      yield* alipayBillItems(await inMemory(await download(bill_download_url, {})))
    },
  }

  function isGenuine(fields: Record<string, string>): boolean {
    try {
      return sdk.checkNotifySignV2(fields)
    } catch {
      return false
    }
  }

  async function queryRefund({
    paymentId,
    refundId,
  }: PaymentHandle & { refundId: Id<'rfd'> }): Promise<ProviderRefund | null> {
    const a = await call('alipay.trade.fastpay.refund.query', {
      out_trade_no: paymentId,
      out_request_no: refundId,
    })
    return a?.refund_status === 'REFUND_SUCCESS' ? { refundId, state: 'succeeded' } : null
  }

  function eventOf(n: z.output<typeof notice>): ProviderEvent {
    const ours = n.app_id === appId && (n.seller_id === undefined || n.seller_id === sellerId)
    const event = {
      eventId: n.notify_id,
      paymentId: n.out_trade_no as Id<'pay'>,
      refundId: null,
      amountMinor: ours ? n.total_amount : 0n,
      currency: 'CNY',
    }
    // A refund is told as the trade's state with a `refund_fee`: it is no second payment.
    if (n.refund_fee !== undefined) {
      const refundId = (n.out_biz_no ?? '') as Id<'rfd'>
      return {
        ...event,
        kind: ours && refundId ? 'refund.succeeded' : 'refund.other',
        refundId,
        amountMinor: n.refund_fee,
      }
    }
    const paid = n.trade_status === 'TRADE_SUCCESS' || n.trade_status === 'TRADE_FINISHED'
    return { ...event, kind: paid ? 'payment.succeeded' : `payment.${n.trade_status.toLowerCase()}` }
  }
}

/** What Alipay answered instead of doing it. */
class Refusal extends Error {
  override name = 'Refusal'
  readonly code: string
  constructor(method: string, code: string) {
    super(`alipay: ${method} answered ${code}`)
    this.code = code
  }
}

/** `TRADE_CLOSED` means never paid, or paid and all of it refunded; the day of payment tells which. */
function stateOf(status: string, wasPaid: boolean): ProviderPayment['state'] {
  if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') return 'succeeded'
  if (status === 'TRADE_CLOSED') return wasPaid ? 'succeeded' : 'cancelled'
  return 'open'
}

/** An archive is read from its end. */
async function inMemory(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > BILL_BYTES) throw new AppError('PROVIDER_UNAVAILABLE')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
