// The schema `alliance` as types.
import type { Id } from '#kernel/ids'
import type { AccountKind, AccountState } from './domain/account-state.ts'

export type PlanVersionTable = {
  plan_id: Id<'pln'>
  product_id: Id<'prd'>
  shop_id: Id<'shp'>
  version: number
  rate_bps: number
  recruiter_org_id: Id<'org'> | null
  recruiter_rate_bps: number
  from_at: Date
  ended_at: Date | null
}

export type ShopAccountTable = {
  link_id: Id<'sac'>
  shop_id: Id<'shp'>
  creator_id: Id<'crt'>
  kind: AccountKind
  label: string
  state: AccountState
  invited_at: Date
  linked_at: Date | null
  ended_at: Date | null
}

export type AllianceTables = {
  'alliance.shop_account': ShopAccountTable
  'alliance.plan_version': PlanVersionTable
  'alliance.showcase_item': { creator_id: Id<'crt'>; product_id: Id<'prd'>; picked_at: Date }
  'alliance.agency_binding': {
    creator_id: Id<'crt'>
    agency_id: Id<'org'>
    split_bps: number
    from_at: Date
    ended_at: Date | null
  }
  'alliance.product': { product_id: Id<'prd'>; category_id: string; search: string; on_sale: boolean }
}
