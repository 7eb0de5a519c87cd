import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { eventType } from '#kernel/event'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { sql } from 'kysely'
import { tables } from './database.ts'
import { consumeBatch, createOutbox, drainConsumers, event, reaction } from './outbox.ts'

const happened = eventType('thing.happened', 1, z.object({ n: z.number() }))
let t: TestDatabase
before(async () => {
  t = await testDatabase()
})
after(() => t.drop())

test('events of slower transactions are not skipped, and each is handled once', async () => {
  const { clock, ids } = testDeps(t.db)
  const outbox = createOutbox(clock, ids)
  const seen: number[] = []
  const consumer = {
    name: 'watcher',
    reactions: [reaction(happened, async (_tx, e) => void seen.push(e.payload.n))],
  }

  let finishSlow: () => void = () => {}
  let slowWrote: () => void = () => {}
  const wrote = new Promise<void>((resolve) => (slowWrote = resolve))
  const slow = t.db.transaction(async (tx) => {
    await outbox.publish(tx, [event(happened, 'a', { n: 1 })])
    slowWrote()
    await new Promise<void>((resolve) => (finishSlow = resolve))
  })
  await wrote
  await t.db.transaction((tx) => outbox.publish(tx, [event(happened, 'a', { n: 2 })]))
  await consumeBatch(t.db, consumer)
  assert.deepEqual(seen, [], 'the later id must wait for the older transaction')
  finishSlow()
  await slow
  await drainConsumers(t.db, [consumer])
  assert.deepEqual(seen, [1, 2])
})

test('draining waits for what is committed but gated, whoever holds the gate', async () => {
  const { clock, ids } = testDeps(t.db)
  const outbox = createOutbox(clock, ids)
  const seen: number[] = []
  const consumer = {
    name: 'patient',
    reactions: [reaction(happened, async (_tx, e) => void seen.push(e.payload.n))],
  }
  await drainConsumers(t.db, [consumer])
  let finishOther: () => void = () => {}
  let otherBegan: () => void = () => {}
  const began = new Promise<void>((resolve) => (otherBegan = resolve))
  const other = t.db.transaction(async (tx) => {
    await sql`select pg_current_xact_id()`.execute(tables<unknown>(tx))
    otherBegan()
    await new Promise<void>((resolve) => (finishOther = resolve))
  })
  await began
  await t.db.transaction((tx) => outbox.publish(tx, [event(happened, 'd', { n: 3 })]))
  const draining = drainConsumers(t.db, [consumer])
  await consumeBatch(t.db, consumer)
  finishOther()
  await Promise.all([other, draining])
  assert.equal(seen.at(-1), 3)
})

test('the bad twin (id > last) loses the slower transaction', async () => {
  const { clock, ids } = testDeps(t.db)
  const outbox = createOutbox(clock, ids)
  const readAbove = async (last: bigint) =>
    (
      await t.db.read((tx) =>
        sql<{
          id: bigint
          n: number
        }>`select id, (payload->>'n')::int as n from platform.outbox where id > ${last} order by id`.execute(
          tables<unknown>(tx),
        ),
      )
    ).rows
  let last = (await readAbove(0n)).at(-1)?.id ?? 0n
  let finishSlow: () => void = () => {}
  let slowWrote: () => void = () => {}
  const wrote = new Promise<void>((resolve) => (slowWrote = resolve))
  const slow = t.db.transaction(async (tx) => {
    await outbox.publish(tx, [event(happened, 'b', { n: 11 })])
    slowWrote()
    await new Promise<void>((resolve) => (finishSlow = resolve))
  })
  await wrote
  await t.db.transaction((tx) => outbox.publish(tx, [event(happened, 'b', { n: 12 })]))
  const got: number[] = []
  for (const row of await readAbove(last)) {
    got.push(row.n)
    last = row.id
  }
  finishSlow()
  await slow
  for (const row of await readAbove(last)) got.push(row.n)
  assert.deepEqual(got, [12], 'event 11 is lost: this is why the gate exists')
})

test('a reaction that throws rolls its batch back and is tried again', async () => {
  const { clock, ids } = testDeps(t.db)
  const outbox = createOutbox(clock, ids)
  let fail = true
  const seen: number[] = []
  const consumer = {
    name: 'flaky',
    reactions: [
      reaction(happened, async (_tx, e) => {
        if (e.payload.n === 21 && fail) throw new Error('not now')
        if (e.payload.n >= 20) seen.push(e.payload.n)
      }),
    ],
  }
  await t.db.transaction((tx) => outbox.publish(tx, [event(happened, 'c', { n: 21 })]))
  await assert.rejects(consumeBatch(t.db, consumer), /not now/)
  fail = false
  await drainConsumers(t.db, [consumer])
  assert.deepEqual(seen, [21])
})

test('events are read by the number of their transaction, not by its digits: 10 comes after 9', async () => {
  const { clock, ids } = testDeps(t.db)
  const insert = (xid: string, n: number) =>
    t.db.transaction((tx) =>
      sql`insert into platform.outbox (xid, event_id, name, version, subject, occurred_at, payload)
        values (${xid}::xid8, ${ids.next('evt')}, 'thing.happened', 1, 'x', ${clock.now()}, ${JSON.stringify({ n })}::jsonb)`.execute(
        tables<unknown>(tx),
      ),
    )
  await insert('10', 10)
  await insert('9', 9)
  const seen: number[] = []
  const consumer = {
    name: 'counting',
    reactions: [reaction(happened, async (_tx, e) => void seen.push(e.payload.n))],
  }
  await consumeBatch(t.db, consumer, 1)
  await consumeBatch(t.db, consumer, 1)
  assert.deepEqual(seen, [9, 10])
})
