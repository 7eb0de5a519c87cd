// One score out of many kinds of evidence, with weights that depend on the situation and are learned from each outcome.
//
// score(item) = Σₖ wₖ(situation) · evidenceₖ(item),  wₖ(situation) = Σ꜀ Wₖ꜀ · situation꜀
//
// Evidence is on a log scale, so the sum is a product of powers: an item must be plausible in every respect, and a weight says how
// much an order of magnitude of that evidence is worth. Learning is a softmax over the candidates that were really there (the
// loss whose gradient is 'what was chosen' minus 'what was expected'), with AdaGrad steps. Some fifty numbers in all: it is
// settled after a few thousand outcomes, and can be read.

import { createColumns, type Columns } from '../columns.ts'

export type GatedBlendOptions = {
  evidence: number
  situation: number
  /** Size of a step, in units of weight. */
  learningRate: number
  /** What the first situation feature (the constant one) gives each evidence before anything is learned. */
  initial?: readonly number[]
  columns?: Columns
}
export type BlendDelta = { weights: Float64Array; squares: Float64Array }
export type GatedBlend = ReturnType<typeof createGatedBlend>

/** A candidate `e^-30` times as likely as the best adds nothing to a sum of some thousands. */
const NEGLIGIBLE = -30
const FIRST_SQUARE = 1e-4

export function createGatedBlend(o: GatedBlendOptions) {
  const { evidence, situation, learningRate, initial = [], columns = createColumns() } = o
  const weights = columns.float64('weights', evidence * situation)
  const squares = columns.float64('squares', weights.length)
  if (squares[0] === 0) {
    for (let k = 0; k < evidence; k++) weights[k * situation] = initial[k] ?? 0
    squares.fill(FIRST_SQUARE)
  }
  const steps = new Float64Array(weights.length)
  const effective = new Float64Array(evidence)
  const surprise = new Float64Array(evidence)
  let chances = new Float64Array(1_024)

  return {
    weights,

    /** What a kind of evidence weighed in the last `score`. */
    effective: (k: number): number => effective[k]!,

    /** Writes the score of each of `count` candidates; `rows` holds their evidence, one row of `evidence` numbers each. */
    score(rows: Float64Array, count: number, features: Float64Array, out: Float64Array): void {
      for (let k = 0; k < evidence; k++) {
        let weight = 0
        for (let c = 0; c < situation; c++) weight += weights[k * situation + c]! * features[c]!
        effective[k] = weight
      }
      for (let i = 0, at = 0; i < count; i++, at += evidence) {
        let score = 0
        for (let k = 0; k < evidence; k++) score += effective[k]! * rows[at + k]!
        out[i] = score
      }
    },

    /** The candidate `chosen` was the outcome. Steps take effect with `settle`. `scores` as `score` wrote them. */
    learn(
      rows: Float64Array,
      count: number,
      features: Float64Array,
      scores: Float64Array,
      chosen: number,
    ): void {
      let best = -Infinity
      for (let i = 0; i < count; i++) if (scores[i]! > best) best = scores[i]!
      if (chances.length < count) chances = new Float64Array(2 * count)
      let sum = 0
      for (let i = 0; i < count; i++) {
        const below = scores[i]! - best
        sum += chances[i] = below < NEGLIGIBLE ? 0 : Math.exp(below)
      }
      // One number that is none would be in every weight from then on.
      if (!(sum > 0 && sum < Infinity)) return
      for (let k = 0; k < evidence; k++) surprise[k] = rows[chosen * evidence + k]!
      for (let i = 0, at = 0; i < count; i++, at += evidence) {
        const chance = chances[i]! / sum
        if (chance > 0) for (let k = 0; k < evidence; k++) surprise[k]! -= chance * rows[at + k]!
      }
      for (let k = 0, w = 0; k < evidence; k++)
        for (let c = 0; c < situation; c++, w++) {
          const gradient = surprise[k]! * features[c]!
          if (!Number.isFinite(gradient)) continue
          squares[w]! += gradient * gradient
          steps[w]! += (learningRate * gradient) / Math.sqrt(squares[w]!)
        }
    },

    /** Takes the steps gathered since the last time: together, so that nothing of one moment foretells the rest of it. */
    settle(): void {
      for (let w = 0; w < weights.length; w++) weights[w]! += steps[w]!
      steps.fill(0)
    },

    /** Everything taken in since it began, here and by `add`: sums of steps, and of squares. */
    learned: (): BlendDelta => ({
      weights: weights.map((weight, w) => weight - (w % situation === 0 ? (initial[w / situation] ?? 0) : 0)),
      squares: squares.map((square) => square - FIRST_SQUARE),
    }),

    /** Takes over what another blend of the same shape learned by itself. */
    add(delta: BlendDelta): void {
      for (let w = 0; w < weights.length; w++) {
        weights[w]! += delta.weights[w]!
        squares[w] = Math.max(FIRST_SQUARE, squares[w]! + delta.squares[w]!)
      }
    },
  }
}
