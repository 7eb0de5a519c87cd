// Every number of 罗盘, defined once: name, formula, unit, time basis, what it leaves out, and the arithmetic itself. Why one
// table: a tile, its sentence and its sum cannot then disagree, and the same metric means the same on every screen.
import { mulDivHalfUp } from '#kernel/money'
import type { Localized } from '#kernel/text'

/** Additive sums over days, shops and products; every metric is computed from these and nothing else. */
export type Totals = {
  /** Impressions of contents (of a shop: of contents carrying its goods). */
  impressions: bigint
  productImpressions: bigint
  productClicks: bigint
  placedLines: bigint
  /** Of those placed, the ones a content brought: they came through a click. */
  broughtLines: bigint
  paidLines: bigint
  /** Paid lines not refunded in full. */
  keptLines: bigint
  paidOrders: bigint
  paidMinor: bigint
  /** Refunds of the lines paid in the period, whenever the refund came. */
  refundedMinor: bigint
  /** Distinct accounts; not additive, so asked for its own period. */
  activeShoppers: bigint
}

export const NO_TOTALS: Totals = {
  impressions: 0n,
  productImpressions: 0n,
  productClicks: 0n,
  placedLines: 0n,
  broughtLines: 0n,
  paidLines: 0n,
  keptLines: 0n,
  paidOrders: 0n,
  paidMinor: 0n,
  refundedMinor: 0n,
  activeShoppers: 0n,
}

/** `minor`: money in minor units · `count` · `bps`: a ratio in basis points, 10 000 = 100 %. */
export type MetricUnit = 'minor' | 'count' | 'bps'
/** The day a number belongs to: that of the behaviour, of placing the order, or of paying it. */
export type TimeBasis = 'event' | 'order' | 'pay'

export type Metric = {
  name: Localized
  formula: Localized
  unit: MetricUnit
  timeBasis: TimeBasis
  excludes: Localized
  /** Counted from orders alone, whose moments are known; behaviour is kept by the day. */
  ordersOnly: boolean
  /** Null when there is nothing to divide by: no data is not zero. */
  compute: (t: Totals) => bigint | null
}

const ratio = (part: bigint, whole: bigint, times: bigint): bigint | null =>
  whole === 0n ? null : mulDivHalfUp(part, times, whole)
export const bpsOf = (part: bigint, whole: bigint) => ratio(part, whole, 10_000n)

export const METRICS = {
  paidAmount: {
    name: { zh: '支付金额', en: 'Paid amount (GMV)' },
    formula: {
      zh: '当日支付的订单行实付金额之和',
      en: 'Sum of what buyers paid for the order lines paid that day',
    },
    unit: 'minor',
    timeBasis: 'pay',
    excludes: {
      zh: '未支付的订单、平台补贴；不扣除退款',
      en: 'Unpaid orders and platform subsidies; refunds are not taken off',
    },
    ordersOnly: true,
    compute: (t) => t.paidMinor,
  },
  netAmount: {
    name: { zh: '净成交金额', en: 'Net amount' },
    formula: { zh: '支付金额 − 这些订单行的退款', en: 'Paid amount − refunds of those same order lines' },
    unit: 'minor',
    timeBasis: 'pay',
    excludes: {
      zh: '其他日期支付的订单的退款；不是利润，未扣佣金与成本',
      en: 'Refunds of orders paid on other days; it is not profit: commission and costs are not taken off',
    },
    ordersOnly: true,
    compute: (t) => t.paidMinor - t.refundedMinor,
  },
  paidOrders: {
    name: { zh: '支付订单数', en: 'Paid orders' },
    formula: { zh: '当日支付的店铺订单数', en: 'Orders of one shop paid that day' },
    unit: 'count',
    timeBasis: 'pay',
    excludes: { zh: '未支付的订单；退款不减少订单数', en: 'Unpaid orders; a refund does not lower it' },
    ordersOnly: true,
    compute: (t) => t.paidOrders,
  },
  averageOrderValue: {
    name: { zh: '笔单价', en: 'Average order value' },
    formula: { zh: '支付金额 ÷ 支付订单数', en: 'Paid amount ÷ paid orders' },
    unit: 'minor',
    timeBasis: 'pay',
    excludes: { zh: '未支付的订单；不扣除退款', en: 'Unpaid orders; refunds are not taken off' },
    ordersOnly: true,
    compute: (t) => ratio(t.paidMinor, t.paidOrders, 1n),
  },
  refundRate: {
    name: { zh: '退款率（支付时间）', en: 'Refund rate (pay time)' },
    formula: {
      zh: '当期支付订单行的退款金额 ÷ 其支付金额',
      en: 'Refunds of the lines paid in the period ÷ what was paid for them',
    },
    unit: 'bps',
    timeBasis: 'pay',
    excludes: {
      zh: '当期发生、但属于更早支付的退款；近期数字会随后续退款上升',
      en: 'Refunds made now for earlier payments; recent days still rise as refunds come in',
    },
    ordersOnly: true,
    compute: (t) => bpsOf(t.refundedMinor, t.paidMinor),
  },
  gpm: {
    name: { zh: '千次曝光支付（GPM）', en: 'GPM (paid per 1,000)' },
    formula: { zh: '支付金额 ÷ 内容曝光 × 1000', en: 'Paid amount ÷ content impressions × 1,000' },
    unit: 'minor',
    timeBasis: 'pay',
    excludes: {
      zh: '与支付金额、内容曝光相同；店铺的分子包含非内容带来的支付',
      en: 'As paid amount and content impressions; for a shop, payments that no content brought are in the numerator',
    },
    ordersOnly: false,
    compute: (t) => ratio(t.paidMinor, t.impressions, 1000n),
  },
  impressions: {
    name: { zh: '内容曝光', en: 'Content impressions' },
    formula: { zh: '内容在推荐流中真正显示的次数', en: 'Times a content was really on a screen' },
    unit: 'count',
    timeBasis: 'event',
    excludes: {
      zh: '预加载未显示的；同一信号重复上报只计一次',
      en: 'What was preloaded and not shown; a signal sent twice counts once',
    },
    ordersOnly: false,
    compute: (t) => t.impressions,
  },
  productImpressions: {
    name: { zh: '商品曝光', en: 'Product impressions' },
    formula: { zh: '挂有该商品的内容的曝光次数', en: 'Impressions of contents that carry the product' },
    unit: 'count',
    timeBasis: 'event',
    excludes: { zh: '内容以外的商品列表', en: 'Product lists outside contents' },
    ordersOnly: false,
    compute: (t) => t.productImpressions,
  },
  productClicks: {
    name: { zh: '商品点击', en: 'Product clicks' },
    formula: { zh: '点击内容上商品卡的次数', en: 'Clicks on the product card of a content' },
    unit: 'count',
    timeBasis: 'event',
    excludes: {
      zh: '内容以外的商品列表；同一信号重复上报只计一次',
      en: 'Product lists outside contents; a signal sent twice counts once',
    },
    ordersOnly: false,
    compute: (t) => t.productClicks,
  },
  clickRate: {
    name: { zh: '点击率（CTR）', en: 'Click rate (CTR)' },
    formula: { zh: '商品点击 ÷ 内容曝光', en: 'Product clicks ÷ content impressions' },
    unit: 'bps',
    timeBasis: 'event',
    excludes: { zh: '与商品点击、内容曝光相同', en: 'As product clicks and content impressions' },
    ordersOnly: false,
    compute: (t) => bpsOf(t.productClicks, t.impressions),
  },
  placedLines: {
    name: { zh: '下单行数', en: 'Order lines placed' },
    formula: { zh: '当日提交的订单行数', en: 'Order lines placed that day' },
    unit: 'count',
    timeBasis: 'order',
    excludes: { zh: '无；之后取消的也计入', en: 'Nothing: those cancelled later are counted' },
    ordersOnly: true,
    compute: (t) => t.placedLines,
  },
  paidLines: {
    name: { zh: '支付行数', en: 'Order lines paid' },
    formula: { zh: '当日支付的订单行数', en: 'Order lines paid that day' },
    unit: 'count',
    timeBasis: 'pay',
    excludes: { zh: '未支付的订单行', en: 'Lines not paid' },
    ordersOnly: true,
    compute: (t) => t.paidLines,
  },
  keptLines: {
    name: { zh: '留存行数', en: 'Order lines kept' },
    formula: {
      zh: '当日支付且未全额退款的订单行数',
      en: 'Order lines paid that day and not refunded in full',
    },
    unit: 'count',
    timeBasis: 'pay',
    excludes: { zh: '已全额退款的订单行', en: 'Lines refunded in full' },
    ordersOnly: true,
    compute: (t) => t.keptLines,
  },
  activeShoppers: {
    name: { zh: '活跃用户数', en: 'Active shoppers' },
    formula: {
      zh: '当期至少有一次曝光的不同账号数',
      en: 'Different accounts with at least one impression in the period',
    },
    unit: 'count',
    timeBasis: 'event',
    excludes: {
      zh: '只登录未浏览的账号；游客按其账号计',
      en: 'Accounts that saw nothing; a guest counts as one account',
    },
    ordersOnly: false,
    compute: (t) => t.activeShoppers,
  },
} as const satisfies Record<string, Metric>

export type MetricId = keyof typeof METRICS
export const METRIC_IDS = Object.keys(METRICS) as [MetricId, ...MetricId[]]

export const SHOP_TILES = [
  'paidAmount',
  'netAmount',
  'paidOrders',
  'averageOrderValue',
  'refundRate',
  'gpm',
] as const satisfies MetricId[]
export const CREATOR_TILES = [
  'impressions',
  'productClicks',
  'clickRate',
  'paidLines',
  'paidAmount',
  'refundRate',
  'gpm',
] as const satisfies MetricId[]
export const PLATFORM_TILES = [
  'paidAmount',
  'netAmount',
  'paidOrders',
  'impressions',
  'clickRate',
  'refundRate',
  'activeShoppers',
] as const satisfies MetricId[]
