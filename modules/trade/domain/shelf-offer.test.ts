// The steps of a shelf: campaign while it runs and lasts, present stock, then in advance; never a mixture in one line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shelfOffer, type ShelfStock } from './shelf-offer.ts'

const now = new Date('2026-11-11T12:00:00Z')
const at = (hour: number) => new Date(Date.UTC(2026, 10, 11, hour))
const stock = (s: Partial<ShelfStock> = {}): ShelfStock => ({
  available: 5,
  presale: null,
  campaign: null,
  ...s,
})
const presale = { poolId: 'stp_p' as const, left: 10, shipsAt: new Date('2026-12-01T00:00:00Z') }
const campaign = {
  poolId: 'stp_c' as const,
  left: 3,
  priceMinor: 900n,
  limitPerPerson: 2,
  startsAt: at(10),
  endsAt: at(14),
}
const kind = (s: ShelfStock, qty: number, when = now) => shelfOffer(s, qty, when)?.kind ?? 'present'

test('present stock first; in advance only when it is not enough, and then all of it', () => {
  assert.equal(kind(stock({ presale }), 5), 'present')
  assert.equal(kind(stock({ presale }), 6), 'presale')
  assert.equal(kind(stock({ presale }), 11), 'present', 'neither has so many: the reservation says so')
  assert.equal(shelfOffer(stock({ available: 0, presale }), 1, now)!.shipsAt, presale.shipsAt)
})

test('what it is sold as: whose units, at what price, without a room', () => {
  const none = { roomId: null, saleId: null }
  assert.deepEqual(shelfOffer(stock({ campaign }), 1, now), {
    ...none,
    kind: 'campaign',
    poolId: 'stp_c',
    priceMinor: 900n,
    limitPerPerson: 2,
  })
  assert.deepEqual(shelfOffer(stock({ available: 0, presale }), 10, now), {
    ...none,
    kind: 'presale',
    poolId: 'stp_p',
    priceMinor: null,
    limitPerPerson: null,
    shipsAt: presale.shipsAt,
    deposit: null,
  })
  assert.equal(kind(stock({ campaign }), 1, at(10)), 'campaign', 'the beginning is in it')
})

test('a campaign’s price while it runs and its units last', () => {
  assert.equal(kind(stock({ campaign }), 3), 'campaign')
  assert.equal(kind(stock({ campaign }), 4), 'present')
  assert.equal(kind(stock({ campaign }), 1, at(9)), 'present')
  assert.equal(kind(stock({ campaign }), 1, at(14)), 'present', 'the end is not in it')
  assert.equal(kind(stock({ campaign, available: 0, presale }), 4), 'presale')
})

test('a deposit is taken until balances are paid; from then on it is paid whole', () => {
  const balanceFrom = at(5)
  const deposit = { minor: 2_000n, balanceFrom, balanceUntil: at(6) }
  const taken = (now: Date) =>
    shelfOffer(stock({ available: 0, presale: { ...presale, deposit } }), 1, now)?.deposit ?? null
  assert.deepEqual(taken(new Date(balanceFrom.getTime() - 1)), deposit)
  assert.equal(taken(balanceFrom), null)
})
