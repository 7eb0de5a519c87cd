// Every new item gets its first showings: so many units of exposure within so long, spread evenly over that time. A share for the
// whole group (`exposure-contract.ts`) would leave most of it to the few new items that please first; here each item that is
// behind its own schedule gains a little more with each showing it is owed, so it is shown to whoever likes it best, soon.

export type FreshPoolOptions = {
  /** Units of exposure that each new item is promised. */
  readonly exposure: number
  /** Milliseconds after its arrival within which it has them. */
  readonly withinMs: number
  /** What an item gains that is owed all of `fullPriceAt`, in units of value; the most an item gains. */
  readonly maxPrice: number
  /** Units of exposure owed at which the price is `maxPrice`. */
  readonly fullPriceAt: number
  /** The longest unheard of fall out; those still owed are counted as broken promises. */
  readonly maxItems: number
}

/** Items are named by text, or by number where they are columns. */
export type FreshPoolDump<Key extends string | number> = {
  readonly items: readonly { readonly item: Key; readonly arrivedMs: number; readonly got: number }[]
  readonly kept: number
  readonly broken: number
}
export type FreshPool<Key extends string | number> = ReturnType<typeof createFreshPool<Key>>

/** The schedule ends a little before the promise does, so that the last showing need not come at the last moment. */
const EARLY = 0.85

export function createFreshPool<Key extends string | number>(options: FreshPoolOptions) {
  const { exposure, withinMs, maxPrice, fullPriceAt, maxItems } = options
  if (!(exposure > 0 && withinMs > 0 && maxPrice > 0 && fullPriceAt > 0))
    throw new RangeError('exposure, withinMs, maxPrice and fullPriceAt must be positive')
  const pool = new Map<Key, { arrivedMs: number; got: number }>()
  let [kept, broken] = [0, 0]
  const settle = (item: Key, got: number): void => {
    if (got >= exposure) kept++
    else broken++
    pool.delete(item)
  }
  /** Units of exposure it is behind its schedule; negative: ahead. */
  const owedTo = (arrivedMs: number, got: number, atMs: number) =>
    exposure * Math.min(1, Math.max(0, atMs - arrivedMs) / (EARLY * withinMs)) - got

  return {
    /** A new item; one known already stays as it is. */
    arrive(item: Key, atMs: number): void {
      if (pool.has(item)) return
      if (pool.size >= maxItems) {
        const [oldest, { got }] = pool.entries().next().value!
        settle(oldest, got)
      }
      pool.set(item, { arrivedMs: atMs, got: 0 })
    },
    /** What it gains, in units of value: 0 for one on schedule or not in the pool. */
    price(item: Key, atMs: number): number {
      const fresh = pool.get(item)
      if (!fresh) return 0
      const owed = owedTo(fresh.arrivedMs, fresh.got, atMs)
      return owed <= 0 ? 0 : maxPrice * Math.min(1, owed / fullPriceAt)
    },
    /** It was shown. */
    note(item: Key, shown: number): void {
      const fresh = pool.get(item)
      if (fresh) fresh.got += shown
    },
    /** Lets go of those whose time is over; in order of arrival, so it costs only those. */
    expire(atMs: number): void {
      for (const [item, { arrivedMs, got }] of pool) {
        if (atMs - arrivedMs < withinMs) break
        settle(item, got)
      }
    },
    /**
     * `kept` and `broken`: of those whose time is over. `demand`: units of exposure an hour that the pool asks for, to hold against
     * what is served: when it is more than can be given, promises will break, and no price mends that.
     */
    report(atMs: number) {
      let owed = 0
      for (const { arrivedMs, got } of pool.values()) owed += Math.max(0, owedTo(arrivedMs, got, atMs))
      return { items: pool.size, kept, broken, owed, demandPerHour: (pool.size * exposure * 3_600_000) / withinMs }
    },
    dump: (): FreshPoolDump<Key> => ({ items: Array.from(pool, ([item, fresh]) => ({ item, ...fresh })), kept, broken }),
    restore(dump: FreshPoolDump<Key>): void {
      pool.clear()
      for (const { item, arrivedMs, got } of dump.items) pool.set(item, { arrivedMs, got })
      ;[kept, broken] = [dump.kept, dump.broken]
    },
  }
}
