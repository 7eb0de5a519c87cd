// The sandbox's daily file, said once for both ends: CSV, one line a payment or refund, its sum in the last.
import { linesOf, type BillItem, type BillLine } from './bill.ts'

export const SANDBOX_MERCHANT = 'serendip-demo'

export type BilledMove = {
  what: 'payment' | 'refund'
  reference: string
  providerRef: string
  amountMinor: string
  currency: string
  feeMinor: string
  at: number
}

const HEAD = 'line,what,reference,provider_ref,merchant,amount_minor,currency,fee_minor,state,at'

export function* billText(moves: readonly BilledMove[]): Iterable<string> {
  yield `${HEAD}\n`
  const sums = { payment: 0n, refund: 0n }
  for (const [i, m] of moves.entries()) {
    sums[m.what] += BigInt(m.amountMinor)
    const at = new Date(m.at).toISOString()
    yield `${[i + 1, m.what, m.reference, m.providerRef, SANDBOX_MERCHANT, m.amountMinor, m.currency, m.feeMinor, 'succeeded', at].join(',')}\n`
  }
  yield `total,${moves.length},${sums.payment},${sums.refund}\n`
}

export async function* sandboxBillItems(bytes: AsyncIterable<Uint8Array>): AsyncIterable<BillItem> {
  let lineNo = 0
  for await (const line of linesOf(bytes, 'utf-8')) {
    lineNo += 1
    if (line !== '' && line !== HEAD) yield itemOf(lineNo, line)
  }
}

const whole = (text: string | undefined): bigint | null =>
  /^-?\d{1,15}$/.test(text ?? '') ? BigInt(text!) : null

function itemOf(lineNo: number, line: string): BillItem {
  const values = line.split(',')
  if (values[0] === 'total') {
    const [paidMinor, refundedMinor] = [whole(values[2]), whole(values[3])]
    if (paidMinor !== null && refundedMinor !== null)
      return { kind: 'total', lines: Number(values[1]), paidMinor, refundedMinor }
  }
  const [, what, reference, providerRef, merchant, amount, currency, fee, state, when] = values
  const [amountMinor, feeMinor, at] = [whole(amount), whole(fee), new Date(when ?? '')]
  if (amountMinor === null || feeMinor === null || Number.isNaN(at.getTime()) || values.length !== 10)
    return { kind: 'unreadable', lineNo, text: line.slice(0, 500) }
  return {
    kind: 'line',
    lineNo,
    what: what === 'payment' || what === 'refund' ? what : 'other',
    reference: reference!,
    providerRef: providerRef!,
    merchant: merchant!,
    amountMinor,
    currency: currency!,
    feeMinor,
    state: state as BillLine['state'],
    at,
  }
}
