// The bar that just so many of many numbers pass: found by partition (Hoare's quickselect), for sorting them all costs ten times more.

/** What must be exceeded to be among the `limit` largest of the first `count`; below all when there are no more. Reorders `values`. */
export function barOf(values: Float64Array, count: number, limit: number): number {
  if (count <= limit) return -Infinity
  const target = limit // with the largest in front, the first that is left out
  let low = 0
  let high = count - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1]!
    let i = low
    let j = high
    while (i <= j) {
      while (values[i]! > pivot) i++
      while (values[j]! < pivot) j--
      if (i > j) break
      const held = values[i]!
      values[i++] = values[j]!
      values[j--] = held
    }
    if (target <= j) high = j
    else if (target >= i) low = i
    else break
  }
  return values[target]!
}
