// A merchant with a script: money taken twice, words changed while they are being read, other shops' things, numbers that
// do not fit.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_MS } from '#kernel/clock'
import { openHouse, type House, type Reply } from '#tests/support/house'
import { aTenant, thePlatform, type Staff, type Tenant } from '#tests/support/tenant'

let house: House
let platform: Staff
let a: Tenant
let b: Tenant
before(async () => {
  house = await openHouse()
  platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
  b = await aTenant(house, platform, 'B')
})
after(() => house.close())

const refusedWith = (reply: Reply, status: number, code: string, what = '') =>
  assert.deepEqual([reply.status, reply.body?.code], [status, code], `${what} → ${reply.text}`)
const times = <T>(n: number, ask: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => ask(i)))
const owner = () => a.shopStaff.owner!.token
const atShop = (id: string, input: object, more: { ifMatch?: number; key?: string } = {}) =>
  house.call(id, { shopId: a.shopId, ...input }, { token: owner(), ...more })
const words = (text: string) => ({ zh: text, en: text })
/** What of a price list would be a loss, a gift or a number nobody can pay. */
const BAD_PRICES = [
  '0',
  '-1',
  '00',
  '1.0',
  '1e3',
  '+1',
  '0x10',
  '',
  ' 1',
  '１２',
  '1000000000000',
  '9'.repeat(40),
]

test('C25 a price that is none, wherever one can be written', async () => {
  const { productId, skus } = await a.aProduct('Priced')
  const version = async () =>
    (await house.must('shop.getMerchantProduct', { shopId: a.shopId, productId }, owner())).version
  for (const priceMinor of BAD_PRICES) {
    refusedWith(
      await atShop('shop.setPrice', { skuId: skus[0].skuId, priceMinor }),
      422,
      'AMOUNT_INVALID',
      priceMinor,
    )
    refusedWith(
      await atShop('shop.setPrice', { skuId: skus[0].skuId, priceMinor: '100', listPriceMinor: priceMinor }),
      422,
      'AMOUNT_INVALID',
      priceMinor,
    )
    for (const sku of [
      { name: words('A'), priceMinor },
      { name: words('A'), priceMinor: '100', listPriceMinor: priceMinor },
    ]) {
      refusedWith(
        await atShop('shop.createProduct', { title: words('A'), categoryId: 'kitchen', skus: [sku] }),
        422,
        'AMOUNT_INVALID',
        JSON.stringify(sku),
      )
      refusedWith(
        await atShop('shop.updateProduct', { productId, skus: [sku] }, { ifMatch: await version() }),
        422,
        'AMOUNT_INVALID',
        JSON.stringify(sku),
      )
    }
    if (priceMinor !== '0')
      refusedWith(
        await atShop('trade.setFreight', { baseMinor: priceMinor, freeOverMinor: null }),
        422,
        'AMOUNT_INVALID',
        priceMinor,
      )
  }
  const { skus: kept } = await house.must('shop.getMerchantProduct', { shopId: a.shopId, productId }, owner())
  assert.equal(kept[0].priceMinor, '12900')
})

test('C24 stock and limits of less than nothing, of parts, of more than a warehouse', async () => {
  const { skuId } = a.otherSku
  for (const onHand of [-1, 0.5, 1_000_001, 2 ** 31, 1e21])
    refusedWith(await atShop('shop.setStock', { skuId, onHand }), 422, 'QTY_RANGE', String(onHand))
  for (const expectedVersion of [-1, 0.5, 2 ** 31, 2 ** 53, '1'])
    assert.equal((await atShop('shop.setStock', { skuId, onHand: 5, expectedVersion })).status, 422)
  for (const purchaseLimit of [0, -1, 201, 1.5]) {
    const skus = [{ name: words('A'), priceMinor: '100', purchaseLimit }]
    refusedWith(
      await atShop('shop.createProduct', { title: words('A'), categoryId: 'kitchen', skus }),
      422,
      'QTY_RANGE',
      String(purchaseLimit),
    )
  }
})

test('B12 another shop’s product, variant, order, refund and review, under one’s own address and under theirs', async () => {
  const theirs = await b.paidOrder()
  const { skuId } = b.sku
  const { productId } = b.product
  const asks: [string, object][] = [
    ['shop.getMerchantProduct', { productId }],
    ['shop.setShelf', { productId, onShelf: false }],
    ['shop.submitProduct', { productId }],
    ['shop.setStock', { skuId, onHand: 0 }],
    ['shop.setPrice', { skuId, priceMinor: '1' }],
    ['trade.getShopOrder', { orderId: theirs.orderId }],
    ['trade.shipOrder', { orderId: theirs.orderId, carrier: 'SF', trackingNo: 'STOLEN-0001' }],
    ['ledger.explainOrder', { orderId: theirs.orderId }],
    ['alliance.setPlan', { productId, rateBps: 9000 }],
  ]
  for (const [id, input] of asks) {
    refusedWith(await atShop(id, input), 404, 'NOT_FOUND', id)
    refusedWith(await atShop(id, { ...input, shopId: b.shopId }), 404, 'NOT_FOUND', `${id} at their address`)
  }
  // Somebody else's variant smuggled into the list of one's own product.
  const mine = await a.aProduct('Smuggler')
  refusedWith(
    await atShop(
      'shop.updateProduct',
      { productId: mine.productId, skus: [{ skuId, name: words('A'), priceMinor: '1' }] },
      { ifMatch: mine.version },
    ),
    404,
    'NOT_FOUND',
  )
  // Lines of another order in one's own parcel.
  const own = await a.paidOrder()
  const { lines } = await house.must('trade.getOrder', { orderId: theirs.orderId }, b.buyer.token)
  refusedWith(
    await atShop('trade.shipOrder', {
      orderId: own.orderId,
      carrier: 'SF',
      trackingNo: 'SMUGGLE-0001',
      lines: [{ lineId: lines[0].lineId, qty: 1 }],
    }),
    404,
    'NOT_FOUND',
  )
})

test('a parcel cannot hold more than was bought, nor the same piece twice, nor leave twice', async () => {
  const { orderId } = await a.paidOrder()
  const { lines } = await house.must('trade.getOrder', { orderId }, a.buyer.token)
  const ship = (of: object[], n: string) =>
    atShop('trade.shipOrder', { orderId, carrier: 'SF', trackingNo: `PARCEL-${n}`, lines: of })
  const { lineId } = lines[0]
  refusedWith(await ship([{ lineId, qty: 2 }], 'too-much'), 422, 'QTY_RANGE')
  refusedWith(
    await ship(
      [
        { lineId, qty: 1 },
        { lineId, qty: 1 },
      ],
      'twice-one',
    ),
    422,
    'INPUT_INVALID',
  )
  const replies = await times(8, (i) => ship([{ lineId, qty: 1 }], `race-${i}`))
  assert.equal(replies.filter((r) => r.status === 201).length, 1)
  for (const r of replies) if (r.status !== 201) assert.ok(r.status === 409 || r.status === 422, r.text)
  const other = await a.paidOrder()
  const used = replies.find((r) => r.status === 201)!.body.package.trackingNo
  refusedWith(
    await atShop('trade.shipOrder', { orderId: other.orderId, carrier: 'SF', trackingNo: used }),
    409,
    'TRACKING_USED',
  )
})

test('D48 approving and refusing one refund eight times at once: one word stands, and the money goes back once or not', async () => {
  for (let round = 0; round < 3; round++) {
    const { orderId } = await a.shippedOrder()
    const { refund } = await house.must('trade.refundOrder', { orderId, reason: 'damaged' }, a.buyer.token)
    const replies = await times(8, (i) =>
      atShop('trade.decideRefund', {
        refundId: refund.refundId,
        approve: i % 2 === 0,
        ...(i % 2 ? { refusal: '已经使用' } : {}),
      }),
    )
    const won = replies.filter((r) => r.status === 200)
    assert.equal(won.length, 1, replies.map((r) => r.text).join('\n'))
    for (const r of replies) if (r.status !== 200) refusedWith(r, 409, 'STATE_CONFLICT')
    await house.settle()
    const order = await house.must('trade.getOrder', { orderId }, a.buyer.token)
    const approved = won[0]!.body.state !== 'refused'
    assert.equal(order.refund.state, approved ? 'succeeded' : 'refused')
    const explained = await house.must('ledger.explainOrder', { shopId: a.shopId, orderId }, owner())
    assert.equal(explained.refundedMinor, approved ? explained.paidMinor : '0')
  }
})

test('D46 ten tabs hand one product in, and two reviewers pass and reject it: one task, one verdict', async () => {
  const { productId } = await a.aProduct('Raced')
  const handed = await times(10, () => atShop('shop.submitProduct', { productId }))
  assert.equal(handed.filter((r) => r.status === 200).length, 1)
  for (const r of handed) if (r.status !== 200) refusedWith(r, 409, 'STATE_CONFLICT')
  const reviewId = await a.reviewOf(productId)
  const verdicts = await times(8, (i) =>
    house.call(
      'governance.decideReview',
      {
        reviewId,
        expectedVersion: 1,
        ...(i % 2 ? { verdict: 'passed' } : { verdict: 'rejected', ruleId: 'R-110' }),
      },
      { token: i < 4 ? platform.reviewer.token : platform.admin.token },
    ),
  )
  const won = verdicts.filter((r) => r.status === 200)
  assert.equal(won.length, 1)
  for (const r of verdicts) if (r.status !== 200) refusedWith(r, 409, 'STATE_CONFLICT')
  const { reviewState } = await house.must(
    'shop.getMerchantProduct',
    { shopId: a.shopId, productId },
    owner(),
  )
  assert.equal(reviewState, won[0]!.body.verdict)
})

test('B22 a merchant cannot make the platform’s reviewers insiders, and so nobody’s judges', async () => {
  const { email } = platform.reviewer
  refusedWith(await atShop('identity.addMember', { email, role: 'support' }), 422, 'MEMBER_UNKNOWN')
  const { productId } = await a.aProductOnSale('Judged')
  const { reviewState } = await house.must(
    'shop.getMerchantProduct',
    { shopId: a.shopId, productId },
    owner(),
  )
  assert.equal(reviewState, 'passed')
})

test('words changed at the moment of the verdict are never what was passed', async () => {
  for (let round = 0; round < 6; round++) {
    const made = await a.aProduct(`Honest ${round}`)
    const { productId } = made
    const submitted = await house.must('shop.submitProduct', { shopId: a.shopId, productId }, owner())
    const reviewId = await a.reviewOf(productId)
    const [edit, verdict] = await Promise.all([
      atShop('shop.updateProduct', { productId, title: words('Changed') }, { ifMatch: submitted.version }),
      house.call(
        'governance.decideReview',
        { reviewId, verdict: 'passed', expectedVersion: 1 },
        { token: platform.reviewer.token },
      ),
    ])
    const now = await house.must('shop.getMerchantProduct', { shopId: a.shopId, productId }, owner())
    if (edit.status === 200) {
      assert.deepEqual([now.reviewState, now.title.en], ['pending', 'Changed'])
      if (verdict.status !== 200) refusedWith(verdict, 412, 'STALE')
    } else {
      refusedWith(edit, 412, 'STALE')
      assert.deepEqual([verdict.status, now.reviewState], [200, 'passed'], verdict.text)
    }
  }
})

test('C40 a forbidden word in other clothes: full width, spaced out, in the other language, in a variant’s name', async () => {
  for (const change of [
    { title: words('全 网 最 低 价') },
    { title: words('全网·最低·价') },
    { description: { zh: 'ＴＨＥ　ＢＥＳＴ', en: 'ＴＨＥ　ＢＥＳＴ' } },
    { title: { zh: '水壶', en: 'The   BEST kettle' } },
    { attributes: [{ name: words('功效'), value: words('根治') }] },
    { skus: [{ name: words('最低价'), priceMinor: '100', onHand: 1 }] },
  ]) {
    const { productId } = await a.aProduct('Worded', change)
    refusedWith(await atShop('shop.submitProduct', { productId }), 422, 'POLICY_WORD', JSON.stringify(change))
  }
})

test('D46 twenty plans at once: one is open, and rates never add up to more than allowed', async () => {
  const { productId } = a.product
  const replies = await times(20, (i) => atShop('alliance.setPlan', { productId, rateBps: 1000 + i }))
  for (const r of replies) assert.equal(r.status, 200, r.text)
  const { items } = await house.must('alliance.listPlans', { shopId: a.shopId }, owner())
  assert.equal(items.filter((p: { productId: string }) => p.productId === productId).length, 1)
  for (const bad of [
    { rateBps: 9001 },
    { rateBps: 8000, recruiterOrgId: a.agencyId, recruiterRateBps: 1001 },
  ])
    refusedWith(await atShop('alliance.setPlan', { productId, ...bad }), 422, 'RATE_SUM')
  refusedWith(
    await atShop('alliance.setPlan', {
      productId,
      rateBps: 100,
      recruiterOrgId: 'org_01J0000000000000000000MISS',
    }),
    404,
    'NOT_FOUND',
  )
})

test('D46 taking the money out ten times at once takes it once, explained to the cent', async () => {
  await a.receivedOrder()
  await house.settle()
  house.clock.advance(16 * DAY_MS)
  await house.settle()
  const replies = await times(10, (i) => atShop('ledger.withdraw', {}, { key: `take-${i}` }))
  const won = replies.filter((r) => r.status < 300)
  assert.equal(won.length, 1, replies.map((r) => r.text).join('\n'))
  for (const r of replies) if (r.status >= 300) refusedWith(r, 409, 'NOTHING_TO_PAY_OUT')
  assert.equal(won[0]!.body.unexplainedMinor, '0')
  assert.ok(BigInt(won[0]!.body.amountMinor) > 0n)
  const again = await atShop('ledger.withdraw', {}, { key: `take-${replies.indexOf(won[0]!)}` })
  assert.equal(again.text, won[0]!.text, 'the same key is the same payout')
  assert.equal(
    (
      await house.call(
        'ledger.getPayout',
        { shopId: b.shopId, payoutId: won[0]!.body.payoutId },
        { token: b.shopStaff.owner!.token },
      )
    ).status,
    404,
  )
})

test('B13 the last owner cannot be removed or lowered, not even by two at once; a role of elsewhere is none', async () => {
  const { shopId } = b
  const as = (token: string, id: string, input: object) => house.call(id, { shopId, ...input }, { token })
  const first = b.shopStaff.owner!
  const second = b.shopStaff.operations!
  for (const role of ['admin', 'finance.read', 'OWNER', '', 'platform'])
    assert.ok(
      [400, 422].includes(
        (await as(first.token, 'identity.addMember', { email: second.email, role })).status,
      ),
    )
  refusedWith(
    await as(first.token, 'identity.removeMember', { accountId: first.accountId }),
    409,
    'LAST_OWNER',
  )
  assert.equal(
    (await as(first.token, 'identity.addMember', { email: second.email, role: 'owner' })).status,
    201,
  )
  const replies = await Promise.all([
    as(first.token, 'identity.removeMember', { accountId: second.accountId }),
    as(second.token, 'identity.removeMember', { accountId: first.accountId }),
  ])
  assert.equal(replies.filter((r) => r.status === 200).length, 1, replies.map((r) => r.text).join('\n'))
})
