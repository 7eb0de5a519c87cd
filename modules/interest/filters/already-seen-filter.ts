// Not the same thing twice, whether it was watched or only served a moment ago. The one filter that may give way: when too
// little is left, those seen longest ago come back, marked, because a feed is never empty. It therefore runs last.
import type { Filter } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const alreadySeenFilter: Filter<FeedQuery, Candidate> = {
  name: 'already-seen-filter',
  split(query, candidates) {
    const kept: Candidate[] = []
    const seen: { c: Candidate; lastMs: number }[] = []
    for (const c of candidates) {
      const id = c.content.contentId
      const servedMs = query.served.get(id)
      const stillServed = servedMs !== undefined && query.atMs - servedMs < PARAMS.person.servedForMs
      const lastMs = Math.max(query.seen.get(id) ?? -Infinity, stillServed ? servedMs : -Infinity)
      // One's own that has rested; a room by now shows something else.
      const mayReturn =
        c.own !== null || (c.content.kind === 'live' && query.atMs - lastMs > PARAMS.rooms.backAfterMs)
      if (lastMs > -Infinity && !mayReturn) seen.push({ c, lastMs })
      else kept.push(c)
    }
    const removed = seen.sort((a, b) => a.lastMs - b.lastMs).map(({ c }) => c)
    const back = removed.splice(0, Math.max(0, query.count + PARAMS.slate.spares - kept.length))
    for (const c of back) {
      c.repeated = true
      kept.push(c)
    }
    return { kept, removed }
  },
}
