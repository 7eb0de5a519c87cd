// WeChat Pay's trade bill (交易账单, type ALL): CSV whose every value begins with a back-quote, columns found by their Chinese
// names because their number differs between kinds of merchants, a summary of its own at the end.
import { parseChinaTime } from '#kernel/china-time'
import { linesOf, parseYuan, type BillItem, type BillLine } from './bill.ts'

const COLUMNS = {
  at: '交易时间',
  merchant: '商户号',
  providerRef: '微信订单号',
  paymentId: '商户订单号',
  state: '交易状态',
  currency: '货币种类',
  paid: '应结订单金额',
  refundRef: '微信退款单号',
  refundId: '商户退款单号',
  refunded: '退款金额',
  refundState: '退款状态',
  fee: '手续费',
  asked: '订单金额',
  askedBack: '申请退款金额',
} as const
type Column = keyof typeof COLUMNS

export async function* wechatBillItems(bytes: AsyncIterable<Uint8Array>): AsyncIterable<BillItem> {
  let columns: ReadonlyMap<string, number> | null = null
  let lineNo = 0
  for await (const line of linesOf(bytes, 'utf-8')) {
    lineNo += 1
    if (line === '') continue
    if (columns === null) {
      columns = new Map(line.split(',').map((name, i) => [name.trim(), i]))
      continue
    }
    if (line.startsWith('总交易单数')) {
      columns = new Map(line.split(',').map((name, i) => [name.trim(), i]))
      continue
    }
    yield columns.has('总交易单数') ? totalOf(lineNo, line, columns) : itemOf(lineNo, line, columns)
  }
}

const unreadable = (lineNo: number, line: string): BillItem => ({
  kind: 'unreadable',
  lineNo,
  text: line.slice(0, 500),
})

/** Every value has its back-quote, so that a comma inside one does not split it. */
const valuesOf = (line: string): string[] =>
  line
    .replace(/^`/, '')
    .split(',`')
    .map((v) => v.trim())

function itemOf(lineNo: number, line: string, columns: ReadonlyMap<string, number>): BillItem {
  const values = valuesOf(line)
  const get = (name: Column): string => values[columns.get(COLUMNS[name]) ?? -1] ?? ''
  const at = parseChinaTime(get('at'))
  const state = get('state')
  const refund = state === 'REFUND' || state === 'REVOKED'
  // The fee is given with five digits; what is settled is rounded to 分.
  const fee = Number(get('fee'))
  const amountMinor =
    parseYuan(get(refund ? 'askedBack' : 'asked')) ?? parseYuan(get(refund ? 'refunded' : 'paid'))
  if (!at || amountMinor === null || Number.isNaN(fee) || !line.startsWith('`'))
    return unreadable(lineNo, line)
  const item: BillLine = {
    kind: 'line',
    lineNo,
    what: refund ? 'refund' : 'payment',
    reference: get(refund ? 'refundId' : 'paymentId'),
    providerRef: get(refund ? 'refundRef' : 'providerRef'),
    merchant: get('merchant'),
    amountMinor,
    currency: get('currency'),
    feeMinor: BigInt(Math.round(fee * 100)),
    state: refund ? refundState(get('refundState')) : 'succeeded',
    at,
  }
  return item
}

const refundState = (state: string): BillLine['state'] =>
  state === 'SUCCESS' ? 'succeeded' : state === 'PROCESSING' ? 'pending' : 'failed'

function totalOf(lineNo: number, line: string, columns: ReadonlyMap<string, number>): BillItem {
  const values = valuesOf(line)
  const get = (name: string): string => values[columns.get(name) ?? -1] ?? ''
  const [lines, paidMinor, refundedMinor] = [
    Number(get('总交易单数')),
    parseYuan(get('订单总金额')),
    parseYuan(get('申请退款总金额')),
  ]
  if (!Number.isInteger(lines) || paidMinor === null || refundedMinor === null)
    return unreadable(lineNo, line)
  return { kind: 'total', lines, paidMinor, refundedMinor }
}
