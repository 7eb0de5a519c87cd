// How each content does with everybody: views, finishes, likes, clicks, carts, buys; and from them its quality and what a
// thousand impressions of it are worth. Rates are pulled towards a prior until there is evidence.
import { createDecayedCounters, smoothedRate, squash } from '#engine'
import type { Product } from '../catalogue/entries.ts'
import { PARAMS } from '../params.ts'

export const STATS = ['impressions', 'watches', 'finishes', 'likes', 'clicks', 'carts', 'buys'] as const
export type Stat = (typeof STATS)[number]
const SLOT = Object.fromEntries(STATS.map((s, i) => [s, i])) as Record<Stat, number>

/** What follows from the counts; `value` holds for this very product. */
type Known = { quality?: number; value?: number | undefined; product?: Product }

export type ContentStats = ReturnType<typeof createContentStats>

export function createContentStats() {
  const counters = createDecayedCounters({
    halfLivesMs: STATS.map(() => PARAMS.statsHalfLifeMs),
    maxKeys: PARAMS.trend.maxContents,
  })
  // Decay moves all counts of a content alike, so its rates change only when it is counted again.
  const known = new Map<string, Known>()
  const rate = (
    id: string,
    hits: Stat,
    trials: Stat,
    prior: { rate: number; trials: number },
    atMs: number,
  ) =>
    smoothedRate(
      counters.read(id, atMs, SLOT[hits]),
      counters.read(id, atMs, SLOT[trials]),
      prior.rate,
      prior.trials,
    )

  function computeQuality(id: string, atMs: number): number {
    const { finish, like, click } = PARAMS.priors
    return (
      PARAMS.quality.finish * rate(id, 'finishes', 'watches', finish, atMs) +
      PARAMS.quality.like * rate(id, 'likes', 'impressions', like, atMs) +
      PARAMS.quality.click * rate(id, 'clicks', 'impressions', click, atMs)
    )
  }

  function computeValue(id: string, product: Product, atMs: number): number {
    const { click, buy, refund } = PARAMS.priors
    const { platformRateBps, refundCost, scale } = PARAMS.commerce
    const marginRate = ((product.rateBps ?? 0) + platformRateBps) / 10_000
    const marginUnits = (product.minPriceMinor / 100) * marginRate
    const kept =
      1 - refundCost * smoothedRate(product.refundedLines, product.soldLines, refund.rate, refund.trials)
    const salesPerThousand =
      1000 * rate(id, 'clicks', 'impressions', click, atMs) * rate(id, 'buys', 'clicks', buy, atMs)
    return squash(salesPerThousand * marginUnits * kept, scale)
  }

  function knownOf(id: string): Known {
    let k = known.get(id)
    if (!k) {
      if (known.size > PARAMS.trend.maxContents) known.clear()
      known.set(id, (k = {}))
    }
    return k
  }

  return {
    count(id: string, stat: Stat, atMs: number): void {
      counters.add(id, 1, atMs, SLOT[stat])
      known.delete(id)
    },

    read: (id: string, stat: Stat, atMs: number): number => counters.read(id, atMs, SLOT[stat]),

    /** About 0..1: finish rate, like rate and click rate together. */
    quality(id: string, atMs: number): number {
      const k = knownOf(id)
      return (k.quality ??= computeQuality(id, atMs))
    },

    /** Expected margin of a thousand impressions, returns taken off, squashed to -1..1. */
    commerceValue(id: string, product: Product | undefined, atMs: number): number {
      if (!product) return 0
      const k = knownOf(id)
      if (k.product !== product) Object.assign(k, { product, value: undefined })
      return (k.value ??= computeValue(id, product, atMs))
    },

    dump: () => counters.dump(),
    restore(d: ReturnType<typeof counters.dump>): void {
      counters.restore(d)
      known.clear()
    },
  }
}
