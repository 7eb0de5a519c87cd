// What another policy would have earned, from the log of the one that ran. Why it can be known: the log holds the chance with which
// each action was taken, so what it took too seldom can be weighed up. Why the figures of the weights beside every estimate: when
// few rows carry it all, or the weights do not average 1, the estimate is a guess whatever its standard error says.

/** One row per decision, in columns. */
export type LoggedDecisions = {
  /** The chance with which the logging policy took the action it took; above 0, at most 1. */
  readonly propensity: Float64Array
  /** The chance with which the policy in question would take that same action. */
  readonly targetChance: Float64Array
  readonly reward: Float64Array
}

/** What a model of the reward says of each row; it must not have been fitted on these rows. */
export type RewardModel = {
  /** Of the action taken. */
  readonly ofAction: Float64Array
  /** Of the policy in question: the mean over all actions, each with its target chance. */
  readonly ofPolicy: Float64Array
}

/** Reward per decision. The standard error takes rows as independent; where people have many rows, see `importanceWeights`. */
export type Estimate = { readonly value: number; readonly standardError: number }

export type OffPolicyOptions = {
  /** Weights above this are cut to it: less variance, and an estimate that leans low where rewards are positive. */
  readonly clip?: number
}

/**
 * targetChance / propensity by row, cut at `clip`. For intervals by person give `bootstrapMean` the weights times rewards as sums
 * and the weights as counts (SNIPS), or the rows as counts (IPS).
 */
export function importanceWeights(
  log: LoggedDecisions,
  { clip = Infinity }: OffPolicyOptions = {},
): Float64Array {
  const { propensity, targetChance, reward } = log
  requireRows(propensity, { targetChance, reward })
  if (!(clip > 0)) throw new RangeError(`clip ${clip} is not positive`)
  return propensity.map((logged, row) => {
    const target = targetChance[row]!
    if (!(logged > 0 && logged <= 1))
      throw new RangeError(`row ${row}: propensity ${logged} is not above 0 and at most 1`)
    if (!(target >= 0 && target <= 1))
      throw new RangeError(`row ${row}: target chance ${target} is no chance`)
    return Math.min(clip, target / logged)
  })
}

export type WeightFigures = {
  readonly rows: number
  /** (Σw)² / Σw² (Kish 1965): the estimate is as sure as this many rows of the policy's own. */
  readonly effectiveRows: number
  readonly largest: number
  /**
   * 1 but for chance (the error tells how much that is) when the propensities are true and the log tries all that the policy does.
   * Of cut weights it is less: what is missing is what clipping took.
   */
  readonly mean: Estimate
  /** The share of rows that were cut. */
  readonly clipped: number
}

export function inspectWeights(log: LoggedDecisions, options?: OffPolicyOptions): WeightFigures {
  const weights = importanceWeights(log, options)
  const uncut = importanceWeights(log)
  let [sum, squares, largest, clipped] = [0, 0, 0, 0]
  weights.forEach((weight, row) => {
    sum += weight
    squares += weight * weight
    largest = Math.max(largest, weight)
    if (weight < uncut[row]!) clipped++
  })
  return {
    rows: weights.length,
    effectiveRows: sum ** 2 / squares,
    largest,
    mean: meanOf(weights),
    clipped: clipped / weights.length,
  }
}

/** Inverse propensity score (Horvitz and Thompson 1952): the mean of weight · reward. Unbiased; any size is possible. */
export function estimateIps(log: LoggedDecisions, options?: OffPolicyOptions): Estimate {
  const weights = importanceWeights(log, options)
  return meanOf(weights.map((weight, row) => weight * log.reward[row]!))
}

/**
 * Self-normalised (Hájek 1971; Swaminathan and Joachims 2015): Σ weight · reward / Σ weight. Slightly biased, far steadier, and
 * within the rewards seen. The standard error is that of a ratio, by the delta method.
 */
export function estimateSnips(log: LoggedDecisions, options?: OffPolicyOptions): Estimate {
  const weights = importanceWeights(log, options)
  let [earned, total, squares] = [0, 0, 0]
  weights.forEach((weight, row) => {
    earned += weight * log.reward[row]!
    total += weight
  })
  const value = earned / total
  weights.forEach((weight, row) => (squares += (weight * (log.reward[row]! - value)) ** 2))
  return { value, standardError: Math.sqrt(squares) / total }
}

/**
 * Doubly robust (Dudík, Langford and Li 2011): the model's word on the policy, put right by weight · (reward − the model's word on
 * the action). Unbiased when either the propensities or the model are right; what the model explains adds no variance.
 */
export function estimateDoublyRobust(
  log: LoggedDecisions,
  model: RewardModel,
  options?: OffPolicyOptions,
): Estimate {
  const weights = importanceWeights(log, options)
  requireRows(weights, model)
  return meanOf(
    weights.map((weight, row) => model.ofPolicy[row]! + weight * (log.reward[row]! - model.ofAction[row]!)),
  )
}

/** NaN of no rows; of one row the error is NaN. */
function meanOf(values: Float64Array): Estimate {
  const n = values.length
  const value = values.reduce((sum, x) => sum + x, 0) / n
  const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0)
  return { value, standardError: Math.sqrt(squares / (n - 1) / n) }
}

/** Every column is as long as `first`, and finite. */
function requireRows(first: Float64Array, columns: Readonly<Record<string, Float64Array>>): void {
  for (const [name, column] of Object.entries(columns)) {
    if (column.length !== first.length)
      throw new RangeError(`${name} has ${column.length} rows, not ${first.length}`)
    const bad = column.findIndex((x) => !Number.isFinite(x))
    if (bad >= 0) throw new RangeError(`row ${bad}: ${name} is ${column[bad]}`)
  }
}
