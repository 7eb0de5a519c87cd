// Money: integer minor units (分, cents) with a currency, rates in basis points, splits that lose nothing.
// Why: a float or a naive percentage loses cents, and a lost cent is a payout nobody can explain.

export type Currency = 'CNY' | 'USD'

/** Integer minor units. Kept as a bare bigint because every sum in one place shares one currency. */
export type Minor = bigint

export type Money = { readonly minor: Minor; readonly currency: Currency }

const BPS = 10_000n

/** `amount × rateBps / 10 000`, half away from zero (四舍五入), in minor units. */
export function rateOf(amount: Minor, rateBps: number): Minor {
  assertBps(rateBps)
  return mulDivHalfUp(amount, BigInt(rateBps), BPS)
}

/** `amount × part / whole`, half away from zero. `whole` must not be zero. */
export function mulDivHalfUp(amount: Minor, part: bigint, whole: bigint): Minor {
  if (whole === 0n) throw new RangeError('mulDivHalfUp: whole is zero')
  const product = amount * part
  const negative = product < 0n !== whole < 0n
  const p = product < 0n ? -product : product
  const w = whole < 0n ? -whole : whole
  const rounded = (p * 2n + w) / (w * 2n)
  return negative ? -rounded : rounded
}

/**
 * Split `amount` in proportion to `weights` by the largest remainder; ties go to the earlier share.
 * Σ result = amount, always. All weights zero: everything goes to the first share.
 */
export function splitByWeights(amount: Minor, weights: readonly bigint[]): Minor[] {
  if (weights.length === 0) throw new RangeError('splitByWeights: no weights')
  if (weights.some((w) => w < 0n)) throw new RangeError('splitByWeights: negative weight')
  const total = weights.reduce((a, b) => a + b, 0n)
  if (total === 0n) return weights.map((_, i) => (i === 0 ? amount : 0n))
  const sign = amount < 0n ? -1n : 1n
  const size = amount * sign
  const shares = weights.map((w) => (size * w) / total)
  const rests = weights.map((w, i) => ({ i, rest: (size * w) % total }))
  let left = size - shares.reduce((a, b) => a + b, 0n)
  rests.sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1))
  for (const { i } of rests) {
    if (left === 0n) break
    shares[i]! += 1n
    left -= 1n
  }
  return shares.map((s) => s * sign)
}

export function sumMinor(amounts: Iterable<Minor>): Minor {
  let total = 0n
  for (const a of amounts) total += a
  return total
}

/** The wire form: a decimal integer string, because JSON numbers lose cents above 2^53. */
export const toWire = (minor: Minor): string => minor.toString()

export function assertBps(rateBps: number): void {
  if (!Number.isInteger(rateBps) || rateBps < 0 || rateBps > 10_000) {
    throw new RangeError(`rateBps must be an integer in 0..10000, got ${rateBps}`)
  }
}
