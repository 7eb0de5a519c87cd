// Every flow, given its doors.
import type { Job } from '#platform/jobs'
import { createAfterSaleFlow } from '#flows/after-sale'
import { createAdvanceClock } from '#flows/advance-clock'
import { createAnnounceRoom } from '#flows/announce-room'
import { createBigScreen } from '#flows/big-screen'
import { createBrowseSquare } from '#flows/browse-square'
import { createCancelOrder } from '#flows/cancel-order'
import { createCallByKey } from '#flows/call-by-key'
import { createCart } from '#flows/cart'
import { createChangeAddress } from '#flows/change-address'
import { createCheckout } from '#flows/checkout'
import { createCouponFlows } from '#flows/coupons'
import { createCutClip } from '#flows/cut-clip'
import { createComment } from '#flows/comment'
import { createCommentDesk } from '#flows/comment-desk'
import { createDecideReview } from '#flows/decide-review'
import { createEnterRoom } from '#flows/enter-room'
import { createFeed } from '#flows/feed'
import { createFillBag } from '#flows/fill-bag'
import { createCoHost } from '#flows/co-host'
import { createGoLive } from '#flows/go-live'
import { createInterestManager } from '#flows/interests'
import { createJoinLuckyBag } from '#flows/join-lucky-bag'
import { createOpenCreator } from '#flows/open-creator'
import { createOpenShop } from '#flows/open-shop'
import { createLateShipments } from '#flows/late-shipments'
import { createPay } from '#flows/pay'
import { createPriceRoom } from '#flows/price-room'
import { createPublishContent } from '#flows/publish-content'
import { createPublishProduct } from '#flows/publish-product'
import { createRoomContent } from '#flows/room-content'
import { createRoomsNow } from '#flows/rooms-now'
import { createRevealReceivers } from '#flows/reveal-receivers'
import { createReplay as createReplayFlow } from '#flows/replay'
import { createReceiveOrder } from '#flows/receive-order'
import { createReconcile } from '#flows/reconcile'
import { createReconcileDays } from '#flows/reconcile-days'
import { createRecordSignals } from '#flows/record-signals'
import { createRefund } from '#flows/refund'
import { createRollUpSignals } from '#flows/roll-up-signals'
import { createRoomClock } from '#flows/room-clock'
import { createRoomGoods } from '#flows/room-goods'
import { createRoomWatch } from '#flows/room-watch'
import { createRunProgrammes } from '#flows/run-programmes'
import { createRunRoom } from '#flows/run-room'
import { createRunRundown } from '#flows/run-rundown'
import { createSetPlan } from '#flows/set-plan'
import { createSettle } from '#flows/settle'
import { createShopAccounts } from '#flows/shop-accounts'
import { createShopTodos } from '#flows/shop-todos'
import { createShipOrder } from '#flows/ship-order'
import { createStaffRoom } from '#flows/staff-room'
import { createTellFollowers } from '#flows/tell-followers'
import { createTrackParcels } from '#flows/track-parcels'
import { createWithdraw } from '#flows/withdraw'
import { createViewContent } from '#flows/view-content'
import { createViewProgrammes } from '#flows/view-programmes'
import { createViewRoom } from '#flows/view-room'
import { createWarnLowStock } from '#flows/warn-low-stock'
import { createWatchRoom } from '#flows/watch-room'
import { createWhy } from '#flows/why'
import { paymentsOf } from '#platform/providers/payments'
import type { Outside, ServerDeps } from './deps.ts'
import type { Doors } from './doors.ts'

export function createFlows(deps: ServerDeps, doors: Doors, outside: Outside) {
  const paid = { payments: paymentsOf(outside.payments, outside.offers) }
  const rollUp = createRollUpSignals(deps, doors)
  const checkout = createCheckout(deps, doors, paid)
  const refund = createRefund(deps, doors, paid)
  const cancel = createCancelOrder(deps, doors, paid, refund)
  const afterSale = createAfterSaleFlow(deps, doors, refund)
  const pay = createPay(deps, doors, paid, refund)
  const receive = createReceiveOrder(deps, doors)
  const settle = createSettle(deps, doors)
  const reconcile = createReconcile(deps, doors, paid, { checkout, pay, refund })
  const reconcileDays = createReconcileDays(deps, doors, paid)
  const carried = { courier: outside.courier ?? null }
  const ship = createShipOrder(deps, doors, carried)
  const track = createTrackParcels(deps, doors, carried, afterSale)
  const late = createLateShipments(deps, doors)
  const rooms = createRoomFlows(deps, doors, outside)
  const due = {
    expireUnpaid: cancel.expireUnpaid,
    approveSilent: afterSale.lapseDue,
    receiveSilent: receive.receiveSilent,
    settleDue: settle.settleDue,
    releaseReserves: doors.ledger.releaseReserves,
    runAgreements: doors.ledger.runAgreements,
    reconcileDays: reconcileDays.reconcileDays,
  }
  const jobs: readonly Job[] = [
    rollUp.job,
    ...cancel.jobs,
    ...afterSale.jobs,
    ...receive.jobs,
    ...settle.jobs,
    ...reconcile.jobs,
    ...reconcileDays.jobs,
    ...ship.jobs,
    ...track.jobs,
    ...late.jobs,
    ...rooms.jobs,
    createWarnLowStock(deps, doors).job,
  ]
  return {
    ...createFeed(deps, doors, rooms.forFeed),
    ...createReplayFlow(deps, doors),
    ...createCutClip(deps, doors),
    ...createRecordSignals(deps, doors),
    ...createWhy(deps, doors),
    interests: createInterestManager(deps, doors),
    ...createViewContent(deps, doors, rooms.forFeed.now),
    ...createComment(deps, doors),
    ...createCommentDesk(deps, doors),
    ...createPublishContent(deps, doors, rooms),
    ...createOpenCreator(deps, doors),
    openShop: createOpenShop(deps, doors),
    products: createPublishProduct(deps, doors),
    decideReview: createDecideReview(deps, doors),
    ...createSetPlan(deps, doors),
    coupons: createCouponFlows(deps, doors),
    accounts: createShopAccounts(deps, doors),
    keyCalls: createCallByKey(deps, doors),
    ...createRevealReceivers(deps, doors),
    ...createShopTodos(deps, doors),
    ...createBrowseSquare(deps, doors),
    cart: createCart(deps, doors),
    checkout,
    cancel,
    pay,
    refund,
    afterSale,
    ship,
    track,
    late,
    addresses: createChangeAddress(deps, doors),
    receive,
    settle,
    withdraw: createWithdraw(deps, doors),
    reconcile,
    reconcileDays,
    rooms,
    demoClock: createAdvanceClock(deps, due),
    rollUpSignals: rollUp.rollUpSignals,
    jobs,
  }
}
/** Rooms that sell, from making one to the clock that ends it. */
function createRoomFlows(deps: ServerDeps, doors: Doors, { liveEngine }: Outside) {
  const engine = liveEngine ?? null
  const goods = createRoomGoods(doors)
  const view = createViewRoom(deps, doors, engine)
  const contents = createRoomContent(doors)
  const stage = createGoLive(deps, doors, contents, engine)
  const bag = createFillBag(deps, doors, view, contents)
  const clock = createRoomClock(deps, doors, stage, goods)
  const coHost = createCoHost(deps, doors, engine)
  return {
    forFeed: {
      now: createRoomsNow(deps, doors, goods),
      playUrls: (roomId: string) => engine?.playUrls(roomId) ?? null,
    },
    ...view,
    ...stage,
    ...bag,
    ...createAnnounceRoom(deps, doors),
    ...createEnterRoom(deps, doors),
    ...createBigScreen(deps, doors, engine),
    ...createRunRoom(deps, doors, engine),
    ...createRunProgrammes(deps, doors, engine),
    ...createViewProgrammes(deps, doors, view),
    ...createRunRundown(deps, doors),
    ...createStaffRoom(deps, doors),
    ...coHost,
    ...createWatchRoom(deps, doors, stage, engine),
    ...createPriceRoom(deps, doors, bag, goods),
    ...createJoinLuckyBag(deps, doors, bag, doors.live.hasChatted),
    tick: clock.tick,
    jobs: [
      ...clock.jobs,
      createTellFollowers(deps, doors).job,
      ...(engine ? [createRoomWatch(deps, doors, engine).job, coHost.coHostJob] : []),
    ],
  }
}
export type Flows = ReturnType<typeof createFlows>
