// Endpoints whose work spans modules, bound to their flows. A module's own endpoints are bound in its routes.ts.
import { browseSquare, listPlans, listShowcase, pickProduct, setPlan } from '#modules/alliance/contract'
import * as content from '#modules/content/contract'
import { decideReview } from '#modules/governance/contract'
import * as interest from '#modules/interest/contract'
import { advanceClock, getClock } from '#modules/ledger/contract'
import * as live from '#modules/live/contract'
import { openShop, submitProduct, updateProduct } from '#modules/shop/contract'
import { record } from '#modules/signals/contract'
import * as trade from '#modules/trade/contract'
import { route, type Route } from '#platform/http/dispatch'
import type { Flows } from './flows.ts'

export const flowRoutes = (f: Flows): Route[] => [
  route(interest.getFeed, f.getFeed),
  route(interest.why, f.why),
  route(interest.list, f.interests.list),
  route(interest.edit, f.interests.edit),
  route(interest.remove, f.interests.remove),
  route(interest.clear, f.interests.clear),
  route(interest.setPersonalisation, f.interests.setPersonalisation),
  route(interest.setFewerGoods, f.interests.setFewerGoods),
  route(interest.notInterested, f.interests.notInterested),
  route(interest.unmute, f.interests.unmute),
  route(record, f.recordSignals),

  route(content.getContent, f.viewContent),
  route(content.listComments, f.listComments),
  route(content.postComment, f.postComment),
  route(content.listDeskComments, f.listDeskComments),
  route(content.listHosts, f.listHosts),
  route(content.setHost, f.setHost),
  route(content.listHostedComments, f.listHostedComments),
  route(content.replyAsShop, f.replyAsShop),
  route(content.openCreator, f.openCreator),
  route(content.editCreator, f.editCreator),
  route(content.publish, f.publishContent),
  route(content.edit, f.editContent),
  route(content.submit, f.submitContent),
  route(content.withdraw, f.withdrawContent),

  route(openShop, f.openShop),
  route(updateProduct, f.products.updateProduct),
  route(submitProduct, f.products.submitProduct),
  route(decideReview, f.decideReview),
  route(setPlan, f.setPlan),
  route(listPlans, f.listPlans),
  route(browseSquare, f.browseSquare),
  route(pickProduct, f.pickProduct),
  route(listShowcase, f.listShowcase),

  route(trade.getCart, f.cart.getCart),
  route(trade.setCartLine, f.cart.setCartLine),
  route(trade.removeCartLine, f.cart.removeCartLine),
  route(trade.getQuote, f.checkout.quote),
  route(trade.placeOrder, f.checkout.placeOrder),
  route(trade.payAgain, f.checkout.payAgain),
  route(trade.paymentCallback, f.pay.paymentCallback),
  route(trade.cancelOrder, f.cancel.cancelOrder),
  route(trade.refundOrder, f.refund.refundOrder),
  route(trade.decideRefund, f.refund.decideRefund),
  route(trade.shipOrder, f.ship.shipOrder),
  route(trade.confirmReceipt, f.receive.confirmReceipt),
  route(getClock, f.demoClock.getClock),
  route(advanceClock, f.demoClock.advanceClock),

  route(live.enterRoom, f.rooms.enterRoom),
  route(live.getRoom, f.rooms.getRoom),
  route(live.getReplay, f.getReplay),
  route(live.getDeskRoom, f.rooms.getDeskRoom),
  route(live.listLive, f.rooms.listLive),
  route(live.listUpcoming, f.rooms.listUpcoming),
  route(live.createRoom, f.rooms.createRoom),
  route(live.editRoom, f.rooms.editRoom),
  route(live.rotateKey, f.rooms.rotateKey),
  route(live.goLive, f.rooms.goLive),
  route(live.endRoom, f.rooms.endRoom),
  route(live.addToBag, f.rooms.addToBag),
  route(live.removeFromBag, f.rooms.removeFromBag),
  route(live.orderBag, f.rooms.orderBag),
  route(live.explain, f.rooms.explain),
  route(live.announce, f.rooms.announce),
  route(live.setRoomPrices, f.rooms.setRoomPrices),
  route(live.moveRoomStock, f.rooms.moveRoomStock),
  route(live.createSale, f.rooms.createSale),
  route(live.cancelSale, f.rooms.cancelSale),
  route(live.openCoupon, f.rooms.openCoupon),
  route(live.closeCoupon, f.rooms.closeCoupon),
  route(live.openLuckyBag, f.rooms.openLuckyBag),
  route(live.joinLuckyBag, f.rooms.joinLuckyBag),
  route(live.nextInRundown, f.rooms.nextInRundown),
  route(live.listShifts, f.rooms.listShifts),
  route(live.startShift, f.rooms.startShift),
  route(live.endShift, f.rooms.endShift),
  route(live.handOver, f.rooms.handOver),
  route(live.getRoomHealth, f.rooms.getRoomHealth),
  route(live.raiseViolation, f.rooms.raiseViolation),
  route(live.cutRoom, f.rooms.cutRoom),
]
