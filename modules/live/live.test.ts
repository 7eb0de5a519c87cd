// The room's log and its states: numbers without a gap whoever writes at once, an append-only table, and states that only move
// along the table.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { EXPLAIN_STATES, ROOM_STATES } from '#kernel/room-event'
import { tables, type Tx } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aRoomOf } from './fixtures.ts'
import { createLive, type Live } from './index.ts'
import { drawWinners } from './domain/draw.ts'
import { EXPLAIN_ACTIONS, nextExplainState } from './domain/explain-state.ts'
import { LUCKY_BAG_ACTIONS, LUCKY_BAG_STATES, nextLuckyBagState } from './domain/lucky-bag-state.ts'
import { nextRoomOrderState, ROOM_ORDER_ACTIONS, ROOM_ORDER_STATES } from './domain/room-order-state.ts'
import { isOver, nextRoomState, ROOM_ACTIONS, roomActionsIn, RUNNING_STATES } from './domain/room-state.ts'
import { dueSaleState, isOpenSale, nextSaleState, SALE_ACTIONS, SALE_STATES } from './domain/sale-state.ts'
import { seededRandom } from '#kernel/random'

let database: TestDatabase
let live: Live
let deps: ReturnType<typeof testDeps>
before(async () => {
  database = await testDatabase({ poolSize: 16 })
  deps = testDeps(database.db)
  live = createLive(deps)
})
after(() => database.drop())

const raw = (text: ReturnType<typeof sql>) => database.db.read((tx) => text.execute(tables<unknown>(tx)))
const aRoom = () => aRoomOf(deps, live, deps.ids.next('crt'))
const tell = (tx: Tx, roomId: Id<'rom'>) =>
  live.appendEvent(tx, roomId, { kind: 'announcement', text: null }, 'system')

test('forty writers at once, some of whom give up: numbers 1, 2, 3 … without a gap, and a reader never sees one late', async () => {
  const { roomId } = await aRoom()
  let done = false
  const seen: number[] = []
  const reader = (async () => {
    while (!done || seen.length < 30) {
      const wereDone = done // before it is read: the last of them may commit meanwhile
      const fresh = await database.db.read((tx) => live.eventsAfter(tx, roomId, seen.at(-1) ?? 0, 7))
      seen.push(...fresh.map((e) => e.seq))
      if (wereDone && fresh.length === 0) return
    }
  })()
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) =>
      database.db.transaction(async (tx) => {
        await tell(tx, roomId)
        if (i % 4 === 0) throw new Error('gave up')
      }),
    ),
  )
  done = true
  await reader
  assert.equal(outcomes.filter((o) => o.status === 'fulfilled').length, 30)
  assert.deepEqual(
    seen,
    Array.from({ length: 30 }, (_, i) => i + 1),
  )
})

test('the known-bad twin: numbers from a sequence leave gaps and are seen out of order', async () => {
  await raw(sql`create sequence twin; create table twin_event (seq bigint primary key)`)
  await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      database.db.transaction(async (tx) => {
        await sql`insert into twin_event select nextval('twin')`.execute(tables<unknown>(tx))
        if (i % 4 === 0) throw new Error('gave up')
      }),
    ),
  )
  const { rows } = await raw(sql`select count(*)::int as n, max(seq)::int as newest from twin_event`)
  const { n, newest } = rows[0] as { n: number; newest: number }
  assert.ok(newest > n, 'if the twin leaves no gap, the test above proves nothing')
})

test('what was told cannot be changed, taken back or emptied: the database refuses', async () => {
  const { roomId } = await aRoom()
  await database.db.transaction((tx) => tell(tx, roomId))
  for (const attempt of [
    sql`update live.room_event set actor = 'me' where room_id = ${roomId}`,
    sql`delete from live.room_event where room_id = ${roomId}`,
    sql`truncate live.room_event`,
  ])
    await assert.rejects(raw(attempt), /append-only/)
})

test('whoever waits for the room’s channel hears its id', async () => {
  const { roomId } = await aRoom()
  const heard: string[] = []
  let hear = () => {}
  const first = new Promise<void>((resolve) => (hear = resolve))
  const stop = await database.db.listen(live.roomChannel, (id) => {
    heard.push(id)
    if (id === roomId) hear()
  })
  await database.db.transaction((tx) => tell(tx, roomId))
  await first
  await stop()
  assert.ok(heard.includes(roomId))
})

test('two rooms of one creator cannot run at once, not even started in the same moment', async () => {
  const creatorId = deps.ids.next('crt')
  const rooms = [await aRoomOf(deps, live, creatorId), await aRoomOf(deps, live, creatorId)]
  const outcomes = await Promise.allSettled(
    rooms.map(({ roomId }) =>
      database.db.transaction(async (tx) => live.move(tx, await live.lockRoom(tx, roomId), 'test', 'system')),
    ),
  )
  assert.deepEqual(outcomes.map((o) => (o.status === 'fulfilled' ? 'ok' : o.reason.code)).toSorted(), [
    'ROOM_RUNNING',
    'ok',
  ])
})

test('whatever is done to a room: it moves along the table, its log says so, and what is over stays over', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...ROOM_ACTIONS), { maxLength: 12 }), async (actions) => {
      const { roomId } = await aRoom()
      let state: (typeof ROOM_STATES)[number] = 'preview'
      const told: string[] = []
      for (const action of actions) {
        const next = nextRoomState(state, action)
        const moved = await database.db
          .transaction(async (tx) => live.move(tx, await live.lockRoom(tx, roomId), action, 'system'))
          .catch((error: { code?: string }) => error.code)
        if (next === null) assert.equal(moved, 'STATE_CONFLICT')
        else told.push((state = next))
      }
      const log = await database.db.read((tx) => live.eventsAfter(tx, roomId, 0, 100))
      assert.deepEqual(
        log.map((e) => e.event.kind === 'state' && e.event.state),
        told,
      )
      const room = await database.db.read((tx) => live.roomOf(tx, roomId))
      assert.equal(room.state, state)
      assert.equal(isOver(state), room.ended_at !== null)
    }),
    { numRuns: 40 },
  )
})

test('every state can be left or is an end, every one is reached, and buttons are exactly the moves', () => {
  const closure = <S extends string, A extends string>(
    start: S,
    actions: readonly A[],
    next: (s: S, a: A) => S | null,
  ) => {
    const reached = new Set<S>([start])
    for (let size = -1; size !== reached.size;) {
      size = reached.size
      for (const s of reached) for (const a of actions) if (next(s, a)) reached.add(next(s, a)!)
    }
    return [...reached].toSorted()
  }
  assert.deepEqual(closure('preview', ROOM_ACTIONS, nextRoomState), [...ROOM_STATES].toSorted())
  assert.deepEqual(closure('scheduled', SALE_ACTIONS, nextSaleState), [...SALE_STATES].toSorted())
  assert.deepEqual(closure('waiting', EXPLAIN_ACTIONS, nextExplainState), [...EXPLAIN_STATES].toSorted())
  assert.deepEqual(closure('open', LUCKY_BAG_ACTIONS, nextLuckyBagState), [...LUCKY_BAG_STATES].toSorted())
  assert.deepEqual(
    closure('placed', ROOM_ORDER_ACTIONS, nextRoomOrderState),
    [...ROOM_ORDER_STATES].toSorted(),
  )
  for (const s of ROOM_STATES) {
    assert.deepEqual(
      roomActionsIn(s),
      ROOM_ACTIONS.filter((a) => nextRoomState(s, a) !== null),
    )
    if (RUNNING_STATES.includes(s)) assert.ok(roomActionsIn(s).includes('end'), 'what runs can be ended')
  }
})

test('a sale is what its clock and its units make of it, and never comes back from its end', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SALE_STATES),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 0, max: 5 }),
      (state, start, length, at, left) => {
        const [startsAt, endsAt, now] = [new Date(start), new Date(start + length), new Date(at)]
        const due = dueSaleState({ state, startsAt, endsAt }, left, now)
        if (!isOpenSale(state)) return assert.equal(due, state)
        assert.equal(due === 'ended', at >= start + length)
        assert.equal(due === 'scheduled', at < start)
        if (due === 'running') assert.ok(left > 0)
      },
    ),
  )
})

test('a draw: different people, never more than joined, each as likely as the next', () => {
  const random = seededRandom('draw')
  const wins = new Map<number, number>()
  for (let i = 0; i < 6000; i++) {
    const won = drawWinners([0, 1, 2, 3, 4, 5], 2, random)
    assert.equal(new Set(won).size, 2)
    for (const w of won) wins.set(w, (wins.get(w) ?? 0) + 1)
  }
  for (const n of wins.values()) assert.ok(Math.abs(n - 2000) < 150, String([...wins.values()]))
  assert.deepEqual(drawWinners([1], 5, random), [1])
})
