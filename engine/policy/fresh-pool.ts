// Every new item gets its first showings: so many units of exposure within so long. A share for the whole group
// (`exposure-contract.ts`) would leave most of it to the few new items that please first; here each item that is behind its own
// schedule gains the more the more it is owed, so it is soon shown, to whoever likes it best. The schedule is spread evenly over
// the showings there are, not over the clock: at night nobody is there to be shown anything.
import { addDecayed } from '../decay.ts'

export type FreshPoolOptions = {
  /** Units of exposure that each new item is promised. */
  readonly exposure: number
  /** Milliseconds after its arrival within which it has them. */
  readonly withinMs: number
  /** The most an item gains, in units of value. */
  readonly maxPrice: number
  /** Units of exposure owed at which it gains that; in between in proportion. */
  readonly fullPriceAt: number
  /** Those first come fall out; if still owed, they count as broken promises. */
  readonly maxItems: number
}

type Fresh = { readonly arrivedMs: number; /** `traffic` then. */ readonly since: number; got: number }
const START = { kept: 0, broken: 0, traffic: 0, recent: 0, recentMs: 0, firstMs: 0 }

/** Items are named by text, or by number where they are columns. */
export type FreshPoolDump<Key extends string | number> = {
  readonly items: readonly (Readonly<Fresh> & { readonly item: Key })[]
  readonly counts: Readonly<typeof START>
}
export type FreshPool<Key extends string | number> = ReturnType<typeof createFreshPool<Key>>

/** The schedule ends at half the time: who is behind by then can still be helped, and what was found out is of use for longer. */
const EARLY = 0.5

export function createFreshPool<Key extends string | number>(options: FreshPoolOptions) {
  const { exposure, withinMs, maxPrice, fullPriceAt, maxItems } = options
  if (!(exposure > 0 && withinMs > 0 && maxPrice > 0 && fullPriceAt > 0 && maxItems > 0))
    throw new RangeError('fresh pool: every option must be positive')
  const pool = new Map<Key, Fresh>()
  let counts = { ...START }
  const settle = (item: Key, { got }: Fresh): void => {
    if (got >= exposure - 1e-9) counts.kept++
    else counts.broken++
    pool.delete(item)
  }
  /** Units of exposure that all items together are given within the promised time, as of late; reckoned once a showing. */
  let traffic: number | null = null
  function trafficWithin(): number {
    if (traffic !== null) return traffic
    // Decayed with the half-life `withinMs` the counts gather what comes in so long; less while they are younger.
    const age = Math.max(counts.recentMs - counts.firstMs, 0.02 * withinMs)
    const gathered = (withinMs / Math.LN2) * (1 - 2 ** (-age / withinMs))
    return (traffic = (counts.recent / gathered) * withinMs)
  }
  function owedTo({ arrivedMs, since, got }: Fresh, atMs: number): number {
    if (atMs - arrivedMs >= EARLY * withinMs) return exposure - got
    const expected = EARLY * trafficWithin()
    return expected > 0 ? exposure * Math.min(1, (counts.traffic - since) / expected) - got : 0
  }

  return {
    /** A new item. Tell of each once: one whose time is over would begin anew. */
    arrive(item: Key, atMs: number): void {
      if (pool.has(item)) return
      if (pool.size >= maxItems) settle(...pool.entries().next().value!)
      pool.set(item, { arrivedMs: atMs, since: counts.traffic, got: 0 })
    },
    /** What it gains, in units of value: 0 for one on schedule or not in the pool. */
    price(item: Key, atMs: number): number {
      const fresh = pool.get(item)
      const owed = fresh ? owedTo(fresh, atMs) : 0
      return owed <= 0 ? 0 : maxPrice * Math.min(1, owed / fullPriceAt)
    },
    /** An item, new or not, was given so much exposure: what is not new tells how much there is to share. */
    note(item: Key, shown: number, atMs: number): void {
      const { recent, recentMs } = counts
      if (counts.traffic === 0) counts.firstMs = atMs
      counts.recent = addDecayed(recent, recentMs, shown, atMs, withinMs)
      counts.recentMs = Math.max(recentMs, atMs)
      counts.traffic += shown
      traffic = null
      const fresh = pool.get(item)
      if (fresh) fresh.got += shown
    },
    /** Lets go of those whose time is over; in order of arrival, so it costs only those. */
    expire(atMs: number): void {
      for (const [item, fresh] of pool) {
        if (atMs - fresh.arrivedMs < withinMs) break
        settle(item, fresh)
      }
    },
    /**
     * `kept` and `broken`: of those whose time is over. `demand`: the share of all exposure that the promises to those in the pool
     * come to; where it is more than the group may have, promises will break, and no price mends that.
     */
    report(atMs: number) {
      let owed = 0
      for (const fresh of pool.values()) owed += Math.max(0, owedTo(fresh, atMs))
      const demand = (pool.size * exposure) / Math.max(1e-9, trafficWithin())
      return { items: pool.size, kept: counts.kept, broken: counts.broken, owed, demand }
    },
    dump: (): FreshPoolDump<Key> => ({
      items: Array.from(pool, ([item, fresh]) => ({ item, ...fresh })),
      counts: { ...counts },
    }),
    restore({ items, counts: dumped }: FreshPoolDump<Key>): void {
      const numbers = [...items.flatMap((f) => [f.arrivedMs, f.since, f.got]), ...Object.values(dumped)]
      if (!numbers.every(Number.isFinite)) throw new RangeError('fresh pool: a number in the dump is none')
      pool.clear()
      for (const { item, ...fresh } of items) pool.set(item, fresh)
      counts = { ...dumped }
      traffic = null
    },
  }
}
