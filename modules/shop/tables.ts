// The schema `shop` as types.
import type { ColumnType, Generated } from 'kysely'
import type { Currency } from '#kernel/money'
import type { Id } from '#kernel/ids'
import type { ShipKind } from '#kernel/ship-promise'
import type { Localized } from '#kernel/text'
import type { ReviewState } from './domain/product-state.ts'
import type { MovementReason } from './domain/movement.ts'
import type { HoldState } from './domain/stock.ts'

type Json<T> = ColumnType<T, string, string>

export type ShopTable = {
  shop_id: Id<'shp'>
  name: Json<Localized>
  kind: 'flagship' | 'factory' | 'farm' | 'craft'
  story: Json<Localized>
  logo_url: string | null
  city: string
  state: Generated<'trading' | 'restricted' | 'closed'>
  created_at: Date
}

export type ProductTable = {
  product_id: Id<'prd'>
  shop_id: Id<'shp'>
  title: Json<Localized>
  description: Json<Localized>
  images: string[]
  category_id: string
  tags: string[]
  attributes: Json<{ name: Localized; value: Localized }[]>
  guarantees: string[]
  ship_within_hours: number
  ship_kind: ShipKind | null
  ships_from: Date | null
  currency: Currency
  emerging: Generated<boolean>
  on_shelf: boolean
  review_state: ReviewState
  review_rule_id: string | null
  review_note: string | null
  min_price_minor: bigint | null
  max_price_minor: bigint | null
  list_price_minor: bigint | null
  in_stock: Generated<boolean>
  version: Generated<number>
  created_at: Date
  updated_at: Date
  search: ColumnType<string, never, never>
}

export type SkuTable = {
  sku_id: Id<'sku'>
  product_id: Id<'prd'>
  position: number
  name: Json<Localized>
  price_minor: bigint
  list_price_minor: bigint | null
  on_hand: number
  reserved: Generated<number>
  purchase_limit: number | null
  retired: Generated<boolean>
  version: Generated<number>
  bundle: Generated<boolean>
  part_of: Generated<number>
  warehoused: Generated<boolean>
  order_limit: number | null
  limit_days: number | null
}

export type WarehouseTable = {
  warehouse_id: Id<'whs'>
  shop_id: Id<'shp'>
  name: string
  main: boolean
  provinces: string[]
  priority: number
  open: boolean
  created_at: Date
}

export type ShopTables = {
  'shop.shop': ShopTable
  'shop.product': ProductTable
  'shop.sku': SkuTable
  'shop.stock_hold': { hold_id: string; state: HoldState; expires_at: Date; created_at: Date }
  'shop.stock_hold_line': { hold_id: string; sku_id: Id<'sku'>; qty: number; pool_id: Id<'stp'> | null }
  'shop.stock_pool': {
    pool_id: Id<'stp'>
    sku_id: Id<'sku'>
    owner: string
    on_hand: Generated<number>
    reserved: Generated<number>
    created_at: Date
    closed_at: Date | null
    kind: 'campaign' | 'presale' | null
    name: string | null
    starts_at: Date | null
    ends_at: Date | null
    price_minor: bigint | null
    limit_per_person: number | null
    ships_at: Date | null
    deposit_minor: bigint | null
    balance_from: Date | null
    balance_until: Date | null
  }
  'shop.warehouse': WarehouseTable
  'shop.warehouse_stock': {
    sku_id: Id<'sku'>
    warehouse_id: Id<'whs'>
    on_hand: number
    reserved: Generated<number>
  }
  'shop.stock_hold_place': { hold_id: string; sku_id: Id<'sku'>; warehouse_id: Id<'whs'>; qty: number }
  'shop.bundle_part': { bundle_sku_id: Id<'sku'>; part_sku_id: Id<'sku'>; qty: number }
  'shop.stock_movement': {
    movement_id: Generated<bigint>
    sku_id: Id<'sku'>
    warehouse_id: Id<'whs'> | null
    delta: number
    reason: MovementReason
    note: string | null
    by: string
    at: Date
  }
  'shop.sold': { product_id: Id<'prd'>; units: bigint }
}
