// Live rooms in the feed: ranked by what they explain now, by what is left of it and by the time there is to get there.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MINUTE_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import type { RoomNow } from './feed-query.ts'
import {
  aContent,
  aProduct,
  aRequest,
  fillCatalogue,
  idFor,
  shownOf,
  simulatedFeed,
  START,
  watch,
  type SimulatedFeed,
} from './fixtures.ts'
import { roomScorer } from './scorers/room-scorer.ts'

const me = idFor('usr', 1)
const ROOM = idFor('cnt', 9_001)
const TEA = idFor('prd', 9_001)
const TENT = idFor('prd', 9_002)

/** A catalogue with one room, whose own content says nothing about what it sells. */
function aFeedWithRoom(): SimulatedFeed {
  const feed = simulatedFeed('rooms')
  fillCatalogue(feed, 300, seededRandom('rooms'))
  for (const [id, tags] of [
    [TEA, ['tea', 'gongfu']],
    [TENT, ['camping', 'rain']],
  ] as const)
    feed.stock(aProduct(9_001, { productId: id, tags, categoryId: id === TEA ? 'kitchen' : 'outdoor' }))
  const facts = aContent(9_001, {
    contentId: ROOM,
    kind: 'live',
    durationMs: null,
    categoryId: 'other',
    productIds: [TEA, TENT],
    publishedAtMs: START.getTime(),
  })
  feed.offer(facts)
  return feed
}

const now = (changes: Partial<RoomNow> = {}): ReadonlyMap<string, RoomNow> =>
  new Map([[ROOM, { productId: TEA, available: 50, endsAtMs: null, viewers: 30, ...changes }]])

const roomIn = async (feed: SimulatedFeed, rooms: ReadonlyMap<string, RoomNow>) =>
  shownOf(await feed.nextSlate({ ...aRequest(me), count: 40, rooms })).find((i) => i.contentId === ROOM)

describe('a room in the feed', () => {
  it('is offered while it is on air, with the product it explains now, and not a moment longer', async () => {
    const feed = aFeedWithRoom()
    assert.equal((await roomIn(feed, now()))?.productId, TEA)
    assert.equal((await roomIn(aFeedWithRoom(), now({ productId: TENT })))?.productId, TENT)
    assert.equal(await roomIn(aFeedWithRoom(), new Map()), undefined)
  })

  it('may be shown again after a while, unlike a clip', async () => {
    const feed = aFeedWithRoom()
    const shown = await roomIn(feed, now())
    watch(feed, me, idFor('slt', 1), shown!, false)
    assert.equal(await roomIn(feed, now()), undefined, 'not at once')
    feed.clock.advance(11 * MINUTE_MS)
    assert.ok(await roomIn(feed, now()))
  })

  const scoreOf = (feed: SimulatedFeed, room: Partial<RoomNow>, likes: Record<string, number>): number => {
    const rooms = now(room)
    const content = feed.catalogue.content(ROOM)!
    const product = feed.catalogue.product(rooms.get(ROOM)!.productId!)!
    const query = { rooms, atMs: START.getTime(), instant: new Map(Object.entries(likes)), long: new Map() }
    return roomScorer.score(query as never, { content, product } as never)
  }

  it('scores by the product of the moment: the same room is worth more to who likes it', () => {
    const feed = aFeedWithRoom()
    const likes = { 'tag:tea': 1.2, 'tag:camping': -1 }
    assert.ok(scoreOf(feed, { productId: TEA }, likes) > scoreOf(feed, { productId: TEA }, {}))
    assert.ok(scoreOf(feed, { productId: TENT }, likes) < scoreOf(feed, { productId: TENT }, {}))
  })

  it('is worth nothing when it is sold out or over, and less when little is left of either', () => {
    const feed = aFeedWithRoom()
    const at = START.getTime()
    const score = (room: Partial<RoomNow>) => scoreOf(feed, room, { 'tag:tea': 1 })
    assert.equal(score({ available: 0 }), 0)
    assert.equal(score({ endsAtMs: at - 1 }), 0)
    assert.ok(score({ available: 2 }) < score({ available: 50 }))
    assert.ok(score({ endsAtMs: at + 20_000 }) < score({ endsAtMs: at + 5 * MINUTE_MS }))
  })
})
