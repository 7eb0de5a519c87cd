// Not the same thing twice, whether it was watched or only served a moment ago. The one filter that may give way: when too
// little is left, those seen longest ago come back, marked, because a feed is never empty. It therefore runs last.
import type { Filter } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const alreadySeenFilter: Filter<FeedQuery, Candidate> = {
  name: 'already-seen-filter',
  split(query, candidates) {
    const lastSeen = ({ content }: Candidate) => {
      const served = query.served.get(content.contentId) ?? -Infinity
      const seen = query.seen.get(content.contentId) ?? -Infinity
      return Math.max(seen, query.atMs - served < PARAMS.person.servedForMs ? served : -Infinity)
    }
    const kept = candidates.filter((c) => lastSeen(c) === -Infinity)
    const removed = candidates.filter((c) => lastSeen(c) !== -Infinity).sort((a, b) => lastSeen(a) - lastSeen(b))
    const back = removed.splice(0, Math.max(0, query.count + PARAMS.slate.spares - kept.length))
    for (const c of back) c.repeated = true
    return { kept: [...kept, ...back], removed }
  },
}
