// How equal exposure is, told and steered: nothing is said of too little, concentration raises what the long tail is promised, and it
// goes back; and what is owed survives a restart.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createExposureContract } from '#engine'
import { seededRandom } from '#kernel/random'
import {
  aRequest,
  categoryTaste,
  fillCatalogue,
  idFor,
  shownOf,
  simulatedFeed,
  watch,
  type SimulatedFeed,
} from '../fixtures.ts'
import { PARAMS } from '../params.ts'
import { createExposureSpread } from './exposure-spread.ts'
import { packState, unpackState } from './snapshot.ts'

const { gini: rules, terms } = PARAMS.exposure
const base = terms.find((t) => t.name === 'long-tail')!.floor

function aSpread(contents: number) {
  const catalogue = simulatedFeed('spread').catalogue
  for (let n = 0; n < contents; n++)
    catalogue.putContent({
      id: idFor('cnt', n),
      facts: {
        contentId: idFor('cnt', n),
        creatorId: idFor('crt', n),
        kind: 'video',
        tags: [],
        words: [],
        categoryId: 'home',
        productIds: [],
        state: 'published',
        publishedAtMs: 0,
        durationMs: null,
      },
      verdict: 'passed',
    })
  const contract = createExposureContract(PARAMS.exposure)
  return { contract, spread: createExposureSpread(catalogue, contract) }
}
const floorOf = (contract: ReturnType<typeof aSpread>['contract']) =>
  contract.report().find((t) => t.name === 'long-tail')!.floor!

describe('how equal exposure is', () => {
  it('is not told of too few places; alike is near 0, all to one is near 1', () => {
    const { spread } = aSpread(100)
    for (let n = 0; n < 100; n++) spread.note(idFor('cnt', n), true)
    assert.equal(spread.read().gini, null)
    for (let n = 0; n < rules.places; n++) spread.note(idFor('cnt', n % 100), n % 2 === 0)
    assert.ok(spread.read().gini! < 0.01)
    assert.equal(spread.read().tailShare, 0.5)
    for (let n = 0; n < rules.places; n++) spread.note(idFor('cnt', 0), false)
    assert.ok(spread.read().gini! > 0.98)
    assert.deepEqual([spread.read().places, spread.read().tailShare], [rules.places, 0])
  })

  it('concentration raises what the long tail is promised, up to a limit, and it goes back', () => {
    const { spread, contract } = aSpread(100)
    const serve = (places: number, most: number) => {
      for (let n = 0; n < places; n++) spread.note(idFor('cnt', n % most), false)
    }
    serve(rules.places, 10)
    assert.equal(floorOf(contract), rules.mostFloor)
    serve(4 * rules.places, 100)
    assert.equal(floorOf(contract), base)
  })

  it('what the long tail is promised more it gets, and exposure is more equal for it', async (t) => {
    const served = async (tailFloor: number) => {
      const feed = simulatedFeed('steered')
      fillCatalogue(feed, 240, seededRandom('steered'))
      for (let day = 0; day < 10; day++) {
        feed.learner.spread.restore({ ...feed.learner.spread.dump(), tailFloor })
        await aDay(feed, 60)
      }
      const { gini, tailShare } = feed.learner.spread.read()
      t.diagnostic(`promised ${tailFloor}: tail ${tailShare!.toFixed(3)}, Gini ${gini!.toFixed(3)}`)
      return { gini: gini!, tailShare: tailShare! }
    }
    const [little, much] = [await served(base), await served(rules.mostFloor)]
    assert.ok(much.tailShare > little.tailShare + 0.1)
    assert.ok(much.gini < little.gini - 0.05)
  })

  it('what is owed and what is promised survive a snapshot, beside what a replay is held against', async () => {
    const feed = simulatedFeed('owed')
    fillCatalogue(feed, 200, seededRandom('owed'))
    await aDay(feed, 40)
    feed.learner.spread.restore({ ...feed.learner.spread.dump(), tailFloor: 0.4 })
    const body = await packState(
      { learner: feed.learner.dump(), ahead: [], exposure: feed.learner.spread.dump() },
      new Uint8Array(),
    )
    const { exposure, learner } = await unpackState(body)
    assert.ok(!('exposure' in learner))
    const next = simulatedFeed('owed')
    next.learner.spread.restore(exposure!)
    assert.deepEqual(next.learner.exposure.report(), feed.learner.exposure.report())
    assert.throws(() => next.learner.spread.restore({ ...exposure!, contract: { terms: { 'new-item': {} as never } } }), RangeError) // prettier-ignore
  })
})

async function aDay(feed: SimulatedFeed, slates: number): Promise<void> {
  for (let n = 0; n < slates; n++) {
    const viewer = idFor('usr', 1 + feed.random.int(200))
    const slate = await feed.nextSlate(aRequest(viewer))
    for (const item of shownOf(slate))
      watch(feed, viewer, slate.slateId, item, categoryTaste('home')(feed, item.contentId))
  }
}
