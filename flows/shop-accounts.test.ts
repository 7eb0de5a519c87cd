// The accounts of a shop, through the front door: asked and taken, one shop an account, one official a shop, whoever is first; and
// that what the matrix counts is what the order lines say.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'

let house: House
let a: Tenant
let b: Tenant
const ownerOf = (t: Tenant) => t.shopStaff.owner!.token

before(async () => {
  house = await openHouse()
  const platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
  b = await aTenant(house, platform, 'B')
})
after(() => house.close())

type Kind = 'official' | 'staff' | 'category'
const invite = (shop: Tenant, whose: Tenant, kind: Kind = 'staff', label = '') =>
  house.call(
    'alliance.inviteAccount',
    { shopId: shop.shopId, creatorId: whose.creatorId, kind, label },
    { token: ownerOf(shop) },
  )
const answer = (whose: Tenant, linkId: string, action: string) =>
  house.call(
    'alliance.answerShopLink',
    { creatorId: whose.creatorId, linkId, action },
    { token: whose.creatorOwner.token },
  )
const matrix = (shop: Tenant) => house.must('alliance.getMatrix', { shopId: shop.shopId }, ownerOf(shop))
const accounts = async (shop: Tenant) =>
  (await house.must('alliance.listShopAccounts', { shopId: shop.shopId })).items
const end = (shop: Tenant, linkId: string) =>
  house.must('alliance.endAccount', { shopId: shop.shopId, linkId }, ownerOf(shop))
const codeOf = (reply: { body: { code?: string } }) => reply.body.code

test('asked, declined, asked again, taken: only then does it speak for the shop', async () => {
  const first = await invite(a, b, 'category', '手作线')
  assert.deepEqual([first.status, first.body.state], [201, 'invited'])
  assert.equal(codeOf(await invite(a, b)), 'ACCOUNT_TAKEN', 'asked once')
  assert.deepEqual(await accounts(a), [], 'an invitation speaks for nobody')
  assert.equal((await answer(b, first.body.linkId, 'decline')).body.state, 'declined')
  assert.equal((await answer(b, first.body.linkId, 'decline')).status, 200, 'twice is once')
  assert.equal(codeOf(await answer(b, first.body.linkId, 'accept')), 'STATE_CONFLICT')

  const { linkId } = (await invite(a, b, 'category', '手作线')).body
  const { items } = await house.must(
    'alliance.listShopLinks',
    { creatorId: b.creatorId },
    b.creatorOwner.token,
  )
  assert.deepEqual([items[0].linkId, items[0].state, items[0].shopName.zh], [linkId, 'invited', 'A号茶器铺'])
  assert.equal((await answer(b, linkId, 'accept')).body.state, 'linked')
  assert.equal((await answer(b, linkId, 'accept')).status, 200, 'twice is once')
  const [shown] = await accounts(a)
  assert.deepEqual(
    [shown.kind, shown.author.creatorId, shown.roomId],
    ['category', b.creatorId, b.room.roomId],
  )
  assert.equal((shown as { label?: string }).label, undefined, 'what the shop calls it is its own affair')
  const { shop } = await house.must('alliance.getAuthorShop', { authorId: b.creatorId })
  assert.deepEqual([shop.shopId, shop.kind], [a.shopId, 'category'])

  assert.equal(codeOf(await invite(b, b)), 'ACCOUNT_TAKEN', 'an account speaks for one shop')
  await end(a, linkId)
  await end(a, linkId)
  assert.equal((await house.must('alliance.getAuthorShop', { authorId: b.creatorId })).shop, null)
})

test('one official a shop, and one shop an account, whoever comes first', async () => {
  const official = (await invite(a, a, 'official')).body.linkId
  const other = (await invite(a, b, 'official')).body.linkId
  const both = await Promise.all([answer(a, official, 'accept'), answer(b, other, 'accept')])
  assert.deepEqual(both.map((r) => r.status).toSorted(), [200, 409])
  assert.deepEqual(both.map(codeOf).filter(Boolean), ['OFFICIAL_TAKEN'])
  assert.equal((await accounts(a)).length, 1)
  for (const linkId of [official, other]) await end(a, linkId)

  const links = [(await invite(a, b)).body.linkId, (await invite(b, b)).body.linkId]
  const taken = await Promise.all(links.map((linkId) => answer(b, linkId, 'accept')))
  assert.deepEqual(taken.map((r) => r.status).toSorted(), [200, 409])
  assert.deepEqual(taken.map(codeOf).filter(Boolean), ['ACCOUNT_TAKEN'])
  await end(a, links[0]!)
  await end(b, links[1]!)
})

test('who owns both sides links at once; a stranger’s link is not there; a shop that is suspended asks nobody', async () => {
  const token = ownerOf(a)
  const { creatorId } = await house.must(
    'content.openCreator',
    { name: { zh: '铺子自己的号', en: 'The shop itself' }, bio: { zh: '', en: '' } },
    token,
  )
  const made = await house.must(
    'alliance.inviteAccount',
    { shopId: a.shopId, creatorId, kind: 'official' },
    token,
  )
  assert.equal(made.state, 'linked')
  const stranger = await house.call(
    'alliance.endAccount',
    { shopId: b.shopId, linkId: made.linkId },
    { token: ownerOf(b) },
  )
  assert.equal(codeOf(stranger), 'NOT_FOUND')
  const nobody = await house.call(
    'alliance.inviteAccount',
    { shopId: a.shopId, creatorId: 'crt_01J0000000000000000000MISS', kind: 'staff' },
    { token },
  )
  assert.equal(codeOf(nobody), 'CREATOR_UNKNOWN')
  await end(a, made.linkId)
})

test('the matrix counts what the order lines say: own, others, nobody; and the hours on air', async () => {
  const seen = a.feed.items.find(
    (i: { attribution: Record<string, string> }) => i.attribution[a.product.productId],
  )
  const line = { skuId: a.sku.skuId, qty: 1 }
  const buy = async (attribution?: string) => {
    const lines = [{ ...line, ...(attribution ? { attribution } : {}) }]
    const quote = await house.must('trade.quote', { lines, addressId: a.address.id }, a.buyer.token)
    const placed = await house.must(
      'trade.placeOrder',
      { lines, addressId: a.address.id, expectedTotalMinor: quote.totalMinor },
      a.buyer.token,
    )
    await house.pay(placed.paymentId)
    await house.settle()
  }
  await buy(seen.attribution[a.product.productId])
  await buy()
  const before = (await matrix(a)).sales
  assert.deepEqual(
    [before.paidMinor, before.ownMinor, before.othersMinor, before.nobodyMinor],
    ['25800', '0', '12900', '12900'],
  )
  const { linkId } = (await invite(a, a, 'official')).body
  await answer(a, linkId, 'accept')
  await house.clock.advance(3_600_000)
  const after = await matrix(a)
  const { sales } = after
  assert.deepEqual(
    [sales.ownMinor, sales.othersMinor, sales.nobodyMinor, sales.ownShareBps],
    ['12900', '0', '12900', 5000],
  )
  const [own] = after.accounts
  assert.deepEqual([own.paidMinor, own.paidLines, own.rooms, own.onAirRoomId], ['12900', 1, 1, a.room.roomId])
  assert.ok(own.liveMs >= 3_600_000)
  const funnel = await house.must(
    'compass.getFunnelRows',
    { shopId: a.shopId, creatorId: a.creatorId, stage: 'paid' },
    ownerOf(a),
  )
  assert.deepEqual(
    [funnel.lines, funnel.paidMinor],
    [own.paidLines, own.paidMinor],
    'the lines behind the number',
  )
})

test('what its accounts planned is the shop’s calendar, and the next of each stands in the matrix', async () => {
  const now = house.clock.now().getTime()
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
  const title = { zh: '周末专场', en: 'Weekend special' }
  await house.must(
    'live.createRoom',
    { creatorId: a.creatorId, title, plannedAt: at(30) },
    a.creatorOwner.token,
  )
  await house.must(
    'live.createRoom',
    { creatorId: b.creatorId, title, plannedAt: at(20) },
    b.creatorOwner.token,
  )
  const { entries } = await house.must(
    'live.getShopCalendar',
    { shopId: a.shopId, from: at(0), to: at(48) },
    ownerOf(a),
  )
  assert.deepEqual(
    entries.map((e: { creatorId: string; at: string }) => [e.creatorId, e.at]),
    [[a.creatorId, at(30)]],
  )
  const [own] = (await matrix(a)).accounts
  assert.deepEqual([own.next.at, own.next.title], [at(30), title])
})
