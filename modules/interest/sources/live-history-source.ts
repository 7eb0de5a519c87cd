// What may come next after the things this person just enjoyed: the engine's model, asked with the person's own last events, so that an
// event counts in the very next slate. What is likely for everybody only is left to the trends.
import type { Likely, Source } from '#engine'
import { proposeOne, type Candidate, type FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

const { proposed, halfAt } = PARAMS.engine

export const liveHistorySource: Source<FeedQuery, Candidate> = {
  name: 'live-history',
  enabled: (query) => query.recent.length > 0,
  find(query) {
    const history = query.recent.map(({ contentId, atMs }) => ({ id: contentId, atMs })).reverse()
    const likely = query.world.learner.engine.nextAfter(history, proposed, query.atMs)
    return likely instanceof Promise
      ? likely.then((l) => proposeLikely(query, l))
      : proposeLikely(query, likely)
  },
}

function proposeLikely(query: FeedQuery, likely: readonly Likely[]): Candidate[] {
  const found: Candidate[] = []
  for (const { id, likelihood, personal } of likely) {
    const candidate = personal > 0 ? proposeOne(query, id, 'live-history') : undefined
    if (!candidate) continue
    candidate.similarity = personal * soft(likelihood)
    found.push(candidate)
  }
  return found
}

/** 1 for the likeliest, a half for one `e^halfAt` times less likely, falling as its logarithm grows. */
const soft = (likelihood: number) => 1 / (1 - Math.log(Math.max(likelihood, 1e-12)) / halfAt)
