// The catalogue's copy of sales: what was sent back counts as such, what was undone before shipping was not sold, a part refund is neither.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import type { Id } from '#kernel/ids'
import { orderPaid, refundSucceeded } from '#modules/trade/events'
import { createOutbox, drainConsumers, event } from '#platform/outbox'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { interestConsumer } from './reactions.ts'
import { readChanges } from './repository.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
})
after(() => base.drop())

async function publish(
  type: typeof orderPaid | typeof refundSucceeded,
  productId: Id<'prd'>,
  line: object = {},
) {
  const payload = {
    orderId: deps.ids.next('ord'),
    checkoutId: deps.ids.next('chk'),
    shopId: deps.ids.next('shp'),
    buyerId: deps.ids.next('usr'),
    currency: 'CNY',
    paidMinor: '100',
    at: deps.clock.now().toISOString(),
    refundId: deps.ids.next('rfd'),
    refundMinor: '100',
    lines: [
      {
        lineId: deps.ids.next('oln'),
        productId,
        skuId: deps.ids.next('sku'),
        categoryId: 'tea',
        qty: 1,
        paidMinor: '100',
        contentId: null,
        creatorId: null,
        slateId: null,
        position: null,
        ...line,
      },
    ],
  }
  await base.db.transaction((tx) =>
    createOutbox(deps.clock, deps.ids).publish(tx, [event(type, payload.orderId, payload as never)]),
  )
  await drainConsumers(base.db, [interestConsumer])
}

void it('counts what was sold and sent back; never below nothing', async () => {
  const [tea, never] = [deps.ids.next('prd'), deps.ids.next('prd')]
  const refund = (productId: Id<'prd'>, refundMinor: string, sent: boolean) =>
    publish(refundSucceeded, productId, { refundMinor, refundedMinor: refundMinor, sent })
  for (let k = 0; k < 3; k++) await publish(orderPaid, tea)
  await refund(tea, '100', true)
  await refund(tea, '30', true)
  await refund(tea, '100', false)
  await refund(never, '100', false)
  const { products } = await base.db.read((tx) => readChanges(tx, '0'))
  const counted = (id: string) => {
    const { soldLines, refundedLines } = products.find((p) => p.id === id)!
    return [soldLines, refundedLines]
  }
  assert.deepEqual(
    [counted(tea), counted(never)],
    [
      [2, 1],
      [0, 0],
    ],
  )
})
