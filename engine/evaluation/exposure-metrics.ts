// Who gets to be seen. Why: a model can gain in hits by showing everybody the same few things; these figures say what that costs
// the rest. Every column is indexed by item and holds the whole catalogue, items never shown included. NaN as an
// answer: nothing was shown.

/** Times shown, by item. */
export type Exposure = Float64Array | Uint32Array

/** The share of the catalogue that was shown at all. */
export function coverage(exposure: Exposure): number {
  let shown = 0
  for (const times of exposure) if (times > 0) shown++
  return shown / exposure.length
}

/**
 * How unequal exposure is: 0 when every item is shown as often, (n − 1) / n when one takes it all. Half the mean distance of two
 * items over the mean (Gini 1912), as Σ (2i − n − 1) x_i / (n Σ x) with x rising and i from 1.
 */
export function giniOf(exposure: Exposure): number {
  const n = exposure.length
  let [weighted, total] = [0, 0]
  exposure
    .slice()
    .sort()
    .forEach((times, i) => {
      weighted += (2 * (i + 1) - n - 1) * times
      total += times
    })
  return weighted / (n * total)
}

/** The most popular fifth is the head, the rest the tail. */
const HEAD = 0.2

/**
 * The share of exposure that went to items outside the most popular `head` share of the catalogue. Of items equally popular at the
 * edge each belongs to the head in part: the expectation over all orders, as with ranks.
 */
export function tailShare(exposure: Exposure, popularity: Exposure, head = HEAD): number {
  if (exposure.length !== popularity.length)
    throw new RangeError(`tailShare: ${exposure.length} items shown, ${popularity.length} with popularity`)
  if (!(head > 0 && head < 1)) throw new RangeError(`tailShare: head ${head} is not between 0 and 1`)
  const places = head * popularity.length
  const edge = popularity.slice().sort().at(-Math.ceil(places))!
  let [above, atEdge] = [0, 0]
  for (const times of popularity) {
    if (times > edge) above++
    else if (times === edge) atEdge++
  }
  const outside = 1 - (places - above) / atEdge // of each item at the edge
  let [tail, total] = [0, 0]
  exposure.forEach((times, item) => {
    total += times
    if (popularity[item]! < edge) tail += times
    else if (popularity[item] === edge) tail += times * outside
  })
  return tail / total
}
