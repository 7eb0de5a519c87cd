// One's own comes back: what is in the cart, was looked at closely, or is due again; exactly that, seldom, told truly, and not once it
// was cleared, forgotten or done while nothing may be learned.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { cleared, DEFAULT_SETTINGS, withForgotten, withPersonalisation } from '../domain/settings.ts'
import {
  aRequest,
  fillCatalogue,
  idFor,
  shownOf,
  simulatedFeed,
  watch,
  type SimulatedFeed,
} from '../fixtures.ts'
import { PARAMS } from '../params.ts'
import type { DraftItem } from '../service/next-slate.ts'

const me = idFor('usr', 1)
const [MINE, OTHER] = [7, 20]
const about = (n: number) => ({ contentId: idFor('cnt', n), productId: idFor('prd', n), slateId: `of ${n}` })

function aFeed(): SimulatedFeed {
  const feed = simulatedFeed('own')
  fillCatalogue(feed, 300, seededRandom('own'))
  return feed
}
const buy = (feed: SimulatedFeed, n: number) => feed.learner.take(feed.outcome(me, 'buy', { ...about(n) }))
const cart = (feed: SimulatedFeed, n: number) => {
  feed.learner.take(feed.outcome(me, 'dwell', { ...about(n), dwellMs: 12_000 }))
  feed.learner.take(feed.outcome(me, 'cart', about(n)))
}

/** Everything of one's own in the next so many places. */
async function ownWithin(feed: SimulatedFeed, places: number): Promise<(DraftItem & { place: number })[]> {
  const own: (DraftItem & { place: number })[] = []
  for (let place = 0; place < places;) {
    const slate = await feed.nextSlate(aRequest(me))
    for (const item of shownOf(slate)) {
      if (item.sources.includes('own')) own.push({ ...item, place })
      place++
      watch(feed, me, slate.slateId, item, false)
    }
  }
  return own
}
const shows = (items: readonly DraftItem[], n: number) => items.some((i) => i.contentId === idFor('cnt', n))

describe('one’s own', () => {
  it('what was put in the cart comes back after a rest, says so, and no longer once bought', async () => {
    const feed = aFeed()
    cart(feed, MINE)
    assert.ok(!shows(await ownWithin(feed, 16), MINE), 'not at once')
    feed.clock.advance(PARAMS.own.restMs)
    const own = await ownWithin(feed, 24)
    assert.ok(shows(own, MINE))
    const mine = own.find((i) => i.contentId === idFor('cnt', MINE))!
    assert.equal(mine.productId, idFor('prd', MINE))
    assert.ok(
      mine.why.some((r) => r.code === 'carted'),
      JSON.stringify(mine.why),
    )
    buy(feed, MINE)
    feed.clock.advance(DAY_MS)
    assert.ok(!shows(await ownWithin(feed, 40), MINE))
  })

  it('what was only swiped past, or seen to the end without more, does not', async () => {
    const feed = aFeed()
    feed.learner.take(feed.outcome(me, 'dwell', { ...about(MINE), dwellMs: 12_000 }))
    feed.learner.take(feed.outcome(me, 'dwell', { ...about(OTHER), dwellMs: 12_000 }))
    feed.learner.take(feed.outcome(me, 'like', about(OTHER)))
    feed.clock.advance(DAY_MS)
    const own = await ownWithin(feed, 40)
    assert.ok(!shows(own, MINE))
    assert.ok(own.find((i) => i.contentId === idFor('cnt', OTHER))!.why.some((r) => r.code === 'viewed'))
  })

  it('what is bought at an interval passes the bought filter when it is due, and only then', async () => {
    const feed = aFeed()
    for (const n of [MINE, OTHER]) buy(feed, n)
    feed.clock.advance(6 * DAY_MS)
    buy(feed, MINE)
    feed.clock.advance(3 * DAY_MS)
    assert.ok(!shows(await ownWithin(feed, 40), MINE), 'half its interval')
    feed.clock.advance(3 * DAY_MS)
    const own = await ownWithin(feed, 40)
    assert.ok(own.find((i) => i.contentId === idFor('cnt', MINE))!.why.some((r) => r.code === 'again'))
    assert.ok(!shows(own, OTHER), 'bought once')
  })

  it('is at most one place in ten, over slates', async () => {
    const feed = aFeed()
    for (let n = 0; n < 20; n++) cart(feed, 10 * n)
    feed.clock.advance(PARAMS.own.restMs)
    const places = (await ownWithin(feed, 80)).map((i) => i.place)
    assert.ok(places.length >= 5, String(places))
    for (const [k, place] of places.entries())
      if (k > 0) assert.ok(place - places[k - 1]! >= PARAMS.own.cap.withinPlaces, String(places))
  })

  it('survives a snapshot', async () => {
    const feed = aFeed()
    cart(feed, MINE)
    buy(feed, OTHER)
    feed.learner.restore(structuredClone(feed.learner.dump()))
    const person = feed.learner.person(me)!
    assert.deepEqual([...person.carted.keys()], [idFor('prd', MINE)])
    assert.equal(person.purchases.get(idFor('prd', OTHER))!.length, 1)
  })

  it('is no reason any more once cleared or forgotten, nor what was done with personalisation off; there the source is not', async () => {
    for (const decide of [
      (feed: SimulatedFeed) => cleared(DEFAULT_SETTINGS, feed.clock.now().getTime()),
      (feed: SimulatedFeed) =>
        withForgotten(
          DEFAULT_SETTINGS,
          feed.catalogue.content(idFor('cnt', MINE))!.features[0]!.key,
          feed.clock.now().getTime(),
        ),
    ]) {
      const feed = aFeed()
      cart(feed, MINE)
      feed.settings.put(me, decide(feed))
      feed.learner.settle(me)
      feed.clock.advance(PARAMS.own.restMs)
      assert.deepEqual(await ownWithin(feed, 24), [])
    }
    const feed = aFeed()
    const off = withPersonalisation(DEFAULT_SETTINGS, false, feed.clock.now().getTime())
    feed.settings.put(me, off)
    cart(feed, MINE)
    feed.clock.advance(PARAMS.own.restMs)
    assert.deepEqual(await ownWithin(feed, 24), [])
    feed.settings.put(me, withPersonalisation(off, true, feed.clock.now().getTime()))
    feed.clock.advance(HOUR_MS)
    assert.deepEqual(await ownWithin(feed, 24), [])
  })
})
