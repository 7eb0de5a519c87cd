// The engine's thread dies while the platform runs: slates go on, the log goes on, and the new engine knows in the end, bit for bit, what
// one that never died would know.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Id } from '#kernel/ids'
import { seededRandom } from '#kernel/random'
import { createInterest, type Interest } from '#modules/interest'
import { createSignals } from '#modules/signals'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { until } from '#tests/support/until'
import { aContent, aRequest, START } from '../fixtures.ts'
import { saveContentFacts, saveVerdict } from '../repository.ts'
import { aFlag, plant, type Fault } from './planted-faults.ts'

const CONTENTS = 80
const PEOPLE = 6
const SLATE_MS = 300

let database: TestDatabase
let deps: ReturnType<typeof testDeps>
let interest: Interest
let signals: ReturnType<typeof createSignals>
let people: Id<'usr'>[]
let contents: Id<'cnt'>[]
const flag = aFlag()
const random = seededRandom('recovery')
/** Events so far, a second apart; the clock goes with them. */
let told = 0

before(async () => {
  database = await testDatabase()
  deps = testDeps(database.db)
  signals = createSignals(deps)
  people = Array.from({ length: PEOPLE }, () => deps.ids.next('usr'))
  contents = Array.from({ length: CONTENTS }, () => deps.ids.next('cnt'))
  await database.db.transaction(async (tx) => {
    for (const [n, contentId] of contents.entries()) {
      await saveContentFacts(tx, aContent(n, { contentId, tags: [`t${n % 9}`] }))
      await saveVerdict(tx, 'content', contentId, 'passed')
    }
  })
  interest = createInterest(deps, {
    readLog: signals.readSignals,
    engineThread: {
      script: new URL('./planted-thread.ts', import.meta.url),
      workerData: { flag, slowMs: 0 },
      hungAfterMs: 1_000,
      pingEveryMs: 50,
      longestPauseMs: 250,
      resourceLimits: { maxOldGenerationSizeMb: 96 },
    },
  })
  await interest.load()
  await interest.nextSlate(aRequest(people[0]!)) // code that runs for the first time is slow whatever the engine does
})
after(async () => {
  await interest.close()
  await database.drop()
})

/**
 * Somebody enjoys something, so many times, and everybody once at the end: written to the log, and read from it. At the end, because
 * what is remembered of people is in the order in which they were last asked about, which a learner that made no slates does not know.
 */
async function live(events: number): Promise<void> {
  const enjoyed = Array.from({ length: events + PEOPLE }, (_, n) => ({
    id: deps.ids.next('sig'),
    kind: 'like' as const,
    accountId: people[n < events ? random.int(PEOPLE) : n - events]!,
    at: new Date(START.getTime() + 1_000 * told++),
    slateId: null,
    position: null,
    contentId: contents[Math.floor(CONTENTS * random.next() ** 2)]!,
    productId: null,
    dwellMs: null,
    durationMs: null,
    forecast: null,
  }))
  deps.clock.advance(1_000 * enjoyed.length)
  const appended = await database.db.read((tx) => signals.appendAlone(tx, enjoyed))
  interest.observe(appended)
  await until('all is read', async () => {
    await interest.catchUp()
    return interest.status().cursor.seq >= appended.at(-1)!.seq
  })
}

/** Whether the history source had a part in it. */
async function aSlate(): Promise<boolean> {
  const began = performance.now()
  const slate = await interest.nextSlate(aRequest(people[random.int(PEOPLE)]!))
  assert.ok(performance.now() - began <= SLATE_MS)
  assert.ok(slate.items.length >= 8)
  return slate.stages.some(({ stage, kept }) => stage === 'live-history' && kept > 0)
}

/** What a learner knows that reads the whole log, its engine in its own thread. */
async function replayed(): Promise<string> {
  const other = createInterest(deps, { readLog: signals.readSignals })
  await other.load({ fromLog: true })
  return other.fingerprint()
}

describe('an engine that dies', () => {
  const faults: Fault[] = ['leaves', 'throws', 'hangs', 'no memory']
  for (const [n, fault] of faults.entries())
    it(`${fault}: slates go on, and it comes back as if nothing had happened`, async () => {
      await live(120)
      if (n > 0) await interest.saveSnapshot() // the first time it is the log alone
      await live(60)
      await until('the history source has a part', aSlate)
      plant(flag, fault)
      await until('the engine is missed', async () => {
        await aSlate()
        return !interest.modelHealth().engine.ready
      })
      for (let slates = 0; slates < 10; slates++) assert.equal(await aSlate(), false)
      plant(flag, 'none')
      await live(60)
      await until('the engine is ready', () => interest.modelHealth().engine.ready)
      await until('the history source has a part', aSlate)
      await live(0)
      const { engine, ready } = interest.modelHealth()
      assert.deepEqual([engine.restarts >= n + 1, ready], [true, true])
      assert.equal(await interest.fingerprint(), await replayed())
    })

  it('again and again, while events keep coming and snapshots are written', async () => {
    const state = { done: false, with: 0, without: 0 }
    const shopping = (async () => {
      while (!state.done) {
        if (await aSlate()) state.with++
        else state.without++
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    })()
    const saving = (async () => {
      while (!state.done) {
        await interest.saveSnapshot().catch(() => {}) // there is no engine to write down
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    })()
    const restartsOf = () => interest.modelHealth().engine.restarts
    const before = restartsOf()
    for (let death = 0; death < 6; death++) {
      plant(flag, death % 2 ? 'leaves' : 'throws')
      await live(20)
      await until('it starts again', () => restartsOf() > before + death)
      plant(flag, 'none')
      await until('the engine is ready', async () => {
        await live(10)
        return interest.modelHealth().engine.ready
      })
    }
    state.done = true
    await Promise.all([shopping, saving])
    await live(0)
    assert.ok(state.with > 0 && state.without > 0)
    assert.equal(await interest.fingerprint(), await replayed())
  })

  it('what somebody had cleared stays cleared', async () => {
    await live(60)
    await interest.saveSnapshot()
    await interest.forgetAll(people[0]!)
    await interest.nextSlate(aRequest(people[1]!))
    const before = await interest.fingerprint()
    const { restarts } = interest.modelHealth().engine
    plant(flag, 'leaves')
    await until('it starts again', async () => {
      await interest.nextSlate(aRequest(people[1]!))
      return interest.modelHealth().engine.restarts > restarts
    })
    plant(flag, 'none')
    await until('the engine is ready', () => interest.modelHealth().engine.ready)
    assert.equal(await interest.fingerprint(), before)
    await interest.load()
    assert.equal(await interest.fingerprint(), before, 'loading again changes nothing')
  })
})
