// The promise to the new: a tenth of what is served, also when nobody is known to like it; and nothing at all while it is kept anyway.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import {
  aContent,
  aProduct,
  aRequest,
  CATEGORIES,
  categoryTaste,
  fillCatalogue,
  idFor,
  shownOf,
  simulatedFeed,
  START,
  watch,
  type SimulatedFeed,
} from './fixtures.ts'
import { PARAMS } from './params.ts'

const LIKED = CATEGORIES.slice(0, 6)
const LATER_MS = 3 * DAY_MS
const [promise] = PARAMS.exposure.terms

/** With goods, as the others have: the density of goods is not what keeps this promise. */
function offerNew(feed: SimulatedFeed, n: number, publishedAtMs: number): void {
  feed.stock(aProduct(1_000 + n, { categoryId: 'crafts' }))
  feed.offer(
    aContent(1_000 + n, { categoryId: 'crafts', productIds: [idFor('prd', 1_000 + n)], publishedAtMs }),
  )
}

/** People of six tastes who look through `slates` slates; `fresh` contents of a category that is nobody's just came out. */
async function aDay({ fresh, slates }: { fresh: number; slates: number }) {
  const feed = simulatedFeed('exposure')
  fillCatalogue(feed, 300, seededRandom('exposure'))
  feed.clock.advance(LATER_MS) // nothing of it is new any more
  for (let n = 0; n < fresh; n++) offerNew(feed, n, START.getTime() + LATER_MS)
  let [shown, fromPromise] = [0, 0]
  for (let n = 0; n < slates; n++) {
    const viewer = idFor('usr', 1 + (n % 60))
    const slate = await feed.nextSlate(aRequest(viewer))
    for (const item of shownOf(slate)) {
      watch(feed, viewer, slate.slateId, item, categoryTaste(LIKED[n % 6]!)(feed, item.contentId))
      if (n < slates / 2) continue
      shown++
      if (feed.catalogue.content(item.contentId)!.publishedAtMs === START.getTime() + LATER_MS) fromPromise++
    }
  }
  return { share: fromPromise / shown, report: feed.learner.exposure.report()[0]! }
}

void it('keeps the promise to new contents that nobody is known to like', async (t) => {
  const { share, report } = await aDay({ fresh: 200, slates: 600 })
  t.diagnostic(
    `share ${share.toFixed(3)}, price ${report.price.toFixed(2)}, served ${report.served.toFixed(3)}`,
  )
  assert.ok(share >= 0.85 * promise.floor, `${share} of what is served`)
  assert.ok(share <= 2 * promise.floor, `${share} of what is served`)
  assert.equal(report.state, 'kept')
})

void it('says so when there is nothing new to show, and asks no price that could not be paid', async () => {
  const { share, report } = await aDay({ fresh: 0, slates: 200 })
  assert.equal(share, 0)
  assert.equal(report.state, 'short of candidates')
})

void it('tells the place what it owes to the promise', async () => {
  const feed = simulatedFeed('told')
  fillCatalogue(feed, 300, seededRandom('told'))
  for (let n = 0; n < 40; n++) offerNew(feed, n, START.getTime() - HOUR_MS)
  for (let n = 0; n < 300; n++) {
    const viewer = idFor('usr', 1 + (n % 60))
    const slate = await feed.nextSlate(aRequest(viewer))
    for (const item of shownOf(slate)) {
      watch(feed, viewer, slate.slateId, item, categoryTaste(LIKED[n % 6]!)(feed, item.contentId))
      const promised = item.scores.exposure ?? 0
      if (promised > 0.1) assert.ok(item.why.some((reason) => reason.code === 'fresh'))
    }
  }
})
