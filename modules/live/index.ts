// The door of live rooms. Functions that take `tx` take part in the caller's transaction.
import type { Deps } from '#platform/context'
import { evidenceJobs } from './jobs.ts'
import { liveConsumer } from './reactions.ts'
import { liveRoutes } from './routes.ts'
import { findTold, saveTold } from './repository/told.ts'
import { createBag } from './service/bag.ts'
import { createCalendar } from './service/calendar.ts'
import { createChat } from './service/chat.ts'
import { createCoHosts } from './service/co-hosts.ts'
import { createCoupons } from './service/coupons.ts'
import { createEvidence } from './service/evidence.ts'
import { createEnter } from './service/enter.ts'
import { createLog } from './service/log.ts'
import { createLuckyBags } from './service/lucky-bags.ts'
import { createModeration } from './service/moderation.ts'
import { offersFor } from './service/offers.ts'
import { createNotices } from './service/notices.ts'
import { createProgrammes } from './service/programmes.ts'
import { createReplay } from './service/replay.ts'
import { createRoomOrders } from './service/room-orders.ts'
import { createRooms } from './service/rooms.ts'
import { createRundown } from './service/rundown.ts'
import { createSales } from './service/sales.ts'
import { createShifts } from './service/shifts.ts'
import { createScreen } from './service/screen.ts'
import { createStream } from './service/stream.ts'
import { createViolations } from './service/violations.ts'
import { createVisits } from './service/visits.ts'

export { INTERRUPTED_LIMIT_MS, isOnAir, isOver } from './domain/room-state.ts'
export { maskName } from './domain/chat-name.ts'
export { takesOf } from './domain/takes.ts'
export { isOpenCoHost } from './domain/co-host-state.ts'
export { isOpenSale } from './domain/sale-state.ts'
export type { BagItemRow, BagSkuRow, CoHostRow, RoomRow, SaleRow } from './repository/rows.ts'
export { toDeskRoom } from './service/views.ts'
export type { Bag } from './service/bag.ts'
export type { GoodCoupon } from './service/coupons.ts'
export { adviceFor } from './service/health-advice.ts'
export { evidenceJobs }
export { createEvidence, type ReadRecording, type Verdict } from './service/evidence.ts'
export type { Teller } from './service/log.ts'
export type { PublicProgramme } from './service/programmes.ts'
export { offerKey, type CitedLine, type Offer } from './service/offers.ts'
export type { NoticeRow } from './repository/notices.ts'
export type { Replay } from './service/replay.ts'

export type { RoomStoreOptions } from './service/visits.ts'

/** What the channel's process needs of it, and no more. */
export const createLiveChannel = (deps: Deps) => createVisits(deps)

export function createLive(deps: Deps) {
  const log = createLog(deps)
  const rooms = createRooms(deps, log)
  const roomOrders = createRoomOrders(deps, rooms)
  const coupons = createCoupons(deps, log, rooms)
  const rundown = createRundown(deps, rooms)
  const violations = createViolations(deps, log, rooms)
  const chat = { ...createChat(deps, rooms), ...createModeration(deps, log, rooms) }
  const programmes = createProgrammes(deps, rooms)
  const calendar = createCalendar(deps)
  const notices = createNotices(deps)
  const luckyBags = createLuckyBags(deps, log, rooms)
  return {
    ...log,
    ...rooms,
    ...createStream(deps, rooms),
    ...createCoHosts(deps, log, rooms),
    ...createReplay(),
    ...createScreen(deps),
    ...createEvidence(deps),
    ...createBag(deps, log),
    ...createSales(deps, log),
    ...coupons,
    ...rundown,
    ...violations,
    ...createShifts(deps),
    ...luckyBags,
    ...programmes,
    ...calendar,
    ...notices,
    ...chat,
    ...createEnter(deps, rooms),
    ...createVisits(deps),
    offersFor,
    toldOf: findTold,
    saveTold,
    routes: liveRoutes({
      ...log,
      ...rooms,
      ...roomOrders,
      ...coupons,
      ...luckyBags,
      ...chat,
      ...rundown,
      ...violations,
      ...programmes,
      ...calendar,
      ...notices,
    }),
    consumer: liveConsumer(roomOrders),
  }
}
export type Live = ReturnType<typeof createLive>
