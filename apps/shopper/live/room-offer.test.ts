import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FlashSale } from '#kernel/room-event'
import type { BagItem } from './room-events.ts'
import { bestOffer, offerOf, phaseOf, saleToShow } from './room-offer.ts'

const at = (s: number) => new Date(s * 1_000).toISOString()
const sale = (more: Partial<FlashSale> = {}): FlashSale =>
  ({
    saleId: 'sal_1',
    productId: 'prd_1',
    skuId: 'sku_1',
    priceMinor: '1900',
    currency: 'CNY',
    units: 10,
    left: 3,
    limitPerPerson: 1,
    startsAt: at(10),
    endsAt: at(20),
    state: 'running',
    ...more,
  }) as FlashSale
const item = {
  productId: 'prd_1',
  skus: [
    { skuId: 'sku_1', priceMinor: '9900', roomPriceMinor: '7900', available: 4, reserved: true },
    { skuId: 'sku_2', priceMinor: '8900', roomPriceMinor: null, available: 9, reserved: false },
  ],
} as unknown as BagItem
const room = (sales: FlashSale[], state: 'live' | 'ended' = 'live') => ({ sales, state })

test('the phase of a sale is the clock’s, whatever the last event said', () => {
  assert.equal(phaseOf(sale({ state: 'running' }), 9_000), 'soon')
  assert.equal(phaseOf(sale({ state: 'scheduled' }), 10_000), 'running')
  assert.equal(phaseOf(sale({ left: 0 }), 15_000), 'soldOut')
  assert.equal(phaseOf(sale(), 20_000), 'over')
  assert.equal(phaseOf(sale({ state: 'cancelled' }), 15_000), 'over')
})

test('a running sale beats the room’s price, which beats the shop’s', () => {
  assert.deepEqual(offerOf(room([sale()]), item, 'sku_1', 15_000), {
    kind: 'sale',
    priceMinor: '1900',
    shopPriceMinor: '9900',
    saleId: 'sal_1',
    left: 3,
    limit: 1,
  })
  assert.equal(offerOf(room([sale()]), item, 'sku_1', 21_000)!.priceMinor, '7900')
  assert.equal(offerOf(room([sale({ left: 0 })]), item, 'sku_1', 15_000)!.kind, 'room')
  assert.deepEqual(offerOf(room([]), item, 'sku_2', 0), {
    kind: 'shop',
    priceMinor: '8900',
    shopPriceMinor: null,
    saleId: null,
    left: 9,
    limit: null,
  })
  assert.equal(offerOf(room([], 'ended'), item, 'sku_1', 0), null)
})

test('the card shows the cheapest that is left, and the sale that matters most', () => {
  assert.equal(bestOffer(room([]), item, 0)!.skuId, 'sku_1')
  const soldOut = { ...item, skus: item.skus.map((k) => ({ ...k, available: 0 })) }
  assert.equal(bestOffer(room([]), soldOut, 0), null)
  assert.equal(bestOffer(room([sale()]), soldOut, 15_000)!.saleId, 'sal_1')
  const later = sale({ saleId: 'sal_2' as FlashSale['saleId'], startsAt: at(60), endsAt: at(90) })
  assert.equal(saleToShow([later, sale()], 15_000)!.saleId, 'sal_1')
  assert.equal(saleToShow([later, sale()], 30_000)!.saleId, 'sal_2')
  assert.equal(saleToShow([sale()], 30_000), null)
})
