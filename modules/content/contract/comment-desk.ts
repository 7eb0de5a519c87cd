// The comments' workbench: everything said under a creator's contents, the creator's own filter, and shops that answer in the
// creator's stead (商家托管). Reply, pin and delete are the endpoints of one comment (desk.ts, viewer.ts).
import { z } from 'zod'
import { done, endpoint, idOf, localized, pageIn, pageOf, says } from '#kernel/contract'
import { cleanText } from '#kernel/text'
import { deskComment } from './shapes.ts'

const creatorId = idOf('crt')
const contentId = idOf('cnt')
const shopId = idOf('shp')
const commentId = idOf('cmt')
const creator = (scope: 'content.read' | 'content.write') =>
  ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const
const shop = (scope: 'product.read' | 'refund.decide') =>
  ({ kind: 'org', org: 'shop', scope, param: 'shopId' }) as const

/** 未回复 · 疑问 · 已拦截. A question is what has a question mark, of either width. */
export const COMMENT_FILTERS = ['unanswered', 'question', 'held'] as const

/** Served by `flows/comment-desk`: listDeskComments (adds names). Newest first. */
export const listDeskComments = endpoint({
  id: 'content.listDeskComments',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/comments',
  summary: { zh: '全部作品的评论', en: 'Comments under all contents of a creator, newest first' },
  access: creator('content.read'),
  input: z.object({
    creatorId,
    show: z.enum(COMMENT_FILTERS).optional(),
    /** Contained in the comment, whatever the case. */
    q: cleanText(60).optional(),
    ...pageIn,
  }),
  output: pageOf(deskComment),
  errors: ['NOT_FOUND', 'CURSOR_INVALID', 'ENUM', 'TEXT_INVALID'],
})

/** Lets a comment through that the filter held back. Twice is once. */
export const releaseComment = endpoint({
  id: 'content.releaseComment',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/comments/{commentId}/release',
  summary: { zh: '放行被拦截的评论', en: 'Let a held comment through' },
  access: creator('content.write'),
  input: z.object({ creatorId, commentId }),
  output: done,
  errors: ['NOT_FOUND'],
})

const FILTER_WORDS_MAX = 200
const words = z
  .array(cleanText(30))
  .max(FILTER_WORDS_MAX)
  .refine(
    (list) => new Set(list.map((w) => w.toLowerCase())).size === list.length,
    says('每个词只写一次', 'each word once'),
  )

export const getCommentFilter = endpoint({
  id: 'content.getCommentFilter',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/comment-filter',
  summary: { zh: '评论屏蔽词', en: 'Words that hold a comment back' },
  access: creator('content.read'),
  input: z.object({ creatorId }),
  output: z.object({ words: z.array(z.string()) }),
  errors: ['NOT_FOUND'],
})

/** Holds from now on; comments that stand already stay. */
export const setCommentFilter = endpoint({
  id: 'content.setCommentFilter',
  method: 'PUT',
  path: '/api/v1/creators/{creatorId}/comment-filter',
  summary: { zh: '设置评论屏蔽词', en: 'Set the words that hold a comment back' },
  access: creator('content.write'),
  input: z.object({ creatorId, words }),
  output: z.object({ words: z.array(z.string()) }),
  errors: ['NOT_FOUND', 'TEXT_INVALID'],
})

const host = z.object({
  shopId,
  name: localized,
  /** May answer here; false: its goods are anchored, so it could be let. */
  granted: z.boolean(),
})

/** Served by `flows/comment-desk`: listHosts. The shops whose goods are anchored. */
export const listHosts = endpoint({
  id: 'content.listCommentHosts',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}/comment-hosts',
  summary: { zh: '可托管评论的商家', en: 'Shops that may answer, or could be let, under a content' },
  access: creator('content.read'),
  input: z.object({ creatorId, contentId }),
  output: z.object({ items: z.array(host) }),
  errors: ['NOT_FOUND'],
})

/** Served by `flows/comment-desk`: setHost. Only a shop whose goods are anchored can be let. Twice is once. */
export const setHost = endpoint({
  id: 'content.setCommentHost',
  method: 'PUT',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}/comment-hosts/{shopId}',
  summary: { zh: '授权或收回商家托管', en: 'Let a shop answer under a content, or take it back' },
  access: creator('content.write'),
  input: z.object({ creatorId, contentId, shopId, granted: z.boolean() }),
  output: done,
  errors: ['NOT_FOUND'],
})

/** Served by `flows/comment-desk`: listHostedComments. */
export const listHostedComments = endpoint({
  id: 'content.listHostedComments',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/hosted-comments',
  summary: { zh: '托管的评论', en: 'Comments a shop may answer in the stead of creators' },
  access: shop('product.read'),
  input: z.object({ shopId, show: z.enum(['unanswered']).optional(), ...pageIn }),
  output: pageOf(deskComment),
  errors: ['NOT_FOUND', 'CURSOR_INVALID', 'ENUM'],
})

/** Served by `flows/comment-desk`: replyAsShop. Marked as the shop's. An answer of the creator is not overwritten. */
export const replyAsShop = endpoint({
  id: 'content.replyAsShop',
  method: 'PUT',
  path: '/api/v1/shops/{shopId}/hosted-comments/{commentId}/reply',
  summary: { zh: '商家回复', en: "Answer a comment in the creator's stead" },
  access: shop('refund.decide'),
  input: z.object({ shopId, commentId, text: cleanText(300) }),
  output: done,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'TEXT_INVALID', 'POLICY_WORD'],
})

export const commentDeskEndpoints = [
  listDeskComments,
  releaseComment,
  getCommentFilter,
  setCommentFilter,
  listHosts,
  setHost,
  listHostedComments,
  replyAsShop,
] as const
