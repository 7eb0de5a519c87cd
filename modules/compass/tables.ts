// Compass's tables as types.
type Cell = { day: string; shop_id: string; product_id: string }

export type CompassTables = {
  'compass.order_line': {
    line_id: string
    order_id: string
    shop_id: string
    product_id: string
    category_id: string
    content_id: string | null
    creator_id: string | null
    currency: string
    qty: number
    paid_minor: bigint
    refunded_minor: bigint
    leads: boolean
    placed_at: Date | null
    paid_at: Date | null
  }
  'compass.refund': { refund_id: string; line_id: string; minor: bigint; at: Date }
  'compass.sales_day': Cell & {
    category_id: string
    content_id: string | null
    creator_id: string | null
    currency: string
    placed_lines: bigint
    paid_lines: bigint
    kept_lines: bigint
    paid_orders: bigint
    paid_minor: bigint
    refunded_minor: bigint
  }
  'compass.content_day': { day: string; content_id: string; creator_id: string; impressions: bigint }
  'compass.shop_content_day': {
    day: string
    shop_id: string
    content_id: string
    creator_id: string
    impressions: bigint
  }
  'compass.product_day': Cell & {
    content_id: string
    creator_id: string
    impressions: bigint
    clicks: bigint
  }
  'compass.active_shopper': { day: string; account_id: string }
  'compass.label': { id: string; zh: string; en: string }
  'compass.cursor': { reader: string; xid: string; seq: bigint }
}
