// The big screen against the rows it comes from: real orders through the front door, a part refund, a cancelled order, and every
// event told a second time.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { RoomScreen } from '#modules/live/contract'
import { tables } from '#platform/database'
import { roomHooks } from '#flows/room-hooks'
import { openHouse, type House } from '#tests/support/house'
import { makeBuyers, type Buyer } from '#tests/support/market'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'

let house: House
let t: Tenant
let host: { token: string }
let buyers: Buyer[]
let roomId: Id<'rom'>

before(async () => {
  house = await openHouse()
  t = await aTenant(house, await thePlatform(house), 'A')
  await house.must('live.endRoom', { creatorId: t.creatorId, roomId: t.room.roomId }, t.creatorOwner.token)
  const owner = t.shopStaff.owner!
  await house.db.transaction((tx) =>
    house.doors.identity.setRole(tx, { orgId: t.creatorId, accountId: owner.accountId, role: 'editor' }),
  )
  host = { token: owner.token }
  buyers = await makeBuyers(house.db, house.doors.identity, 6)
  const made = await house.must(
    'live.createRoom',
    { creatorId: t.creatorId, title: { zh: '茶席', en: 'Tea' } },
    host.token,
  )
  roomId = made.room.roomId
  await desk('live.startTest')
  const hooks = roomHooks(house.db, house.doors, async () => new Uint8Array([1]))
  await hooks.onStarted({
    stream: roomId,
    session: 's1',
    resumed: false,
    atMs: house.clock.now().getTime(),
  })
  await desk('live.goLive')
  await desk('live.addToBag', { productIds: [t.product.productId] })
})
after(() => house.close())

const desk = (id: string, input: Record<string, unknown> = {}) =>
  house.must(id, { creatorId: t.creatorId, roomId, ...input }, host.token)
const screen = (): Promise<RoomScreen> => desk('live.getScreen')
const query = async <T>(text: ReturnType<typeof sql<T>>) =>
  (await house.db.read((tx) => text.execute(tables<unknown>(tx)))).rows

async function order(buyer: Buyer, qty: number) {
  const reply = await house.call(
    'trade.placeOrder',
    {
      lines: [{ skuId: t.sku.skuId, qty, roomId }],
      addressId: buyer.addressId,
      expectedTotalMinor: String(12_900 * qty),
    },
    { token: buyer.token },
  )
  assert.equal(reply.status, 201, reply.text)
  return reply.body as { paymentId: Id<'pay'>; orderIds: Id<'ord'>[] }
}
async function bought(buyer: Buyer, qty: number) {
  const placed = await order(buyer, qty)
  await house.pay(placed.paymentId)
  await house.settle()
  return placed.orderIds[0]!
}
const sumOf = (s: RoomScreen, pick: (m: RoomScreen['outside']) => string | number) =>
  [...s.minutes, s.outside].reduce((sum, m) => sum + BigInt(pick(m)), 0n)

/** What trade’s own lines say of the room; a succeeded refund is of the whole order. */
async function fromTrade() {
  const [row] = await query(sql<{ paid: bigint; refunded: bigint; orders: number; units: number }>`
    select coalesce(sum(l.paid_minor), 0)::bigint as paid,
      coalesce(sum(l.paid_minor) filter (where exists (select from trade.refund r
        where r.order_id = o.order_id and r.state = 'succeeded')), 0)::bigint as refunded,
      count(distinct o.order_id)::int as orders, coalesce(sum(l.qty), 0)::int as units
    from trade.order_line l join trade.customer_order o using (order_id)
    where l.room_id = ${roomId} and o.paid_at is not null`)
  return row!
}

test('totals, curve and products are trade’s order lines to the last fen', async () => {
  await bought(buyers[0]!, 1)
  await bought(buyers[1]!, 3)
  await bought(buyers[1]!, 1)
  const whole = await bought(buyers[2]!, 2)
  const cancelled = (await order(buyers[3]!, 1)).orderIds[0]!
  await order(buyers[4]!, 1)
  await house.must('trade.cancelOrder', { orderId: cancelled }, buyers[3]!.token)
  await house.must('trade.refundOrder', { orderId: whole, reason: 'changed-mind' }, buyers[2]!.token)
  await house.settle()
  const s = await screen()
  const trade = await fromTrade()
  const { totals } = s
  assert.deepEqual(
    [totals.paidMinor, totals.refundedMinor, totals.orders, totals.units],
    [String(trade.paid), String(trade.refunded), trade.orders, trade.units],
  )
  assert.deepEqual([totals.orders, totals.units, totals.unpaidOrders, totals.cancelledOrders], [4, 7, 1, 1])
  assert.equal(BigInt(totals.netMinor), BigInt(totals.paidMinor) - BigInt(totals.refundedMinor))
  assert.deepEqual(
    [sumOf(s, (m) => m.paidMinor), sumOf(s, (m) => m.refundedMinor), sumOf(s, (m) => m.orders)],
    [trade.paid, trade.refunded, BigInt(trade.orders)],
  )
  const products = s.products.reduce((sum, p) => sum + BigInt(p.paidMinor), 0n)
  assert.equal(products, trade.paid)
  assert.equal(s.steps.at(-1)!.people, 3)
})

test('a part refund is counted once, however often it is told; so is every event of an order', async () => {
  const before_ = await screen()
  const last = before_.lastOrders.find((o) => o.paidMinor === '38700')!
  const [line] = await query(sql<{
    order_id: Id<'ord'>
    buyer_id: Id<'usr'>
    product_id: Id<'prd'>
    paid_at: Date
  }>`
    select order_id, buyer_id, product_id, paid_at from live.room_order where line_id = ${last.lineId}`)
  const refund = (refundedMinor: string, refundMinor: string) => ({
    orderId: line!.order_id,
    checkoutId: house.deps.ids.next('chk'),
    shopId: t.shopId,
    buyerId: line!.buyer_id,
    currency: 'CNY' as const,
    paidMinor: '38700',
    at: house.clock.now().toISOString(),
    refundId: house.deps.ids.next('rfd'),
    refundMinor,
    lines: [{ ...lineOf(line!.product_id), refundMinor, refundedMinor, sent: true }],
  })
  const lineOf = (productId: Id<'prd'>) => ({
    lineId: last.lineId,
    productId,
    skuId: t.sku.skuId,
    categoryId: 'kitchen',
    qty: 3,
    paidMinor: '38700',
    contentId: null,
    creatorId: null,
    slateId: null,
    position: null,
    roomId,
    saleId: null,
  })
  const [first, second] = [refund('5000', '5000'), refund('7000', '2000')]
  const react = house.doors.live.consumer.reactions.find((r) => r.type.name === 'refund.succeeded')!
  for (const payload of [first, second, first, second])
    await house.db.transaction((tx) => react.handle(tx, { payload } as never))
  const s = await screen()
  const refunded = BigInt(before_.totals.refundedMinor) + 7_000n
  assert.deepEqual([BigInt(s.totals.refundedMinor), sumOf(s, (m) => m.refundedMinor)], [refunded, refunded])
  assert.equal(s.totals.paidMinor, before_.totals.paidMinor)
  assert.equal(s.lastOrders.find((o) => o.lineId === last.lineId)!.refundedMinor, '7000')
})
