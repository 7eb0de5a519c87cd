// The platform's rates as dated versions: the newest one in force answers. Precedence (domain.md §12): an emerging
// product's rate, then its category's, then the default; a later agreement may only lower it.
import type { Id } from '#kernel/ids'

/** `tech-fee` is the platform's share of commissions and recruiting fees, for the tools behind them. */
export const RATE_SCOPES = ['default', 'category', 'emerging', 'tech-fee'] as const
export type RateScope = (typeof RATE_SCOPES)[number]

export type RateVersion = {
  rateVersionId: Id<'rcv'>
  scope: RateScope
  categoryId: string | null
  rateBps: number
  effectiveFrom: Date
}

export type Rate = { rateVersionId: Id<'rcv'>; rateBps: number }
export type Goods = { categoryId: string; emerging: boolean; shopId?: string }
/** What a shop's agreement has lowered the platform's rate to, by shop; not for what it excludes. */
export type Lowered = ReadonlyMap<string, { rateBps: number; exclusions: readonly string[] }>

/** The rate of `goods` at `at`. @throws when the card has no default in force: a platform without a rate card cannot sell. */
export function rateFor(card: readonly RateVersion[], goods: Goods, at: Date): Rate {
  const found =
    (goods.emerging ? inForce(card, 'emerging', null, at) : undefined) ??
    inForce(card, 'category', goods.categoryId, at) ??
    inForce(card, 'default', null, at)
  if (!found) throw new Error(`rateFor: no default rate is in force at ${at.toISOString()}`)
  return { rateVersionId: found.rateVersionId, rateBps: found.rateBps }
}

/** The agreement only ever lowers, and not what it excludes. */
export function loweredRate(rate: Rate, goods: Goods, lowered: Lowered): Rate {
  const agreed = lowered.get(goods.shopId ?? '')
  if (!agreed || agreed.rateBps >= rate.rateBps) return rate
  const excluded =
    agreed.exclusions.includes(goods.categoryId) || (goods.emerging && agreed.exclusions.includes(EMERGING))
  return excluded ? rate : { ...rate, rateBps: agreed.rateBps }
}

/** As an exclusion of an agreement. */
export const EMERGING = 'emerging'

export const techFeeBps = (card: readonly RateVersion[], at: Date): number =>
  inForce(card, 'tech-fee', null, at)?.rateBps ?? 0

/** The version that governs its scope at `at`: the latest start, and of equal starts the later version. */
export function inForce(
  card: readonly RateVersion[],
  scope: RateScope,
  categoryId: string | null,
  at: Date,
): RateVersion | undefined {
  return card
    .filter((v) => v.scope === scope && v.categoryId === categoryId && v.effectiveFrom <= at)
    .toSorted(
      (a, b) =>
        b.effectiveFrom.getTime() - a.effectiveFrom.getTime() || (a.rateVersionId < b.rateVersionId ? 1 : -1),
    )[0]
}
