// The algorithm, as a list. Read it from top to bottom: it is what runs. Every stage is one file, named for what it does.
// There are three lists because the path with personalisation off is really a different one: it has no stage that reads the
// person, except to keep out what was already seen or what they said no to.
import type { Filter, Pipeline } from '#engine'
import { fitHydrator } from './candidate-hydrators/fit-hydrator.ts'
import type { Candidate, FeedQuery } from './feed-query.ts'
import { alreadySeenFilter } from './filters/already-seen-filter.ts'
import { boughtFilter } from './filters/bought-filter.ts'
import { mutedFilter } from './filters/muted-filter.ts'
import { notAllowedFilter } from './filters/not-allowed-filter.ts'
import { offShelfFilter } from './filters/off-shelf-filter.ts'
import { roomOverFilter } from './filters/room-over-filter.ts'
import { outOfStockFilter } from './filters/out-of-stock-filter.ts'
import { ownContentFilter } from './filters/own-content-filter.ts'
import { followedHydrator } from './query-hydrators/followed-hydrator.ts'
import { historyHydrator } from './query-hydrators/history-hydrator.ts'
import { interestHydrator } from './query-hydrators/interest-hydrator.ts'
import { pullHydrator } from './query-hydrators/pull-hydrator.ts'
import { seenHydrator } from './query-hydrators/seen-hydrator.ts'
import { tasteHydrator } from './query-hydrators/taste-hydrator.ts'
import { valueRanker } from './rankers/value-ranker.ts'
import { commerceValueScorer } from './scorers/commerce-value-scorer.ts'
import { coverageScorer } from './scorers/coverage-scorer.ts'
import { followedScorer } from './scorers/followed-scorer.ts'
import { freshnessScorer } from './scorers/freshness-scorer.ts'
import { instantInterestScorer, longTermInterestScorer } from './scorers/interest-scorers.ts'
import { ownScorer } from './scorers/own-scorer.ts'
import { qualityScorer } from './scorers/quality-scorer.ts'
import { repetitionScorer } from './scorers/repetition-scorer.ts'
import { neutralRoomScorer, roomScorer } from './scorers/room-scorer.ts'
import { similarityScorer } from './scorers/similarity-scorer.ts'
import { tasteScorer } from './scorers/taste-scorer.ts'
import { towersScorer } from './scorers/towers-scorer.ts'
import { trendScorer } from './scorers/trend-scorer.ts'
import { slateSelector } from './selector/slate-selector.ts'
import { noteForetold } from './side-effects/note-foretold.ts'
import { rememberServed } from './side-effects/remember-served.ts'
import { liveRoomsSource } from './sources/live-rooms-source.ts'
import { followedSource } from './sources/followed-source.ts'
import { freshSource } from './sources/fresh-source.ts'
import { instantInterestSource, longTermInterestSource } from './sources/interest-sources.ts'
import { liveHistorySource } from './sources/live-history-source.ts'
import { noGoodsSource } from './sources/no-goods-source.ts'
import { ownSource } from './sources/own-source.ts'
import { popularSource } from './sources/popular-source.ts'
import { towersSource } from './sources/towers-source.ts'
import { trendSource } from './sources/trend-source.ts'

type Feed = Pipeline<FeedQuery, Candidate>

/** What must never be shown; on every path. */
const barred: readonly Filter<FeedQuery, Candidate>[] = [
  notAllowedFilter,
  roomOverFilter,
  ownContentFilter,
  offShelfFilter,
  outOfStockFilter,
  mutedFilter,
]

export const personalisedFeed: Feed = {
  queryHydrators: [
    seenHydrator,
    followedHydrator,
    interestHydrator,
    tasteHydrator,
    historyHydrator,
    pullHydrator,
  ],
  sources: [
    liveRoomsSource,
    liveHistorySource,
    ownSource,
    instantInterestSource,
    longTermInterestSource,
    towersSource,
    trendSource,
    followedSource,
    freshSource,
    popularSource,
    noGoodsSource,
  ],
  candidateHydrators: [fitHydrator],
  filters: [...barred, boughtFilter, alreadySeenFilter],
  scorers: [
    instantInterestScorer,
    longTermInterestScorer,
    tasteScorer,
    similarityScorer,
    towersScorer,
    coverageScorer,
    followedScorer,
    roomScorer,
    ownScorer,
    trendScorer,
    qualityScorer,
    freshnessScorer,
    repetitionScorer,
  ],
  rankers: [valueRanker],
  selector: slateSelector({ explore: true, capped: true }),
  sideEffects: [rememberServed, noteForetold],
}

export const neutralFeed: Feed = {
  queryHydrators: [seenHydrator],
  sources: [liveRoomsSource, trendSource, freshSource, popularSource, noGoodsSource],
  candidateHydrators: [],
  filters: [...barred, alreadySeenFilter],
  scorers: [
    neutralRoomScorer,
    trendScorer,
    qualityScorer,
    commerceValueScorer,
    freshnessScorer,
    repetitionScorer,
  ],
  rankers: [],
  selector: slateSelector({ explore: true, capped: true }),
  sideEffects: [rememberServed],
}

export const followingFeed: Feed = {
  queryHydrators: [seenHydrator, followedHydrator],
  sources: [followedSource],
  candidateHydrators: [],
  filters: [...barred, alreadySeenFilter],
  scorers: [freshnessScorer, repetitionScorer],
  rankers: [],
  selector: slateSelector({ explore: false, capped: false }),
  sideEffects: [rememberServed],
}

/** What still answers when the rest does not: no learning, no exploration, the same filters. */
export const fallbackFeed: Feed = {
  queryHydrators: [seenHydrator],
  sources: [popularSource],
  candidateHydrators: [],
  filters: [...barred, alreadySeenFilter],
  scorers: [repetitionScorer],
  rankers: [],
  selector: slateSelector({ explore: false, capped: true }),
  sideEffects: [rememberServed],
}
