// Moments stand beside the minutes they happened in, and a sale is one moment however often its units are told.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoomScreen } from '#modules/live/contract'
import { momentsOf } from './moments.ts'

const minute = (at: string, online: number | null, orders: number) => ({
  at,
  online,
  entries: 0,
  chats: 0,
  likes: 0,
  orders,
  paidMinor: String(orders * 100),
  refundedMinor: '0',
})
const minutes = [
  minute('2026-11-22T12:00:00.000Z', 10, 1),
  minute('2026-11-22T12:01:00.000Z', 14, 3),
  minute('2026-11-22T12:02:00.000Z', null, 0),
]
const event = (seq: number, at: string, e: object): RoomScreen['events'][number] =>
  ({ seq, at, atMs: null, event: e }) as RoomScreen['events'][number]

test('a moment has its own minute and the next', () => {
  const [m] = momentsOf({
    minutes,
    startedAt: '2026-11-22T12:00:00.000Z',
    events: [event(1, '2026-11-22T12:00:40.000Z', { kind: 'explain', productId: 'prd_1' })],
  })
  assert.deepEqual([m!.onlineAt, m!.onlineAfter, m!.orders, m!.paidMinor], [10, 14, 4, 400n])
})

test('the last minute has no next; before the room opened there is none; a sale is told once a state', () => {
  const sale = (state: string) => ({ kind: 'sale', sale: { saleId: 'sal_1', state } })
  const found = momentsOf({
    minutes,
    startedAt: '2026-11-22T12:00:00.000Z',
    events: [
      event(1, '2026-11-22T11:50:00.000Z', { kind: 'state', state: 'testing' }),
      event(2, '2026-11-22T12:01:00.000Z', sale('running')),
      event(3, '2026-11-22T12:01:20.000Z', sale('running')),
      event(4, '2026-11-22T12:02:00.000Z', sale('soldOut')),
    ],
  })
  assert.deepEqual(
    found.map((m) => [m.seq, m.onlineAfter]),
    [
      [2, null],
      [4, null],
    ],
  )
})
