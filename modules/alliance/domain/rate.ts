// Which version of a plan pays a creator. A raise acts at once; a cut (or the end of a plan) spares for 30 days whoever had
// picked the product before it. Nothing is stored for that: the ended versions and the day of the pick decide. So two cuts
// in a row keep both promises, and taking the product out of the showcase loses them all (domain.md §5).
import { DAY_MS } from '#kernel/clock'
import { rateOf, type Minor } from '#kernel/money'

export const LOCK_MS = 30 * DAY_MS

export type PlanVersion = { rateBps: number; fromAt: Date; endedAt: Date | null }

/** The version that pays, and until when, if it has ended already; null when none does. Equal rates: the present one. */
export function payingVersion<V extends PlanVersion>(
  versions: readonly V[],
  pickedAt: Date | null,
  now: Date,
): { version: V; lockedUntil: Date | null } | null {
  let best: { version: V; lockedUntil: Date | null } | null = null
  for (const version of versions) {
    const lockedUntil = version.endedAt && new Date(version.endedAt.getTime() + LOCK_MS)
    const keptForThisCreator =
      lockedUntil !== null && pickedAt !== null && pickedAt < version.endedAt! && now < lockedUntil
    if (version.endedAt !== null && !keptForThisCreator) continue
    if (!best || isBetter({ version, lockedUntil }, best)) best = { version, lockedUntil }
  }
  return best
}

type Candidate = { version: PlanVersion; lockedUntil: Date | null }

/** Pays more; or as much, for longer. */
const isBetter = (a: Candidate, b: Candidate): boolean =>
  a.version.rateBps === b.version.rateBps
    ? (a.lockedUntil?.getTime() ?? Infinity) > (b.lockedUntil?.getTime() ?? Infinity)
    : a.version.rateBps > b.version.rateBps

/** What one unit at this price would earn, before the agency's share: shown while choosing; the ledger decides later. */
export const estimateCommission = (priceMinor: Minor, rateBps: number | null): Minor =>
  rateBps === null ? 0n : rateOf(priceMinor, rateBps)
