// The screen's steps and sums against a plain model of the same rows, over many random rooms; and what a replay of each leaves alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { curveOf, medianOf, shareBps } from './domain/screen-sums.ts'
import { aRoomOf } from './fixtures.ts'
import { createLive, type Live } from './index.ts'

let database: TestDatabase
let deps: ReturnType<typeof testDeps>
let live: Live
before(async () => {
  database = await testDatabase()
  deps = testDeps(database.db)
  live = createLive(deps)
})
after(() => database.drop())

const run = (text: ReturnType<typeof sql>) =>
  database.db.transaction((tx) => text.execute(tables<unknown>(tx)))
/** A small generator of numbers in [0, 1), the same every time. */
const numbers = (seed: number) => () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647

async function aRandomRoom(seed: number) {
  const next = numbers(seed + 1)
  const { roomId } = await aRoomOf(deps, live, deps.ids.next('crt'))
  const startMs = deps.clock.now().getTime() - 10 * 60_000
  const contentId = deps.ids.next('cnt')
  await run(sql`update live.room set state = 'live', started_at = ${new Date(startMs)}, content_id = ${contentId}
    where room_id = ${roomId}`)
  const people = Array.from({ length: Math.floor(next() * 30) }, () => ({
    id: deps.ids.next('usr'),
    exposed: next() < 0.5,
    entered: next() < 0.7,
    saw: next() < 0.6,
    clicked: next() < 0.5,
    paid: next() < 0.4,
    refund: next() < 0.3 ? 1n : 0n,
    likes: Math.floor(next() * 3),
    atMs: startMs + Math.floor(next() * 9 * 60_000),
  })).map((p) => ({ ...p, saw: p.saw && p.entered, clicked: p.clicked && p.entered }))
  const impressions = people
    .filter((p) => p.exposed)
    .map((p) => ({ contentId, accountId: p.id, at: new Date(p.atMs) }))
  const store = live.roomStore({ namesOf: async () => new Map(), forbidden: () => null })
  const product = deps.ids.next('prd')
  const tellAgain = async () => {
    await database.db.transaction((tx) => live.countExposures(tx, impressions))
    for (const p of people.filter((b) => b.paid)) await tellOrder(p, product, roomId)
  }
  await store.saveVisits(
    people
      .filter((p) => p.entered)
      .map((p) => ({
        roomId,
        accountId: p.id,
        firstSeenMs: p.atMs,
        lastSeenMs: p.atMs,
        watchedMs: 90_000,
        source: 'feed',
        contentId: null,
        chats: 0,
        likes: p.likes,
        saw: p.saw ? [product] : [],
        clicked: p.clicked ? [product] : [],
      })),
  )
  await tellAgain()
  const room = await database.db.read((tx) => live.roomOf(tx, roomId))
  const numbersOf = () => database.db.read((tx) => live.numbersOf(tx, room, null, { before: 0, within: 0 }))
  return { people, numbersOf, tellAgain }
}

const lines = new Map<string, { lineId: Id<'oln'>; orderId: Id<'ord'> }>()
/** As trade's events tell it, through the module's own reactions. */
async function tellOrder(
  p: { id: Id<'usr'>; atMs: number; refund: bigint },
  productId: Id<'prd'>,
  roomId: Id<'rom'>,
) {
  const known = lines.get(p.id) ?? { lineId: deps.ids.next('oln'), orderId: deps.ids.next('ord') }
  lines.set(p.id, known)
  const line = { lineId: known.lineId, productId, qty: 1, paidMinor: '700', roomId, saleId: null }
  const payload = {
    orderId: known.orderId,
    buyerId: p.id,
    currency: 'CNY',
    at: new Date(p.atMs).toISOString(),
    lines: [line],
  }
  const tell = (name: string, told: object) =>
    database.db.transaction((tx) =>
      live.consumer.reactions.find((r) => r.type.name === name)!.handle(tx, { payload: told } as never),
    )
  await tell('order.placed', payload)
  await tell('order.paid', payload)
  if (p.refund > 0n)
    await tell('refund.succeeded', {
      ...payload,
      lines: [{ ...line, refundMinor: '300', refundedMinor: '300', sent: true }],
    })
}

test('random rooms: every step, rate and sum is what the rows say, and telling all again changes nothing', async () => {
  for (let seed = 0; seed < 6; seed++) {
    const { people, numbersOf, tellAgain } = await aRandomRoom(seed)
    const s = await numbersOf()
    const count = (of: (p: (typeof people)[number]) => boolean) => people.filter(of).length
    assert.deepEqual(
      s.steps.map((x) => [x.people, x.fromPrevious]),
      [
        [count((p) => p.exposed), count((p) => p.exposed)],
        [count((p) => p.entered), count((p) => p.entered && p.exposed)],
        [count((p) => p.saw), count((p) => p.saw)],
        [count((p) => p.clicked), count((p) => p.clicked && p.saw)],
        [count((p) => p.paid), count((p) => p.paid && p.clicked)],
      ],
    )
    // Seeing and clicking happen inside the room; only entry and payment may exceed the step before, clicks that of seeing.
    assert.ok(s.steps[2]!.people <= s.steps[1]!.people && s.steps[3]!.people <= s.steps[1]!.people)
    const rates = [...s.steps, ...s.products].map((x) => x.rateBps)
    for (const rate of [...rates, s.totals.minuteRateBps, s.totals.interactionRateBps])
      assert.ok(rate === null || (rate >= 0 && rate <= 10_000))
    const all = [...s.minutes, s.outside]
    const sum = (pick: (m: (typeof all)[number]) => string | number) =>
      all.reduce((total, m) => total + Number(pick(m)), 0)
    assert.equal(
      sum((m) => m.paidMinor),
      Number(s.totals.paidMinor),
    )
    assert.equal(Number(s.totals.paidMinor), 700 * count((p) => p.paid))
    assert.equal(
      sum((m) => m.refundedMinor),
      300 * count((p) => p.paid && p.refund > 0n),
    )
    assert.equal(
      sum((m) => m.likes),
      people.reduce((n, p) => n + (p.entered ? p.likes : 0), 0),
    )
    assert.equal(
      sum((m) => m.entries),
      count((p) => p.entered),
    )
    await tellAgain()
    assert.deepEqual(await numbersOf(), { ...s, asOf: (await numbersOf()).asOf })
  }
})

test('what lies outside the room’s time is summed apart, not lost; shares and medians of nothing are null', () => {
  const at = (minute: number) => new Date(minute * 60_000)
  const row = { entries: 1, chats: 0, likes: 0, orders: 1, paid: 5n, refunded: 0n, online: null }
  const { minutes, outside } = curveOf(
    [0, 10, 11, 99].map((m) => ({ ...row, at: at(m) })),
    10 * 60_000,
    12 * 60_000,
  )
  assert.deepEqual([minutes.length, outside.orders, outside.paid], [3, 2, 10n])
  assert.deepEqual(
    [shareBps(1, 0), shareBps(3, 2), medianOf([]), medianOf([4, null, 2])],
    [null, 10_000, null, 3],
  )
})
