// The online model on anonymous sessions without times: each session is a person, and so many of them make a day.
import { DAY_MS } from '#kernel/clock'
import type { SessionContender } from '../evaluation/next-in-session.ts'
import { NEXT_ITEM, type LearningOptions } from './next-item-options.ts'
import { createNextItem } from './next-item.ts'

const SESSIONS_A_DAY = 1_200
const APART_MS = DAY_MS / SESSIONS_A_DAY
/** From one thing to the next of the same session. */
const STEP_MS = 100

/** Chosen on the last 3.5 % of Diginetica's training sessions, after a gap of as many; the days of a set without times are ours. */
const SETTINGS: Partial<LearningOptions> = {
  trendHalfLivesMs: [30 * DAY_MS, 180 * DAY_MS, Infinity],
  linkDecay: 2,
  backward: 0.1,
  neighbours: 1_000,
  sittingsPerItem: 2_000,
  learningRate: 0.2,
  trendCandidates: 20,
  teachEvery: 40,
  sittingGapMs: 0.9 * APART_MS,
}

export const nextInSession = (
  name = 'serendip',
  options: Partial<LearningOptions> = {},
): SessionContender => ({
  name,
  create({ train, items }) {
    const sessions = train.offsets.length - 1
    const length = train.values.length
    const interactions = {
      length,
      person: new Uint32Array(length),
      item: train.values,
      action: new Uint8Array(length),
      atMs: new Float64Array(length),
    }
    for (let s = 0; s < sessions; s++)
      for (let e = train.offsets[s]!; e < train.offsets[s + 1]!; e++) {
        interactions.person[e] = s
        interactions.atMs[e] = s * APART_MS + (e - train.offsets[s]!) * STEP_MS
      }
    const model = createNextItem(
      {
        people: Array.from({ length: sessions }, String),
        items,
        actions: ['view'],
        itemFeatures: items.map(() => []),
        featureCount: 0,
      },
      { ...NEXT_ITEM, ...SETTINGS, ...options },
    )
    model.learn(interactions, 0, length)
    const startMs = sessions * APART_MS
    return {
      score: (prefix, out) =>
        model.scoreAfter(
          Array.from(prefix, (item, k) => ({ item, atMs: startMs + k * STEP_MS })),
          startMs + prefix.length * STEP_MS,
          out,
        ),
    }
  },
})
