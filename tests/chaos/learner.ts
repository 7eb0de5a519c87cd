// The learner survives kill -9: twenty deaths at any moment, under load, many of them while a snapshot is written. What it had learned
// is never more than a second behind the log when it dies, and after each restart its state is, bit for bit, that of a learner
// which read the whole log from the beginning. The bad twin resumes its snapshot but not the place in the log it was made at.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { createIds, type Id } from '#kernel/ids'
import { seededRandom, type Random } from '#kernel/random'
import { tables } from '#platform/database'
import { judge, quantile, round, type Runnable } from '../../bench/harness.ts'
import type { NewSignal } from '#modules/signals'
import { saveContentFacts, saveProductFacts, saveVerdict } from '../../modules/interest/repository.ts'
import { openDoors } from '../support/market.ts'
import type { FromVictim } from './learner-victim.ts'
import { throwawayDatabase } from './throwaway.ts'

const DEATHS = 20
const EVENTS_A_SECOND = 400
const TICK_MS = 25
const CONTENTS = 300
const PEOPLE = 200
const PRODUCTS = 30
const DAY_MS = 86_400_000
const VICTIM = new URL('./learner-victim.ts', import.meta.url)

export const run: Runnable['run'] = async ({ say }) => {
  const database = await throwawayDatabase()
  const { db, doors, deps } = openDoors(database.url, { secret: 'chaos' })
  const random = seededRandom('learner')
  const contentIds = Array.from({ length: CONTENTS }, () => deps.ids.next('cnt'))
  await publish(contentIds)
  const people = Array.from({ length: PEOPLE }, () => deps.ids.next('usr'))
  const productIds = Array.from({ length: PRODUCTS }, () => deps.ids.next('prd'))
  await offer(productIds)
  /** Lines that were bought; some of them come back. */
  const lines: { lineId: Id<'oln'>; accountId: Id<'usr'>; productId: Id<'prd'> }[] = []
  const load = startLoad()
  const died = { lagMs: [] as number[], inSnapshot: 0, restartMs: [] as number[], replayed: [] as number[] }
  let astray = 0
  try {
    for (let death = 0; death < DEATHS; death++) {
      const victim = await openVictim(database.url)
      died.restartMs.push(victim.readyMs)
      died.replayed.push(victim.replayed)
      if (!(await isAsReplayed(victim))) astray++
      await wait(300 + random.int(1_500))
      died.lagMs.push(load.ageOf(victim.seq))
      if (victim.saving) died.inSnapshot++
      victim.kill()
      say(`death ${death + 1}: ${round(died.lagMs.at(-1)!)} ms behind the log; ${load.events} events so far`)
    }
    const last = await openVictim(database.url)
    if (!(await isAsReplayed(last))) astray++
    last.kill()
    load.hold(true)
    const truth = await fingerprintOf({ fromLog: true })
    await db.read((tx) =>
      sql`update interest.snapshot set cursor_xid = '0'::xid8, cursor_seq = 0`.execute(tables(tx)),
    )
    const twinAstray = (await fingerprintOf({ fromLog: false })) !== truth
    return judge(
      'learner',
      {
        deaths: DEATHS,
        deathsInSnapshot: died.inSnapshot,
        events: load.events,
        eventsASecond: round(load.rate()),
        behindP50Ms: round(quantile(died.lagMs, 0.5)),
        behindMaxMs: round(Math.max(...died.lagMs)),
        statesAstray: astray,
        replayedMax: Math.max(...died.replayed),
        restartP50Ms: round(quantile(died.restartMs, 0.5)),
        restartMaxMs: round(Math.max(...died.restartMs)),
        twinAstray: Number(twinAstray),
      },
      {
        deaths: { min: DEATHS },
        eventsASecond: { min: EVENTS_A_SECOND / 2 },
        behindMaxMs: { max: 1_000 },
        statesAstray: { max: 0 },
        twinAstray: { min: 1 },
      },
    )
  } finally {
    await load.stop()
    await db.close()
    await database.drop()
  }

  async function publish(ids: readonly Id<'cnt'>[]): Promise<void> {
    await db.transaction(async (tx) => {
      for (const [n, contentId] of ids.entries()) {
        await saveContentFacts(tx, {
          contentId,
          creatorId: deps.ids.next('crt'),
          kind: 'video',
          tags: [`t${n % 17}`, `u${n % 40}`],
          categoryId: `category-${n % 12}`,
          productIds: [],
          state: 'published',
          publishedAtMs: Date.now() - DAY_MS,
          durationMs: 15_000,
          words: [`word${n % 23}`],
        })
        await saveVerdict(tx, 'content', contentId, 'passed')
      }
    })
  }

  async function offer(ids: readonly Id<'prd'>[]): Promise<void> {
    await db.transaction(async (tx) => {
      for (const [n, productId] of ids.entries())
        await saveProductFacts(tx, {
          productId,
          shopId: `shop-${n % 5}`,
          categoryId: `category-${n % 12}`,
          tags: [],
          minPriceMinor: 1_000 + 900 * n,
          onShelf: true,
          inStock: true,
          reviewState: 'passed',
        })
    })
  }

  /** Writes the log as the platform does, in many small transactions, until stopped or held. */
  function startLoad() {
    const placed: { seq: number; atMs: number }[] = []
    const ids = createIds(deps.clock, random)
    /** `ranMs`: without the pauses in which states are compared. */
    const state = { events: 0, ranMs: 0, held: false, stopped: false }
    const running = (async () => {
      while (!state.stopped) {
        const since = performance.now()
        if (!state.held) {
          const signals = Array.from({ length: (EVENTS_A_SECOND * TICK_MS) / 1_000 }, () =>
            aSignal(ids, random),
          )
          const appended = await db.read((tx) => doors.signals.appendAlone(tx, signals))
          state.events += appended.length
          placed.push({ seq: appended.at(-1)!.seq, atMs: performance.now() })
        }
        await wait(Math.max(0, since + TICK_MS - performance.now()))
        if (!state.held) state.ranMs += performance.now() - since
      }
    })()
    return {
      get events() {
        return state.events
      },
      /** Events a second, while it was not held. */
      rate: () => state.events / (state.ranMs / 1_000),
      /** How long ago the first event after `seq` was written. */
      ageOf: (seq: number) => {
        const next = placed.find((p) => p.seq > seq)
        return next ? performance.now() - next.atMs : 0
      },
      hold: (held: boolean) => void (state.held = held),
      async stop() {
        state.stopped = true
        await running
      },
    }
  }

  /** A purchase of weeks ago, or the end of one: their windows close while the learner dies. */
  function aSale(ids: ReturnType<typeof createIds>, r: Random): NewSignal {
    const bought = r.next() < 0.3 && lines.length > 0 ? lines[r.int(lines.length)] : undefined
    const of = bought ?? {
      lineId: ids.next('oln'),
      accountId: people[r.int(PEOPLE)]!,
      productId: productIds[r.int(PRODUCTS)]!,
    }
    if (!bought) lines.push(of)
    return {
      ...of,
      id: ids.next('sig'),
      kind: bought ? (r.int(4) === 0 ? 'unbuy' : 'return') : 'buy',
      at: new Date(deps.clock.now().getTime() - r.int(80) * DAY_MS),
      slateId: null,
      position: null,
      contentId: null,
      dwellMs: null,
      durationMs: null,
      forecast: null,
    }
  }

  function aSignal(ids: ReturnType<typeof createIds>, r: Random): NewSignal {
    if (r.int(20) === 0) return aSale(ids, r)
    const kind = (['impression', 'dwell', 'dwell', 'swipe', 'like', 'click'] as const)[r.int(6)]!
    const watched = kind === 'dwell' || kind === 'swipe'
    return {
      id: ids.next('sig'),
      kind,
      accountId: people[r.int(PEOPLE)]!,
      at: deps.clock.now(),
      slateId: null,
      position: null,
      contentId: contentIds[Math.floor(CONTENTS * r.next() ** 2)]!,
      productId: null,
      dwellMs: watched ? r.int(20_000) : null,
      durationMs: watched ? 15_000 : null,
      forecast: watched ? r.next() * 4 - 1 : null,
    }
  }

  /** Nothing is written while two learners read to the same end. */
  async function isAsReplayed(victim: Awaited<ReturnType<typeof openVictim>>): Promise<boolean> {
    load.hold(true)
    await wait(2 * TICK_MS)
    const theirs = await victim.fingerprint()
    const same = theirs === (await fingerprintOf({ fromLog: true }))
    load.hold(false)
    return same
  }

  /** The state of a learner opened anew, from the log alone or from the newest snapshot. */
  async function fingerprintOf({ fromLog }: { fromLog: boolean }): Promise<string> {
    const { interest } = openDoors(database.url, { secret: 'chaos', db }).doors
    await interest.load({ fromLog })
    return interest.fingerprint()
  }
}

async function openVictim(url: string) {
  const started = performance.now()
  const child: ChildProcess = fork(VICTIM, {
    env: { ...process.env, DATABASE_URL: url },
    serialization: 'advanced',
  })
  const victim = {
    seq: 0,
    saving: false,
    readyMs: 0,
    replayed: 0,
    kill: () => void child.kill('SIGKILL'),
    fingerprint,
  }
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: FromVictim) => {
      if (message.kind === 'ready') {
        victim.readyMs = performance.now() - started
        victim.replayed = message.replayed
        resolve()
      }
      if (message.kind === 'saving') victim.saving = message.saving
      else victim.seq = message.seq
    })
    child.once('exit', (code) => reject(new Error(`the learner stopped by itself (exit ${code})`)))
  })
  async function fingerprint(): Promise<string> {
    child.send('fingerprint')
    for (;;) {
      const [message] = (await once(child, 'message')) as [FromVictim]
      if (message.kind === 'fingerprint') return message.fingerprint
    }
  }
  await ready
  return victim
}
