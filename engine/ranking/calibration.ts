// A chance that is worth its word: log-odds corrected by a slope and an offset learned from each outcome (Platt 1999, made online).
// Two numbers a head, by Newton steps on sums that forget with a half-life in examples: it follows a day that clicks more, and
// never changes an order. Until it has seen much it stays near the identity.

export type CalibrationOptions = {
  /** Examples after which what was seen counts half. */
  halfLifeExamples: number
  /** Weight of 'slope 1, offset 0', in examples. */
  prior: number
}
export type Calibration = ReturnType<typeof createCalibration>

export function createCalibration({ halfLifeExamples, prior }: CalibrationOptions) {
  const keep = 2 ** (-1 / halfLifeExamples)
  let [slope, offset] = [1, 0]
  // The information matrix of both: curvature seen so far, over a floor that stands for the prior.
  let [ss, so, oo] = [0, 0, 0]

  return {
    get slope() {
      return slope
    },
    get offset() {
      return offset
    },
    apply: (logOdds: number): number => slope * logOdds + offset,

    /** `logOdds` before the correction; `label` is 0 or 1. */
    learn(logOdds: number, label: number): void {
      if (!Number.isFinite(logOdds)) return
      const chance = chanceOf(slope * logOdds + offset)
      const curvature = chance * (1 - chance)
      ss = keep * ss + curvature * logOdds * logOdds
      so = keep * so + curvature * logOdds
      oo = keep * oo + curvature
      const [a, b, c] = [ss + prior, so, oo + prior]
      const determinant = a * c - b * b
      const error = chance - label
      slope -= (error * (c * logOdds - b)) / determinant
      offset -= (error * (a - b * logOdds)) / determinant
      slope = Math.min(4, Math.max(0.1, slope))
    },

    dump: (): number[] => [slope, offset, ss, so, oo],
    restore(from: readonly number[]): void {
      ;[slope, offset, ss, so, oo] = from as [number, number, number, number, number]
    },
  }
}

export const chanceOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
export const logOddsOf = (chance: number): number => Math.log(chance / (1 - chance))
