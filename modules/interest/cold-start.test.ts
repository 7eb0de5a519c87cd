// The promise of the journey: a new shopper with a hidden taste swipes fifteen times, and of the next twenty items at least
// three times as many are to that taste as in a feed that does not know them.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Id } from '#kernel/ids'
import { seededRandom } from '#kernel/random'
import { DEFAULT_SETTINGS, withPersonalisation } from './domain/settings.ts'
import {
  aRequest,
  browse,
  CATEGORIES,
  categoryTaste,
  COMMON_TAGS,
  fillCatalogue,
  idFor,
  shownOf,
  simulatedFeed,
  tagTaste,
  type SimulatedFeed,
  type Taste,
} from './fixtures.ts'
import { PARAMS } from './params.ts'

const SEEDS = 50
const SWIPES = 15
const NEXT = 20

type Run = { lift: number; explored: number; longestRun: number }

/** A feed that others have used for a while, so that trends and rates are not empty. */
async function aLivedInFeed(seed: number): Promise<SimulatedFeed> {
  const feed = simulatedFeed(`cold-start-${seed}`)
  const random = seededRandom(`crowd-${seed}`)
  fillCatalogue(feed, 400, random)
  for (let i = 0; i < 24; i++)
    await browse(feed, idFor('usr', 1000 + i), categoryTaste(CATEGORIES[random.int(12)]!), 16)
  return feed
}

const shareOf = (feed: SimulatedFeed, taste: Taste, ids: readonly string[]) =>
  ids.filter((id) => taste(feed, id)).length / ids.length

async function runOnce(seed: number, taste: Taste): Promise<Run> {
  const feed = await aLivedInFeed(seed)
  const newcomer = idFor('usr', 1)
  await browse(feed, newcomer, taste, SWIPES)
  const slate = await feed.nextSlate(aRequest(newcomer, { count: NEXT }))
  const next = shownOf(slate)

  // The same swipes, the same moment, with personalisation off; averaged, because twenty items are few.
  const neutral: number[] = []
  for (let i = 0; i < 5; i++) {
    const other: Id<'usr'> = idFor('usr', 2 + i)
    feed.settings.put(other, withPersonalisation(DEFAULT_SETTINGS, false, feed.clock.now().getTime()))
    await browse(feed, other, taste, SWIPES)
    neutral.push(
      shareOf(
        feed,
        taste,
        shownOf(await feed.nextSlate(aRequest(other, { count: NEXT }))).map((i) => i.contentId),
      ),
    )
  }
  const neutralShare = neutral.reduce((a, b) => a + b) / neutral.length
  const share = shareOf(
    feed,
    taste,
    next.map((i) => i.contentId),
  )
  return {
    lift: share / Math.max(neutralShare, 1 / 400),
    explored: next.filter((i) => i.explored).length,
    longestRun: longestRun(next.map((i) => i.creatorId)),
  }
}

function longestRun(values: readonly string[]): number {
  let longest = 0
  let run = 0
  values.forEach((v, i) => {
    run = v === values[i - 1] ? run + 1 : 1
    longest = Math.max(longest, run)
  })
  return longest
}

const quantile = (values: readonly number[], p: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(p * (values.length - 1))]!

describe('a new shopper with a hidden taste', () => {
  for (const [name, tasteOf] of [
    ['one of twelve categories', (seed: number) => categoryTaste(CATEGORIES[seed % 12]!)],
    [
      'two needs that cut across all categories',
      (seed: number) => tagTaste([COMMON_TAGS[seed % 30]!, COMMON_TAGS[(seed + 7) % 30]!]),
    ],
  ] as const) {
    it(`${name}: at least three times its share after fifteen swipes, at the median and at the 20th percentile`, async (t) => {
      const runs: Run[] = []
      for (let seed = 0; seed < SEEDS; seed++) runs.push(await runOnce(seed, tasteOf(seed)))
      const lifts = runs.map((r) => r.lift)
      t.diagnostic(`lift p20 ${quantile(lifts, 0.2).toFixed(2)}, median ${quantile(lifts, 0.5).toFixed(2)}`)
      assert.ok(quantile(lifts, 0.5) >= 3, `median ${quantile(lifts, 0.5)}`)
      assert.ok(quantile(lifts, 0.2) >= 3, `p20 ${quantile(lifts, 0.2)}`)
      for (const r of runs) assert.ok(r.longestRun <= 2, `an author stands ${r.longestRun} times in a row`)
      const explored = runs.reduce((sum, r) => sum + r.explored, 0) / (NEXT * SEEDS)
      assert.ok(Math.abs(explored - PARAMS.exploration.share) < 0.03, `${explored} of all places explore`)
    })
  }
})
