// What the people behind a room keep: rundown, shifts and violations, through the door, on a real database.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { AppError, type ErrorCode } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import { createRunRundown } from './run-rundown.ts'
import { createStaffRoom } from './staff-room.ts'
import { createWatchRoom } from './watch-room.ts'
import { systemCtx, type Ctx } from '#platform/context'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { createLive, type Live } from '#modules/live'

const creatorId: Id<'crt'> = 'crt_01J00000000000000000000001'
const anna: Id<'usr'> = 'usr_01J0000000000000000000000A'
const ben: Id<'usr'> = 'usr_01J0000000000000000000000B'
const goods = [1, 2, 3].map((n) => `prd_01J0000000000000000000000${n}` as Id<'prd'>)
const shopId: Id<'shp'> = 'shp_01J00000000000000000000001'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let live: Live
let flow: ReturnType<typeof createRunRundown>
let staff: ReturnType<typeof createStaffRoom>

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  live = createLive(deps)
  flow = createRunRundown(deps, { live })
  const membersOf = async () =>
    [anna, ben].map((accountId) => ({
      accountId,
      nickname: accountId.slice(-1),
      avatarUrl: null,
      email: null,
      role: 'editor',
      since: new Date(0),
    }))
  staff = createStaffRoom(deps, { live, identity: { membersOf } as never })
})
after(() => base.drop())

const inTx = <R>(fn: (tx: Tx) => Promise<R>): Promise<R> => base.db.transaction(fn)
const as = (accountId: Id<'usr'>): Ctx => ({
  ...systemCtx('req_1'),
  actor: { kind: 'person', accountId, sessionId: 'ses_1', guest: false, memberships: [] },
})
const refused = (code: ErrorCode) => (e: unknown) => {
  assert.ok(e instanceof AppError, String(e))
  assert.equal(e.code, code)
  return true
}

/** A room with three goods in its bag; live when asked. */
async function aRoom(onAir = false): Promise<Id<'rom'>> {
  return inTx(async (tx) => {
    const { room } = await live.createRoom(tx, {
      creatorId,
      title: { zh: '茶', en: 'Tea' },
      coverUrl: null,
      plannedAt: null,
      orientation: 'portrait',
    })
    const row = await live.lockRoom(tx, room.roomId)
    await live.addToBag(
      tx,
      row,
      goods.map((productId) => ({ productId, shopId })),
      anna,
    )
    if (onAir) {
      await live.move(tx, row, 'test', anna)
      await live.streamStarted(tx, { stream: room.roomId, session: 's1', atMs: deps.clock.now().getTime() })
      await live.goLive(tx, room.roomId, creatorId, anna)
    }
    return room.roomId
  })
}
const endRoom = (roomId: string) => inTx((tx) => live.endRoom(tx, roomId, anna))
const save = (roomId: Id<'rom'>, version: number, rows: { rowId?: Id<'rdn'>; productId: Id<'prd'> }[]) =>
  live.saveRundown({
    creatorId,
    roomId,
    version,
    rows: rows.map((r) => ({ role: 'main', minutes: 5, points: '一行\n又一行', ...r })),
  })
const next = (roomId: Id<'rom'>, afterRow: Id<'rdn'> | null, rowId?: Id<'rdn'>) =>
  flow.nextInRundown({ creatorId, roomId, after: afterRow, ...(rowId ? { rowId } : {}) }, as(anna))
const explained = (roomId: string) =>
  inTx(async (tx) =>
    (await live.eventsAfter(tx, roomId, 0, 500)).flatMap((e) =>
      e.event.kind === 'explain' ? [e.event.productId] : [],
    ),
  )

void test('next explains the product and moves the clock; the last next stops explaining', async () => {
  const roomId = await aRoom()
  const plan = await save(roomId, 0, [{ productId: goods[1]! }, { productId: goods[0]! }])
  const first = await next(roomId, null)
  assert.deepEqual(
    first.rows.map((r) => r.state),
    ['now', 'planned'],
  )
  assert.ok(first.rows[0]!.startedAt)
  const second = await next(roomId, plan.rows[0]!.rowId)
  assert.deepEqual(
    second.rows.map((r) => r.state),
    ['done', 'now'],
  )
  assert.equal(second.rows[0]!.endedAt, second.rows[1]!.startedAt)
  const over = await next(roomId, plan.rows[1]!.rowId)
  assert.deepEqual(
    over.rows.map((r) => r.state),
    ['done', 'done'],
  )
  assert.deepEqual(await explained(roomId), [goods[1], goods[0], null])
  await assert.rejects(next(roomId, null), refused('STATE_CONFLICT'))
})

void test('two who press next at once move on once', async () => {
  const roomId = await aRoom()
  await save(
    roomId,
    0,
    goods.map((productId) => ({ productId })),
  )
  const both = await Promise.allSettled([next(roomId, null), next(roomId, null)])
  assert.deepEqual(both.map((r) => r.status).toSorted(), ['fulfilled', 'rejected'])
  refused('STALE')((both.find((r) => r.status === 'rejected') as PromiseRejectedResult).reason)
  assert.deepEqual(await explained(roomId), [goods[0]])
})

void test('a plan is edited while it runs, but not what happened; and not over another’s edit', async () => {
  const roomId = await aRoom()
  const plan = await save(
    roomId,
    0,
    goods.map((productId) => ({ productId })),
  )
  const running = await next(roomId, null)
  await assert.rejects(save(roomId, plan.version, []), refused('STALE'))
  await assert.rejects(save(roomId, running.version, [{ productId: goods[0]! }]), refused('STATE_CONFLICT'))
  const [a, b, c] = running.rows.map(({ rowId, productId }) => ({ rowId, productId }))
  const edited = await save(roomId, running.version, [c!, a!, b!])
  assert.deepEqual(
    edited.rows.map((r) => r.productId),
    [goods[0], goods[2], goods[1]],
  )
  assert.equal(edited.rows[0]!.startedAt, running.rows[0]!.startedAt)
  await inTx((tx) => live.finishRundown(tx, roomId))
  assert.equal((await live.getRundown({ creatorId, roomId })).rows[0]!.state, 'done')
  await assert.rejects(
    live.getRundown({ creatorId: 'crt_01J00000000000000000000002', roomId }),
    refused('NOT_FOUND'),
  )
})

void test('what left the bag is passed over', async () => {
  const roomId = await aRoom()
  await save(
    roomId,
    0,
    goods.map((productId) => ({ productId })),
  )
  await inTx(async (tx) => live.removeFromBag(tx, await live.lockRoom(tx, roomId), goods[0]!, anna))
  const after1 = await next(roomId, null)
  assert.equal(after1.rows.find((r) => r.state === 'now')!.productId, goods[1])
})

let lines = 0
/** An order line as trade would tell it, straight into the rows that the results are sums of. */
const sell = (
  roomId: string,
  o: { at: Date; buyer: string; paid: number; refunded?: number; state?: string },
) =>
  inTx(async (tx) => {
    lines += 1
    await sql`insert into live.room_order (room_id, line_id, order_id, buyer_id, product_id, qty, paid_minor, refunded_minor, currency,
      state, placed_at, paid_at) values (${roomId}, ${`oln_${lines}`}, ${`ord_${lines}`}, ${o.buyer}, ${goods[0]}, 2, ${o.paid},
      ${o.refunded ?? 0}, 'CNY', ${o.state ?? 'paid'}, ${o.at}, ${o.at})`.execute(
      tables<Record<string, never>>(tx),
    )
  })

void test('a shift’s results are the order lines paid within it; a handover loses none and counts none twice', async () => {
  const roomId = await aRoom(true)
  await staff.startShift({ creatorId, roomId, accountId: anna, role: 'anchor' })
  await assert.rejects(
    staff.startShift({ creatorId, roomId, accountId: anna, role: 'anchor' }),
    refused('DUPLICATE'),
  )
  await assert.rejects(
    staff.startShift({ creatorId, roomId, accountId: 'usr_01J0000000000000000000000C', role: 'anchor' }),
    refused('NOT_FOUND'),
  )
  const t0 = deps.clock.now()
  await sell(roomId, { at: t0, buyer: 'x', paid: 1_000 })
  await sell(roomId, { at: new Date(t0.getTime() - 1_000), buyer: 'early', paid: 9_999 })
  const [shift] = (await staff.listShifts({ creatorId, roomId })).shifts
  deps.clock.advance(3_600_000)
  const handed = await staff.handOver({ creatorId, roomId, shiftId: shift!.shiftId, accountId: ben })
  assert.deepEqual(
    handed.shifts.map((s) => [s.accountId, s.role, s.takenFrom, s.endedAt !== null]),
    [
      [anna, 'anchor', null, true],
      [ben, 'anchor', shift!.shiftId, false],
    ],
  )
  const border = deps.clock.now()
  await sell(roomId, { at: border, buyer: 'y', paid: 500, refunded: 200 })
  await sell(roomId, { at: border, buyer: 'y', paid: 300 })
  await sell(roomId, { at: border, buyer: 'z', paid: 7_000, state: 'placed' })
  for (const [buyer, from, to] of [
    ['seen', t0, t0],
    ['stayed', t0, new Date(border.getTime() + 1)],
  ] as const)
    await inTx((tx) =>
      sql`insert into live.visit (room_id, account_id, first_seen, last_seen, watched_ms, source, chats, likes, saw, clicked)
        values (${roomId}, ${buyer}, ${from}, ${to}, 0, 'feed', 0, 0, '{}', '{}')`.execute(
        tables<Record<string, never>>(tx),
      ),
    )
  deps.clock.advance(1_800_000)
  const { shifts, people } = await staff.listShifts({ creatorId, roomId })
  assert.deepEqual(
    shifts.map(({ results: r }) => [
      r.seconds,
      r.orders,
      r.buyers,
      r.units,
      r.paidMinor,
      r.refundedMinor,
      r.viewers,
    ]),
    [
      [3_600, 1, 1, 2, '1000', '0', 2],
      [1_800, 2, 1, 4, '800', '200', 1],
    ],
  )
  assert.deepEqual(
    people.map((p) => p.nickname),
    ['A', 'B'],
  )
  await endRoom(roomId)
  deps.clock.advance(3_600_000)
  const over = (await staff.listShifts({ creatorId, roomId })).shifts[1]!
  assert.ok(over.endedAt, 'the room’s end is the shift’s')
  assert.equal(over.results.seconds, 1_800)
  await assert.rejects(
    staff.endShift({ creatorId, roomId, shiftId: over.shiftId }),
    refused('STATE_CONFLICT'),
  )
})

void test('the minutes of what is explained now say until when; at nothing a room is left out', async () => {
  const roomId = await aRoom(true)
  const ends = () => inTx((tx) => live.rundownEnds(tx, [roomId]))
  assert.deepEqual(await ends(), new Map())
  await save(roomId, 0, [{ productId: goods[0]! }, { productId: goods[1]! }])
  await next(roomId, null)
  assert.equal((await ends()).get(roomId)?.getTime(), deps.clock.now().getTime() + 5 * 60_000)
  await endRoom(roomId)
})

void test('a violation is kept with its second and told in the room’s log; a room that never began has none', async () => {
  const quiet = await aRoom()
  const raise = (roomId: string, v: { ruleId: string; note: string; atSeconds?: number }) =>
    inTx(async (tx) => live.raiseViolation(tx, await live.lockRoom(tx, roomId), v, ben))
  await assert.rejects(raise(quiet, { ruleId: 'R-101', note: '最好' }), refused('STATE_CONFLICT'))
  const roomId = await aRoom(true)
  const started = deps.clock.now().getTime()
  await inTx((tx) =>
    live.saveSegment(tx, {
      stream: roomId,
      index: 0,
      startedAtMs: started,
      durationMs: 6_000,
      file: 'a',
      initFile: 'i',
      bytes: 1,
      sha256: 'x',
      discontinuity: false,
    }),
  )
  deps.clock.advance(8_500)
  const now = await raise(roomId, { ruleId: 'R-101', note: '最好' })
  assert.equal(now.atSeconds, 8.5)
  await raise(roomId, { ruleId: 'R-102', note: '根治', atSeconds: 2.25 })
  const { items } = await live.listViolations({ creatorId, roomId })
  assert.deepEqual(
    items.map((v) => [v.ruleId, v.atSeconds]),
    [
      ['R-102', 2.25],
      ['R-101', 8.5],
    ],
  )
  const told = await inTx(async (tx) => (await live.eventsAfter(tx, roomId, 0, 500)).at(-1)!.event)
  assert.deepEqual(told, { kind: 'violation', ruleId: 'R-102', atSeconds: 2.25, note: '根治' })
  const { events } = await live.listEvents({ roomId, after: 0, limit: 500 })
  assert.deepEqual(events.at(-1)!.event, { kind: 'hidden' })
  await endRoom(roomId)
})

void test('health says what to change, in words for what sends; an engine that is away is not a payment that failed', async () => {
  const roomId = await aRoom()
  const watch = (health: (() => Promise<unknown>) | null) =>
    createWatchRoom(deps, { live }, { end: async () => undefined as never }, health && ({ health } as never))
  const ask = (health: (() => Promise<unknown>) | null) => watch(health).getRoomHealth({ creatorId, roomId })
  const arrives = (protocol: string) => async () => ({
    stream: roomId,
    state: 'live',
    protocol,
    publishedAtMs: 0,
    advice: ['bitrateLow', 'noAudio'],
  })
  const [obs, browser] = [await ask(arrives('rtmp')), await ask(arrives('whip'))]
  assert.deepEqual(
    obs.advice.map((a) => a.code),
    ['bitrateLow', 'noAudio'],
  )
  assert.match(obs.advice[0]!.change.en, /2,000–4,000 Kbps/)
  assert.doesNotMatch(browser.advice[0]!.change.en, /Kbps/)
  assert.deepEqual(await ask(null), { health: null, advice: [] })
  assert.deepEqual(await ask(async () => null), { health: null, advice: [] })
  await assert.rejects(
    ask(() => Promise.reject(new AppError('PROVIDER_UNAVAILABLE'))),
    refused('STREAM_SERVICE'),
  )
})
