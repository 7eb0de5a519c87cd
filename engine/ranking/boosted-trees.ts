// Small boosted trees for chances (Friedman 2001; second-order splits as Chen and Guestrin 2016; bins as LightGBM): for some forty
// numbers a row and a rare outcome, where what matters is how numbers stand together. Fitting takes a second, so they are grown
// anew every few days from what is known by then; in between, whoever calibrates them learns each answer at once.

export type TreeOptions = {
  readonly trees: number
  readonly depth: number
  readonly learningRate: number
  /** Least sum of second derivatives in a leaf. */
  readonly leastWeight: number
  readonly ridge: number
  readonly bins: number
  /** Share of the features that each tree may look at. */
  readonly featureShare: number
}
export type Rows = {
  readonly count: number
  readonly width: number
  /** Row-major. */
  readonly values: Float32Array | Float64Array
  readonly label: Uint8Array
  readonly weight: Float64Array
}
export type Trees = {
  /** Log-odds of the row that begins at `at`. */
  logOdds(values: ArrayLike<number>, at: number): number
}

/** A complete binary tree: node n has children 2n + 1 and 2n + 2; `feature` −1 is a leaf. */
type Tree = { readonly feature: Int16Array; readonly threshold: Float64Array; readonly value: Float64Array }

export function growTrees(rows: Rows, o: TreeOptions, random: { next(): number }): Trees {
  const { count, width, label, weight } = rows
  const edges = Array.from({ length: width }, (_, f) => edgesOf(rows, f, o.bins))
  const binned = edges.map((own, f) => binsOf(rows, f, own))
  let positive = 0
  let total = 0
  for (let i = 0; i < count; i++) {
    total += weight[i]!
    if (label[i]) positive += weight[i]!
  }
  const base = Math.log((positive + 0.5) / (total - positive + 0.5))
  const scores = new Float64Array(count).fill(base)
  const gradient = new Float64Array(count)
  const hessian = new Float64Array(count)
  const trees: Tree[] = []
  for (let k = 0; k < o.trees; k++) {
    for (let i = 0; i < count; i++) {
      const p = 1 / (1 + Math.exp(-scores[i]!))
      gradient[i] = weight[i]! * (label[i]! - p)
      hessian[i] = weight[i]! * p * (1 - p)
    }
    const features = edges
      .map((_, f) => f)
      .filter((f) => edges[f]!.length > 0 && random.next() < o.featureShare)
    trees.push(growTree(binned, edges, features, gradient, hessian, scores, o))
  }
  return {
    logOdds(values, at) {
      let sum = base
      for (const { feature, threshold, value } of trees) {
        let n = 0
        while (feature[n]! >= 0) n = values[at + feature[n]!]! <= threshold[n]! ? 2 * n + 1 : 2 * n + 2
        sum += value[n]!
      }
      return sum
    },
  }
}

function growTree(
  binned: readonly Uint8Array[],
  edges: readonly Float64Array[],
  features: readonly number[],
  gradient: Float64Array,
  hessian: Float64Array,
  scores: Float64Array,
  o: TreeOptions,
): Tree {
  const nodes = 2 ** (o.depth + 1) - 1
  const tree: Tree = {
    feature: new Int16Array(nodes).fill(-1),
    threshold: new Float64Array(nodes),
    value: new Float64Array(nodes),
  }
  const nodeOf = new Int16Array(scores.length)
  const splitBin = new Uint8Array(nodes)
  for (let level = 0; level <= o.depth; level++) {
    const from = 2 ** level - 1
    const wide = 2 ** level
    const best = bestSplits(
      binned,
      edges,
      features,
      gradient,
      hessian,
      nodeOf,
      from,
      wide,
      level < o.depth,
      o,
    )
    for (let n = 0; n < wide; n++) {
      const { feature, bin, value } = best[n]!
      tree.value[from + n] = o.learningRate * value
      tree.feature[from + n] = feature
      splitBin[from + n] = bin
      if (feature >= 0) tree.threshold[from + n] = edges[feature]![bin]!
    }
    for (let i = 0; i < nodeOf.length; i++) {
      const n = nodeOf[i]!
      if (n < from) continue
      const feature = tree.feature[n]!
      if (feature < 0) scores[i]! += tree.value[n]!
      nodeOf[i] = feature < 0 ? -1 : binned[feature]![i]! <= splitBin[n]! ? 2 * n + 1 : 2 * n + 2
    }
  }
  return tree
}

function bestSplits(
  binned: readonly Uint8Array[],
  edges: readonly Float64Array[],
  features: readonly number[],
  gradient: Float64Array,
  hessian: Float64Array,
  nodeOf: Int16Array,
  from: number,
  wide: number,
  splitting: boolean,
  o: TreeOptions,
) {
  const totals = new Float64Array(2 * wide)
  const rows = nodeOf.length
  for (let i = 0; i < rows; i++) {
    const n = nodeOf[i]! - from
    if (n < 0) continue
    totals[2 * n]! += gradient[i]!
    totals[2 * n + 1]! += hessian[i]!
  }
  const best = Array.from({ length: wide }, (_, n) => ({
    feature: -1,
    bin: 0,
    gain: 1e-9,
    value: totals[2 * n]! / (totals[2 * n + 1]! + o.ridge),
  }))
  if (!splitting) return best
  const sums = new Float64Array(wide * 512)
  for (const f of features) {
    const bins = edges[f]!.length + 1
    const own = binned[f]!
    sums.fill(0, 0, wide * bins * 2)
    for (let i = 0; i < rows; i++) {
      const n = nodeOf[i]! - from
      if (n < 0) continue
      const at = (n * bins + own[i]!) * 2
      sums[at]! += gradient[i]!
      sums[at + 1]! += hessian[i]!
    }
    for (let n = 0; n < wide; n++) {
      const [g, h] = [totals[2 * n]!, totals[2 * n + 1]!]
      const whole = (g * g) / (h + o.ridge)
      let [left, leftWeight] = [0, 0]
      for (let bin = 0; bin < bins - 1; bin++) {
        left += sums[(n * bins + bin) * 2]!
        leftWeight += sums[(n * bins + bin) * 2 + 1]!
        if (leftWeight < o.leastWeight) continue
        const [right, rightWeight] = [g - left, h - leftWeight]
        if (rightWeight < o.leastWeight) break
        const gain =
          (left * left) / (leftWeight + o.ridge) + (right * right) / (rightWeight + o.ridge) - whole
        if (gain > best[n]!.gain) Object.assign(best[n]!, { feature: f, bin, gain })
      }
    }
  }
  return best
}

/** Values that part the rows into about equally many; each is the highest of its bin. */
function edgesOf({ count, width, values }: Rows, f: number, bins: number): Float64Array {
  const step = Math.max(1, Math.floor(count / 20_000))
  const sample = Float64Array.from(
    { length: Math.floor(count / step) },
    (_, k) => values[k * step * width + f]!,
  ).sort()
  const out: number[] = []
  for (let b = 1; b < bins; b++) {
    const edge = sample[Math.floor((b * sample.length) / bins)]!
    if (edge !== out.at(-1) && edge < sample.at(-1)!) out.push(edge)
  }
  return Float64Array.from(out)
}

function binsOf({ count, width, values }: Rows, f: number, edges: Float64Array): Uint8Array {
  const out = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const value = values[i * width + f]!
    let [low, high] = [0, edges.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (value <= edges[middle]!) high = middle
      else low = middle + 1
    }
    out[i] = low
  }
  return out
}
