// Our ranking heads over logged impressions: facts of people and items from the set, evidence, ranker.
import { seededRandom } from '#kernel/random'
import type { ImpressionContender, ImpressionModel } from '../evaluation/impression-stream.ts'
import { listOf, type Impressions } from '../evaluation/shapes.ts'
import { chanceOf } from '../ranking/calibration.ts'
import { createEvidence, type Catalogue, type Shown } from '../ranking/evidence.ts'
import { createExamplePool, type Example } from '../ranking/example.ts'
import type { FtrlRates } from '../ranking/ftrl.ts'
import { createOrderHead, type OrderHeadOptions } from '../ranking/order-head.ts'
import { createRanker, createScores, UNKNOWN, type RankerOptions } from '../ranking/ranker.ts'

export const RANK_HEADS = ['click', 'longView', 'like', 'follow', 'comment', 'forward', 'hate'] as const
export type RankHead = (typeof RANK_HEADS)[number]

export type ImpressionRankerSettings = {
  seed: number
  frequent: FtrlRates
  rare: FtrlRates
  factorisation: RankerOptions['factorisation']
  calibration: RankerOptions['calibration']
  pairs: Pick<OrderHeadOptions, 'rates' | 'remember' | 'pairs'>
}

/** Chosen on 29–30 April, and what `evidence.ts` tells on 27–30 April (fit from the 25th); nothing was chosen by what came later. */
export const IMPRESSION_RANKER: ImpressionRankerSettings = {
  seed: 1,
  frequent: { alpha: 0.02, beta: 1, l1: 0.1, l2: 1 },
  rare: { alpha: 0.1, beta: 1, l1: 0.5, l2: 20 },
  factorisation: undefined, // on these days it did not pay: AUC 0.7621 with it, 0.7626 without
  pairs: { rates: { alpha: 0.02, beta: 1, l1: 0.1, l2: 1 }, remember: 4, pairs: 2 },
  calibration: { halfLifeExamples: 20_000, prior: 200 },
}

const OUTPUTS = [
  ...RANK_HEADS,
  ...RANK_HEADS.map((head) => `${head} uncalibrated`),
  'click order',
  'click pooled',
] as const

export const impressionRanker = (
  name: string,
  settings: Partial<ImpressionRankerSettings> = {},
): ImpressionContender => ({
  name,
  outputs: OUTPUTS,
  create: (data) => createModel(data, { ...IMPRESSION_RANKER, ...settings }),
})

const CLICK = 0
const IMMEDIATE = 1 // heads before this are known with the impression

function createModel(data: Impressions, settings: ImpressionRankerSettings): ImpressionModel {
  const { person, item, tab, atMs, durationMs, playedMs, labels } = data
  const random = seededRandom(settings.seed)
  const evidence = createEvidence({
    catalogue: catalogueOf(data),
    itemRates: 2 ** 16,
    personRates: 2 ** 18,
    maxPeople: 2 ** 17,
    visitGapMs: 30 * 60_000,
    utcOffsetHours: 8,
    usual: { success: 0.45, deep: 0.31, stay: 2 }, // of the days to learn from
  })
  const ranker = createRanker({
    heads: RANK_HEADS.map((head, h) => ({ name: head, ...(h < 2 ? settings.frequent : settings.rare) })),
    weights: 2 ** 18,
    ...(settings.factorisation ? { factorisation: settings.factorisation } : {}),
    calibration: settings.calibration,
    random,
  })
  const order = createOrderHead({ ...settings.pairs, size: 2 ** 18, maxPeople: 2 ** 15 })
  const heads = RANK_HEADS.length
  const scores = createScores(heads)
  const pool = createExamplePool()
  const waiting = new Map<number, Example>()
  const outcomes = new Int8Array(heads)
  const shownAt = (row: number): Shown => ({
    person: person[row]!,
    item: item[row]!,
    surface: tab[row]!,
    atMs: atMs[row]!,
    durationMs: durationMs[row]!,
  })

  return {
    score(row, out, willLearn) {
      const example = pool.take()
      evidence.read(shownAt(row), example)
      ranker.score(example, scores)
      // What is the person's own is what goes beyond all that was foretold without them: more is known of that than two rates tell.
      example.expectedOfPerson = chanceOf(scores.order[CLICK]!)
      for (let h = 0; h < heads; h++) {
        out[h]![row] = scores.chance[h]!
        out[heads + h]![row] = scores.uncalibrated[h]!
      }
      out[2 * heads]![row] = order.score(example)
      out[2 * heads + 1]![row] = scores.order[CLICK]!
      if (willLearn) waiting.set(row, example)
      else pool.give(example)
    },
    learn(row) {
      const kept = waiting.get(row)!
      evidence.learn(shownAt(row), kept, labels['click']![row] === 1)
      for (let h = 0; h < heads; h++) outcomes[h] = h < IMMEDIATE ? labels[RANK_HEADS[h]!]![row]! : UNKNOWN
      ranker.learn(kept, outcomes)
      order.learn(person[row]!, kept, labels['click']![row] === 1)
    },
    learnLate(row) {
      const kept = waiting.get(row)!
      waiting.delete(row)
      evidence.learnDeep(shownAt(row), kept, labels['longView']![row] === 1, playedMs[row]!)
      for (let h = 0; h < heads; h++) outcomes[h] = h < IMMEDIATE ? UNKNOWN : labels[RANK_HEADS[h]!]![row]!
      ranker.learn(kept, outcomes)
      pool.give(kept)
    },
  }
}

/** Features by what they say: `author_id` makes, `tag` is a theme, music repeats the author. */
function catalogueOf(data: Impressions): Catalogue {
  const { personFeatures, itemFeatures, earlier } = data
  const makers = new Int32Array(data.items.length).fill(-1)
  const themes: number[][] = []
  const kinds: number[][] = []
  for (let i = 0; i < data.items.length; i++) {
    themes[i] = []
    kinds[i] = []
    for (const feature of listOf(itemFeatures.of, i)) {
      const name = itemFeatures.names[feature]!
      if (name.startsWith('author_id:')) makers[i] = feature
      else if (name.startsWith('tag:')) themes[i]!.push(feature)
      else if (!/^(visible_status|music_id):/.test(name)) kinds[i]!.push(feature)
    }
  }
  const counts = (list: string) => {
    const count = new Uint32Array(data.items.length)
    for (const i of earlier[list]?.values ?? []) count[i]! += 1
    return count
  }
  const [taken, liked, deep] = [counts('watched'), counts('liked'), counts('watchedLong')]
  const none = new Uint32Array(0)
  const ofPerson = (list: string, p: number) => (earlier[list] ? listOf(earlier[list], p) : none)
  return {
    maker: (i) => makers[i]!,
    themes: (i) => themes[i]!,
    kinds: (i) => kinds[i]!,
    traits: (p) => listOf(personFeatures.of, p),
    earlier: (p) => ({
      taken: ofPerson('watched', p),
      liked: ofPerson('liked', p).length,
      deep: ofPerson('watchedLong', p).length,
    }),
    earlierOfItem: (i) => ({ taken: taken[i]!, liked: liked[i]!, deep: deep[i]! }),
  }
}
