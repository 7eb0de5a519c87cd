// Chances held against what came of them, over the last so many outcomes: do they tell who from whom, and do they keep their word.
import { areaUnderCurve, calibrationCurve, calibrationError } from '#engine/evaluation/click-metrics'

export type Figures = ReturnType<typeof createFigures>

/** Outcomes that figures are made of. */
const OUTCOMES = 2_000
const BINS = 10

export function createFigures() {
  const scores = new Float64Array(OUTCOMES)
  const chances = new Float64Array(OUTCOMES)
  const happened = new Uint8Array(OUTCOMES)
  let written = 0

  return {
    note(score: number, chance: number, came: boolean): void {
      const at = written++ % OUTCOMES
      scores[at] = score
      chances[at] = chance
      happened[at] = came ? 1 : 0
    },

    /** A figure that cannot be told yet is null. */
    read() {
      const count = Math.min(written, OUTCOMES)
      const [foretold, came] = [chances.slice(0, count), happened.slice(0, count)]
      const positive = came.reduce((sum, x) => sum + x, 0)
      const tells = positive > 0 && positive < count
      return {
        outcomes: count,
        share: count > 0 ? positive / count : null,
        areaUnderCurve: tells ? areaUnderCurve(scores.slice(0, count), came) : null,
        calibrationError: count > 0 ? calibrationError(foretold, came, { bins: BINS }) : null,
        curve: count > 0 ? calibrationCurve(foretold, came, { bins: BINS }) : [],
      }
    },
  }
}
