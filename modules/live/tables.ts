// The schema `live` as types.
import type { ColumnType, Generated } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { CoHostState } from './domain/co-host-state.ts'
import type { ExplainState, RoomEvent, RoomState } from '#kernel/room-event'
import type { Localized } from '#kernel/text'
import type { LuckyBagState } from './domain/lucky-bag-state.ts'
import type { RoomOrderState } from './domain/room-order-state.ts'
import type { SaleState } from './domain/sale-state.ts'

type Json<T> = ColumnType<T, string, string>

export type RoomTable = {
  room_id: Id<'rom'>
  creator_id: Id<'crt'>
  title: Json<Localized>
  cover_url: string | null
  planned_at: Date | null
  orientation: 'portrait' | 'landscape'
  state: RoomState
  key_hash: string
  key_made_at: Date
  seq: Generated<bigint>
  stream_session: string | null
  picture_at: Date | null
  content_id: Id<'cnt'> | null
  programme_id: Id<'prg'> | null
  programme_day: string | null
  announcement: ColumnType<Localized | null, string | null, string | null>
  version: Generated<number>
  created_at: Date
  started_at: Date | null
  interrupted_at: Date | null
  ended_at: Date | null
  end_reason: 'host' | 'lost' | 'platform' | null
}

export type CoHostTable = {
  co_host_id: Id<'cho'>
  room_id: Id<'rom'>
  state: CoHostState
  code_hash: string
  creator_id: Id<'crt'> | null
  name: ColumnType<Localized | null, string | null | undefined, string>
  key_hash: string | null
  stream_session: string | null
  interrupted_at: Date | null
  invited_at: Date
  expires_at: Date
  started_at: Date | null
  ended_at: Date | null
}

export type BagItemTable = {
  room_id: Id<'rom'>
  product_id: Id<'prd'>
  shop_id: Id<'shp'>
  position: number
  explain_state: Generated<ExplainState>
  explained_at: Date | null
  added_at: Date
}

export type BagSkuTable = {
  room_id: Id<'rom'>
  sku_id: Id<'sku'>
  product_id: Id<'prd'>
  room_price_minor: bigint | null
  pool_id: string | null
}

export type SaleTable = {
  sale_id: Id<'sal'>
  room_id: Id<'rom'>
  product_id: Id<'prd'>
  sku_id: Id<'sku'>
  shop_id: Id<'shp'>
  pool_id: string
  price_minor: bigint
  currency: Currency
  units: number
  limit_per_person: number
  starts_at: Date
  ends_at: Date
  state: SaleState
  created_at: Date
}

export type CouponTable = {
  coupon_id: Id<'rcp'>
  room_id: Id<'rom'>
  shop_id: Id<'shp'>
  off_minor: bigint
  over_minor: bigint
  currency: Currency
  units: number
  claimed: Generated<number>
  starts_at: Date
  ends_at: Date
  closed_at: Date | null
}

export type LuckyBagTable = {
  lucky_bag_id: Id<'lck'>
  room_id: Id<'rom'>
  title: Json<Localized>
  winners: number
  task: 'watch' | 'comment' | 'follow'
  draws_at: Date
  state: LuckyBagState
  created_at: Date
}

export type RoomOrderTable = {
  room_id: Id<'rom'>
  line_id: Id<'oln'>
  order_id: Id<'ord'>
  sale_id: Id<'sal'> | null
  buyer_id: Id<'usr'>
  product_id: Id<'prd'>
  qty: number
  paid_minor: bigint
  refunded_minor: Generated<bigint>
  currency: Currency
  state: RoomOrderState
  placed_at: Date
  paid_at: Date | null
}

export type SegmentTable = {
  room_id: Id<'rom'>
  index: number
  started_at: Date
  duration_ms: number
  file: string
  init_file: string
  bytes: bigint
  sha256: string
  discontinuity: boolean
  /** Past its three years: the file is gone, the row stays. */
  expired_at: Generated<Date | null>
}

export type EvidenceTable = {
  room_id: Id<'rom'>
  n: number
  kind: 'events' | 'segment' | 'seal' | 'chat'
  place: Json<object>
  digest: string
  hash: string
  at: Date
}

export type LiveTables = {
  'live.room': RoomTable
  'live.room_event': {
    room_id: Id<'rom'>
    seq: bigint
    at: Date
    event: Json<RoomEvent>
    actor: string
  }
  'live.co_host': CoHostTable
  'live.bag_item': BagItemTable
  'live.bag_sku': BagSkuTable
  'live.sale': SaleTable
  'live.coupon': CouponTable
  'live.coupon_claim': {
    coupon_id: Id<'rcp'>
    buyer_id: Id<'usr'>
    claimed_at: Date
    order_id: Id<'ord'> | null
  }
  'live.lucky_bag': LuckyBagTable
  'live.lucky_bag_entry': {
    lucky_bag_id: Id<'lck'>
    person_id: Id<'usr'>
    name: string
    joined_at: Date
    won: Generated<boolean>
  }
  'live.room_order': RoomOrderTable
  'live.room_told': { room_id: Id<'rom'>; left_by_id: Json<Record<string, number>>; at: Date }
  'live.segment': SegmentTable
  'live.evidence': EvidenceTable
}
