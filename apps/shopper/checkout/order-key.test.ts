import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgetOrderKey, orderKeyFor } from './order-key.ts'

function storage() {
  const map = new Map<string, string>()
  return {
    getItem: (k: string) => map.get(k) ?? null,
    setItem: (k: string, v: string) => void map.set(k, v),
    removeItem: (k: string) => void map.delete(k),
  }
}

test('the same intent keeps its key, another gets a new one', () => {
  const s = storage()
  let n = 0
  const newKey = () => `key-${++n}`
  const intent = { lines: [{ skuId: 'sku_1', qty: 1 }], total: '100' }
  assert.equal(orderKeyFor(intent, s, newKey), 'key-1')
  assert.equal(orderKeyFor({ ...intent }, s, newKey), 'key-1', 'after a lost answer or a reload')
  assert.equal(orderKeyFor({ ...intent, total: '120' }, s, newKey), 'key-2', 'the price was confirmed anew')
  forgetOrderKey(s)
  assert.equal(
    orderKeyFor({ ...intent, total: '120' }, s, newKey),
    'key-3',
    'buying the same again is a new order',
  )
})

test('what cannot be read is ignored', () => {
  const s = storage()
  s.setItem('serendip.order-key', '{')
  assert.equal(
    orderKeyFor({}, s, () => 'k'),
    'k',
  )
})
