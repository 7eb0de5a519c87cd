// How well the feed foretells, as it goes: for each item it serves, the chance that it will be enjoyed, told before anybody has seen it
// and held against what came of it. Of this process and since it began; nothing of it moves the feed.
import { chanceOf, createBoundedMap, createCalibration } from '#engine'
import { createFigures } from './figures.ts'

export type Progress = ReturnType<typeof createProgress>

/** Served and not yet looked at. */
const MAX_SERVED = 20_000
const CALIBRATION = { halfLifeExamples: 2_000, prior: 10 }

export function createProgress() {
  const served = createBoundedMap<number>(MAX_SERVED)
  const calibration = createCalibration(CALIBRATION)
  const figures = createFigures()
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
      figures.note(score, chanceOf(calibration.apply(score)), wasEnjoyed)
      calibration.learn(score, wasEnjoyed ? 1 : 0)
    },

    /** Over the last 2,000 outcomes. */
    read() {
      const { share: enjoyedShare, ...rest } = figures.read()
      return { enjoyedShare, ...rest }
    },
  }
}
