// The ranking heads: several outcomes of one impression foretold together and learned one at a time, each when it is known. A linear
// part (FTRL) on all evidence; a factorisation machine on what the linear part leaves; a slope and an offset a head that keep the
// chances honest. `order` leaves out what speaks of the person alone: within one person's list it is the same for every candidate.
import type { Random } from '#kernel/random'
import { chanceOf, createCalibration, type Calibration } from './calibration.ts'
import type { Example } from './example.ts'
import { createFactorisation } from './factorisation.ts'
import { createFtrl, type FtrlRates } from './ftrl.ts'

export type RankerOptions = {
  heads: readonly ({ name: string } & FtrlRates)[]
  /** Places of the table of weights; a power of two. */
  weights: number
  /** No factorisation machine without it. */
  factorisation?: { size: number; dimensions: number; learningRate: number; decay: number; spread: number }
  calibration: { halfLifeExamples: number; prior: number }
  random: Random
}
export type Scores = {
  /** By head: log-odds of the linear part, of both parts; the chance before and after calibration. */
  readonly linear: Float64Array
  readonly logOdds: Float64Array
  readonly uncalibrated: Float64Array
  readonly chance: Float64Array
  /** By head: log-odds without what speaks of the person alone. Comparable within one person's list only. */
  readonly order: Float64Array
}
export type Ranker = ReturnType<typeof createRanker>
export type RankerDump = ReturnType<Ranker['dump']>

/** The outcome is not known yet, or never will be. */
export const UNKNOWN = -1

export const createScores = (heads: number): Scores => ({
  linear: new Float64Array(heads),
  logOdds: new Float64Array(heads),
  uncalibrated: new Float64Array(heads),
  chance: new Float64Array(heads),
  order: new Float64Array(heads),
})

export function createRanker(o: RankerOptions) {
  const heads = o.heads.length
  const linear = createFtrl({ size: o.weights, heads: o.heads })
  const pairs = o.factorisation && createFactorisation({ ...o.factorisation, heads, random: o.random })
  const calibrations: readonly Calibration[] = o.heads.map(() => createCalibration(o.calibration))
  const now = createScores(heads)
  const errors = new Float64Array(heads)
  let refused = 0

  /** Log-odds by head of what is shared by a list: what is the person's own, and the rest of it. */
  const ofPerson = new Float64Array(heads)
  const ofMoment = new Float64Array(heads)

  function readShared(x: Example, first: number, end: number): void {
    ofPerson.fill(0)
    ofMoment.fill(0)
    linear.score(x.indices, x.values, 0, x.ownCount, ofPerson, first, end)
    linear.score(x.indices, x.values, x.ownCount, x.sharedCount, ofMoment, first, end)
  }

  /**
   * Log-odds of heads `first` … before `end`, what is shared being read. `base`: by head, foretold without this model; what it learns
   * is what they leave.
   */
  function read(x: Example, out: Scores, first: number, end: number, base?: Float64Array): void {
    out.order.set(ofMoment)
    linear.score(x.indices, x.values, x.sharedCount, x.count, out.order, first, end)
    for (let h = 0; h < heads; h++)
      out.logOdds[h] = out.linear[h] = (base ? base[h]! : 0) + ofPerson[h]! + out.order[h]!
    if (!pairs) return
    out.uncalibrated.fill(0) // for a moment: what the pairs add
    pairs.score(x.crossed, x.crossedValues, x.crossedCount, out.uncalibrated)
    for (let h = first; h < end; h++) {
      out.logOdds[h]! += out.uncalibrated[h]!
      out.order[h]! += out.uncalibrated[h]!
    }
  }

  /** Where `x` shares with the one scored or opened last what it shares with its list. */
  function scoreNext(x: Example, out: Scores, base?: Float64Array): void {
    read(x, out, 0, heads, base)
    for (let h = 0; h < heads; h++) {
      out.uncalibrated[h] = chanceOf(out.logOdds[h]!)
      out.chance[h] = chanceOf(calibrations[h]!.apply(out.logOdds[h]!))
    }
  }

  return {
    heads: o.heads.map(({ name }) => name),
    /** Reads what all candidates of a list share, for `scoreNext`; what is learned in between is not seen. */
    open: (x: Example): void => readShared(x, 0, heads),
    scoreNext,
    score(x: Example, out: Scores, base?: Float64Array): void {
      readShared(x, 0, heads)
      scoreNext(x, out, base)
    },

    /** `labels[head]` is 0, 1 or `UNKNOWN`; what was scored long ago is scored anew first. */
    learn(x: Example, labels: ArrayLike<number>, base?: Float64Array): void {
      let [first, end] = [0, heads]
      while (first < end && labels[first] === UNKNOWN) first++
      while (end > first && labels[end - 1] === UNKNOWN) end--
      if (first === end) return
      readShared(x, first, end)
      read(x, now, first, end, base)
      let known = false
      for (let h = 0; h < heads; h++) {
        const label = labels[h]!
        errors[h] = 0
        if (label === UNKNOWN) continue
        if (label !== 0 && label !== 1) {
          refused++
          continue
        }
        known = true
        calibrations[h]!.learn(now.logOdds[h]!, label)
        errors[h] = chanceOf(now.linear[h]!) - label
      }
      if (!known) return
      linear.learn(x.indices, x.values, 0, x.count, errors)
      if (!pairs) return
      for (let h = 0; h < heads; h++) if (errors[h] !== 0) errors[h] = chanceOf(now.logOdds[h]!) - labels[h]!
      pairs.learn(x.crossed, x.crossedValues, x.crossedCount, errors)
    },

    /** Log-odds of one head without what speaks of the person alone. */
    orderOf(x: Example, head: number): number {
      now.order[head] = 0
      linear.score(x.indices, x.values, x.ownCount, x.count, now.order, head, head + 1)
      return now.order[head]
    },

    /** A step against `errors`, the gradients by each head's log-odds, where a loss is not of one head alone. */
    descend: (x: Example, gradients: Float64Array): void =>
      linear.learn(x.indices, x.values, 0, x.count, gradients),

    /** Slope and offset of each head. */
    calibration: () => calibrations.map(({ slope, offset }) => ({ slope, offset })),
    get refused() {
      return refused
    },
    dump: () => ({
      linear: linear.dump(),
      pairs: pairs?.dump(),
      calibrations: calibrations.map((calibration) => calibration.dump()),
    }),
    restore(from: {
      linear: Parameters<typeof linear.restore>[0]
      pairs?: Parameters<NonNullable<typeof pairs>['restore']>[0] | undefined
      calibrations: readonly (readonly number[])[]
    }): void {
      linear.restore(from.linear)
      if (pairs && from.pairs) pairs.restore(from.pairs)
      from.calibrations.forEach((state, h) => calibrations[h]!.restore(state))
    },
  }
}
