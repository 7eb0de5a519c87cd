// From rows to what the contract and the events say. Pure: the one place where a column becomes a word of the API.
import type { z } from 'zod'
import { toWire } from '#kernel/money'
import type { FlashSale, LuckyBag, RoomCoupon } from '#kernel/room-event'
import type { deskRoom } from '../contract.ts'
import { roomActionsIn } from '../domain/room-state.ts'
import type { SaleState } from '../domain/sale-state.ts'
import type { CouponRow, LuckyBagRow, RoomRow, SaleRow } from '../repository/rows.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

export const toDeskRoom = (r: RoomRow): z.output<typeof deskRoom> => ({
  roomId: r.room_id,
  creatorId: r.creator_id,
  title: r.title,
  coverUrl: r.cover_url,
  plannedAt: iso(r.planned_at),
  orientation: r.orientation,
  state: r.state,
  actions: roomActionsIn(r.state),
  seq: Number(r.seq),
  version: r.version,
  hasPicture: r.stream_session !== null,
  keyMadeAt: r.key_made_at.toISOString(),
  contentId: r.content_id,
  programmeId: r.programme_id,
  createdAt: r.created_at.toISOString(),
  startedAt: iso(r.started_at),
  interruptedAt: iso(r.interrupted_at),
  endedAt: iso(r.ended_at),
  endReason: r.end_reason,
})

export const toFlashSale = (s: SaleRow, left: number, state: SaleState = s.state): FlashSale => ({
  saleId: s.sale_id,
  productId: s.product_id,
  skuId: s.sku_id,
  priceMinor: toWire(s.price_minor),
  currency: s.currency,
  units: s.units,
  left,
  limitPerPerson: s.limit_per_person,
  startsAt: s.starts_at.toISOString(),
  endsAt: s.ends_at.toISOString(),
  state,
})

export const toRoomCoupon = (c: CouponRow): RoomCoupon => ({
  couponId: c.coupon_id,
  offMinor: toWire(c.off_minor),
  overMinor: toWire(c.over_minor),
  currency: c.currency,
  left: c.units - c.claimed,
  endsAt: c.ends_at.toISOString(),
})

export const toLuckyBag = (b: LuckyBagRow, joined: number): LuckyBag => ({
  luckyBagId: b.lucky_bag_id,
  title: b.title,
  winners: b.winners,
  task: b.task,
  joined,
  drawsAt: b.draws_at.toISOString(),
})
