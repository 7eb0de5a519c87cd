// Not the same thing twice, whether it was watched or only served a moment ago. The one filter that may give way: when too
// little is left, those seen longest ago come back, marked, because a feed is never empty. It therefore runs last.
import type { Filter } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const alreadySeenFilter: Filter<FeedQuery, Candidate> = {
  name: 'already-seen-filter',
  split(query, candidates) {
    const lastMs = new Map<Candidate, number>()
    for (const c of candidates) {
      if (c.own !== null) continue // may come back, and has rested
      const id = c.content.contentId
      const servedMs = query.served.get(id)
      const stillServed = servedMs !== undefined && query.atMs - servedMs < PARAMS.person.servedForMs
      const last = Math.max(query.seen.get(id) ?? -Infinity, stillServed ? servedMs : -Infinity)
      if (last > -Infinity) lastMs.set(c, last)
    }
    const kept = candidates.filter((c) => !lastMs.has(c))
    const removed = [...lastMs.keys()].sort((a, b) => lastMs.get(a)! - lastMs.get(b)!)
    const back = removed.splice(0, Math.max(0, query.count + PARAMS.slate.spares - kept.length))
    for (const c of back) c.repeated = true
    return { kept: [...kept, ...back], removed }
  },
}
