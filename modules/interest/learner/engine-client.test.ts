// An engine in a thread of its own knows what one here would know; and when it is slow, hangs or dies, a slate is neither late nor
// empty. The bad twin is the same slow engine in the server's own thread.
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { until } from '#tests/support/until'
import {
  aRequest,
  browse,
  categoryTaste,
  fillCatalogue,
  idFor,
  shownOf,
  simulatedFeed,
  START,
  type SimulatedFeed,
} from '../fixtures.ts'
import { PIPELINES } from '../service/next-slate.ts'
import { createEngineThread, type EngineThread, type EngineThreadOptions } from './engine-client.ts'
import { createEngineHere, type EngineHost, type Lesson } from './engine-host.ts'
import { aFlag, plant, withFaults, type Fault, type Planted } from './planted-faults.ts'

const me = idFor('usr', 1)
const SLOW_MS = 5_000
const SLATE_MS = 300
const atMs = START.getTime()

const threads: EngineThread[] = []
after(() => Promise.all(threads.map((t) => t.close())))
function aThread(options: EngineThreadOptions = {}): EngineThread {
  const thread = createEngineThread(options)
  threads.push(thread)
  return thread
}
const aPlantedThread = (planted: Planted, options: EngineThreadOptions = {}) =>
  aThread({ script: new URL('./planted-thread.ts', import.meta.url), workerData: planted, ...options })

function lessons(count: number, seed: string): Lesson[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, n) => {
    const item = random.int(80)
    return {
      person: idFor('usr', random.int(12)),
      item: { id: idFor('cnt', item), author: `a${item % 7}`, seller: '', category: `c${item % 5}`, features: [`tag:${item % 9}`] }, // prettier-ignore
      publishedAtMs: atMs - 1_000 * item,
      action: random.int(9) === 0 ? 'buy' : 'enjoy',
      atMs: atMs + 1_000 * n,
    } as const
  })
}
const PAST = [3, 8, 11].map((n) => ({ id: idFor('cnt', n), atMs }))
const tell = (engine: EngineHost, what: readonly Lesson[]) => what.forEach((l) => engine.learn(l))

describe('an engine in a thread', () => {
  it('knows and answers what one here would, in the order it was told', async () => {
    const [there, here] = [aThread(), createEngineHere()]
    const all = lessons(600, 'order')
    for (const engine of [there, here]) {
      tell(engine, all.slice(0, 200))
      engine.forget(idFor('usr', 3), atMs + 1)
      tell(engine, all.slice(200))
      engine.forget(idFor('usr', 3), atMs + 1) // told twice, done once
    }
    await there.learned()
    assert.deepEqual(await there.nextAfter(PAST, 20, atMs), here.nextAfter(PAST, 20, atMs))
    assert.equal(await there.fingerprint(), here.fingerprint())
    assert.deepEqual(there.counts(), here.counts())
  })

  it('packs the moment it was asked, whatever is told meanwhile, and answers while it packs', async () => {
    const [there, here, again] = [aThread({ askWithinMs: 5_000 }), createEngineHere(), aThread()]
    const all = lessons(900, 'pack')
    tell(there, all.slice(0, 500))
    await there.learned()
    const packed = there.pack()
    tell(there, all.slice(500))
    const answer = there.nextAfter(PAST, 5, atMs)
    tell(here, all.slice(0, 500))
    await again.restore(await packed)
    assert.equal(await again.fingerprint(), here.fingerprint())
    await here.restore(await again.pack())
    assert.equal(await again.fingerprint(), here.fingerprint(), 'a round trip through both')
    tell(here, all.slice(500))
    assert.equal(await there.fingerprint(), here.fingerprint())
    assert.ok((await answer).length > 0)
  })

  it('makes whoever tells it much wait, until it is less behind', async () => {
    const there = aThread()
    tell(there, lessons(10_500, 'room'))
    assert.equal(there.health().behind, 10_500)
    await there.room()
    const { behind } = there.health()
    assert.ok(behind > 0 && behind < 10_000, String(behind))
    await there.learned()
    assert.equal(there.health().behind, 0)
    assert.equal(there.room(), undefined)
  })

  it('refuses what is damaged and is empty then', async () => {
    const there = aThread()
    tell(there, lessons(50, 'damaged'))
    const packed = await there.pack()
    for (const damaged of [packed.slice(0, -9), packed.slice(9), new Uint8Array()]) {
      await assert.rejects(there.restore(damaged))
      assert.equal(await there.fingerprint(), createEngineHere().fingerprint())
    }
    await there.restore(packed)
    assert.equal(there.counts().heard > 0, true)
  })
})

/** A feed that has been used, with an engine that knows its people. */
async function aLivedInFeed(engine: EngineHost): Promise<SimulatedFeed> {
  const feed = simulatedFeed('planted', PIPELINES, engine)
  fillCatalogue(feed, 240, seededRandom('planted'))
  for (let n = 1; n < 4; n++) await browse(feed, idFor('usr', n), categoryTaste('pets'), 24)
  await engine.learned()
  return feed
}

type Shown = { ms: number; items: number; history: string; policy: string }
async function aSlate(feed: SimulatedFeed): Promise<Shown> {
  const began = performance.now()
  const slate = await feed.nextSlate(aRequest(me))
  const history = slate.stages.find(({ stage }) => stage.startsWith('live-history'))!
  return {
    ms: performance.now() - began,
    items: shownOf(slate).length,
    history: history.kept > 0 ? 'asked' : history.stage,
    policy: slate.policy,
  }
}

/** The promise: whatever the engine does, each of these slates is there in time, personal, and full. */
async function staysInTime(feed: SimulatedFeed, slates: number): Promise<Shown[]> {
  const shown: Shown[] = []
  for (let n = 0; n < slates; n++) {
    const slate = await aSlate(feed)
    assert.ok(slate.ms <= SLATE_MS, `a slate took ${Math.round(slate.ms)} ms`)
    assert.equal(slate.items, 8)
    assert.match(slate.policy, /personalised$/)
    shown.push(slate)
  }
  return shown
}

describe('a slate in time, whatever the engine does', () => {
  it('a slow one costs the history source only, and nothing once it is known to be slow; then it is back', async () => {
    const planted = { flag: aFlag(), slowMs: SLOW_MS }
    const feed = await aLivedInFeed(aPlantedThread(planted))
    await until('it is asked', async () => (await aSlate(feed)).history === 'asked', 5_000)
    plant(planted.flag, 'slow')
    const shown = await staysInTime(feed, 20)
    assert.match(shown[0]!.history, /did not answer within/)
    assert.match(shown.at(-1)!.history, /too slow to be asked/)
    plant(planted.flag, 'none')
    await until('it is asked', async () => (await aSlate(feed)).history === 'asked', 2 * SLOW_MS)
  })

  it('the twin, the same slow engine in the server’s own thread, fails this test', async () => {
    const planted = { flag: aFlag(), slowMs: SLOW_MS }
    const feed = await aLivedInFeed(withFaults(createEngineHere(), planted))
    plant(planted.flag, 'slow')
    await assert.rejects(staysInTime(feed, 20), /a slate took \d+ ms/)
  })

  const deadly: [Fault, RegExp][] = [
    ['leaves', /it left with 3/],
    ['throws', /planted/],
    ['no memory', /memory/],
    ['hangs', /answered nothing for \d+ ms/],
  ]
  for (const [fault, why] of deadly)
    it(`one that ${fault === 'no memory' ? 'has no memory left' : fault} is told of, and a new one takes its place`, async () => {
      const planted = { flag: aFlag(), slowMs: 0 }
      const engine = aPlantedThread(planted, {
        hungAfterMs: fault === 'hangs' ? 1_000 : 20_000,
        pingEveryMs: 50,
        resourceLimits: { maxOldGenerationSizeMb: 96 },
      })
      const feed = await aLivedInFeed(engine)
      const packed = await engine.pack()
      let lost = 0
      engine.whenLost(() => void lost++)
      plant(planted.flag, fault)
      const before = await staysInTime(feed, 1)
      assert.notEqual(before[0]!.history, 'asked')
      await until(
        'the engine is missed',
        async () => {
          await staysInTime(feed, 1)
          return !engine.health().ready
        },
        30_000,
      )
      assert.match(engine.health().lastDeath!, why)
      assert.equal(lost, 1)
      for (const { ms } of await staysInTime(feed, 10)) assert.ok(ms < 200)
      await assert.rejects(engine.pack(), 'there is nothing to write down')
      plant(planted.flag, 'none')
      const fresh = engine.revive()
      await fresh.restore(packed)
      assert.notEqual((await aSlate(feed)).history, 'asked', 'not before it is there')
      fresh.goLive()
      await until('it is asked', async () => (await aSlate(feed)).history === 'asked', 5_000)
      assert.deepEqual([engine.health().ready, engine.health().restarts], [true, 1])
    })
})
