// The demo's one-click log-ins: which roles there are, and what each of them lets a visitor see.
import type { Localized } from '#kernel/text'

export const PERSONA_ROLES = [
  'shopper',
  'merchant',
  'creator',
  'agency',
  'operator',
  'reviewer',
  'finance',
] as const
export type PersonaRole = (typeof PERSONA_ROLES)[number]

export const PERSONA_SHOWS: Record<PersonaRole, Localized> = {
  shopper: {
    zh: '刷推荐、下单、看订单，管理自己的兴趣',
    en: 'Swipes the feed, buys, follows orders, edits her interests',
  },
  merchant: {
    zh: '店铺工作台：商品、库存、发货、资金，按角色开放',
    en: 'A shop’s desk: products, stock, shipping and money, as the role allows',
  },
  creator: {
    zh: '选品、发布带货视频、看预估和已结佣金',
    en: 'Picks products, publishes videos with them, sees commission',
  },
  agency: { zh: '看旗下达人的分成', en: 'Sees the share of the creators it looks after' },
  operator: {
    zh: '平台全局：费率、审核、账目、行为日志、演示时钟',
    en: 'The whole platform: rates, reviews, ledger, signals, demo clock',
  },
  reviewer: { zh: '审核商品和内容', en: 'Reviews products and content before they are shown' },
  finance: { zh: '账目、费率与演示时钟', en: 'Ledger, rate card and demo clock' },
}
