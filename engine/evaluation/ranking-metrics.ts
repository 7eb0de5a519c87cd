// How high the true item stood in a full ranking. Why places and not ranks: a scorer that gives many items the same score has not
// ranked them, so every figure here is the exact expectation over all orders of the equal ones. A scorer that says the same of
// everything comes out as chance, never as perfect. NaN as an answer: nothing was asked.

/** Where an item stands: `above` alive items score strictly more, `ties` other alive items score the same. */
export type Place = { readonly above: number; readonly ties: number }

/** The place of an item that was not on the list at all; every figure of it is 0. */
export const MISSED: Place = { above: Infinity, ties: 0 }

/**
 * The place of `target` among the items alive (`alive[item]` not 0; all when left out). One pass over `scores`, indexed by item;
 * NaN counts as −Infinity. Whether a target that is not alive is a miss or no question at all is the caller's to say: refused here.
 */
export function placeOf(scores: Float64Array | Float32Array, target: number, alive?: Uint8Array): Place {
  const score = scores[target]
  if (score === undefined) throw new RangeError(`placeOf: no item ${target} among ${scores.length}`)
  if (alive && alive.length !== scores.length)
    throw new RangeError(`placeOf: ${scores.length} scores, ${alive.length} marks`)
  if (alive && !alive[target]) throw new RangeError(`placeOf: item ${target} is not alive`)
  const own = Number.isNaN(score) ? -Infinity : score
  let above = 0
  let ties = -1 // the target meets itself
  for (let item = 0; item < scores.length; item++) {
    if (alive && !alive[item]) continue
    const other = scores[item]!
    if (other > own) above++
    else if (other === own || own === -Infinity) ties++ // neither more than −Infinity nor equal to it: NaN
  }
  return { above, ties }
}

/** Expected rank, 1 for the first: of the equal ones half stand in front. */
export const rankOf = ({ above, ties }: Place): number => 1 + above + ties / 2

/** The chance to be among the first `k`: HR@k of one relevant item. `k` is a whole number, 1 or more, here and below. */
export const hitAt = ({ above, ties }: Place, k: number): number =>
  Math.min(1, Math.max(0, (k - above) / (ties + 1)))

/** NDCG@k of one relevant item: 1 / log2(rank + 1), nothing beyond k (Järvelin and Kekäläinen 2002). */
export function ndcgAt({ above, ties }: Place, k: number): number {
  let gain = 0
  const last = Math.min(k, above + ties + 1)
  for (let rank = above + 1; rank <= last; rank++) gain += discount(rank)
  return gain / (ties + 1)
}

/** 1 / rank, nothing beyond `k`: averaged over questions this is MRR, or MRR@k. */
export function reciprocalRank({ above, ties }: Place, k = Infinity): number {
  const last = Math.min(k, above + ties + 1)
  return last > above ? (harmonic(last) - harmonic(above)) / (ties + 1) : 0
}

// Several relevant items of one person: their places, each among all items alive (the other relevant ones too). Sums of
// expectations are expectations of sums, so these are exact under ties as well.

/** The share of the relevant items that is among the first `k`. */
export const recallAt = (places: readonly Place[], k: number): number =>
  expectedHits(places, k) / places.length

/** The share of the first `k` that is relevant. */
export const precisionAt = (places: readonly Place[], k: number): number =>
  places.length ? expectedHits(places, k) / k : NaN

/** DCG@k over the best there could be: all relevant items in front. */
export function ndcgOfSetAt(places: readonly Place[], k: number): number {
  let gain = 0
  let best = 0
  places.forEach((place, i) => {
    gain += ndcgAt(place, k)
    if (i < k) best += discount(i + 1)
  })
  return gain / best
}

const expectedHits = (places: readonly Place[], k: number): number =>
  places.reduce((hits, place) => hits + hitAt(place, k), 0)

const discount = (rank: number): number => 1 / Math.log2(rank + 1)

/** 1 + 1/2 + … + 1/n; from 64 on by the Euler–Maclaurin series, right to 1e-13: a hundred thousand ties cost nothing. */
function harmonic(n: number): number {
  if (n >= 64) return Math.log(n) + EULER_GAMMA + 1 / (2 * n) - 1 / (12 * n ** 2) + 1 / (120 * n ** 4)
  let sum = 0
  for (let i = 1; i <= n; i++) sum += 1 / i
  return sum
}
const EULER_GAMMA = 0.5772156649015329
