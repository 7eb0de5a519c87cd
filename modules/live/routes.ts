// Contract → service. The endpoints that are flows (see the contract) are bound in server/routes.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createCoupons } from './service/coupons.ts'
import type { createLuckyBags } from './service/lucky-bags.ts'
import type { Log } from './service/log.ts'
import type { RoomOrders } from './service/room-orders.ts'
import type { Rooms } from './service/rooms.ts'

type Services = Log &
  Rooms &
  RoomOrders &
  ReturnType<typeof createCoupons> &
  Pick<ReturnType<typeof createLuckyBags>, 'listLuckyBags' | 'getLuckyBag'>

export const liveRoutes = (s: Services): Route[] => [
  route(c.listEvents, s.listEvents),
  route(c.claimCoupon, s.claimCoupon),
  route(c.listLuckyBags, s.listLuckyBags),
  route(c.getLuckyBag, s.getLuckyBag),
  route(c.listRooms, s.listRooms),
  route(c.getRoomTotals, s.getRoomTotals),
  route(c.startTest, s.startTest),
  route(c.stopTest, s.stopTest),
  route(c.archiveRoom, s.archiveRoom),
]
