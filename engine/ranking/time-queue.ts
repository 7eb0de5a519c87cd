// What becomes true later: a binary heap by the moment it is known. Of equal moments the earlier added comes first, so that a run
// repeats.

export type TimeQueue<T> = ReturnType<typeof createTimeQueue<T>>

export function createTimeQueue<T>() {
  const atMs: number[] = []
  const order: number[] = []
  const entries: T[] = []
  let added = 0

  const before = (a: number, b: number): boolean =>
    atMs[a]! < atMs[b]! || (atMs[a] === atMs[b] && order[a]! < order[b]!)
  function swap(a: number, b: number): void {
    ;[atMs[a], atMs[b]] = [atMs[b]!, atMs[a]!]
    ;[order[a], order[b]] = [order[b]!, order[a]!]
    ;[entries[a], entries[b]] = [entries[b]!, entries[a]!]
  }
  function sink(): void {
    for (let at = 0; ;) {
      const left = 2 * at + 1
      let least = at
      if (left < entries.length && before(left, least)) least = left
      if (left + 1 < entries.length && before(left + 1, least)) least = left + 1
      if (least === at) return
      swap(at, least)
      at = least
    }
  }

  return {
    get size() {
      return entries.length
    },
    /** When the next one is known; Infinity for none. */
    get nextMs() {
      return atMs[0] ?? Infinity
    },
    add(knownAtMs: number, entry: T): void {
      if (Number.isNaN(knownAtMs)) throw new RangeError('createTimeQueue: NaN is no time')
      let at = entries.push(entry) - 1
      atMs.push(knownAtMs)
      order.push(added++)
      for (let up = (at - 1) >> 1; at > 0 && before(at, up); up = (at - 1) >> 1) {
        swap(at, up)
        at = up
      }
    },
    /** The earliest of them. */
    take(): T | undefined {
      if (entries.length === 0) return undefined
      swap(0, entries.length - 1)
      atMs.pop()
      order.pop()
      const entry = entries.pop()
      sink()
      return entry
    },
  }
}
