// One merchant, one creator, one agency and one buyer with everything that belongs to them, made the way people make it:
// by calling the platform. Two of these are two worlds that must not see each other.
import { DAY_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import type { House } from './house.ts'
import { aPerson, type FixturePerson } from '../../modules/identity/fixtures.ts'

export type Tenant = Awaited<ReturnType<typeof aTenant>>
export type Staff = Awaited<ReturnType<typeof thePlatform>>

/** The platform organisation and its people. */
export async function thePlatform(house: House) {
  const { identity } = house.doors
  const people = {
    admin: await aPerson(house.db, identity, 'admin@platform.example'),
    reviewer: await aPerson(house.db, identity, 'reviewer@platform.example'),
    finance: await aPerson(house.db, identity, 'finance@platform.example'),
    risk: await aPerson(house.db, identity, 'risk@platform.example'),
  }
  const orgId = await house.db.transaction(async (tx) => {
    const id = await identity.createOrganisation(tx, {
      kind: 'platform',
      name: { zh: '偶得平台', en: 'Serendip' },
      ownerAccountId: people.admin.accountId,
    })
    for (const role of ['reviewer', 'finance', 'risk'] as const)
      await identity.setRole(tx, { orgId: id, accountId: people[role].accountId, role })
    return id
  })
  return { orgId, ...people }
}

const words = (zh: string, en: string) => ({ zh, en })
const picture = '/media/world/products/kettle.webp'

export async function aTenant(house: House, platform: Staff, mark: string) {
  const { identity } = house.doors
  const person = (role: string): Promise<FixturePerson> =>
    aPerson(house.db, identity, `${role}@${mark.toLowerCase()}.example`)
  const { must } = house

  // The shop and its people
  const shopOwner = await person('shop-owner')
  const { shopId } = await must(
    'shop.openShop',
    {
      name: words(`${mark}号茶器铺`, `Tea house ${mark}`),
      kind: 'craft',
      story: words('一家小店', 'A small shop'),
      city: '景德镇',
    },
    shopOwner.token,
  )
  const shopStaff: Record<string, FixturePerson> = { owner: shopOwner }
  for (const role of ['operations', 'support', 'finance', 'warehouse']) {
    shopStaff[role] = await person(`shop-${role}`)
    await must('identity.addMember', { shopId, email: shopStaff[role].email, role }, shopOwner.token)
  }

  const { warehouseId } = await must('shop.createWarehouse', { shopId, name: '东仓' }, shopOwner.token)

  // Products: one on the shelf, one waiting for review, one still a draft
  const aProduct = (title: string, changes: Record<string, unknown> = {}) =>
    must(
      'shop.createProduct',
      {
        shopId,
        title: words(`${title} ${mark}`, `${title} ${mark}`),
        description: words('手工制作', 'Made by hand'),
        images: [picture],
        categoryId: 'kitchen',
        tags: ['travel', 'quiet'],
        guarantees: [],
        attributes: [],
        skus: [
          { name: words('白', 'White'), priceMinor: '12900', onHand: 500 },
          { name: words('黑', 'Black'), priceMinor: '13900', onHand: 500 },
        ],
        ...changes,
      },
      shopOwner.token,
    )
  const reviewOf = async (objectId: string) => {
    const { items } = await must(
      'governance.listReviews',
      { state: 'queued', limit: 100 },
      platform.reviewer.token,
    )
    return (items as { reviewId: Id<'rvt'>; objectId: string }[]).find((r) => r.objectId === objectId)!
      .reviewId
  }
  const pass = async (objectId: string) =>
    must(
      'governance.decideReview',
      { reviewId: await reviewOf(objectId), verdict: 'passed' },
      platform.reviewer.token,
    )
  const aProductOnSale = async (title: string, changes: Record<string, unknown> = {}) => {
    const made = await aProduct(title, changes)
    await must('shop.submitProduct', { shopId, productId: made.productId }, shopOwner.token)
    await pass(made.productId)
    return made
  }
  const product = await aProductOnSale('Kettle')
  const pendingProduct = await aProduct('Teapot')
  await must('shop.submitProduct', { shopId, productId: pendingProduct.productId }, shopOwner.token)
  const draftProduct = await aProduct('Cup')
  await must('alliance.setPlan', { shopId, productId: product.productId, rateBps: 2000 }, shopOwner.token)

  // The creator
  const creatorOwner = await person('creator-owner')
  const { creatorId } = await must(
    'content.openCreator',
    { name: words(`${mark}号达人`, `Creator ${mark}`), bio: words('', '') },
    creatorOwner.token,
  )
  const creatorEditor = await person('creator-editor')
  await must(
    'identity.addCreatorMember',
    { creatorId, email: creatorEditor.email, role: 'editor' },
    creatorOwner.token,
  )
  await must('alliance.pickProduct', { creatorId, productId: product.productId }, creatorOwner.token)
  const aContent = (title: string, submit: boolean) =>
    must(
      'content.publish',
      {
        creatorId,
        title: words(`${title}${mark}`, `${title}${mark}`),
        caption: words('三分钟烧开', 'Boils in three minutes'),
        productIds: [product.productId],
        tags: ['travel'],
        categoryId: 'kitchen',
        media: { kind: 'images', images: [{ url: picture, width: 800, height: 800 }] },
        submit,
      },
      creatorOwner.token,
    )
  const content = await aContent('Hot water ', true)
  await pass(content.contentId)
  const draftContent = await aContent('Cold water ', false)

  // The agency and a service provider
  const agencyOwner = await person('agency-owner')
  const agencyFinance = await person('agency-finance')
  const providerOwner = await person('provider-owner')
  const agencyId = await house.db.transaction(async (tx) => {
    await identity.createOrganisation(tx, {
      kind: 'provider',
      name: words(`${mark}号服务商`, `Provider ${mark}`),
      ownerAccountId: providerOwner.accountId,
    })
    const id = await identity.createOrganisation(tx, {
      kind: 'agency',
      name: words(`${mark}号机构`, `Agency ${mark}`),
      ownerAccountId: agencyOwner.accountId,
    })
    await identity.setRole(tx, { orgId: id, accountId: agencyFinance.accountId, role: 'finance' })
    return id
  })

  // The buyer: looks, comments, buys
  const buyer = await person('buyer')
  await house.settle()
  const feed = await must('interest.getFeed', {}, buyer.token)
  const comment = await must(
    'content.comment',
    { contentId: content.contentId, text: '水开得真快' },
    buyer.token,
  )
  const address = await must(
    'identity.addAddress',
    {
      name: '张三',
      phone: '13800138000',
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      detail: `文三路 ${mark} 号`,
    },
    buyer.token,
  )
  const [sku, otherSku] = product.skus as { skuId: Id<'sku'> }[]

  const order = async () => {
    const quote = await must(
      'trade.quote',
      { lines: [{ skuId: sku!.skuId, qty: 1 }], addressId: address.id },
      buyer.token,
    )
    const checkout = await must(
      'trade.placeOrder',
      {
        lines: [{ skuId: sku!.skuId, qty: 1 }],
        addressId: address.id,
        expectedTotalMinor: quote.totalMinor,
      },
      buyer.token,
    )
    return {
      checkoutId: checkout.checkoutId as Id<'chk'>,
      orderId: checkout.orderIds[0] as Id<'ord'>,
      paymentId: checkout.paymentId as Id<'pay'>,
    }
  }
  const paidOrder = async () => {
    const placed = await order()
    await house.pay(placed.paymentId)
    await house.settle()
    return placed
  }
  let parcels = 0
  const shippedOrder = async () => {
    const placed = await paidOrder()
    await must(
      'trade.shipOrder',
      {
        shopId,
        orderId: placed.orderId,
        carrier: 'SF',
        trackingNo: `SF-${mark}-${String((parcels += 1)).padStart(8, '0')}`,
      },
      shopOwner.token,
    )
    return placed
  }
  const receivedOrder = async () => {
    const placed = await shippedOrder()
    await must('trade.confirmReceipt', { orderId: placed.orderId }, buyer.token)
    return placed
  }

  // The room: on air, with the kettle in its bag, a sale, a coupon and a lucky bag that live as long as the matrix
  const aRoom = async () =>
    (
      await must(
        'live.createRoom',
        { creatorId, title: words(`夜场${mark}`, `Night ${mark}`) },
        creatorOwner.token,
      )
    ).room as { roomId: Id<'rom'> }
  const room = await aRoom()
  const { live } = house.doors
  await must('live.startTest', { creatorId, roomId: room.roomId }, creatorOwner.token)
  await house.db.transaction((tx) =>
    live.streamStarted(tx, { stream: room.roomId, session: mark, atMs: house.clock.now().getTime() }),
  )
  await must('live.goLive', { creatorId, roomId: room.roomId }, creatorOwner.token)
  await must(
    'live.addToBag',
    { creatorId, roomId: room.roomId, productIds: [product.productId] },
    creatorOwner.token,
  )
  await must(
    'live.openLuckyBag',
    {
      creatorId,
      roomId: room.roomId,
      title: words('茶杯', 'A cup'),
      winners: 1,
      task: 'watch',
      seconds: 3600,
    },
    creatorOwner.token,
  )
  const hosted = await house.db.transaction(async (tx) => {
    const [item] = product.skus as { skuId: Id<'sku'> }[]
    const row = await live.lockRoom(tx, room.roomId)
    const coupon = {
      shopId,
      offMinor: 100n,
      overMinor: 1000n,
      currency: 'CNY' as const,
      units: 100,
      minutes: 20,
    }
    await live.openCoupon(tx, row, coupon, 'system')
    const saleId = house.deps.ids.next('sal')
    const poolId = await house.doors.shop.openPool(tx, item!.skuId, saleId)
    await house.doors.shop.moveToPool(tx, poolId, 1)
    const startsAt = new Date(house.clock.now().getTime() + DAY_MS)
    await live.createSale(
      tx,
      row,
      {
        saleId,
        productId: product.productId,
        skuId: item!.skuId,
        shopId,
        poolId,
        priceMinor: 9_900n,
        currency: 'CNY',
        units: 1,
        limitPerPerson: 1,
        startsAt,
        endsAt: new Date(startsAt.getTime() + 60_000),
      },
      'system',
    )
    return { saleId, couponId: (await live.couponOf(tx, room.roomId))!.coupon_id }
  })
  const { luckyBag } = await must('live.getRoom', { roomId: room.roomId })
  const roomThings = { ...hosted, luckyBagId: luckyBag.luckyBagId as Id<'lck'> }

  return {
    mark,
    room,
    roomThings,
    aRoom,
    shopId,
    shopStaff,
    warehouseId: warehouseId as Id<'whs'>,
    product,
    pendingProduct,
    draftProduct,
    sku: sku!,
    otherSku: otherSku!,
    creatorId,
    creatorOwner,
    creatorEditor,
    content,
    draftContent,
    agencyId,
    agencyOwner,
    agencyFinance,
    providerOwner,
    buyer,
    feed,
    comment,
    address,
    aProduct,
    aProductOnSale,
    aContent,
    reviewOf,
    pass,
    order,
    paidOrder,
    shippedOrder,
    receivedOrder,
    /** An order whose money has reached the shop, and its payout. */
    async payout() {
      const placed = await receivedOrder()
      await house.settle()
      house.clock.advance(16 * DAY_MS)
      await house.settle()
      return {
        ...placed,
        payoutId: (await must('ledger.withdraw', { shopId }, shopOwner.token)).payoutId as Id<'pot'>,
      }
    },
  }
}
