// A trade bill as WeChat Pay writes it.
import { chinaTime } from '#kernel/china-time'
import { yuan } from '#platform/providers/bill'
import { feeOf } from './wire.ts'

export const MERCHANT = '1900007291'
export const APP = 'wxd678efh567hg6787'

export type Trade = { id: string; total: number; state: string; at?: Date; back: number }
export type Refund = { id: string; paymentId: string; amount: number; at: Date }

export const HEAD =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
export const SUMS =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const row = (values: (string | number)[]) => values.map((v) => `\`${v}`).join(',')

export function billFile(paid: readonly Trade[], back: readonly Refund[]): string {
  const fee = (minor: number) => (feeOf(minor) / 100).toFixed(5)
  const common = (at: Date, id: string) => [
    chinaTime(at),
    APP,
    MERCHANT,
    0,
    '',
    `42${id}`,
    id,
    'openid',
    'MWEB',
  ]
  const rows = [
    ...paid.map((t) =>
      row([
        ...common(t.at!, t.id),
        'SUCCESS',
        'OTHERS',
        'CNY',
        yuan(BigInt(t.total)),
        '0.00',
        0,
        0,
        '0.00',
        '0.00',
        '',
        '',
        '水壶, 大号',
        '',
        fee(t.total),
        '0.60%',
        yuan(BigInt(t.total)),
        '0.00',
        '',
      ]),
    ),
    ...back.map((r) =>
      row([
        ...common(r.at, r.paymentId),
        'REFUND',
        'OTHERS',
        'CNY',
        '0.00',
        '0.00',
        `50${r.id}`,
        r.id,
        yuan(BigInt(r.amount)),
        '0.00',
        'ORIGINAL',
        'SUCCESS',
        '水壶, 大号',
        '',
        `-${fee(r.amount)}`,
        '0.60%',
        '0.00',
        yuan(BigInt(r.amount)),
        '',
      ]),
    ),
  ]
  const sum = (all: readonly number[]) => yuan(BigInt(all.reduce((a, b) => a + b, 0)))
  const [total, refunded] = [sum(paid.map((t) => t.total)), sum(back.map((r) => r.amount))]
  const last = row([paid.length + back.length, total, refunded, '0.00', '0.00', total, refunded])
  return `\uFEFF${[HEAD, ...rows, SUMS, last].join('\r\n')}\r\n`
}
