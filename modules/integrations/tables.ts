// The schema `integrations` as types.
import type { Generated } from 'kysely'
import type { Id } from '#kernel/ids'
import type { KeyScope } from '#kernel/scopes'
import type { WebhookType } from './domain/webhook-types.ts'

export type EndpointState = 'on' | 'off' | 'gone' | 'failing'
export type DeliveryState = 'waiting' | 'delivered' | 'failed'
export type ImportKind = 'stock' | 'prices' | 'products'

export type EndpointTable = {
  endpoint_id: Id<'hok'>
  shop_id: Id<'shp'>
  url: string
  note: string
  types: WebhookType[]
  secret: Buffer
  old_secret: Buffer | null
  old_secret_until: Date | null
  state: EndpointState
  failing_since: Date | null
  disabled_at: Date | null
  created_by: string
  created_at: Date
  removed_at: Date | null
}

export type DeliveryTable = {
  delivery_id: Id<'dlv'>
  endpoint_id: Id<'hok'>
  shop_id: Id<'shp'>
  message_id: string
  type: WebhookType
  body: string
  state: DeliveryState
  attempts: number
  round_from: number
  next_at: Date
  lease_until: Date | null
  last_status: number | null
  last_fault: string | null
  created_at: Date
  ended_at: Date | null
}

export type AttemptTable = {
  delivery_id: Id<'dlv'>
  n: number
  at: Date
  status: number | null
  fault: string | null
  took_ms: number
  request_headers: Record<string, string>
  response_headers: Record<string, string>
  response_body: string
}

export type ApiKeyTable = {
  key_id: Id<'key'>
  shop_id: Id<'shp'>
  name: string
  prefix: string
  hash: Buffer
  scopes: KeyScope[]
  created_by: string
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
}

export type CallTable = {
  call_no: Generated<bigint>
  key_id: Id<'key'>
  shop_id: Id<'shp'>
  at: Date
  endpoint: string
  subject: string | null
  status: number
  code: string | null
  request_id: string
  ip: string
}

export type OrderChangeTable = {
  order_id: Id<'ord'>
  shop_id: Id<'shp'>
  change_no: bigint
  change: string
  at: Date
}
export type LowStockTable = { sku_id: Id<'sku'>; shop_id: Id<'shp'>; noted_at: Date }
export type RevealTable = {
  reveal_no: Generated<bigint>
  shop_id: Id<'shp'>
  order_id: Id<'ord'>
  actor: string
  at: Date
  request_id: string
  ip: string
}
export type OrderExportTable = {
  export_id: Id<'exp'>
  shop_id: Id<'shp'>
  state: string | null
  from_at: Date | null
  until_at: Date | null
  created_by: string
  created_at: Date
}
export type GoodsImportTable = {
  import_id: Id<'imp'>
  shop_id: Id<'shp'>
  kind: ImportKind
  file_name: string
  encoding: string
  rows: unknown[]
  row_count: number
  faults: unknown[]
  created_by: string
  created_at: Date
  applied_at: Date | null
}

export type IntegrationsTables = {
  'integrations.endpoint': EndpointTable
  'integrations.delivery': DeliveryTable
  'integrations.attempt': AttemptTable
  'integrations.api_key': ApiKeyTable
  'integrations.call': CallTable
  'integrations.order_change': OrderChangeTable
  'integrations.low_stock': LowStockTable
  'integrations.reveal': RevealTable
  'integrations.order_export': OrderExportTable
  'integrations.goods_import': GoodsImportTable
}
