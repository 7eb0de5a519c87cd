// Alipay's trade bill (业务明细, `bill_type=trade`): a ZIP of CSV files in GBK. Lines of `#` frame the list and sum it up, values
// carry tabs against spreadsheets, refunds are negative.
import { parseChinaTime } from '#kernel/china-time'
import { linesOf, parseYuan, type BillItem } from './bill.ts'
import { zipEntries } from './unzip.ts'

const COLUMNS = {
  providerRef: '支付宝交易号',
  paymentId: '商户订单号',
  what: '业务类型',
  at: '完成时间',
  amount: '订单金额（元）',
  refundId: '退款批次号/请求号',
  fee: '服务费（元）',
} as const

/** The list, not its summary by shop (汇总). */
export async function* alipayBillItems(archive: Uint8Array): AsyncIterable<BillItem> {
  const gbk = new TextDecoder('gbk')
  const list = zipEntries(archive).find((e) => {
    const name = gbk.decode(e.name)
    return name.endsWith('.csv') && !name.includes('汇总')
  })
  if (!list) throw new Error('alipay: a bill without its list')
  yield* itemsOf(linesOf(list.bytes(), 'gbk'))
}

async function* itemsOf(lines: AsyncIterable<string>): AsyncIterable<BillItem> {
  let columns: ReadonlyMap<string, number> | null = null
  let merchant: string | null = null
  let paid: Summed | null = null
  let lineNo = 0
  for await (const line of lines) {
    lineNo += 1
    const account = /^#账号：\[(\d{16})/.exec(line)?.[1]
    if (account) merchant = account
    paid ??= summed(line, '交易合计', '商家实收共')
    const refunded = summed(line, '退款合计', '商家实收退款共')
    if (paid && refunded)
      yield {
        kind: 'total',
        lines: paid.count + refunded.count,
        paidMinor: paid.minor,
        refundedMinor: refunded.minor < 0n ? -refunded.minor : refunded.minor,
      }
    if (line === '' || line.startsWith('#')) continue
    if (columns) yield itemOf(lineNo, line, columns, merchant)
    else columns = new Map(line.split(',').map((name, i) => [name.trim(), i]))
  }
}

type Summed = { count: number; minor: bigint }
function summed(line: string, head: string, tail: string): Summed | null {
  const found = new RegExp(`^#${head}：(\\d+)笔，${tail}(-?[\\d.]+)元`).exec(line)
  const minor = found ? parseYuan(found[2]!) : null
  return minor === null ? null : { count: Number(found![1]), minor }
}

function itemOf(
  lineNo: number,
  line: string,
  columns: ReadonlyMap<string, number>,
  merchant: string | null,
): BillItem {
  const values = line.split(',').map((v) => v.trim())
  const get = (name: keyof typeof COLUMNS): string => values[columns.get(COLUMNS[name]) ?? -1] ?? ''
  const [amount, fee, at] = [parseYuan(get('amount')), parseYuan(get('fee')), parseChinaTime(get('at'))]
  // A comma within a name shifts what follows; then these are no amounts, and people look at the line.
  if (amount === null || fee === null || !at || values.length !== columns.size)
    return { kind: 'unreadable', lineNo, text: line.slice(0, 500) }
  const what = { 交易: 'payment', 退款: 'refund' }[get('what')] ?? 'other'
  const feeSize = fee < 0n ? -fee : fee
  return {
    kind: 'line',
    lineNo,
    what: what as 'payment' | 'refund' | 'other',
    reference: get(what === 'refund' ? 'refundId' : 'paymentId'),
    providerRef: get('providerRef'),
    merchant,
    amountMinor: amount < 0n ? -amount : amount,
    currency: 'CNY',
    feeMinor: what === 'refund' ? -feeSize : feeSize,
    state: 'succeeded',
    at,
  }
}
