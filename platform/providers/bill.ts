// A provider's daily file, line by line: what it says it took, sent back and kept for itself. Each adapter maps its own
// format to this; nothing is left out silently, for a line that cannot be read is an item too.
import { mulDivHalfUp, type Minor } from '#kernel/money'

export type BillLine = {
  kind: 'line'
  /** Where it stands in the file. */
  lineNo: number
  /** `other`: a charge-back, an adjustment, whatever moved money and is neither. */
  what: 'payment' | 'refund' | 'other'
  /** Our id, as the provider was given it. */
  reference: string
  providerRef: string
  merchant: string | null
  amountMinor: Minor
  currency: string
  /** What the provider keeps; negative when it gives it back. Null: the file does not say. */
  feeMinor: Minor | null
  state: 'succeeded' | 'pending' | 'failed'
  at: Date
}
export type BillItem =
  | BillLine
  | { kind: 'unreadable'; lineNo: number; text: string }
  /** The file's own sum of its payments and refunds. */
  | { kind: 'total'; lines: number; paidMinor: Minor; refundedMinor: Minor }

/** `returned`: the fee comes back, in proportion, with a refund. */
export type FeeRule = { bps: number; fixedMinor: Minor; returned: boolean }

export function feeOf(rule: FeeRule, what: 'payment' | 'refund', amountMinor: Minor): Minor {
  const share = mulDivHalfUp(amountMinor, BigInt(rule.bps), 10_000n)
  if (what === 'payment') return share + rule.fixedMinor
  return rule.returned ? -share : 0n
}

/** `129.00`, `0.5` or `129` as minor units; null when it is no amount. */
export function parseYuan(text: string): Minor | null {
  const m = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text)
  if (!m) return null
  const minor = BigInt(m[2]!) * 100n + BigInt((m[3] ?? '').padEnd(2, '0'))
  return m[1] ? -minor : minor
}

/** The reverse, always with two digits. */
export function yuan(minor: Minor): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0')
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Bytes as they come to lines of text, in any encoding; the whole file is never in memory. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding)
  let rest = ''
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    if (rest.length > MOST_CHARACTERS) throw new Error('bill: a line without an end')
    yield* lines.map(withoutReturn)
  }
  rest += decoder.decode()
  if (rest !== '') yield withoutReturn(rest)
}
const MOST_CHARACTERS = 100_000
const withoutReturn = (line: string) =>
  (line.endsWith('\r') ? line.slice(0, -1) : line).replace(/^\uFEFF/, '')
