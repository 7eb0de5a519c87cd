// Annual framework agreements (domain.md §12): once so much net settled sales is reached, fees are lower; the agreement only ever
// lowers. What was charged too much over the year is given back; what refunds take off the sales later takes it back again.
import { rateOf, sumMinor, type Minor } from '#kernel/money'

export const TIER_BASES = ['marginal', 'whole'] as const
/** `marginal`: each tier's rate for the sales between its threshold and the next; `whole`: the reached tier's for all of them. */
export type TierBasis = (typeof TIER_BASES)[number]

/** `lower-rate`: new orders bear the reached tier's rate; `rebate`: fees stay until the year is over. The year's end settles both to the cent. */
export const AGREEMENT_MODES = ['lower-rate', 'rebate'] as const
export type AgreementMode = (typeof AGREEMENT_MODES)[number]

/** From `thresholdMinor` of the year's sales on. Ascending, the first above zero; rates falling. */
export type Tier = { thresholdMinor: Minor; rateBps: number }

/** One settled line, refunds taken off, in the order of settlement. */
export type MeasuredLine = {
  /** What counts towards the thresholds. */
  salesMinor: Minor
  /** What the fee was charged on, at `rateBps`, and what it came to. */
  baseMinor: Minor
  rateBps: number
  feeMinor: Minor
}

export type Measure = {
  salesMinor: Minor
  chargedMinor: Minor
  /** What the agreement lets the platform keep. */
  agreedMinor: Minor
  /** charged − agreed: never below zero. */
  rebateMinor: Minor
  /** Null below the first threshold. */
  reached: Tier | null
  next: Tier | null
}

/** Tiers as an agreement may have them; what is wrong otherwise. */
export function tiersProblem(tiers: readonly Tier[]): 'none' | 'order' | 'rates' | null {
  if (tiers.length === 0) return 'none'
  for (const [i, t] of tiers.entries()) {
    const before = tiers[i - 1]
    if (t.thresholdMinor <= (before?.thresholdMinor ?? 0n)) return 'order'
    if (t.rateBps < 0 || t.rateBps > 10_000 || (before && t.rateBps >= before.rateBps)) return 'rates'
  }
  return null
}

/** The tier that `salesMinor` has reached. */
export const tierAt = (tiers: readonly Tier[], salesMinor: Minor): Tier | null =>
  tiers.findLast((t) => salesMinor >= t.thresholdMinor) ?? null

/**
 * What a year comes to. The agreed fee is added up by rate before it is rounded, so that a thousand small lines do not give a
 * thousand half cents away.
 */
export function measure(tiers: readonly Tier[], basis: TierBasis, lines: readonly MeasuredLine[]): Measure {
  const salesMinor = sumMinor(lines.map((l) => l.salesMinor))
  const chargedMinor = sumMinor(lines.map((l) => l.feeMinor))
  const reached = tierAt(tiers, salesMinor)
  const baseByRate = new Map<number, Minor>()
  const add = (rateBps: number, baseMinor: Minor) =>
    baseByRate.set(rateBps, (baseByRate.get(rateBps) ?? 0n) + baseMinor)
  let keptMinor = 0n
  let before = 0n
  for (const l of lines) {
    const parts = basis === 'whole' ? [{ tier: reached, baseMinor: l.baseMinor }] : slices(tiers, before, l)
    before += l.salesMinor
    // Below the first threshold, or at a rate as low as the agreed one, a line keeps the fee that it bore.
    const lowered = parts.filter((p) => p.tier !== null && p.tier.rateBps < l.rateBps)
    if (lowered.length === 0) {
      keptMinor += l.feeMinor
      continue
    }
    for (const p of parts) add(lowered.includes(p) ? p.tier!.rateBps : l.rateBps, p.baseMinor)
  }
  const agreed = keptMinor + sumMinor([...baseByRate].map(([rateBps, base]) => rateOf(base, rateBps)))
  const agreedMinor = agreed < chargedMinor ? agreed : chargedMinor
  return {
    salesMinor,
    chargedMinor,
    agreedMinor,
    rebateMinor: chargedMinor - agreedMinor,
    reached,
    next: tiers.find((t) => salesMinor < t.thresholdMinor) ?? null,
  }
}

/** A line cut where the year's sales pass a threshold; its base in the same proportion, the rest to the last part. */
function slices(
  tiers: readonly Tier[],
  before: Minor,
  { salesMinor, baseMinor }: MeasuredLine,
): { tier: Tier | null; baseMinor: Minor }[] {
  const after = before + salesMinor
  const cuts = tiers.map((t) => t.thresholdMinor).filter((c) => c > before && c < after)
  const parts: { tier: Tier | null; baseMinor: Minor }[] = []
  let from = before
  let used = 0n
  for (const to of [...cuts, after]) {
    const upTo = to === after ? baseMinor : (baseMinor * (to - before)) / salesMinor
    parts.push({ tier: tierAt(tiers, from), baseMinor: upTo - used })
    used = upTo
    from = to
  }
  return parts
}

/** The year's sales if it goes on as it went: run-rate over the days gone by. */
export const forecast = (salesMinor: Minor, daysGone: number, daysInYear: number): Minor =>
  daysGone <= 0 ? salesMinor : (salesMinor * BigInt(daysInYear)) / BigInt(daysGone)
