// The schema `shop` as types.
import type { ColumnType, Generated } from 'kysely'
import type { Currency } from '#kernel/money'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { ReviewState } from './domain/product-state.ts'
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
  }
  'shop.sold': { product_id: Id<'prd'>; units: bigint }
}
