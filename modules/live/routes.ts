// Contract → service. The endpoints that are flows (see the contract) are bound in server/routes.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createCalendar } from './service/calendar.ts'
import type { Chat } from './service/chat.ts'
import type { createCoupons } from './service/coupons.ts'
import type { createLuckyBags } from './service/lucky-bags.ts'
import type { Log } from './service/log.ts'
import type { Moderation } from './service/moderation.ts'
import type { createNotices } from './service/notices.ts'
import type { createProgrammes } from './service/programmes.ts'
import type { RoomOrders } from './service/room-orders.ts'
import type { Rooms } from './service/rooms.ts'
import type { createRundown } from './service/rundown.ts'
import type { createViolations } from './service/violations.ts'

type Services = Log &
  Rooms &
  RoomOrders &
  ReturnType<typeof createCoupons> &
  ReturnType<typeof createRundown> &
  ReturnType<typeof createViolations> &
  Pick<ReturnType<typeof createLuckyBags>, 'listLuckyBags' | 'getLuckyBag'> &
  ReturnType<typeof createProgrammes> &
  ReturnType<typeof createCalendar> &
  ReturnType<typeof createNotices> &
  Chat &
  Moderation

export const liveRoutes = (s: Services): Route[] => [
  route(c.getRoomSign, s.getRoomSign),
  route(c.listEvents, s.listEvents),
  route(c.claimCoupon, s.claimCoupon),
  route(c.listLuckyBags, s.listLuckyBags),
  route(c.getLuckyBag, s.getLuckyBag),
  route(c.listProgrammes, s.listProgrammes),
  route(c.moveProgramme, s.moveProgramme),
  route(c.skipProgrammeDate, s.skipProgrammeDate),
  route(c.getCalendar, s.getCalendar),
  route(c.subscribeProgramme, s.subscribeProgramme),
  route(c.unsubscribeProgramme, s.unsubscribeProgramme),
  route(c.seeNotices, s.seeNotices),
  route(c.listRooms, s.listRooms),
  route(c.getRoomTotals, s.getRoomTotals),
  route(c.startTest, s.startTest),
  route(c.stopTest, s.stopTest),
  route(c.getRundown, s.getRundown),
  route(c.saveRundown, s.saveRundown),
  route(c.listViolations, s.listViolations),
  route(c.listRoomViolations, s.listRoomViolations),
  route(c.listChat, s.listChat),
  route(c.removeChat, s.removeChat),
  route(c.pinChat, s.pinChat),
  route(c.getChatRules, s.getChatRules),
  route(c.setChatRules, s.setChatRules),
  route(c.mutePerson, s.mutePerson),
  route(c.liftMute, s.liftMute),
  route(c.listMutes, s.listMutes),
  route(c.getChatFilter, s.getChatFilter),
  route(c.setChatFilter, s.setChatFilter),
]
