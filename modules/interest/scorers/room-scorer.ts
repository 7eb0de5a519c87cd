// A room is as good as what it explains now: how that product fits the person, whether it is still there to be bought, and
// whether there is time to get there.
import type { Scorer } from '#engine'
import type { Product } from '../catalogue/entries.ts'
import { feature } from '../domain/feature.ts'
import type { Candidate, FeedQuery, RoomNow } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

const { plentyUnits, hurryMs } = PARAMS.rooms
const { category, tag, maxTags } = PARAMS.features
const { instant, long } = PARAMS.interestScale

export const roomScorer: Scorer<FeedQuery, Candidate> = {
  name: 'room',
  weight: PARAMS.weights.room,
  enabled: (query) => query.rooms.size > 0,
  score(query, { content, product }) {
    const room = query.rooms.get(content.contentId)
    if (!room || !product) return 0
    return (UNKNOWN_FIT + fitOf(query, product)) * likelyToGet(room, query.atMs)
  },
}

/** The same where nothing is read of the person: stock and time alone. */
export const neutralRoomScorer: Scorer<FeedQuery, Candidate> = {
  ...roomScorer,
  name: 'room-without-person',
  score({ rooms, atMs }, { content, product }) {
    const room = rooms.get(content.contentId)
    return room && product ? UNKNOWN_FIT * likelyToGet(room, atMs) : 0
  },
}

/** What a room is worth to whom nothing is known of. */
const UNKNOWN_FIT = 0.5

/** Of the product's own features in what the person likes, now and over weeks; −1..1, 0 when nothing is known of them. */
function fitOf(query: FeedQuery, product: Product): number {
  const tags = product.tags.slice(0, maxTags)
  const about = (profile: ReadonlyMap<string, number>) =>
    category * (profile.get(feature('category', product.categoryId)) ?? 0) +
    tag * tags.reduce((sum, t) => sum + (profile.get(feature('tag', t)) ?? 0), 0)
  const norm = Math.sqrt(category ** 2 + tags.length * tag ** 2)
  const fit = (0.7 * about(query.instant)) / instant + (0.3 * about(query.long)) / long
  return Math.max(-1, Math.min(1, fit / norm))
}

/** 0 when it is sold out or over before anybody arrives, 1 with plenty of both. */
function likelyToGet({ available, endsAtMs }: RoomNow, atMs: number): number {
  const stock = Math.min(1, available / plentyUnits)
  const time = endsAtMs === null ? 1 : Math.max(0, Math.min(1, (endsAtMs - atMs) / hurryMs))
  return Math.sqrt(stock) * time
}
