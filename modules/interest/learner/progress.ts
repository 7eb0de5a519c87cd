// How well the feed foretells, as it goes: for each item it serves, the chance that it will be enjoyed, told before anybody has seen it
// and held against what came of it. Of this process and since it began; nothing of it moves the feed.
import { chanceOf, createBoundedMap, createCalibration } from '#engine'
import { areaUnderCurve, calibrationCurve, calibrationError } from '#engine/evaluation/click-metrics'

export type Progress = ReturnType<typeof createProgress>

/** Served and not yet looked at; outcomes that figures are made of. */
const MAX_SERVED = 20_000
const OUTCOMES = 2_000
const BINS = 10
const CALIBRATION = { halfLifeExamples: 2_000, prior: 10 }

export function createProgress() {
  const served = createBoundedMap<number>(MAX_SERVED)
  const calibration = createCalibration(CALIBRATION)
  const scores = new Float64Array(OUTCOMES)
  const chances = new Float64Array(OUTCOMES)
  const enjoyed = new Uint8Array(OUTCOMES)
  let written = 0
  const keyOf = (accountId: string, contentId: string) => `${accountId}/${contentId}`

  return {
    /** Items with the score that gave them their place. */
    served(accountId: string, items: readonly { contentId: string; score: number }[]): void {
      for (const { contentId, score } of items)
        if (Number.isFinite(score)) served.set(keyOf(accountId, contentId), score)
    },

    /** What came of it, once; of what was not served by this process nothing is known. */
    happened(accountId: string, contentId: string, wasEnjoyed: boolean): void {
      const key = keyOf(accountId, contentId)
      const score = served.peek(key)
      if (score === undefined) return
      served.delete(key)
      const at = written++ % OUTCOMES
      scores[at] = score
      chances[at] = chanceOf(calibration.apply(score))
      enjoyed[at] = wasEnjoyed ? 1 : 0
      calibration.learn(score, enjoyed[at])
    },

    /** Over the last 2,000 outcomes; a figure that cannot be told yet is null. */
    read() {
      const count = Math.min(written, OUTCOMES)
      const [foretold, came] = [chances.slice(0, count), enjoyed.slice(0, count)]
      const positive = came.reduce((sum, x) => sum + x, 0)
      const tells = positive > 0 && positive < count
      return {
        outcomes: count,
        enjoyedShare: count > 0 ? positive / count : null,
        areaUnderCurve: tells ? areaUnderCurve(scores.slice(0, count), came) : null,
        calibrationError: count > 0 ? calibrationError(foretold, came, { bins: BINS }) : null,
        curve: count > 0 ? calibrationCurve(foretold, came, { bins: BINS }) : [],
      }
    },
  }
}
