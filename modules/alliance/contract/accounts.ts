// The accounts that speak for a shop (账号矩阵): asked by the shop, taken by the account. Served by `flows/shop-accounts.ts`, because names and
// followers are content's, rooms and dates live's, and sums of sales compass's.
import { z } from 'zod'
import { authorCard } from '#kernel/content-card'
import { bps, currency, done, endpoint, idOf, instant, localized, minorOut } from '#kernel/contract'
import { cleanText } from '#kernel/text'
import { ACCOUNT_ACTIONS, ACCOUNT_KINDS, ACCOUNT_STATES } from '../domain/account-state.ts'

/** Asked and linked ones of a shop. */
export const MAX_SHOP_ACCOUNTS = 50

const shopId = idOf('shp')
const creatorId = idOf('crt')
const linkId = idOf('sac')
const kind = z.enum(ACCOUNT_KINDS)
const shop = (scope: 'analytics.read' | 'member.write') =>
  ({ kind: 'org', org: 'shop', scope, param: 'shopId' }) as const
const creator = (scope: 'member.read' | 'member.write') =>
  ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const

/** What an account did for the shop in the period. Sales are of the shop's goods alone; what it sells for others is its own affair. */
const account = z.object({
  linkId,
  creatorId,
  kind,
  /** What the shop calls it: whose it is, of which category or place. Seen by the shop alone. */
  label: z.string(),
  state: z.enum(ACCOUNT_STATES),
  since: instant,
  name: localized,
  avatarUrl: z.string().nullable(),
  followers: z.number().int(),
  /** Published in the period. */
  newContents: z.number().int(),
  rooms: z.number().int(),
  liveMs: z.number().int(),
  paidLines: z.number().int(),
  paidMinor: minorOut,
  refundedMinor: minorOut,
  onAirRoomId: idOf('rom').nullable(),
  next: z.object({ at: instant, title: localized, roomId: idOf('rom').nullable() }).nullable(),
})

export const getMatrix = endpoint({
  id: 'alliance.getMatrix',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/matrix',
  summary: { zh: '账号矩阵', en: 'The shop’s accounts, and what each did for it' },
  access: shop('analytics.read'),
  input: z.object({
    shopId,
    days: z.enum(['1', '7', '30']).default('7').transform(Number),
    currency: currency.default('CNY'),
  }),
  output: z.object({
    period: z.object({ from: z.string(), to: z.string(), currency }),
    accounts: z.array(account),
    /** The shop's paid amount: own accounts, other creators, and what nobody brought; the three add up to the whole. */
    sales: z.object({
      paidMinor: minorOut,
      ownMinor: minorOut,
      othersMinor: minorOut,
      nobodyMinor: minorOut,
      /** Null when nothing was sold. */
      ownShareBps: bps.nullable(),
    }),
  }),
  errors: ['NOT_FOUND', 'ENUM'],
})

/** Who owns both sides links at once; others are asked. */
export const inviteAccount = endpoint({
  id: 'alliance.inviteAccount',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/matrix',
  summary: { zh: '邀请账号加入矩阵', en: 'Ask an account to speak for the shop' },
  access: shop('member.write'),
  input: z.object({ shopId, creatorId, kind, label: cleanText(20, { min: 0 }).default('') }),
  output: z.object({ linkId, state: z.enum(ACCOUNT_STATES) }),
  errors: [
    'NOT_FOUND',
    'SHOP_SUSPENDED',
    'CREATOR_UNKNOWN',
    'ACCOUNT_TAKEN',
    'OFFICIAL_TAKEN',
    'ACCOUNT_LIMIT',
    'TEXT_INVALID',
  ],
  status: 201,
})

/** Again is the same as once. */
export const endAccount = endpoint({
  id: 'alliance.endAccount',
  method: 'DELETE',
  path: '/api/v1/shops/{shopId}/matrix/{linkId}',
  summary: { zh: '解除账号，或撤回邀请', en: 'Let an account go, or take the invitation back' },
  access: shop('member.write'),
  input: z.object({ shopId, linkId }),
  output: done,
  errors: ['NOT_FOUND', 'SHOP_SUSPENDED'],
})

const shopLink = z.object({
  linkId,
  shopId,
  shopName: localized,
  kind,
  state: z.enum(ACCOUNT_STATES),
  since: instant,
})

export const listShopLinks = endpoint({
  id: 'alliance.listShopLinks',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/shops',
  summary: { zh: '我代表的店铺和邀请', en: 'The shop this account speaks for, and who asks it to' },
  access: creator('member.read'),
  input: z.object({ creatorId }),
  output: z.object({ items: z.array(shopLink) }),
  errors: ['NOT_FOUND'],
})

export const answerShopLink = endpoint({
  id: 'alliance.answerShopLink',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/shops/{linkId}',
  summary: { zh: '接受、拒绝或解除', en: 'Accept, decline, or end' },
  access: creator('member.write'),
  input: z.object({ creatorId, linkId, action: z.enum(ACCOUNT_ACTIONS) }),
  output: shopLink,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCOUNT_TAKEN', 'OFFICIAL_TAKEN', 'ENUM'],
})

export const listShopAccounts = endpoint({
  id: 'alliance.listShopAccounts',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/accounts',
  summary: { zh: '店铺的账号', en: 'The accounts that speak for a shop, those on air first' },
  access: { kind: 'public' },
  input: z.object({ shopId }),
  output: z.object({
    items: z.array(
      z.object({ kind, author: authorCard, followers: z.number().int(), roomId: idOf('rom').nullable() }),
    ),
  }),
  errors: [],
})

export const getAuthorShop = endpoint({
  id: 'alliance.getAuthorShop',
  method: 'GET',
  path: '/api/v1/authors/{authorId}/shop',
  summary: { zh: '账号代表的店铺', en: 'The shop an account speaks for' },
  access: { kind: 'public' },
  input: z.object({ authorId: creatorId }),
  output: z.object({ shop: z.object({ shopId, name: localized, kind }).nullable() }),
  errors: [],
})

export const accountEndpoints = [
  getMatrix,
  inviteAccount,
  endAccount,
  listShopLinks,
  answerShopLink,
  listShopAccounts,
  getAuthorShop,
] as const
