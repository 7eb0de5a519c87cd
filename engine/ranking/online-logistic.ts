// A handful of numbers weighed into log-odds, learned from each answer by Newton steps (second order, so that some hundreds of answers
// are enough). It begins at weights that mean something and stays near them while little is known; what was seen long ago counts less.
import { chanceOf } from './calibration.ts'

export type OnlineLogisticOptions = {
  /** Weights it begins with; their number is the width. */
  start: readonly number[]
  /** How sure each of them is, in units of information (1 / variance). */
  sureness: readonly number[]
  /** No weight leaves these. */
  least: readonly number[]
  most: readonly number[]
  /** Trials after which what was seen counts half. */
  halfLifeTrials: number
}
export type OnlineLogistic = ReturnType<typeof createOnlineLogistic>

export function createOnlineLogistic(o: OnlineLogisticOptions) {
  const width = o.start.length
  const weights = Float64Array.from(o.start)
  const information = new Float64Array(width * width)
  const factor = new Float64Array(width * width)
  const step = new Float64Array(width)

  function logOdds(x: ArrayLike<number>, base: number): number {
    let sum = base
    for (let i = 0; i < width; i++) sum += weights[i]! * x[i]!
    return sum
  }

  /** Solves (information + sureness) · step = gradient by Cholesky; in place. */
  function solve(): void {
    factor.set(information)
    for (let i = 0; i < width; i++) factor[i * width + i]! += o.sureness[i]!
    for (let j = 0; j < width; j++)
      for (let i = j; i < width; i++) {
        let sum = factor[i * width + j]!
        for (let m = 0; m < j; m++) sum -= factor[i * width + m]! * factor[j * width + m]!
        factor[i * width + j] = i === j ? Math.sqrt(Math.max(sum, LEAST)) : sum / factor[j * width + j]!
      }
    for (let i = 0; i < width; i++) {
      for (let m = 0; m < i; m++) step[i]! -= factor[i * width + m]! * step[m]!
      step[i]! /= factor[i * width + i]!
    }
    for (let i = width - 1; i >= 0; i--) {
      for (let m = i + 1; m < width; m++) step[i]! -= factor[m * width + i]! * step[m]!
      step[i]! /= factor[i * width + i]!
    }
  }

  return {
    weights: weights as Readonly<Float64Array>,

    /** `base` in log-odds, plus what the numbers say. */
    logOdds,

    /** So many `trials` (or a part of one) were made of this, with so many `hits`; the two may be told apart, each when it is known. */
    learn(x: ArrayLike<number>, base: number, trials: number, hits: number): void {
      const chance = chanceOf(logOdds(x, base))
      const curvature = trials * chance * (1 - chance)
      const keep = 2 ** (-trials / o.halfLifeTrials)
      const error = trials * chance - hits
      for (let i = 0; i < width; i++) {
        step[i] = error * x[i]!
        for (let j = 0; j < width; j++)
          information[i * width + j] = keep * information[i * width + j]! + curvature * x[i]! * x[j]!
      }
      solve()
      for (let i = 0; i < width; i++)
        weights[i] = Math.max(o.least[i]!, Math.min(o.most[i]!, weights[i]! - step[i]!))
    },

    dump: (): number[] => [...weights, ...information],
    restore(from: readonly number[]): void {
      if (from.length !== width + width * width)
        throw new RangeError(`createOnlineLogistic: ${from.length} numbers for ${width} weights`)
      weights.set(from.slice(0, width))
      information.set(from.slice(width))
    },
  }
}

const LEAST = 1e-9
