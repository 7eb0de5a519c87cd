// Contract → service. The endpoints that are flows (see the contract) are bound in server/routes.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createCoupons } from './service/coupons.ts'
import type { Log } from './service/log.ts'
import type { RoomOrders } from './service/room-orders.ts'
import type { Rooms } from './service/rooms.ts'
import type { createRundown } from './service/rundown.ts'
import type { createViolations } from './service/violations.ts'

type Services = Log &
  Rooms &
  RoomOrders &
  ReturnType<typeof createCoupons> &
  ReturnType<typeof createRundown> &
  ReturnType<typeof createViolations>

export const liveRoutes = (s: Services): Route[] => [
  route(c.listEvents, s.listEvents),
  route(c.claimCoupon, s.claimCoupon),
  route(c.listRooms, s.listRooms),
  route(c.getRoomTotals, s.getRoomTotals),
  route(c.startTest, s.startTest),
  route(c.stopTest, s.stopTest),
  route(c.archiveRoom, s.archiveRoom),
  route(c.getRundown, s.getRundown),
  route(c.saveRundown, s.saveRundown),
  route(c.listViolations, s.listViolations),
  route(c.listRoomViolations, s.listRoomViolations),
]
