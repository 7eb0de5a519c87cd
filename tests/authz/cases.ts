// What each endpoint is called with in the matrix: things of tenant A, of tenant B, and of nobody; and a body that is
// valid, so that an answer speaks of permission and not of a missing field.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { tables } from '#platform/database'
import { logInAgain, signIn } from './callers.ts'
import { LEDGER_BODIES, LEDGER_THINGS } from './ledger-cases.ts'
import { AFTER_SALE_BODIES, AFTER_SALE_THINGS, AFTER_SALE_USES_UP } from './after-sale-cases.ts'
import { PARCEL_BODIES, PARCEL_THINGS } from './parcel-cases.ts'
import { couponBodies, couponThings } from './coupon-cases.ts'
import { integrationBodies, integrationThings } from './integration-cases.ts'
import type { House } from '#tests/support/house'
import type { Staff, Tenant } from '#tests/support/tenant'

export type Params = Record<string, string>
export type World = { house: House; platform: Staff; A: Tenant; B: Tenant }

/** A stock file that changes nothing, and what its preview is stamped with. */
const HEAD_ONLY = Buffer.from('SKU ID,On shelf\n').toString('base64')
const NO_CHANGES = createHash('sha256').update('').digest('hex')

/** Well-formed ids of things that are not there. */
const MISSING_ULID = '01J0000000000000000000MISS'
const PREFIX: Record<string, string> = {
  shopId: 'shp',
  creatorId: 'crt',
  authorId: 'crt',
  agencyId: 'org',
  productId: 'prd',
  skuId: 'sku',
  warehouseId: 'whs',
  contentId: 'cnt',
  commentId: 'cmt',
  accountId: 'usr',
  addressId: 'adr',
  orderId: 'ord',
  packageId: 'pkg',
  changeId: 'adc',
  checkoutId: 'chk',
  refundId: 'rfd',
  afterSaleId: 'afs',
  reviewId: 'rev',
  payoutId: 'pot',
  transferId: 'trf',
  agreementId: 'agr',
  slateId: 'slt',
  roomId: 'rom',
  saleId: 'sal',
  couponId: 'rcp',
  luckyBagId: 'lck',
  shiftId: 'shf',
  programmeId: 'prg',
  coHostId: 'cho',
  linkId: 'sac',
  uploadId: 'upl',
  endpointId: 'hok',
  deliveryId: 'dlv',
  keyId: 'key',
  id: 'cnt',
}
export const missing = (param: string): string => `${PREFIX[param]}_${MISSING_ULID}`

/** Path parameters that name no thing of anybody's. */
export const PLAIN_PARAMS: Params = { position: '0', tag: 'tag:quiet', about: 'content', provider: 'sandbox' }

/** Makes what an endpoint is about to change or use up, fresh for each allowed call. */
type Things = Record<string, (t: Tenant, w: World) => Promise<Params> | Params>

const daysFromNow = (w: World, days: number) =>
  new Date(w.house.clock.now().getTime() + days * 86_400_000).toISOString()

const order = async (t: Tenant) => ({ orderId: (await t.paidOrder()).orderId })
const submitted = async (t: Tenant, w: World) => {
  const { productId } = await t.aProduct('Fresh')
  await w.house.must('shop.submitProduct', { shopId: t.shopId, productId }, t.shopStaff.owner!.token)
  return { productId, reviewId: await t.reviewOf(productId) }
}
const requestedRefund = async (t: Tenant, w: World) => {
  const { orderId } = await t.shippedOrder()
  const { refund } = await w.house.must('trade.refundOrder', { orderId, reason: 'damaged' }, t.buyer.token)
  return { refundId: refund.refundId }
}

/** Asked by the tenant's shop, of the tenant's creator; only the newest is open. */
const aShopLink = async (t: Tenant, w: World) => {
  const linkId = `sac_${(await t.aRoom()).roomId.slice(4)}`
  await w.house.db.transaction(async (tx) => {
    await sql`update alliance.shop_account set state = 'withdrawn', ended_at = now()
      where creator_id = ${t.creatorId} and ended_at is null`.execute(tables(tx))
    await sql`insert into alliance.shop_account (link_id, shop_id, creator_id, kind, label, state, invited_at)
      values (${linkId}, ${t.shopId}, ${t.creatorId}, 'staff', '', 'invited', now())`.execute(tables(tx))
  })
  return { linkId }
}
/** One that this creator is invited to and has taken, straight into its table: it takes another creator's room on air otherwise. */
const aCoHosting = async (t: Tenant, w: World) => {
  const { roomId } = await t.aRoom()
  const coHostId = `cho_${roomId.slice(4)}`
  await w.house.db.transaction((tx) =>
    sql`insert into live.co_host
      (co_host_id, room_id, state, code_hash, creator_id, name, key_hash, invited_at, expires_at)
      values (${coHostId}, ${roomId}, 'accepted', ${coHostId}, ${t.creatorId}, '{"zh":"甲","en":"A"}', ${'0'.repeat(64)},
        now(), now() + interval '10 minutes')`.execute(tables(tx)),
  )
  return { coHostId }
}

const aShift = async (t: Tenant, w: World) => {
  const { roomId } = await t.aRoom()
  const { shifts } = await w.house.must(
    'live.startShift',
    { creatorId: t.creatorId, roomId, accountId: t.creatorOwner.accountId, role: 'anchor' },
    t.creatorOwner.token,
  )
  return { roomId, shiftId: shifts[0].shiftId }
}

/** A failed upload, straight into its table: what may be done with it is asked here, not how it came. */
const aClip = async (t: Tenant, { house }: World) => {
  const uploadId = house.deps.ids.next('upl')
  const now = house.clock.now()
  await house.db.transaction((tx) =>
    sql`insert into media.upload (upload_id, creator_id, owner_id, name, bytes, state, reason, created_at, expires_at)
      values (${uploadId}, ${t.creatorId}, ${t.creatorOwner.accountId}, '', 1, 'failed', '{"code":"CRASHED"}', ${now}, ${now})`.execute(
      tables<unknown>(tx),
    ),
  )
  return { uploadId }
}

/** Where the usual thing of a tenant would not do, by endpoint. */
const DAILY = { weekdays: [1, 2, 3, 4, 5, 6, 7], minute: 1200, zone: 'Asia/Shanghai' }
async function aProgramme(t: Tenant, w: World): Promise<Params> {
  const made = await w.house.must(
    'live.createProgramme',
    { creatorId: t.creatorId, title: words, description: words, ...DAILY },
    t.creatorOwner.token,
  )
  return { programmeId: made.programmeId }
}
const tomorrow = (w: World) => new Date(w.house.clock.now().getTime() + 86_400_000).toISOString().slice(0, 10)

const aStranger = (w: World) =>
  signIn(w, `clerk-${w.house.deps.ids.next('usr').slice(-8).toLowerCase()}@example.com`)

const SPECIAL: Things = {
  'identity.removeAddress': async (t, w) => {
    const { id: _id, isDefault: _d, ...fields } = t.address
    return { addressId: (await w.house.must('identity.addAddress', fields, t.buyer.token)).id }
  },
  'identity.removeMember': async (t, w) => {
    const clerk = await aStranger(w)
    const asked = { shopId: t.shopId, email: clerk.email, role: 'support' }
    await w.house.must('identity.addMember', asked, t.shopStaff.owner!.token)
    return { accountId: clerk.accountId }
  },
  'identity.removeCreatorMember': async (t, w) => {
    const helper = await aStranger(w)
    const asked = { creatorId: t.creatorId, email: helper.email, role: 'moderator' }
    await w.house.must('identity.addCreatorMember', asked, t.creatorOwner.token)
    return { accountId: helper.accountId }
  },
  'shop.submitProduct': async (t) => ({ productId: (await t.aProduct('Fresh')).productId }),
  'shop.lockForCampaign': async (t) => ({ skuId: (await t.aProduct('Sale')).skus[0].skuId }),
  'shop.getOrderPlaces': order,
  'shop.updateProduct': (t) => ({ productId: t.draftProduct.productId }),
  'content.deleteComment': async (t, w) => ({
    contentId: t.content.contentId,
    commentId: (
      await w.house.must(
        'content.comment',
        { contentId: t.content.contentId, text: '再来一壶' },
        t.buyer.token,
      )
    ).commentId,
  }),
  'content.edit': (t) => ({ contentId: t.draftContent.contentId }),
  // An image post has no seconds.
  'content.getWatch': async (t, w) => ({
    contentId: (
      await w.house.must(
        'content.publish',
        { creatorId: t.creatorId, ...draft(t), media: CLIP },
        t.creatorOwner.token,
      )
    ).contentId,
  }),
  'content.replyAsShop': async (t, w) => {
    const host = { creatorId: t.creatorId, contentId: t.content.contentId, shopId: t.shopId, granted: true }
    await w.house.must('content.setCommentHost', host, t.creatorOwner.token)
    const { commentId } = await w.house.must(
      'content.comment',
      { contentId: t.content.contentId, text: '还有货吗' },
      t.buyer.token,
    )
    return { commentId }
  },
  'content.submit': async (t) => ({ contentId: (await t.aContent('Fresh ', false)).contentId }),
  'content.withdraw': async (t) => ({ contentId: (await t.aContent('Fresh ', true)).contentId }),
  'interest.unmute': async (t, w) => {
    const { slateId, items } = await w.house.must('interest.getFeed', {}, t.buyer.token)
    // Two people who hide the same content would each have it to show again.
    const ids: string[] = items.map((i: { content: { contentId: string } }) => i.content.contentId)
    const inOrder = ids.toSorted()
    const position = ids.indexOf(t === w.A ? inOrder[0]! : inOrder.at(-1)!)
    const { muted } = await w.house.must(
      'interest.notInterested',
      { slateId, position, about: 'content' },
      t.buyer.token,
    )
    return { about: muted.about, id: muted.id }
  },
  'trade.payAgain': async (t) => ({ checkoutId: (await t.order()).checkoutId }),
  'trade.getCheckout': async (t) => ({ checkoutId: (await t.order()).checkoutId }),
  'trade.cancelOrder': async (t) => ({ orderId: (await t.order()).orderId }),
  'trade.getOrder': order,
  'trade.refundOrder': order,
  'trade.getShopOrder': order,
  'trade.shipOrder': order,
  'ledger.explainOrder': order,
  'trade.confirmReceipt': async (t) => ({ orderId: (await t.shippedOrder()).orderId }),
  'trade.reviewOrder': async (t) => ({ orderId: (await t.receivedOrder()).orderId }),
  'trade.decideRefund': requestedRefund,
  ...AFTER_SALE_THINGS,
  ...PARCEL_THINGS,
  ...LEDGER_THINGS,
  'trade.replyReview': async (t, w) => {
    const { orderId } = await t.receivedOrder()
    const { reviewId } = await w.house.must(
      'trade.reviewOrder',
      { orderId, productId: t.product.productId, rating: 5, text: '好用' },
      t.buyer.token,
    )
    return { reviewId }
  },
  'ledger.getPayout': async (t, w) => {
    await logInAgain(w)
    return { payoutId: (await t.payout()).payoutId }
  },
  'ledger.getTransfer': async (_t, w) => ({
    transferId: (await w.house.must('ledger.listTransfers', { limit: 1 }, w.platform.admin.token)).items[0]
      .transferId,
  }),
  ...integrationThings,
  ...couponThings,
  'alliance.unpickProduct': async (t, w) => {
    const { productId } = await t.aProductOnSale('Picked')
    await w.house.must(
      'alliance.setPlan',
      { shopId: t.shopId, productId, rateBps: 1000 },
      t.shopStaff.owner!.token,
    )
    await w.house.must('alliance.pickProduct', { creatorId: t.creatorId, productId }, t.creatorOwner.token)
    return { productId }
  },
  'live.getRoom': (t) => ({ roomId: t.room.roomId }),
  'live.getReplay': async (t, w) => {
    const { roomId } = await t.aRoom()
    await w.house.db.transaction((tx) =>
      sql`update live.room set state = 'ended', started_at = now(), ended_at = now() where room_id = ${roomId}`.execute(
        tables(tx),
      ),
    )
    return { roomId }
  },
  'live.removeFromBag': async (t, w) => {
    const { roomId } = await t.aRoom()
    await w.house.must(
      'live.addToBag',
      { creatorId: t.creatorId, roomId, productIds: [t.product.productId] },
      t.creatorOwner.token,
    )
    return { roomId }
  },
  'live.archiveRoom': async (t) => ({ roomId: (await t.aRoom()).roomId }),
  'live.startTest': async (t) => ({ roomId: (await t.aRoom()).roomId }),
  'live.stopTest': async (t) => ({ roomId: (await t.aRoom()).roomId }),
  'live.endRoom': async (t) => ({ roomId: (await t.aRoom()).roomId }),
  'live.cutRoom': async (t) => ({ roomId: (await t.aRoom()).roomId }),
  'live.moveProgramme': aProgramme,
  'live.editProgramme': aProgramme,
  'live.skipProgrammeDate': aProgramme,
  'live.openProgrammeDate': aProgramme,
  'live.subscribeProgramme': aProgramme,
  'live.unsubscribeProgramme': aProgramme,
  'alliance.endAccount': aShopLink,
  'alliance.answerShopLink': aShopLink,
  'live.inviteCoHost': async (t) => ({ roomId: (await t.aRoom()).roomId }),
  'live.getCoHosting': aCoHosting,
  'live.leaveCoHost': aCoHosting,
  'live.endShift': aShift,
  'live.handOver': aShift,
  'media.getClip': aClip,
  'media.cancelClip': aClip,
  'media.retryClip': aClip,
  'governance.getReview': submitted,
  'governance.decideReview': submitted,
}

/** These use up what they act on: a fresh one for every allowed call. */
export const USES_UP: ReadonlySet<string> = new Set([
  'identity.removeAddress',
  'identity.removeMember',
  'identity.removeCreatorMember',
  'shop.submitProduct',
  'shop.lockForCampaign',
  'content.deleteComment',
  'content.submit',
  'content.withdraw',
  'interest.unmute',
  'trade.cancelOrder',
  'trade.refundOrder',
  'trade.shipOrder',
  'trade.confirmReceipt',
  'trade.reviewOrder',
  'trade.decideRefund',
  ...AFTER_SALE_USES_UP,
  'trade.interceptParcel',
  'trade.interceptMine',
  'trade.decideAddressChange',
  'governance.decideReview',
  'media.cancelClip',
  'integrations.removeWebhook',
  'promotions.closeShopCoupon',
  'promotions.closeCreatorCoupon',
  'promotions.closePlatformCoupon',
  'promotions.claimCoupon',
  'alliance.unpickProduct',
  'ledger.signAgreement',
  'ledger.discardAgreement',
  'live.removeFromBag',
  'live.moveProgramme',
  'live.endShift',
  'live.handOver',
])

export async function thingsOf(id: string, t: Tenant, w: World): Promise<Params> {
  const usual: Params = {
    shopId: t.shopId,
    creatorId: t.creatorId,
    authorId: t.creatorId,
    agencyId: t.agencyId,
    productId: t.product.productId,
    skuId: t.sku.skuId,
    warehouseId: t.warehouseId,
    contentId: t.content.contentId,
    commentId: t.comment.commentId,
    addressId: t.address.id,
    slateId: t.feed.slateId,
    roomId: t.room.roomId,
    ...t.roomThings,
  }
  return { ...PLAIN_PARAMS, ...usual, ...(await SPECIAL[id]?.(t, w)) }
}

const words = { zh: '甲', en: 'A' }
const CLIP = {
  kind: 'video',
  videoUrl: '/media/world/clips/kettle.mp4',
  posterUrl: '/media/world/clips/kettle.webp',
  durationMs: 8_000,
  width: 720,
  height: 1280,
  captions: null,
}
let parcels = 0
let people = 0

/** A body (or query) that passes validation; `t` is the tenant whose things may be named in it. */
export const BODIES: Record<string, (t: Tenant, w: World) => Record<string, unknown>> = {
  'identity.logIn': () => ({ email: 'nobody@example.com', password: 'not the password' }),
  'identity.signUp': () => ({ email: `matrix${(people += 1)}@example.com`, password: 'short' }),
  'identity.changePassword': () => ({ currentPassword: 'correct horse battery', newPassword: 'short' }),
  'identity.updateMe': () => ({ nickname: 'Lin' }),
  'identity.addAddress': (t) => addressFields(t),
  'identity.replaceAddress': (t) => ({ ...addressFields(t), isDefault: true }),
  'identity.addMember': (t) => ({ email: t.shopStaff.support!.email, role: 'support' }),
  'identity.addCreatorMember': (t) => ({ email: t.creatorEditor.email, role: 'editor' }),
  'identity.becomePersona': () => ({ key: 'matrix' }),
  'shop.openShop': () => ({ name: words, kind: 'craft', story: words, city: '杭州' }),
  'shop.createProduct': () => ({ title: words, categoryId: 'kitchen' }),
  'shop.updateProduct': () => ({ title: words }),
  'shop.setShelf': () => ({ onShelf: true }),
  'shop.setStock': () => ({ onHand: 500 }),
  'shop.setPrice': () => ({ priceMinor: '12900' }),
  'shop.createWarehouse': () => ({ name: '二号仓' }),
  'shop.updateWarehouse': () => ({ name: '东仓', provinces: ['zhejiang'] }),
  'shop.previewStockFile': () => ({ fileBase64: HEAD_ONLY }),
  'shop.importStock': () => ({ fileBase64: HEAD_ONLY, stamp: NO_CHANGES }),
  'shop.adjustStock': (t) => ({ lines: [{ skuId: t.otherSku.skuId, delta: 1 }], reason: 'received' }),
  'shop.transferStock': (t) => ({ skuId: t.otherSku.skuId, toWarehouseId: t.warehouseId, units: 1 }),
  'shop.setPresale': (_, w) => ({ left: 10, shipsAt: daysFromNow(w, 20) }),
  'shop.lockForCampaign': (_, w) => ({
    name: '年货节',
    units: 1,
    startsAt: daysFromNow(w, 1),
    endsAt: daysFromNow(w, 2),
  }),
  'content.comment': () => ({ text: '好看' }),
  'content.announceRoom': () => ({ roomId: null }),
  'content.openCreator': () => ({ name: words, bio: words }),
  'content.editCreator': () => ({ bio: words }),
  'content.publish': (t) => draft(t),
  'content.edit': () => ({ title: words }),
  'content.replyToComment': () => ({ text: '谢谢' }),
  'content.pinComment': () => ({ pinned: true }),
  'content.setCommentFilter': () => ({ words: ['广告'] }),
  'content.setCommentHost': () => ({ granted: true }),
  'content.replyAsShop': () => ({ text: '有货' }),
  'signals.record': () => ({ items: [{}] }),
  'interest.edit': () => ({ level: 'more' }),
  'interest.setPersonalisation': () => ({ enabled: true }),
  'interest.setFewerGoods': () => ({ enabled: false }),
  'interest.notInterested': (t) => ({ slateId: t.feed.slateId, position: 99, about: 'shop' }),
  'trade.setCartLine': () => ({ qty: 1 }),
  'trade.quote': (t) => ({ lines: [{ skuId: t.sku.skuId, qty: 1 }] }),
  'trade.placeOrder': (t) => ({ lines: [{ skuId: t.sku.skuId, qty: 1 }], expectedTotalMinor: '1' }),
  'trade.findCheckout': () => ({ idempotencyKey: 'matrix' }),
  'trade.setFreight': () => ({ baseMinor: '0', freeOverMinor: null }),
  'trade.refundOrder': () => ({ reason: 'changed-mind' }),
  'trade.reviewOrder': (t) => ({ productId: t.product.productId, rating: 5, text: '好用' }),
  'trade.shipOrder': () => ({ carrier: 'SF', trackingNo: `MATRIX-${(parcels += 1)}-0000` }),
  'trade.decideRefund': () => ({ approve: false, refusal: '已经使用' }),
  ...AFTER_SALE_BODIES,
  ...PARCEL_BODIES,
  ...LEDGER_BODIES,
  'trade.replyReview': () => ({ text: '谢谢' }),
  'ledger.setRate': () => ({ scope: 'default', rateBps: 500 }),
  'demo.advanceClock': () => ({ days: 31 }),
  ...integrationBodies,
  ...couponBodies,
  'alliance.setPlan': () => ({ rateBps: 2000 }),
  'live.createRoom': () => ({ title: words }),
  'live.createProgramme': () => ({ title: words, description: words, ...DAILY }),
  'live.editProgramme': () => ({ title: words }),
  'live.moveProgramme': () => ({ action: 'pause' }),
  'live.skipProgrammeDate': (_, w) => ({ day: tomorrow(w), skipped: false }),
  'live.openProgrammeDate': (_, w) => ({ day: tomorrow(w) }),
  'live.getShopCalendar': () => ({ from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' }),
  'alliance.inviteAccount': () => ({ creatorId: missing('creatorId'), kind: 'staff' }),
  'alliance.answerShopLink': () => ({ action: 'decline' }),
  'live.getCalendar': () => ({ from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' }),
  'live.removeChat': () => ({ chatIds: [`cht_${MISSING_ULID}`] }),
  'live.pinChat': () => ({ chatId: null }),
  'live.setChatRules': () => ({ slowSeconds: 0, paused: false }),
  'live.mutePerson': (t) => ({ accountId: t.shopStaff.warehouse!.accountId, minutes: 1 }),
  'live.liftMute': (t) => ({ accountId: t.shopStaff.warehouse!.accountId }),
  'live.setChatFilter': () => ({ terms: ['甲'] }),
  'live.editRoom': () => ({ title: words }),
  'live.addToBag': (t) => ({ productIds: [t.product.productId] }),
  'live.orderBag': (t) => ({ productIds: [t.product.productId] }),
  'live.acceptCoHost': () => ({ code: 'nobody-was-told-this' }),
  'live.cutClip': () => ({ fromMs: 0, toMs: 4_000, title: words, productIds: [] }),
  'live.explain': (t) => ({ productId: t.product.productId }),
  'live.announce': () => ({ text: words }),
  'live.setRoomPrices': (t) => ({ prices: [{ skuId: t.sku.skuId, priceMinor: '9900' }] }),
  'live.moveRoomStock': (t) => ({ skuId: t.sku.skuId, units: 1 }),
  'live.createSale': (t) => ({
    productId: t.product.productId,
    skuId: t.sku.skuId,
    priceMinor: '9900',
    units: 1,
    limitPerPerson: 1,
    seconds: 60,
  }),
  'live.openCoupon': (t) => ({ shopId: t.shopId, offMinor: '100', overMinor: '1000', units: 1, minutes: 5 }),
  'live.openLuckyBag': () => ({ title: words, winners: 1, task: 'watch', seconds: 60 }),
  'live.saveRundown': () => ({ version: 0, rows: [] }),
  'live.nextInRundown': () => ({ after: null }),
  'live.startShift': (t) => ({ accountId: t.creatorOwner.accountId, role: 'anchor' }),
  'live.handOver': (t) => ({ accountId: t.creatorOwner.accountId }),
  'live.raiseViolation': () => ({ ruleId: 'R-101', note: '甲' }),
  'live.cutRoom': () => ({ ruleId: 'R-101', note: '甲' }),
  'governance.decideReview': () => ({ verdict: 'rejected', ruleId: 'R-110' }),
}

function addressFields(t: Tenant) {
  const { id: _id, isDefault: _d, ...fields } = t.address
  return fields
}
const draft = (t: Tenant) => ({
  title: words,
  caption: words,
  productIds: [t.product.productId],
  tags: [],
  categoryId: 'kitchen',
  submit: false,
  media: { kind: 'images', images: [{ url: '/media/world/products/kettle.webp', width: 800, height: 800 }] },
})
