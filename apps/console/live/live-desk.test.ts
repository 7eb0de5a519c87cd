// The pure parts of the control desk: what an event changes, where a rundown stands, what is in the way of going live.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NumberedEvent, RoomEvent } from '#kernel/room-event'
import { checkRoom, mayGoLive, type Health } from './check-list.ts'
import { moved } from './move.ts'
import { patchRoom, stockOf, type Room } from './room-patch.ts'
import { clockOf, leftMs, type Row } from './rundown-clock.ts'

const item = (n: number, available = 5, reserved = false) =>
  ({
    productId: `prd_${n}`,
    card: { currency: 'CNY' },
    explainState: n === 1 ? 'explaining' : 'waiting',
    fromMinor: '100',
    skus: [{ skuId: `sku_${n}`, priceMinor: '100', roomPriceMinor: null, available, reserved, name: {} }],
  }) as unknown as Room['bag'][number]
const room = {
  seq: 4,
  state: 'testing',
  bag: [item(1), item(2), item(3)],
  explainingProductId: 'prd_1',
  sales: [],
  coupon: null,
  luckyBag: null,
  announcement: null,
} as unknown as Room
const told = (seq: number, event: unknown): NumberedEvent => ({
  seq,
  at: '2026-01-01T00:00:00Z',
  event: event as RoomEvent,
})
const order = (r: Room) => r.bag.map((b) => b.productId)

test('an event that the room already contains changes nothing', () => {
  const { room: same, again } = patchRoom(room, told(4, { kind: 'explain', productId: 'prd_2' }))
  assert.equal(same, room)
  assert.equal(again, false)
})

test('one is explained at a time; the one before has been explained', () => {
  const { room: next } = patchRoom(room, told(5, { kind: 'explain', productId: 'prd_2' }))
  assert.equal(next.seq, 5)
  assert.deepEqual(
    next.bag.map((b) => b.explainState),
    ['explained', 'explaining', 'waiting'],
  )
  const { room: stopped } = patchRoom(next, told(6, { kind: 'explain', productId: null }))
  assert.deepEqual(
    stopped.bag.map((b) => b.explainState),
    ['explained', 'explained', 'waiting'],
  )
})

test('the bag is put in order as it is; a product that is not known is asked for', () => {
  const known = patchRoom(room, told(5, { kind: 'bag', productIds: ['prd_3', 'prd_1'] }))
  assert.deepEqual([order(known.room), known.again], [['prd_3', 'prd_1'], false])
  const fresh = patchRoom(room, told(5, { kind: 'bag', productIds: ['prd_9', 'prd_1'] }))
  assert.deepEqual([order(fresh.room), fresh.again], [['prd_1'], true])
})

test('stock is of the told variant only; units apart are told apart', () => {
  const skus = [{ skuId: 'sku_2', available: 1 }]
  const { room: next } = patchRoom(room, told(5, { kind: 'stock', productId: 'prd_2', skus }))
  assert.deepEqual(
    next.bag.map((b) => stockOf(b).available),
    [5, 1, 5],
  )
  assert.deepEqual(stockOf(item(4, 7, true)), { available: 7, reserved: 7, apart: true })
})

test('moving keeps everything and puts one where it was dropped', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(11), fc.nat(11), (n, a, b) => {
      const list = Array.from({ length: n }, (_, i) => i)
      const [from, to] = [a % n, b % n]
      const out = moved(list, from, to)
      assert.deepEqual(
        out.toSorted((x, y) => x - y),
        list,
      )
      assert.equal(out[to], from)
    }),
  )
})

const at = (minute: number) => new Date(minute * 60_000).toISOString()
const row = (state: Row['state'], from: number | null, to: number | null, minutes = 5) =>
  ({
    rowId: `rdn_${from}`,
    productId: 'prd_1',
    role: 'main',
    minutes,
    points: '',
    state,
    startedAt: from === null ? null : at(from),
    endedAt: to === null ? null : at(to),
  }) as Row

test('behind the plan is what was overrun, and what is on only once it is over its minutes', () => {
  const rows = [row('done', 0, 7), row('now', 7, null), row('planned', null, null, 3)]
  const early = clockOf(rows, 10 * 60_000)
  assert.equal(early.behindMs, 2 * 60_000)
  assert.equal(leftMs(early.on!, 10 * 60_000), 2 * 60_000)
  assert.equal(early.remainingMs, 5 * 60_000)
  const late = clockOf(rows, 14 * 60_000)
  assert.equal(late.behindMs, 4 * 60_000)
  assert.equal(late.remainingMs, 3 * 60_000)
  assert.equal(clockOf([row('done', 0, 2)], 0).behindMs, -3 * 60_000, 'ahead')
})

const good = {
  state: 'live',
  videoCodec: 'avc1',
  audioCodec: 'mp4a',
  audioKbps: 64,
  fps: 25,
  keyFrameEveryMs: 1_000,
}
const health = (change: object = {}) => ({ health: { ...good, ...change }, advice: [] }) as unknown as Health
const check = (p: Partial<Parameters<typeof checkRoom>[0]>) =>
  checkRoom({ room, health: health(), rundownRows: 3, moderators: 1, ...p })

test('picture, sound and goods must be there; the rest is advice', () => {
  assert.ok(mayGoLive(check({})))
  assert.ok(mayGoLive(check({ rundownRows: 0, moderators: 0, health: health({ keyFrameEveryMs: 10_000 }) })))
  assert.ok(!mayGoLive(check({ health: health({ audioCodec: null }) })), 'no sound')
  assert.ok(!mayGoLive(check({ health: { health: null, advice: [] } })), 'no picture')
  assert.ok(!mayGoLive(check({ health: undefined })), 'not known')
  assert.ok(!mayGoLive(check({ health: health({ state: 'interrupted' }) })), 'gone again')
  assert.ok(!mayGoLive(check({ room: { ...room, bag: [] } })), 'nothing to sell')
})

test('what is sold out or has no price is named with its number', () => {
  const bag = [item(1, 0), item(2), { ...item(3), fromMinor: null }]
  const lines = new Map(check({ room: { ...room, bag } }).map((c) => [c.id, c]))
  assert.deepEqual([lines.get('stock')!.state, lines.get('stock')!.n], ['warn', 1])
  assert.deepEqual([lines.get('prices')!.state, lines.get('prices')!.n], ['warn', 1])
  assert.equal(lines.get('keyFrames')!.n, 1)
})
