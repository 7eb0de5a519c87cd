// The `limit` best of many by a number, over and over without garbage: a heap with the least of them on top. Of equals the larger
// key is better, so the answer does not depend on the order of asking.

export type BestOf = ReturnType<typeof createBestOf>

export function createBestOf(limit: number) {
  const keys = new Uint32Array(limit)
  const values = new Float64Array(limit)
  let count = 0

  const isLess = (a: number, b: number) =>
    values[a]! < values[b]! || (values[a] === values[b] && keys[a]! < keys[b]!)
  function swap(a: number, b: number): void {
    const [key, value] = [keys[a]!, values[a]!]
    keys[a] = keys[b]!
    values[a] = values[b]!
    keys[b] = key
    values[b] = value
  }
  function sink(end: number): void {
    for (let at = 0; ;) {
      let child = 2 * at + 1
      if (child >= end) return
      if (child + 1 < end && isLess(child + 1, child)) child++
      if (!isLess(child, at)) return
      swap(at, child)
      at = child
    }
  }

  return {
    limit,
    get count() {
      return count
    },
    key: (k: number): number => keys[k]!,
    value: (k: number): number => values[k]!,
    clear: (): void => void (count = 0),

    offer(key: number, value: number): void {
      if (count < limit) {
        keys[count] = key
        values[count] = value
        for (let at = count++; at > 0 && isLess(at, (at - 1) >> 1); at = (at - 1) >> 1)
          swap(at, (at - 1) >> 1)
        return
      }
      if (limit === 0 || value < values[0]! || (value === values[0] && key < keys[0]!)) return
      keys[0] = key
      values[0] = value
      sink(limit)
    },

    /** Best first from 0. Nothing can be offered until the next `clear`. */
    sort(): void {
      for (let end = count - 1; end > 0; end--) {
        swap(0, end)
        sink(end)
      }
    },
  }
}
