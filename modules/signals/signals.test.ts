// The signal log through its door, on a real database.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { createSignals, LOG_START, type NewSignal, type Signals, type SlateLog } from '#modules/signals'
import { orderPaid, refundSucceeded } from '#modules/trade/events'
import { tables } from '#platform/database'
import { createOutbox, drainConsumers, event } from '#platform/outbox'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aSlate } from './fixtures.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let signals: Signals
let me: Id<'usr'>
let slate: SlateLog

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  signals = createSignals(deps)
  me = deps.ids.next('usr')
  slate = aSlate(deps.ids, me, deps.clock.now())
  await base.db.transaction((tx) => signals.logSlates(tx, [slate]))
})
after(() => base.drop())

const item = (changes: Record<string, unknown> = {}, position = 0) => ({
  id: deps.ids.next('sig'),
  kind: 'impression',
  at: deps.clock.now().toISOString(),
  slateId: slate.slateId,
  position,
  contentId: slate.items[position]!.contentId,
  ...changes,
})
const record = async (items: unknown[], accountId = me) => {
  const { accepted, refused } = await base.db.read((tx) => signals.check(tx, accountId, { items }))
  const appended = await base.db.read((tx) => signals.appendAlone(tx, accepted))
  return { appended, duplicates: accepted.length - appended.length, refused }
}
const newSignal = (changes: Partial<NewSignal> = {}): NewSignal => ({
  id: deps.ids.next('sig'),
  kind: 'impression',
  accountId: me,
  at: deps.clock.now(),
  slateId: slate.slateId,
  position: 0,
  contentId: slate.items[0]!.contentId,
  productId: null,
  dwellMs: null,
  durationMs: null,
  forecast: null,
  ...changes,
})

describe('recording', () => {
  it('takes the good ones of a batch and refuses the others one by one, counted by code', async () => {
    const before = signals.counts()
    const stranger = aSlate(deps.ids, deps.ids.next('usr'), deps.clock.now())
    await base.db.transaction((tx) => signals.logSlates(tx, [stranger]))
    const { appended, refused } = await record([
      item(),
      item({ kind: 'dwell', dwellMs: 8200, durationMs: 12_000 }),
      item({ kind: 'dwell', dwellMs: 1e300 }),
      item({ kind: 'hypnotise' }),
      item({ colour: 'red' }),
      item({ slateId: stranger.slateId, contentId: stranger.items[0]!.contentId }),
      item({ at: '2020-01-01T00:00:00Z' }),
      item({ at: 'noon' }),
      item({ kind: 'buy' }),
      'not even an object',
      item({ kind: 'like' }, 1),
    ])
    assert.deepEqual(
      appended.map((s) => s.kind),
      ['impression', 'dwell', 'like'],
    )
    assert.deepEqual(
      refused.map((r) => [r.index, r.code]),
      [
        [2, 'INPUT_INVALID'],
        [3, 'ENUM'],
        [4, 'UNKNOWN_FIELD'],
        [5, 'NOT_FOUND'],
        [6, 'CLOCK_SKEW'],
        [7, 'DATE_INVALID'],
        [8, 'ENUM'],
        [9, 'INPUT_INVALID'],
      ],
    )
    const after = signals.counts()
    assert.equal(after.accepted - before.accepted, 3)
    assert.deepEqual(after.refused, {
      INPUT_INVALID: 2,
      ENUM: 2,
      UNKNOWN_FIELD: 1,
      NOT_FOUND: 1,
      CLOCK_SKEW: 1,
      DATE_INVALID: 1,
    })
  })

  it('a resend changes nothing, in the same batch or a later one, even a day later', async () => {
    const one = item()
    assert.deepEqual([(await record([one, one])).appended.length, (await record([one])).duplicates], [1, 1])
    deps.clock.advance(20 * 3_600_000)
    const again = await record([one, item()])
    assert.deepEqual([again.appended.length, again.duplicates], [1, 1])
  })

  it('knows a slate it did not serve itself', async () => {
    const elsewhere = createSignals(deps)
    const { accepted } = await base.db.read((tx) => elsewhere.check(tx, me, { items: [item()] }))
    assert.equal(accepted.length, 1)
  })

  it('a paid order is the strongest signal, once, whoever tells it how often', async () => {
    const line = {
      lineId: deps.ids.next('oln'),
      productId: slate.items[0]!.productIds[0]!,
      skuId: deps.ids.next('sku'),
      categoryId: 'kitchen',
      qty: 1,
      paidMinor: '12900',
      contentId: slate.items[0]!.contentId,
      creatorId: slate.items[0]!.creatorId,
      slateId: slate.slateId,
      position: 0,
    }
    const paid = event(orderPaid, 'order', {
      orderId: deps.ids.next('ord'),
      checkoutId: deps.ids.next('chk'),
      shopId: deps.ids.next('shp'),
      buyerId: me,
      currency: 'CNY',
      paidMinor: '12900',
      at: deps.clock.now().toISOString(),
      lines: [line],
    })
    const outbox = createOutbox(deps.clock, deps.ids)
    for (let i = 0; i < 2; i++) await base.db.transaction((tx) => outbox.publish(tx, [paid]))
    await drainConsumers(base.db, [signals.consumer])
    const { items } = await base.db.read((tx) => signals.list(tx, { kind: 'buy', limit: 10 }))
    assert.deepEqual(
      items.map((s) => [s.accountId, s.contentId, s.productId, s.slateId]),
      [[me, line.contentId, line.productId, slate.slateId]],
    )
  })
})

describe('the end of a sale', () => {
  const bought = (changes: object = {}) => ({
    lineId: deps.ids.next('oln'),
    productId: deps.ids.next('prd'),
    skuId: deps.ids.next('sku'),
    categoryId: 'tea',
    qty: 1,
    paidMinor: '100',
    contentId: slate.items[1]!.contentId,
    creatorId: slate.items[1]!.creatorId,
    slateId: slate.slateId,
    position: 1,
    ...changes,
  })
  type Bought = ReturnType<typeof bought>
  const orderOf = (lines: readonly object[]) => ({
    orderId: deps.ids.next('ord'),
    checkoutId: deps.ids.next('chk'),
    shopId: deps.ids.next('shp'),
    buyerId: me,
    currency: 'CNY',
    paidMinor: '100',
    at: deps.clock.now().toISOString(),
    lines,
  })
  /** Publishes, twice, a refund of these lines, each with what is refunded now, in all, and whether it was sent. */
  async function refund(...of: readonly [line: Bought, now: string, all: string, sent: boolean][]) {
    deps.clock.advance(3 * 86_400_000)
    const lines = of.map(([line, refundMinor, refundedMinor, sent]) => ({
      ...line,
      refundMinor,
      refundedMinor,
      sent,
    }))
    const payload = { ...orderOf(lines), refundId: deps.ids.next('rfd'), refundMinor: '100' }
    const outbox = createOutbox(deps.clock, deps.ids)
    for (let i = 0; i < 2; i++)
      await base.db.transaction((tx) =>
        outbox.publish(tx, [event(refundSucceeded, 'order', payload as never)]),
      )
    await drainConsumers(base.db, [signals.consumer])
  }
  const endsOf = async (line: Bought) => {
    const log = await base.db.read((tx) => signals.readSignals(tx, LOG_START, 10_000))
    return log.filter((s) => s.lineId === line.lineId && s.kind !== 'buy')
  }

  it('is never taken from a client', async () => {
    const { appended, refused } = await record([item({ kind: 'return' }), item({ kind: 'unbuy' })])
    assert.deepEqual([appended.length, refused.map((r) => r.code)], [0, ['ENUM', 'ENUM']])
  })

  it('goods that were sent and paid back in full were returned: once, citing what they were bought from', async () => {
    const [one, other] = [bought(), bought()]
    await refund([one, '100', '100', true], [other, '100', '100', true])
    const [end, ...more] = await endsOf(one)
    assert.equal(more.length, 0)
    assert.deepEqual(
      [end!.kind, end!.accountId, end!.slateId, end!.position, end!.contentId, end!.productId],
      ['return', me, slate.slateId, 1, one.contentId, one.productId],
    )
    assert.equal(end!.at.getTime(), deps.clock.now().getTime(), 'when the money went back')
    assert.equal((await endsOf(other)).length, 1)
  })

  it('goods that never left the shop were not returned: the sale was undone', async () => {
    const line = bought()
    await refund([line, '100', '100', false])
    assert.deepEqual(
      (await endsOf(line)).map((s) => s.kind),
      ['unbuy'],
    )
  })

  it('a part refund leaves the sale standing; with the last part it is over, and with nothing after that', async () => {
    const line = bought()
    await refund([line, '40', '40', true])
    assert.equal((await endsOf(line)).length, 0)
    await refund([line, '60', '100', true])
    assert.equal((await endsOf(line)).length, 1)
    await refund([line, '5', '105', true], [line, '0', '105', true])
    assert.equal((await endsOf(line)).length, 1)
  })

  it('what was bought from no slate is told of without one', async () => {
    const line = bought({ slateId: null, position: null, contentId: null, creatorId: null })
    await refund([line, '100', '100', true])
    const [end] = await endsOf(line)
    assert.deepEqual([end!.kind, end!.slateId, end!.contentId], ['return', null, null])
  })
})

describe('reading', () => {
  it('loses nothing to transactions that commit out of order, and repeats nothing', async () => {
    const seen: string[] = []
    let cursor = LOG_START
    const read = async () => {
      const batch = await base.db.read((tx) => signals.readSignals(tx, cursor, 1000))
      seen.push(...batch.map((s) => s.id))
      const last = batch.at(-1)
      if (last) cursor = { xid: last.xid, seq: last.seq }
    }
    await read()
    const [slow, fast] = [newSignal(), newSignal()]
    let release = () => {}
    const open = new Promise<void>((resolve) => (release = resolve))
    let inserted = () => {}
    const isInserted = new Promise<void>((resolve) => (inserted = resolve))
    const slowly = base.db.transaction(async (tx) => {
      await signals.append(tx, [slow])
      inserted()
      await open
    })
    await isInserted
    await base.db.transaction((tx) => signals.append(tx, [fast]))
    await read()
    assert.ok(!seen.includes(fast.id), 'a later transaction must wait for an earlier one still open')
    release()
    await slowly
    // Transactions of other tests on this PostgreSQL may hold the gate for a moment.
    for (let tries = 0; tries < 3000 && !seen.includes(fast.id); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      await read()
    }
    assert.ok(seen.includes(slow.id) && seen.includes(fast.id))
    assert.equal(new Set(seen).size, seen.length)
  })

  it('goes by the number of a transaction, not by its digits: 10 comes after 9', async () => {
    const [ten, nine] = [newSignal(), newSignal()]
    await base.db.transaction((tx) => signals.append(tx, [ten, nine]))
    await base.db.transaction(async (tx) => {
      for (const [id, xid] of [
        [ten.id, '10'],
        [nine.id, '9'],
      ])
        await sql`update signals.signal set xid = ${xid}::xid8 where id = ${id}`.execute(tables<unknown>(tx))
    })
    const [first] = await base.db.read((tx) => signals.readSignals(tx, LOG_START, 1))
    const [second] = await base.db.read((tx) => signals.readSignals(tx, first!, 1))
    assert.deepEqual([first!.id, second!.id], [nine.id, ten.id])
  })

  it('lists newest first, by person, content and kind, page by page', async () => {
    const other = deps.ids.next('usr')
    await base.db.transaction((tx) =>
      signals.append(
        tx,
        Array.from({ length: 5 }, (_, i) =>
          newSignal({ accountId: other, kind: i % 2 ? 'like' : 'impression' }),
        ),
      ),
    )
    const page = (cursor?: string) =>
      base.db.read((tx) => signals.list(tx, { accountId: other, limit: 3, cursor }))
    const first = await page()
    const second = await page(first.nextCursor!)
    assert.deepEqual([first.items.length, second.items.length, second.nextCursor], [3, 2, null])
    assert.equal(new Set([...first.items, ...second.items].map((s) => s.id)).size, 5)
    const likes = await base.db.read((tx) =>
      signals.list(tx, { accountId: other, kind: 'like', contentId: slate.items[0]!.contentId, limit: 10 }),
    )
    assert.equal(likes.items.length, 2)
    await assert.rejects(
      base.db.read((tx) => signals.list(tx, { limit: 3, cursor: 'x' })),
      (e) => e instanceof AppError && e.code === 'CURSOR_INVALID',
    )
  })

  it('shows a slate with what came of each place', async () => {
    const mine = aSlate(deps.ids, me, deps.clock.now())
    await base.db.read((tx) => signals.logSlatesAlone(tx, [mine]))
    await base.db.transaction((tx) =>
      signals.append(tx, [
        newSignal({
          slateId: mine.slateId,
          position: 1,
          contentId: mine.items[1]!.contentId,
          kind: 'dwell',
          dwellMs: 7000,
        }),
      ]),
    )
    const { items, ...facts } = await base.db.read((tx) => signals.getSlate(tx, mine.slateId))
    const { items: logged, ...asLogged } = mine
    assert.deepEqual(facts, asLogged)
    assert.deepEqual(
      items.map((i) => i.outcomes.map((o) => [o.kind, o.dwellMs])),
      [[], [['dwell', 7000]], []],
    )
    assert.deepEqual(
      items.map(({ outcomes: _, ...i }) => i),
      logged,
    )
    await assert.rejects(
      base.db.read((tx) => signals.getSlate(tx, deps.ids.next('slt'))),
      (e) => e instanceof AppError && e.code === 'NOT_FOUND',
    )
  })
})
