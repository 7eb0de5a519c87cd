// A room from its key to its last order, through the front door: who may do what when, whose price and whose units, and that a
// crowd of buyers takes exactly what there is.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { MINUTE_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { tables } from '#platform/database'
import { roomHooks } from '#flows/room-hooks'
import { openHouse, type House, type Reply } from '#tests/support/house'
import { makeBuyers, type Buyer } from '#tests/support/market'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'

let house: House
let t: Tenant
/** Runs the room and may price the shop's goods. */
let host: { token: string }
let buyers: Buyer[]
const title = { zh: '晚间茶席', en: 'Tea tonight' }

before(async () => {
  house = await openHouse()
  t = await aTenant(house, await thePlatform(house), 'A')
  await house.must('live.endRoom', { creatorId: t.creatorId, roomId: t.room.roomId }, t.creatorOwner.token)
  const { identity } = house.doors
  const owner = t.shopStaff.owner!
  await house.db.transaction((tx) =>
    identity.setRole(tx, { orgId: t.creatorId, accountId: owner.accountId, role: 'editor' }),
  )
  host = { token: owner.token }
  buyers = await makeBuyers(house.db, identity, 200)
})
after(() => house.close())

const hooks = () => roomHooks(house.db, house.doors, async () => new Uint8Array([1]))
const now = () => house.clock.now().getTime()
type Room = { roomId: Id<'rom'>; key: string }

async function aRoom(): Promise<Room> {
  const made = await house.must('live.createRoom', { creatorId: t.creatorId, title }, host)
  return { roomId: made.room.roomId, key: made.publish.key }
}
const desk = (id: string, roomId: string, input: Record<string, unknown> = {}) =>
  house.call(id, { creatorId: t.creatorId, roomId, ...input }, host)
async function must(id: string, roomId: string, input: Record<string, unknown> = {}) {
  const reply = await desk(id, roomId, input)
  assert.ok(reply.status < 300, `${id} ${reply.status} ${reply.text}`)
  return reply.body
}
const refused = (reply: Reply, status: number, code: string) =>
  assert.deepEqual([reply.status, reply.body.code], [status, code], reply.text)

async function onAir(): Promise<Room> {
  const room = await aRoom()
  await must('live.startTest', room.roomId)
  await hooks().onStarted({ stream: room.roomId, session: 's1', resumed: false, atMs: now() })
  await must('live.goLive', room.roomId)
  await must('live.addToBag', room.roomId, { productIds: [t.product.productId] })
  return room
}
const end = (room: Room) => must('live.endRoom', room.roomId)
const snapshot = (room: Room) => house.must('live.getRoom', { roomId: room.roomId })
const events = async (room: Room) =>
  (await house.must('live.listEvents', { roomId: room.roomId, limit: 500 })).events as {
    seq: number
    event: { kind: string } & Record<string, unknown>
  }[]

type Line = { skuId: string; qty: number; roomId?: string; saleId?: string; attribution?: string }
/** As the apps do, it comes back when the server has too many people. */
async function buy(
  line: Line,
  expectedTotalMinor: string,
  buyer: Pick<Buyer, 'token' | 'addressId'>,
): Promise<Reply> {
  const wish = { lines: [line], addressId: buyer.addressId, expectedTotalMinor }
  for (;;) {
    const reply = await house.call('trade.placeOrder', wish, { token: buyer.token })
    if (reply.body.code !== 'BUSY') return reply
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
async function unitsOf(skuId: string) {
  const { rows } = await house.db.read((tx) =>
    sql<{ shelf: number; reserved: number; pooled: number; pool_reserved: number }>`
      select on_hand as shelf, reserved,
        coalesce((select sum(on_hand) from shop.stock_pool p where p.sku_id = k.sku_id), 0)::int as pooled,
        coalesce((select sum(reserved) from shop.stock_pool p where p.sku_id = k.sku_id), 0)::int as pool_reserved
      from shop.sku k where sku_id = ${skuId}`.execute(tables<unknown>(tx)),
  )
  return rows[0]!
}

describe('a room’s life', () => {
  it('made, tested, live, interrupted, back, ended: each told once, in order, and only with a picture', async () => {
    const room = await aRoom()
    assert.match(room.key, /^sk_/)
    refused(await desk('live.goLive', room.roomId), 409, 'STREAM_MISSING')
    await must('live.startTest', room.roomId)
    refused(await desk('live.goLive', room.roomId), 409, 'STREAM_MISSING')
    refused(await house.call('live.getRoom', { roomId: room.roomId }), 404, 'NOT_FOUND')

    const at = { stream: room.roomId, session: 's1', address: '' }
    assert.equal(await hooks().mayPublish({ ...at, key: 'sk_guess' }), 'WRONG_KEY')
    assert.equal(await hooks().mayPublish({ ...at, stream: 'nobody', key: room.key }), 'WRONG_KEY')
    assert.equal(await hooks().mayPublish({ ...at, key: room.key }), null)
    await hooks().onStarted({ ...at, resumed: false, atMs: now() })
    assert.equal((await must('live.goLive', room.roomId)).state, 'live')
    const second = await aRoom()
    refused(await desk('live.startTest', second.roomId), 409, 'ROOM_RUNNING')

    await hooks().onInterrupted({ ...at, session: 'old', atMs: now(), reason: 'gone' })
    assert.equal((await snapshot(room)).state, 'live', 'a publisher who was replaced interrupts nothing')
    await hooks().onInterrupted({ ...at, atMs: now(), reason: 'gone' })
    await hooks().onLost({ ...at, atMs: now() })
    assert.equal((await snapshot(room)).state, 'interrupted')
    await hooks().onStarted({ ...at, session: 's2', resumed: true, atMs: now() })
    assert.equal((await snapshot(room)).state, 'live')

    await Promise.all([end(room), end(room), end(room)])
    const told = (await events(room)).filter((e) => e.event.kind === 'state').map((e) => e.event.state)
    assert.deepEqual(told, ['testing', 'live', 'interrupted', 'live', 'ended'])
    assert.equal(await hooks().mayPublish({ ...at, key: room.key }), 'ROOM_ENDED')
    refused(
      await desk('live.addToBag', room.roomId, { productIds: [t.product.productId] }),
      409,
      'STATE_CONFLICT',
    )
    await must('live.archiveRoom', room.roomId)
  })

  it('a key is changed: the old one stops, and the database never held either', async () => {
    const room = await aRoom()
    const fresh = (await must('live.rotateKey', room.roomId)).publish.key
    const may = (key: string) => hooks().mayPublish({ stream: room.roomId, key, session: 's', address: '' })
    assert.deepEqual([await may(room.key), await may(fresh)], ['WRONG_KEY', null])
    const { rows } = await house.db.read((tx) =>
      sql<{ row: string }>`select r::text as row from live.room r where room_id = ${room.roomId}`.execute(
        tables<unknown>(tx),
      ),
    )
    assert.ok(!rows[0]!.row.includes(fresh) && !rows[0]!.row.includes(room.key))
  })

  it('a picture that stays away for ten minutes ends the room', async () => {
    const room = await onAir()
    await hooks().onInterrupted({ stream: room.roomId, session: 's1', atMs: now(), reason: 'gone' })
    house.clock.advance(9 * MINUTE_MS)
    await house.settle()
    assert.equal((await snapshot(room)).state, 'interrupted')
    house.clock.advance(MINUTE_MS)
    await house.settle()
    assert.equal((await snapshot(room)).state, 'ended')
    assert.equal((await must('live.getDeskRoom', room.roomId)).endReason, 'lost')
  })

  it('a segment told twice is one row', async () => {
    const room = await aRoom()
    const segment = {
      stream: room.roomId,
      index: 0,
      startedAtMs: now(),
      durationMs: 2000.4,
      file: 'a/0.m4s',
      initFile: 'a/init.mp4',
      bytes: 1,
      sha256: 'ab',
      discontinuity: false,
    }
    await hooks().onSegment(segment)
    await hooks().onSegment(segment)
    const saved = await house.db.read((tx) => house.doors.live.segmentsOf(tx, room.roomId))
    assert.deepEqual(
      saved.map((s) => [s.index, s.duration_ms]),
      [[0, 2000]],
    )
  })
})

describe('the bag', () => {
  it('takes what is in the showcase and on sale, explains one at a time, and says so', async () => {
    const room = await onAir()
    const other = await t.aProductOnSale('Lamp')
    refused(
      await desk('live.addToBag', room.roomId, { productIds: [other.productId] }),
      409,
      'NOT_IN_SHOWCASE',
    )
    await house.must(
      'alliance.setPlan',
      { shopId: t.shopId, productId: other.productId, rateBps: 1000 },
      host,
    )
    await house.must('alliance.pickProduct', { creatorId: t.creatorId, productId: other.productId }, host)
    await must('live.addToBag', room.roomId, { productIds: [other.productId, t.product.productId] })
    await must('live.orderBag', room.roomId, { productIds: [other.productId] })
    await must('live.explain', room.roomId, { productId: t.product.productId })
    await must('live.explain', room.roomId, { productId: other.productId })
    await must('live.announce', room.roomId, { text: { zh: '八点抽奖', en: 'A draw at eight' } })
    const seen = await snapshot(room)
    assert.deepEqual(
      seen.bag.map((b: { productId: string; explainState: string }) => [b.productId, b.explainState]),
      [
        [other.productId, 'explaining'],
        [t.product.productId, 'explained'],
      ],
    )
    assert.deepEqual([seen.explainingProductId, seen.announcement.en], [other.productId, 'A draw at eight'])
    await must('live.removeFromBag', room.roomId, { productId: other.productId })
    assert.equal((await snapshot(room)).explainingProductId, null)
    const log = await events(room)
    assert.deepEqual(
      log.map((e) => e.seq),
      log.map((_, i) => i + 1),
      'no gap',
    )
    assert.equal((await snapshot(room)).seq, log.length)
    await house.must('live.listLive', {})
    await end(room)
  })
})

describe('price and stock are the shop’s word', () => {
  it('whoever runs the room without the shop is refused; above the shop’s price nobody sells', async () => {
    const room = await onAir()
    const asCreator = (id: string, input: Record<string, unknown>) =>
      house.call(
        id,
        { creatorId: t.creatorId, roomId: room.roomId, ...input },
        { token: t.creatorOwner.token },
      )
    const price = (priceMinor: string) => ({
      productId: t.product.productId,
      prices: [{ skuId: t.sku.skuId, priceMinor }],
    })
    refused(await asCreator('live.setRoomPrices', price('9900')), 403, 'SHOP_CONSENT')
    refused(await desk('live.setRoomPrices', room.roomId, price('13000')), 422, 'PRICE_ABOVE_SHOP')
    await must('live.setRoomPrices', room.roomId, price('9900'))
    const quote = await house.must(
      'trade.quote',
      { lines: [{ skuId: t.sku.skuId, qty: 2, roomId: room.roomId }] },
      t.buyer.token,
    )
    const [line] = quote.shops[0].lines
    assert.deepEqual(
      [line.shopPriceMinor, line.priceMinor, line.subtotalMinor, line.offer.kind],
      ['12900', '9900', '19800', 'room'],
    )
    const there = { skuId: t.sku.skuId, qty: 1, roomId: room.roomId }
    const me = { token: t.buyer.token, addressId: t.address.id }
    refused(await buy(there, '12900', me), 409, 'PRICE_CHANGED')
    const elsewhere = (await aRoom()).roomId
    refused(await buy({ ...there, roomId: elsewhere }, '9900', me), 409, 'STATE_CONFLICT')
    await end(room)
    refused(await buy(there, '9900', me), 409, 'ROOM_ENDED')
  })

  it('units put aside are sold here and nowhere else, and go back when the room ends', async () => {
    const before = await unitsOf(t.sku.skuId)
    const room = await onAir()
    const move = (units: number) =>
      desk('live.moveRoomStock', room.roomId, { productId: t.product.productId, skuId: t.sku.skuId, units })
    refused(await move(-1), 409, 'SOLD_OUT')
    refused(await move(before.shelf + 1), 409, 'SOLD_OUT')
    assert.equal((await move(3)).status, 200)
    const sku = (await snapshot(room)).bag[0].skus.find((s: { skuId: string }) => s.skuId === t.sku.skuId)
    assert.deepEqual([sku.available, sku.reserved], [3, true])
    const line = { skuId: t.sku.skuId, qty: 1, roomId: room.roomId }
    refused(await buy({ ...line, qty: 4 }, '51600', buyers[0]!), 409, 'SOLD_OUT')
    const placed = (await buy(line, '12900', buyers[0]!)).body
    await house.pay(placed.paymentId)
    await house.settle()
    const totals = await must('live.getRoomTotals', room.roomId)
    assert.deepEqual([totals.orders, totals.units, totals.paidMinor], [1, 1, '12900'])
    const unpaid = (await buy(line, '12900', buyers[1]!)).body
    await end(room)
    assert.deepEqual(await unitsOf(t.sku.skuId), {
      shelf: before.shelf - 2,
      reserved: before.reserved,
      pooled: 1,
      pool_reserved: 1,
    })
    await house.must('trade.cancelOrder', { orderId: unpaid.orderIds[0] }, buyers[1]!.token)
    await house.must(
      'trade.refundOrder',
      { orderId: placed.orderIds[0], reason: 'changed-mind' },
      buyers[0]!.token,
    )
    await house.settle()
    assert.deepEqual(await unitsOf(t.sku.skuId), { ...before, pooled: 0, pool_reserved: 0 })
    const after_ = await must('live.getRoomTotals', room.roomId)
    assert.deepEqual([after_.paidMinor, after_.refundedMinor], ['12900', '12900'])
  })
})

describe('a room put away before it began', () => {
  it('gives back the units set aside for it, once', async () => {
    const before = await unitsOf(t.sku.skuId)
    const room = await aRoom()
    await must('live.addToBag', room.roomId, { productIds: [t.product.productId] })
    const of = { productId: t.product.productId, skuId: t.sku.skuId }
    await must('live.moveRoomStock', room.roomId, { ...of, units: 5 })
    assert.equal((await unitsOf(t.sku.skuId)).shelf, before.shelf - 5)
    assert.equal((await must('live.archiveRoom', room.roomId)).state, 'archived')
    assert.deepEqual(await unitsOf(t.sku.skuId), before)
    refused(await desk('live.archiveRoom', room.roomId), 409, 'STATE_CONFLICT')
    assert.deepEqual(await unitsOf(t.sku.skuId), before)
  })
})

describe('a flash sale', () => {
  const sale = (room: Room, input: Record<string, unknown> = {}) =>
    must('live.createSale', room.roomId, {
      productId: t.product.productId,
      skuId: t.sku.skuId,
      priceMinor: '990',
      units: 20,
      limitPerPerson: 1,
      seconds: 600,
      ...input,
    })
  const lineOf = (room: Room, saleId: string, qty = 1): Line => ({
    skuId: t.sku.skuId,
    qty,
    roomId: room.roomId,
    saleId,
  })

  it('200 buyers, 20 units: exactly 20 get one, nobody else’s money is touched, and the room is told', async () => {
    const before = await unitsOf(t.sku.skuId)
    const room = await onAir()
    const [{ saleId }] = (await sale(room)).sales
    assert.ok((await house.server.flows.rooms.tick()) > 0)
    const replies = await Promise.all(buyers.map((b) => buy(lineOf(room, saleId), '990', b)))
    const got = replies.filter((r) => r.status === 201)
    assert.equal(got.length, 20)
    assert.deepEqual(
      [...new Set(replies.filter((r) => r.status !== 201).map((r) => r.body.code))],
      ['SOLD_OUT'],
    )
    assert.equal(await house.server.flows.rooms.tick(), 0, 'told a moment ago')
    house.clock.advance(250)
    assert.equal(await house.server.flows.rooms.tick(), 1, 'twenty sales, one event')
    house.clock.advance(250)
    assert.equal(await house.server.flows.rooms.tick(), 0, 'once')
    const [told] = (await snapshot(room)).sales
    assert.deepEqual([told.state, told.left], ['soldOut', 0])

    // An unpaid order that expires gives its unit back to the sale, and somebody else gets it.
    const cancelled = got[0]!.body
    const whose = buyers[replies.indexOf(got[0]!)]!
    await house.must('trade.cancelOrder', { orderId: cancelled.orderIds[0] }, whose.token)
    const late = buyers[replies.findIndex((r) => r.status !== 201)]!
    assert.equal((await buy(lineOf(room, saleId), '990', late)).status, 201)
    for (const r of got.slice(1)) await house.pay(r.body.paymentId)
    await house.settle()
    const after_ = await unitsOf(t.sku.skuId)
    assert.equal(after_.shelf + after_.pooled, before.shelf + before.pooled - 19)
    assert.equal(after_.pool_reserved, 1)
    await end(room)
    refused(await buy(lineOf(room, saleId), '990', late), 409, 'ROOM_ENDED')
  })

  it('has a window by the clock, and a limit that twenty tabs at once cannot pass', async () => {
    const room = await onAir()
    const startsAt = new Date(now() + MINUTE_MS).toISOString()
    const [{ saleId }] = (await sale(room, { startsAt, seconds: 60, limitPerPerson: 2 })).sales
    const me = buyers[50]!
    const early = await buy(lineOf(room, saleId), '990', me)
    refused(early, 409, 'NOT_STARTED')
    assert.equal(early.body.startsAt, startsAt)
    house.clock.advance(MINUTE_MS)
    refused(await buy(lineOf(room, saleId, 3), '2970', me), 409, 'PURCHASE_LIMIT')
    const tabs = await Promise.all(Array.from({ length: 20 }, () => buy(lineOf(room, saleId), '990', me)))
    assert.equal(tabs.filter((r) => r.status === 201).length, 2)
    assert.deepEqual(
      [...new Set(tabs.filter((r) => r.status !== 201).map((r) => r.body.code))],
      ['PURCHASE_LIMIT'],
    )
    await house.settle()
    assert.equal((await snapshot(room)).sales[0].state, 'running')
    house.clock.advance(MINUTE_MS)
    refused(await buy(lineOf(room, saleId), '990', buyers[51]!), 409, 'SALE_ENDED')
    await house.settle()
    assert.deepEqual((await snapshot(room)).sales, [])
    const last = (await events(room)).findLast((e) => e.event.kind === 'sale')!.event.sale
    assert.equal((last as { state: string }).state, 'ended')
    await end(room)
  })

  it('is cancelled: what is left is the shop’s again at once; one open sale a variant', async () => {
    const room = await onAir()
    const before = await unitsOf(t.sku.skuId)
    const [{ saleId }] = (await sale(room)).sales
    const again = await desk('live.createSale', room.roomId, {
      productId: t.product.productId,
      skuId: t.sku.skuId,
      priceMinor: '990',
      units: 1,
      limitPerPerson: 1,
      seconds: 60,
    })
    refused(again, 409, 'DUPLICATE')
    await must('live.cancelSale', room.roomId, { saleId })
    assert.deepEqual(await unitsOf(t.sku.skuId), before)
    refused(await desk('live.cancelSale', room.roomId, { saleId }), 409, 'STATE_CONFLICT')
    await end(room)
  })
})

describe('a coupon and a lucky bag', () => {
  it('is claimed once a person, applied by itself, split over the lines, and comes back with a cancelled order', async () => {
    const room = await onAir()
    await must('live.openCoupon', room.roomId, {
      shopId: t.shopId,
      offMinor: '1001',
      overMinor: '20000',
      units: 2,
      minutes: 10,
    })
    const { coupon } = await snapshot(room)
    const claim = (b: Buyer) =>
      house.call('live.claimCoupon', { roomId: room.roomId, couponId: coupon.couponId }, { token: b.token })
    const [a, b, c] = [buyers[60]!, buyers[61]!, buyers[62]!]
    const claims = await Promise.all([claim(a), claim(a), claim(b), claim(b)])
    assert.ok(claims.every((r) => r.status === 200))
    refused(await claim(c), 409, 'COUPON_GONE')
    const lines = [t.sku, t.otherSku].map((s) => ({ skuId: s.skuId, qty: 1, roomId: room.roomId }))
    const quote = (buyer: Buyer) => house.must('trade.quote', { lines }, buyer.token)
    const [mine, theirs] = [await quote(a), await quote(c)]
    assert.deepEqual([mine.totalMinor, theirs.totalMinor, theirs.coupons], ['25799', '26800', []])
    assert.deepEqual(
      mine.shops[0].lines
        .map((l: { offMinor: string }) => BigInt(l.offMinor))
        .reduce((x: bigint, y: bigint) => x + y),
      1001n,
    )
    const place = () =>
      house.call(
        'trade.placeOrder',
        { lines, addressId: a.addressId, expectedTotalMinor: '25799' },
        { token: a.token },
      )
    const tabs = await Promise.all([place(), place(), place()])
    assert.deepEqual(tabs.map((r) => r.status).toSorted(), [201, 409, 409], tabs.map((r) => r.text).join())
    const placed = tabs.find((r) => r.status === 201)!.body
    assert.equal((await quote(a)).totalMinor, '26800')
    await house.must('trade.cancelOrder', { orderId: placed.orderIds[0] }, a.token)
    await house.settle()
    assert.equal((await quote(a)).totalMinor, '25799')
    const paid = (await place()).body
    await house.pay(paid.paymentId)
    await house.settle()
    assert.equal((await must('live.getRoomTotals', room.roomId)).paidMinor, '25799')
    house.clock.advance(10 * MINUTE_MS)
    await house.settle()
    assert.equal((await quote(b)).totalMinor, '26800', 'out of date')
    assert.equal((await snapshot(room)).coupon, null)
    await end(room)
  })

  it('is drawn once at its time among those who did what it asks', async () => {
    const room = await onAir()
    await must('live.openLuckyBag', room.roomId, { title, winners: 2, task: 'follow', seconds: 60 })
    const { luckyBag } = await snapshot(room)
    const join = (buyer: Buyer) =>
      house.call(
        'live.joinLuckyBag',
        { roomId: room.roomId, luckyBagId: luckyBag.luckyBagId },
        { token: buyer.token },
      )
    refused(await join(buyers[70]!), 409, 'TASK_UNDONE')
    for (const buyer of buyers.slice(70, 75)) {
      await house.must('content.follow', { authorId: t.creatorId }, buyer.token)
      assert.equal((await join(buyer)).status, 200)
    }
    assert.equal((await join(buyers[70]!)).body.joined, 5)
    house.clock.advance(MINUTE_MS)
    refused(await join(buyers[76]!), 409, 'STATE_CONFLICT')
    await house.settle()
    const draws = (await events(room)).filter((e) => e.event.kind === 'luckyBag')
    assert.deepEqual(
      draws.map((e) => (e.event.winners as string[]).length),
      [0, 2],
    )
    const [drawn] = (await must('live.listLuckyBags', room.roomId)).items
    assert.deepEqual([drawn.state, drawn.joined, drawn.won.length], ['drawn', 5, 2])
    for (const buyer of buyers.slice(70, 75)) {
      const result = await house.must(
        'live.getLuckyBag',
        { roomId: room.roomId, luckyBagId: luckyBag.luckyBagId },
        buyer.token,
      )
      const won = drawn.won.some((w: { accountId: string }) => w.accountId === buyer.accountId)
      assert.deepEqual([result.joinedByViewer, result.wonByViewer], [true, won])
    }
    await end(room)
  })
})

describe('who is credited', () => {
  it('the room’s creator: for what is bought there, and for what went into the cart from there', async () => {
    const room = await onAir()
    const buyer = buyers[80]!
    const seen = await house.must('live.getRoom', { roomId: room.roomId }, buyer.token)
    const token = seen.bag[0].attribution
    const here = await buy({ skuId: t.sku.skuId, qty: 1, roomId: room.roomId }, '12900', buyer)
    const cart = await buy({ skuId: t.sku.skuId, qty: 1, attribution: token }, '12900', buyer)
    const other = await buy({ skuId: t.sku.skuId, qty: 1, attribution: token }, '12900', buyers[81]!)
    const creators = async (reply: Reply) => {
      const { rows } = await house.db.read((tx) =>
        sql<{ creator_id: string | null; rate: number; room_id: string | null }>`
          select creator_id, creator_rate_bps as rate, room_id from trade.order_line where order_id = ${reply.body.orderIds[0]}`.execute(
          tables<unknown>(tx),
        ),
      )
      return Object.values(rows[0]!)
    }
    assert.deepEqual(await creators(here), [t.creatorId, 2000, room.roomId])
    assert.deepEqual(await creators(cart), [t.creatorId, 2000, null])
    assert.deepEqual(await creators(other), [null, 0, null], 'another’s token credits nobody')
    await house.pay(here.body.paymentId)
    await house.settle()
    await end(room)
  })
})
