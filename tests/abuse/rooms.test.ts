// Room rules when everybody presses at once: two hosts, twenty tabs, an end in the middle. Whatever wins, units and money add up, and
// each loser is told by its code.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { roomHooks } from '#flows/room-hooks'
import { tables } from '#platform/database'
import { openHouse, type House, type Reply } from '#tests/support/house'
import { makeBuyers, type Buyer } from '#tests/support/market'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'

let house: House
let t: Tenant
let host: { token: string }
let buyers: Buyer[]
const title = { zh: '晚间茶席', en: 'Tea tonight' }

before(async () => {
  house = await openHouse()
  t = await aTenant(house, await thePlatform(house), 'A')
  await house.must('live.endRoom', { creatorId: t.creatorId, roomId: t.room.roomId }, t.creatorOwner.token)
  const owner = t.shopStaff.owner!
  await house.db.transaction((tx) =>
    house.doors.identity.setRole(tx, { orgId: t.creatorId, accountId: owner.accountId, role: 'editor' }),
  )
  host = { token: owner.token }
  buyers = await makeBuyers(house.db, house.doors.identity, 40)
})
after(() => house.close())

const now = () => house.clock.now().getTime()
type Room = Id<'rom'>
const desk = (id: string, roomId: string, input: Record<string, unknown> = {}, key?: string) =>
  house.call(id, { creatorId: t.creatorId, roomId, ...input }, { ...host, ...(key ? { key } : {}) })
async function must(id: string, roomId: string, input: Record<string, unknown> = {}) {
  const reply = await desk(id, roomId, input)
  assert.ok(reply.status < 300, `${id} ${reply.status} ${reply.text}`)
  return reply.body
}
const times = <T>(n: number, run: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => run(i)))
const codes = (replies: readonly Reply[]) =>
  replies.map((r) => (r.status < 300 ? 'ok' : `${r.status} ${r.body.code}`)).toSorted()

async function tested(): Promise<Room> {
  const made = await house.must('live.createRoom', { creatorId: t.creatorId, title }, host)
  const { roomId } = made.room
  await must('live.startTest', roomId)
  await roomHooks(house.db, house.doors, async () => new Uint8Array([1])).onStarted({
    stream: roomId,
    session: 's1',
    resumed: false,
    atMs: now(),
  })
  return roomId
}
async function onAir(): Promise<Room> {
  const roomId = await tested()
  await must('live.goLive', roomId)
  await must('live.addToBag', roomId, { productIds: [t.product.productId] })
  return roomId
}
const kinds = async (roomId: string) =>
  (await house.must('live.listEvents', { roomId, limit: 500 })).events.map(
    (e: { event: { kind: string; state?: string } }) => `${e.event.kind} ${e.event.state ?? ''}`.trim(),
  ) as string[]
async function unitsOf(skuId: string) {
  const { rows } = await house.db.read((tx) =>
    sql<{ all: number; held: number }>`
      select (on_hand + coalesce((select sum(on_hand) from shop.stock_pool p where p.sku_id = k.sku_id), 0))::int as all,
        (reserved + coalesce((select sum(reserved) from shop.stock_pool p where p.sku_id = k.sku_id), 0))::int as held
      from shop.sku k where sku_id = ${skuId}`.execute(tables<unknown>(tx)),
  )
  return rows[0]!
}
const saleInput = (more: Record<string, unknown> = {}) => ({
  productId: t.product.productId,
  skuId: t.sku.skuId,
  priceMinor: '990',
  units: 5,
  limitPerPerson: 1,
  seconds: 600,
  ...more,
})
const buy = (roomId: string, saleId: string | null, buyer: Buyer, key?: string, total = '990') =>
  house.call(
    'trade.placeOrder',
    {
      lines: [{ skuId: t.sku.skuId, qty: 1, roomId, ...(saleId ? { saleId } : {}) }],
      addressId: buyer.addressId,
      expectedTotalMinor: total,
    },
    { token: buyer.token, ...(key ? { key } : {}) },
  )

test('live and ended, pressed five times at once: each is told once', async () => {
  const roomId = await tested()
  const lives = codes(await times(5, () => desk('live.goLive', roomId)))
  assert.ok(lives.includes('ok'))
  assert.ok(
    lives.every((c) => c === 'ok' || c === '409 STATE_CONFLICT'),
    lives.join(),
  )
  assert.deepEqual(codes(await times(5, () => desk('live.endRoom', roomId))), Array(5).fill('ok'))
  const told = await kinds(roomId)
  assert.equal(told.filter((k) => k === 'state live').length, 1)
  assert.equal(told.filter((k) => k === 'state ended').length, 1)
  assert.deepEqual(codes([await desk('live.goLive', roomId)]), ['409 STATE_CONFLICT'])
})

test('two hosts open the same sale at once: one is open, and its units left the shelf once', async () => {
  const before = await unitsOf(t.sku.skuId)
  const roomId = await onAir()
  const opened = codes(await times(4, () => desk('live.createSale', roomId, saleInput())))
  assert.deepEqual(opened, [...Array(3).fill('409 DUPLICATE'), 'ok'])
  await must('live.endRoom', roomId)
  assert.deepEqual(await unitsOf(t.sku.skuId), before)
})

test('a double press with the same key is one sale, one order, one answer', async () => {
  const roomId = await onAir()
  const same = await times(6, () => desk('live.createSale', roomId, saleInput({ units: 3 }), 'press-one'))
  assert.ok(
    codes(same).every((c) => c === 'ok' || c === '409 REQUEST_IN_PROGRESS'),
    codes(same).join(),
  )
  const saleId = (await house.must('live.getRoom', { roomId })).sales[0].saleId
  const me = buyers[0]!
  const orders = await times(10, () => buy(roomId, saleId, me, 'buy-one'))
  const got = orders.filter((r) => r.status === 201)
  assert.ok(got.length >= 1)
  assert.equal(new Set(got.map((r) => r.body.orderIds[0])).size, 1)
  assert.ok(
    codes(orders).every((c) => c === 'ok' || c === '409 REQUEST_IN_PROGRESS'),
    codes(orders).join(),
  )
  assert.equal((await buy(roomId, saleId, me, 'buy-two')).body.code, 'PURCHASE_LIMIT')
  const other = await buy(roomId, saleId, buyers[1]!, 'buy-one')
  assert.equal(other.status, 201, 'a key is one person’s')
  await must('live.endRoom', roomId)
})

test('the room ends, or its sale is stopped, while thirty buy: what was sold was paid at its price, the rest is back', async () => {
  for (const stop of ['live.endRoom', 'live.cancelSale'] as const) {
    const before = await unitsOf(t.sku.skuId)
    const roomId = await onAir()
    const [{ saleId }] = (await must('live.createSale', roomId, saleInput({ units: 20 }))).sales
    const [replies] = await Promise.all([
      times(30, (i) => buy(roomId, saleId, buyers[i + 2]!)),
      desk(stop, roomId, stop === 'live.cancelSale' ? { saleId } : {}),
    ])
    const got = replies.filter((r) => r.status === 201)
    assert.ok(got.length <= 20)
    assert.ok(
      codes(replies).every((c) =>
        ['ok', '409 ROOM_ENDED', '409 SALE_ENDED', '409 SOLD_OUT', '409 STATE_CONFLICT'].includes(c),
      ),
      codes(replies).join(),
    )
    for (const r of got) await house.pay(r.body.paymentId)
    await house.settle()
    await must('live.endRoom', roomId)
    const left = await unitsOf(t.sku.skuId)
    assert.deepEqual([left.all, left.held], [before.all - got.length, before.held], stop)
  }
})

test('the price changes between the look and the press: nobody pays another sum than the one they saw', async () => {
  const roomId = await onAir()
  const setPrice = (priceMinor: string) =>
    desk('live.setRoomPrices', roomId, {
      productId: t.product.productId,
      prices: [{ skuId: t.sku.skuId, priceMinor }],
    })
  await setPrice('9000')
  const [replies] = await Promise.all([
    times(12, (i) => buy(roomId, null, buyers[i + 2]!, undefined, '9000')),
    setPrice('9100'),
  ])
  for (const r of replies) {
    if (r.status !== 201) assert.deepEqual([r.status, r.body.code], [409, 'PRICE_CHANGED'])
    else assert.equal((await house.pay(r.body.paymentId)) !== null, true)
  }
  const late = await buy(roomId, null, buyers[20]!, undefined, '9000')
  assert.equal(late.body.code, 'PRICE_CHANGED', late.text)
  for (const priceMinor of ['0', '-1', '1.5', '99999999', '9223372036854775808', 'NaN', ' 900'])
    assert.ok([409, 422].includes((await setPrice(priceMinor)).status), priceMinor)
  await must('live.endRoom', roomId)
})

test('a coupon: twenty minutes at most, one at a time, each unit once, less than what must be spent', async () => {
  const roomId = await onAir()
  const coupon = (more: Record<string, unknown> = {}) =>
    desk('live.openCoupon', roomId, {
      shopId: t.shopId,
      offMinor: '500',
      overMinor: '2000',
      units: 1,
      minutes: 10,
      ...more,
    })
  assert.equal((await coupon({ minutes: 21 })).status, 422)
  for (const bad of [{ offMinor: '3000' }, { offMinor: '0' }, { units: 0 }, { units: 1e9 }, { minutes: 0.5 }])
    assert.ok([409, 422].includes((await coupon(bad)).status), JSON.stringify(bad))
  assert.deepEqual(codes(await times(5, () => coupon())), [...Array(4).fill('409 DUPLICATE'), 'ok'])
  const { couponId } = (await house.must('live.getRoom', { roomId })).coupon
  const claims = await times(20, (i) =>
    house.call('live.claimCoupon', { roomId, couponId }, { token: buyers[i]!.token }),
  )
  assert.deepEqual(codes(claims), [...Array(19).fill('409 COUPON_GONE'), 'ok'])
  await must('live.endRoom', roomId)
  const late = await house.call('live.claimCoupon', { roomId, couponId }, { token: buyers[30]!.token })
  assert.ok([404, 409].includes(late.status), late.text)
})

test('a lucky bag: one at a time, joined once by twenty tabs, closed with the room', async () => {
  const roomId = await onAir()
  const open = () => desk('live.openLuckyBag', roomId, { title, winners: 1, task: 'watch', seconds: 60 })
  assert.deepEqual(codes(await times(4, open)), [...Array(3).fill('409 DUPLICATE'), 'ok'])
  const { luckyBagId } = (await house.must('live.getRoom', { roomId })).luckyBag
  const join = (buyer: Buyer) =>
    house.call('live.joinLuckyBag', { roomId, luckyBagId }, { token: buyer.token })
  const joins = await times(20, () => join(buyers[0]!))
  assert.deepEqual(codes(joins), Array(20).fill('ok'))
  assert.equal((await join(buyers[0]!)).body.joined, 1)
  await Promise.all([times(10, (i) => join(buyers[i + 1]!)), desk('live.endRoom', roomId)])
  await house.settle()
  assert.equal((await join(buyers[20]!)).status, 409)
  const draws = (await kinds(roomId)).filter((k) => k === 'luckyBag')
  assert.equal(draws.length, 2, 'opened, and cancelled')
})

test('G81 words of a room are words: markup stays text, what cannot be shown is refused, length has an end', async () => {
  const roomId = await onAir()
  const said = '<img src=x onerror=alert(1)>'
  await must('live.announce', roomId, { text: { zh: said, en: said } })
  for (const bad of ['\u202Eabc', 'a\u0000b', '\u200B', 'x'.repeat(100_000), '\uD800'])
    assert.ok(
      [413, 422].includes((await desk('live.announce', roomId, { text: { zh: bad, en: bad } })).status),
      JSON.stringify(bad.slice(0, 9)),
    )
  await must('live.endRoom', roomId)
})
