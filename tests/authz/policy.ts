// Who may do what, as a table a person can check against domain.md §0, written without looking at the code that decides.
// The matrix derives every cell from it: an endpoint that is not here, or a line here without an endpoint, fails.

import { CALLERS, type Caller, type CallerName } from './caller-kinds.ts'

export * from './caller-kinds.ts'

export type Rule =
  /** Anyone at all; `things` named by the path are there for everybody, or there are none. */
  | { who: 'anyone' | 'person' | 'account'; things: 'public' | 'none' }
  /** Only whose it is: these callers of the tenant that the path names. */
  | { who: 'person' | 'account'; things: 'own'; owners: readonly CallerName[] }
  /** These roles of the shop, creator or agency in the path; the thing below it is theirs, or there for everybody. */
  | {
      who: 'member'
      of: 'shop' | 'creator' | 'agency'
      roles: readonly string[]
      below: 'own' | 'public' | 'none'
    }
  | { who: 'platform'; roles: readonly string[] }
  /** Whoever has the provider's signature, which nobody here has. */
  | { who: 'signature' }

const anyone: Rule = { who: 'anyone', things: 'none' }
const anyoneSees: Rule = { who: 'anyone', things: 'public' }
const person: Rule = { who: 'person', things: 'none' }
const personOnPublic: Rule = { who: 'person', things: 'public' }
const account: Rule = { who: 'account', things: 'none' }
const accountOnPublic: Rule = { who: 'account', things: 'public' }
const BUYERS = ['buyer', 'otherBuyer'] as const
const ownAsPerson: Rule = { who: 'person', things: 'own', owners: BUYERS }
const own = (...owners: readonly CallerName[]): Rule => ({
  who: 'account',
  things: 'own',
  owners: owners.length > 0 ? owners : BUYERS,
})

const member = (of: 'shop' | 'creator' | 'agency', list: string, below: 'own' | 'public' | 'none'): Rule => ({
  who: 'member',
  of,
  roles: list.split(' '),
  below,
})
const shop = (list: string): Rule => member('shop', list, 'none')
const shopThing = (list: string): Rule => member('shop', list, 'own')
const creator = (list: string): Rule => member('creator', list, 'none')
const creatorThing = (list: string): Rule => member('creator', list, 'own')
const platform = (list: string): Rule => ({ who: 'platform', roles: list.split(' ') })

export const POLICY: Readonly<Record<string, Rule>> = {
  'identity.getSession': anyone,
  'identity.startGuest': anyone,
  'identity.logIn': anyone,
  'identity.logOut': anyone,
  'identity.logOutEverywhere': person,
  'identity.signUp': anyone,
  'identity.changePassword': account,
  'identity.updateMe': person,
  'identity.listAddresses': account,
  'identity.addAddress': account,
  'identity.replaceAddress': own(),
  'identity.removeAddress': own(),
  'identity.listMembers': shop('owner operations'),
  'identity.addMember': shop('owner'),
  'identity.removeMember': shopThing('owner'),
  'identity.listCreatorMembers': creator('owner'),
  'identity.addCreatorMember': creator('owner'),
  'identity.removeCreatorMember': creatorThing('owner'),
  'identity.listPersonas': anyone,
  'identity.becomePersona': anyone,

  'shop.getProduct': anyoneSees,
  'shop.listCategories': anyone,
  'shop.listTags': anyone,
  'shop.listGuarantees': anyone,
  'shop.browse': anyone,
  'shop.getShop': anyoneSees,
  'shop.openShop': account,
  'shop.listProducts': shop('owner operations support warehouse'),
  'shop.createProduct': shop('owner operations'),
  'shop.getMerchantProduct': shopThing('owner operations support warehouse'),
  'shop.updateProduct': shopThing('owner operations'),
  'shop.submitProduct': shopThing('owner operations'),
  'shop.setShelf': shopThing('owner operations'),
  'shop.setStock': shopThing('owner operations warehouse'),
  'shop.setStocks': shop('owner operations warehouse'),
  'shop.setPrice': shopThing('owner operations'),
  'shop.listWarehouses': shop('owner operations support warehouse'),
  'shop.createWarehouse': shop('owner operations warehouse'),
  'shop.updateWarehouse': shopThing('owner operations warehouse'),
  'shop.listStock': shop('owner operations support warehouse'),
  'shop.listMovements': shopThing('owner operations support warehouse'),
  'shop.exportStock': shop('owner operations support warehouse'),
  'shop.previewStockFile': shop('owner operations warehouse'),
  'shop.importStock': shop('owner operations warehouse'),
  'shop.adjustStock': shop('owner operations warehouse'),
  'shop.transferStock': shop('owner operations warehouse'),
  'shop.setPresale': shopThing('owner operations warehouse'),
  'shop.endPresale': shopThing('owner operations warehouse'),
  'shop.lockForCampaign': shopThing('owner operations warehouse'),
  'shop.endCampaign': shopThing('owner operations warehouse'),
  'shop.getOrderPlaces': shopThing('owner operations support finance warehouse'),

  'media.uploadImage': account,
  'media.clipLimits': account,
  'media.listClips': creator('owner editor'),
  'media.getClip': creatorThing('owner editor'),
  'media.cancelClip': creatorThing('owner editor'),
  'media.retryClip': creatorThing('owner editor'),

  'content.getContent': anyoneSees,
  'content.like': personOnPublic,
  'content.unlike': personOnPublic,
  'content.listComments': anyoneSees,
  'content.comment': accountOnPublic,
  'content.deleteComment': own('buyer', 'otherBuyer', 'creatorOwner', 'creatorEditor', 'otherCreator'),
  'content.share': personOnPublic,
  'content.follow': personOnPublic,
  'content.unfollow': personOnPublic,
  'content.getAuthor': anyoneSees,
  'content.listAuthorContents': anyoneSees,
  'content.openCreator': account,
  'content.getCreator': creator('owner editor'),
  'content.editCreator': creator('owner editor'),
  'content.listMine': creator('owner editor'),
  'content.publish': creator('owner editor'),
  'content.getMine': creatorThing('owner editor'),
  'content.edit': creatorThing('owner editor'),
  'content.submit': creatorThing('owner editor'),
  'content.withdraw': creatorThing('owner editor'),
  'content.getWatch': creatorThing('owner editor'),
  'content.announceRoom': creatorThing('owner editor'),
  'content.getLiveEntries': creatorThing('owner editor'),
  'content.replyToComment': creatorThing('owner editor'),
  'content.pinComment': creatorThing('owner editor'),
  'content.listDeskComments': creator('owner editor'),
  'content.releaseComment': creatorThing('owner editor'),
  'content.getCommentFilter': creator('owner editor'),
  'content.setCommentFilter': creator('owner editor'),
  'content.listCommentHosts': creatorThing('owner editor'),
  'content.setCommentHost': creatorThing('owner editor'),
  'content.listHostedComments': shop('owner operations support warehouse'),
  'content.replyAsShop': shopThing('owner support'),

  'signals.record': person,
  'interest.getModelHealth': platform('admin risk'),
  'signals.list': platform('admin risk'),
  'signals.getSlate': platform('admin risk'),

  'interest.getFeed': person,
  'interest.why': ownAsPerson,
  'interest.list': person,
  'interest.edit': person,
  'interest.remove': person,
  'interest.clear': person,
  'interest.setPersonalisation': person,
  'interest.setFewerGoods': person,
  'interest.notInterested': person,
  'interest.unmute': ownAsPerson,

  'trade.getCart': person,
  'trade.setCartLine': personOnPublic,
  'trade.removeCartLine': person,
  'trade.quote': person,
  'trade.placeOrder': account,
  'trade.listPayMethods': anyone,
  'trade.payAgain': own(),
  'trade.getCheckout': own(),
  'trade.findCheckout': account,
  'trade.paymentCallback': { who: 'signature' },
  'trade.getFreight': shop('owner operations support finance warehouse'),
  'trade.setFreight': shop('owner operations'),
  'trade.listOrders': account,
  'trade.getOrder': own(),
  'trade.cancelOrder': own(),
  'trade.refundOrder': own(),
  'trade.getAfterSaleOptions': own(),
  'trade.applyAfterSale': own(),
  'trade.listAfterSales': account,
  'trade.getAfterSale': own(),
  'trade.moveAfterSale': own(),
  'trade.listShopAfterSales': shop('owner operations support finance warehouse'),
  'trade.getShopAfterSale': shopThing('owner operations support finance warehouse'),
  'trade.moveShopAfterSale': shopThing('owner support'),
  'trade.approveAfterSales': shop('owner support'),
  'trade.listArbitrations': platform('admin reviewer'),
  'trade.getArbitration': platform('admin reviewer'),
  'trade.decideArbitration': platform('admin reviewer'),
  'trade.confirmReceipt': own(),
  'trade.reviewOrder': own(),
  /** A product that nobody has reviewed and one that is not there have none, alike. */
  'trade.listReviews': anyone,
  'trade.listShopOrders': shop('owner operations support finance warehouse'),
  'trade.exportShopOrders': shop('owner operations support finance warehouse'),
  'trade.getShopOrder': shopThing('owner operations support finance warehouse'),
  'trade.shipOrder': shopThing('owner warehouse'),
  'trade.shipBatch': shop('owner warehouse'),
  'trade.printLabels': shop('owner warehouse'),
  'trade.courierCallback': { who: 'signature' },
  'trade.interceptParcel': shopThing('owner warehouse'),
  'trade.interceptMine': own(),
  'trade.changeAddress': own(),
  'trade.decideAddressChange': shopThing('owner warehouse'),
  'trade.getSender': shop('owner operations support finance warehouse'),
  'trade.setSender': shop('owner warehouse'),
  'trade.getShipQueues': shop('owner operations support finance warehouse'),
  /** Numbers of a shop; one that is not there has none. */
  'trade.getShipRecord': anyone,
  'trade.listShopRefunds': shop('owner operations support finance warehouse'),
  'trade.decideRefund': shopThing('owner support'),
  'trade.listShopReviews': shop('owner operations support finance warehouse'),
  'trade.replyReview': shopThing('owner support'),
  'trade.getTodos': shop('owner operations support finance warehouse'),

  'ledger.getShopFinance': shop('owner finance'),
  'ledger.listShopSettlements': shop('owner finance'),
  'ledger.explainOrder': shopThing('owner finance'),
  'ledger.withdraw': shop('owner finance'),
  'ledger.listPayouts': shop('owner finance'),
  'ledger.getPayout': shopThing('owner finance'),
  'ledger.getCreatorEarnings': creator('owner'),
  'ledger.withdrawCreator': creator('owner'),
  'ledger.listCreatorPayouts': creator('owner'),
  'ledger.getAgencyEarnings': member('agency', 'owner finance', 'none'),
  'ledger.listAccounts': platform('admin finance risk'),
  'ledger.listTransfers': platform('admin finance risk'),
  'ledger.getTransfer': platform('admin finance risk'),
  'ledger.getHealth': platform('admin finance risk'),
  'ledger.getRateCard': platform('admin finance'),
  'ledger.setRate': platform('admin finance'),
  'ledger.listReconciliations': platform('admin finance risk'),
  'ledger.getReconciliation': platform('admin finance risk'),
  'ledger.explainMismatch': platform('admin finance'),
  'ledger.resolveMismatch': platform('admin finance'),
  'ledger.releaseDay': platform('admin finance'),
  'ledger.listAgreements': platform('admin finance'),
  'ledger.getAgreement': platform('admin finance'),
  'ledger.simulateAgreement': platform('admin finance'),
  'ledger.draftAgreement': platform('admin finance'),
  'ledger.signAgreement': platform('admin finance'),
  'ledger.discardAgreement': platform('admin finance'),
  'ledger.listShopAgreements': shop('owner finance'),
  'ledger.listShopStatements': shop('owner finance'),
  'ledger.getShopStatement': shop('owner finance'),
  'ledger.listCreatorStatements': creator('owner'),
  'ledger.getCreatorStatement': creator('owner'),
  'ledger.listAgencyStatements': member('agency', 'owner finance', 'none'),
  'ledger.getAgencyStatement': member('agency', 'owner finance', 'none'),
  'ledger.exportTax': platform('admin finance risk'),
  'ledger.decideShopPayout': shopThing('owner finance'),
  'ledger.listWaitingPayouts': platform('admin finance risk'),
  'ledger.decidePayout': platform('admin finance'),
  'ledger.setMerchantTier': platform('admin finance'),
  'ledger.topUpDeposit': shop('owner finance'),
  'ledger.getFund': anyone,
  'ledger.listFund': anyone,
  'ledger.replenishFund': platform('admin finance'),
  'demo.getClock': anyone,
  'demo.advanceClock': anyone,

  'integrations.listWebhooks': shop('owner'),
  'integrations.createWebhook': shop('owner'),
  'integrations.updateWebhook': shopThing('owner'),
  'integrations.removeWebhook': shopThing('owner'),
  'integrations.rotateWebhookSecret': shopThing('owner'),
  'integrations.testWebhook': shopThing('owner'),
  'integrations.replayWebhook': shopThing('owner'),
  'integrations.listDeliveries': shop('owner'),
  'integrations.getDelivery': shopThing('owner'),
  'integrations.resendDelivery': shopThing('owner'),
  'integrations.listKeys': shop('owner'),
  'integrations.createKey': shop('owner'),
  'integrations.revokeKey': shopThing('owner'),
  'integrations.listKeyCalls': shopThing('owner'),
  'integrations.listOrderChanges': shop('owner operations support finance warehouse'),
  'integrations.revealReceivers': shop('owner support warehouse'),
  'integrations.listReveals': shop('owner'),

  'promotions.createShopCoupon': shop('owner operations'),
  'promotions.listShopCoupons': shop('owner operations'),
  'promotions.closeShopCoupon': shopThing('owner operations'),
  'promotions.createCreatorCoupon': creator('owner'),
  'promotions.listCreatorCoupons': creator('owner'),
  'promotions.closeCreatorCoupon': creatorThing('owner'),
  'promotions.createPlatformCoupon': platform('admin finance'),
  'promotions.listPlatformCoupons': platform('admin finance'),
  'promotions.closePlatformCoupon': platform('admin finance'),
  'promotions.listOffered': personOnPublic,
  'promotions.claimCoupon': accountOnPublic,
  'promotions.listMyCoupons': account,

  'alliance.setPlan': shopThing('owner operations'),
  'alliance.listPlans': shop('owner operations support warehouse'),
  'alliance.browseSquare': creator('owner editor'),
  'alliance.pickProduct': member('creator', 'owner editor', 'public'),
  'alliance.unpickProduct': creatorThing('owner editor'),
  'alliance.listShowcase': creator('owner editor'),
  'alliance.getMatrix': shop('owner operations finance'),
  'alliance.inviteAccount': shop('owner'),
  'alliance.endAccount': shopThing('owner'),
  'alliance.listShopLinks': creator('owner'),
  'alliance.answerShopLink': creatorThing('owner'),
  /** A shop without accounts and one that is not there have none, alike; so has an account that speaks for nobody. */
  'alliance.listShopAccounts': anyone,
  'alliance.getAuthorShop': anyone,

  'compass.listMetrics': anyone,
  'compass.getOverview': shop('owner operations finance'),
  'compass.getFunnel': shop('owner operations finance'),
  'compass.getFunnelRows': shop('owner operations finance'),
  'compass.getCreatorOverview': creator('owner'),
  'compass.getPlatformOverview': platform('admin'),

  'live.getRundown': member('creator', 'owner editor moderator', 'own'),
  'live.saveRundown': member('creator', 'owner editor', 'own'),
  'live.nextInRundown': member('creator', 'owner editor', 'own'),
  'live.listShifts': member('creator', 'owner editor moderator', 'own'),
  'live.startShift': member('creator', 'owner editor', 'own'),
  'live.endShift': member('creator', 'owner editor', 'own'),
  'live.handOver': member('creator', 'owner editor', 'own'),
  'live.getRoomHealth': member('creator', 'owner editor moderator', 'own'),
  'live.listViolations': member('creator', 'owner editor moderator', 'own'),
  'live.listRoomViolations': platform('admin reviewer'),
  'live.raiseViolation': platform('admin reviewer'),
  'live.cutRoom': platform('admin reviewer'),
  'live.getRoom': anyoneSees,
  'live.getRoomSign': anyoneSees,
  'live.getReplay': anyoneSees,
  'live.cutClip': creatorThing('owner editor'),
  'live.listRoomClips': creatorThing('owner editor'),
  'live.listEvents': anyoneSees,
  'live.listLive': anyone,
  'live.listUpcoming': anyone,
  'live.claimCoupon': accountOnPublic,
  'live.getLuckyBag': personOnPublic,
  'live.listLuckyBags': creatorThing('owner editor'),
  'live.joinLuckyBag': accountOnPublic,
  'live.enterRoom': personOnPublic,
  'live.listChat': creatorThing('owner editor moderator'),
  'live.removeChat': creatorThing('owner editor moderator'),
  'live.pinChat': creatorThing('owner editor moderator'),
  'live.getChatRules': creatorThing('owner editor moderator'),
  'live.setChatRules': creatorThing('owner editor moderator'),
  'live.mutePerson': creatorThing('owner editor moderator'),
  'live.liftMute': creatorThing('owner editor moderator'),
  'live.listMutes': creatorThing('owner editor moderator'),
  'live.getChatFilter': creator('owner editor moderator'),
  'live.setChatFilter': creator('owner editor moderator'),
  'live.listProgrammes': creator('owner editor'),
  'live.createProgramme': creator('owner editor'),
  'live.editProgramme': creatorThing('owner editor'),
  'live.moveProgramme': creatorThing('owner editor'),
  'live.skipProgrammeDate': creatorThing('owner editor'),
  'live.openProgrammeDate': creatorThing('owner editor'),
  'live.getCalendar': creator('owner editor'),
  'live.getShopCalendar': shop('owner operations finance'),
  'live.listAuthorProgrammes': anyoneSees,
  'live.listMyProgrammes': person,
  'live.subscribeProgramme': personOnPublic,
  'live.unsubscribeProgramme': personOnPublic,
  'live.listNotices': person,
  'live.seeNotices': person,
  'live.inviteCoHost': creatorThing('owner editor'),
  'live.getCoHost': creatorThing('owner editor'),
  'live.removeCoHost': creatorThing('owner editor'),
  'live.acceptCoHost': creator('owner editor'),
  'live.getCoHosting': creatorThing('owner editor'),
  'live.leaveCoHost': creatorThing('owner editor'),
  'live.createRoom': creator('owner editor'),
  'live.listRooms': creator('owner editor'),
  'live.editRoom': creatorThing('owner editor'),
  'live.getDeskRoom': creatorThing('owner editor'),
  'live.getScreen': creatorThing('owner editor'),
  'live.getRoomTotals': creatorThing('owner editor'),
  'live.rotateKey': creatorThing('owner editor'),
  'live.startTest': creatorThing('owner editor'),
  'live.stopTest': creatorThing('owner editor'),
  'live.goLive': creatorThing('owner editor'),
  'live.endRoom': creatorThing('owner editor'),
  'live.archiveRoom': creatorThing('owner editor'),
  'live.addToBag': creatorThing('owner editor'),
  'live.removeFromBag': creatorThing('owner editor'),
  'live.orderBag': creatorThing('owner editor'),
  'live.explain': creatorThing('owner editor'),
  'live.announce': creatorThing('owner editor'),
  'live.setRoomPrices': creatorThing('owner editor'),
  'live.moveRoomStock': creatorThing('owner editor'),
  'live.createSale': creatorThing('owner editor'),
  'live.cancelSale': creatorThing('owner editor'),
  'live.openCoupon': creatorThing('owner editor'),
  'live.closeCoupon': creatorThing('owner editor'),
  'live.openLuckyBag': creatorThing('owner editor'),

  'governance.listReviews': platform('admin reviewer'),
  'governance.getReview': platform('admin reviewer'),
  'governance.decideReview': platform('admin reviewer'),
  'governance.listRules': anyone,
}

/** Which thing the path names, as seen from the caller. */
export type Target =
  | 'none' // the path names nothing
  | 'own' // everything of the caller's own tenant (callers without one: of tenant A)
  | 'other' // everything of the other tenant
  | 'missing' // well-formed ids of nothing
  | 'other below own' // the caller's organisation, another tenant's thing below it
  | 'missing below own'

export type Verdict = { kind: 'allowed' } | { kind: 'refused'; status: 401 | 403 | 404; code: string }

const allowed: Verdict = { kind: 'allowed' }
const refused = (status: 401 | 403 | 404, code: string): Verdict => ({ kind: 'refused', status, code })
const notFound = refused(404, 'NOT_FOUND')

const DEAD_TOKENS: Record<string, Verdict> = {
  none: refused(401, 'UNAUTHENTICATED'),
  expired: refused(401, 'TOKEN_EXPIRED'),
  revoked: refused(401, 'SESSION_REVOKED'),
  suspended: refused(403, 'ACCOUNT_SUSPENDED'),
}

/** The targets that make sense for a rule, given whether the path names anything. */
export function targetsOf(rule: Rule, pathHasIds: boolean): readonly Target[] {
  if (!pathHasIds || rule.who === 'signature') return ['none']
  if (rule.who === 'platform') return ['own', 'missing']
  if (rule.who === 'member') {
    const below: Target[] =
      rule.below === 'own'
        ? ['other below own', 'missing below own']
        : rule.below === 'public'
          ? ['other below own', 'missing below own']
          : []
    return ['own', 'other', 'missing', ...below]
  }
  return rule.things === 'none' ? ['none'] : ['own', 'other', 'missing']
}

/** The cell: what this caller must be answered when it calls an endpoint of this rule on that target. */
export function expected(rule: Rule, name: CallerName, target: Target, write: boolean): Verdict {
  const caller: Caller = CALLERS[name]
  if (rule.who === 'signature') return refused(401, 'SIGNATURE_INVALID')
  if (rule.who !== 'anyone' && caller.token) return DEAD_TOKENS[caller.token]!
  if (rule.who === 'account' && caller.guest) return refused(401, 'ACCOUNT_REQUIRED')
  if (rule.who === 'platform') return platformCell(rule.roles, caller, target)
  if (rule.who === 'member') return memberCell(rule, caller, target, write)
  if (target === 'missing') return notFound
  if (rule.things !== 'own') return allowed
  return target === 'own' && rule.owners.includes(name) ? allowed : notFound
}

function platformCell(roles: readonly string[], caller: Caller, target: Target): Verdict {
  if (!caller.platform) return notFound
  if (!roles.includes(caller.platform)) return refused(403, 'SCOPE_MISSING')
  return target === 'missing' ? notFound : allowed
}

function memberCell(
  rule: Extract<Rule, { who: 'member' }>,
  caller: Caller,
  target: Target,
  write: boolean,
): Verdict {
  const role = caller[rule.of]
  if (!role || target === 'other' || target === 'missing') return notFound
  if (!rule.roles.includes(role)) return refused(403, 'SCOPE_MISSING')
  if (rule.of === 'shop' && caller.shopSuspended && write) return refused(403, 'SHOP_SUSPENDED')
  if (target === 'missing below own') return notFound
  return target === 'other below own' && rule.below === 'own' ? notFound : allowed
}
