// Content as seen from outside: what viewers read and do, and the creator's desk. Endpoints whose work touches other modules
// are flows in `flows/`; each says which.
import { z } from 'zod'
import { authorCard, contentCard, contentCounters, contentMedia } from '#kernel/content-card'
import { done, endpoint, idOf, instant, localized, pageIn, pageOf } from '#kernel/contract'
import { productCard } from '#kernel/product-card'
import { cleanText, localizedText } from '#kernel/text'
import { CONTENT_ACTIONS, CONTENT_STATES } from './domain/content-state.ts'

export const MAX_ANCHORS = 5

// --- What a creator hands in ------------------------------------------------------------------------------------------

/** A file of this platform, uploaded or of the demo world: never another site's address, never a script. */
const mediaUrl = z
  .string()
  .max(300)
  .regex(/^\/media\/(?!.*\.\.)[\w./-]+$/)
  .meta({ description: 'A path under /media/, as the upload answered it', example: '/media/clips/kettle-01.mp4' })
const pixels = z.number().int().min(16).max(8192)

const mediaIn = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('video'),
    videoUrl: mediaUrl,
    posterUrl: mediaUrl,
    durationMs: z.number().int().min(1000).max(600_000),
    width: pixels,
    height: pixels,
    captions: z.strictObject({ zh: mediaUrl, en: mediaUrl }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('images'),
    images: z.array(z.strictObject({ url: mediaUrl, width: pixels, height: pixels })).min(1).max(9),
  }),
])

const captionText = cleanText(500, { min: 0, multiline: true })
const unique = (list: readonly string[]) => new Set(list).size === list.length

const fields = {
  title: localizedText(60),
  caption: z.object({ zh: captionText, en: captionText }),
  media: mediaIn,
  productIds: z.array(idOf('prd')).max(MAX_ANCHORS).refine(unique, { message: 'each product once' }),
  tags: z.array(cleanText(30)).max(10).refine(unique, { message: 'each tag once' }),
  categoryId: z.string().regex(/^[a-z0-9-]{1,40}$/).nullable(),
}

/** One piece of content as it is handed in; the desk and the world generator are checked by the same schema. */
export const contentDraft = z.strictObject(fields)
export type ContentDraft = z.output<typeof contentDraft>

// --- Answers ----------------------------------------------------------------------------------------------------------

export const creatorTier = z.enum(['head', 'shoulder', 'waist', 'tail']).meta({ description: '头部 · 肩部 · 腰部 · 尾部' })
export type CreatorTier = z.output<typeof creatorTier>

export const contentState = z.enum(CONTENT_STATES)

/** A creator's own content, in any state. `actions` are those possible now; `rejectedRuleId` says why it was turned down. */
export const ownContent = z.object({
  contentId: idOf('cnt'),
  creatorId: idOf('crt'),
  state: contentState,
  actions: z.array(z.enum(CONTENT_ACTIONS)),
  version: z.number().int(),
  title: localized,
  caption: localized,
  media: contentMedia,
  productIds: z.array(idOf('prd')),
  tags: z.array(z.string()),
  categoryId: z.string().nullable(),
  counters: contentCounters,
  rejectedRuleId: z.string().nullable(),
  createdAt: instant,
  publishedAt: instant.nullable(),
})
export type OwnContent = z.output<typeof ownContent>

export const comment = z.object({
  commentId: idOf('cmt'),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  text: z.string(),
  pinned: z.boolean(),
  /** The author's answer (作者回复). */
  reply: z.object({ text: z.string(), at: instant }).nullable(),
  at: instant,
  /** The caller may delete it: it is theirs, or it stands under their content. */
  deletable: z.boolean(),
})
export type Comment = z.output<typeof comment>

export const authorProfile = authorCard.extend({
  bio: localized,
  tier: creatorTier,
  followers: z.number().int(),
  contents: z.number().int(),
  likes: z.number().int(),
})
export type AuthorProfile = z.output<typeof authorProfile>

export const creatorProfile = z.object({
  creatorId: idOf('crt'),
  version: z.number().int(),
  name: localized,
  bio: localized,
  avatarUrl: z.string().nullable(),
  tier: creatorTier,
  followers: z.number().int(),
  createdAt: instant,
})
export type CreatorProfile = z.output<typeof creatorProfile>

// --- For viewers ------------------------------------------------------------------------------------------------------

const contentId = idOf('cnt')
const authorId = idOf('crt')

/** Served by `flows/view-content`: viewContent. */
export const getContent = endpoint({
  id: 'content.getContent',
  method: 'GET',
  path: '/api/v1/contents/{contentId}',
  summary: { zh: '查看一条内容及其商品', en: 'One piece of content with its goods' },
  access: { kind: 'public' },
  input: z.object({ contentId }),
  output: z.object({ content: contentCard, products: z.array(productCard) }),
  errors: ['NOT_FOUND'],
})

const likeState = z.object({ liked: z.boolean(), likes: z.number().int() })

export const like = endpoint({
  id: 'content.like',
  method: 'PUT',
  path: '/api/v1/contents/{contentId}/like',
  summary: { zh: '点赞', en: 'Like' },
  access: { kind: 'person' },
  input: z.object({ contentId }),
  output: likeState,
  errors: ['NOT_FOUND'],
})

export const unlike = endpoint({
  id: 'content.unlike',
  method: 'DELETE',
  path: '/api/v1/contents/{contentId}/like',
  summary: { zh: '取消点赞', en: 'Take a like back' },
  access: { kind: 'person' },
  input: z.object({ contentId }),
  output: likeState,
  errors: ['NOT_FOUND'],
})

/** Served by `flows/comment`: listComments (adds nicknames). Pinned first, then newest first. */
export const listComments = endpoint({
  id: 'content.listComments',
  method: 'GET',
  path: '/api/v1/contents/{contentId}/comments',
  summary: { zh: '评论列表', en: 'Comments, the pinned one first, then the newest' },
  access: { kind: 'public' },
  input: z.object({ contentId, ...pageIn }),
  output: pageOf(comment),
  errors: ['NOT_FOUND', 'CURSOR_INVALID'],
})

/** Served by `flows/comment`: postComment (screens the words, adds the nickname). */
export const postComment = endpoint({
  id: 'content.comment',
  method: 'POST',
  path: '/api/v1/contents/{contentId}/comments',
  summary: { zh: '发表评论', en: 'Comment' },
  access: { kind: 'account' },
  input: z.object({ contentId, text: cleanText(300) }),
  output: comment,
  errors: ['NOT_FOUND', 'TEXT_INVALID', 'POLICY_WORD'],
  status: 201,
})

export const deleteComment = endpoint({
  id: 'content.deleteComment',
  method: 'DELETE',
  path: '/api/v1/contents/{contentId}/comments/{commentId}',
  summary: { zh: '删除评论（自己的，或自己作品下的）', en: 'Delete a comment: your own, or one under your content' },
  access: { kind: 'account' },
  input: z.object({ contentId, commentId: idOf('cmt') }),
  output: done,
  errors: ['NOT_FOUND'],
})

export const share = endpoint({
  id: 'content.share',
  method: 'POST',
  path: '/api/v1/contents/{contentId}/shares',
  summary: { zh: '分享（同一人只计一次）', en: 'Share; one person counts once' },
  access: { kind: 'person' },
  input: z.object({ contentId }),
  output: z.object({ shares: z.number().int() }),
  errors: ['NOT_FOUND'],
})

const followState = z.object({ following: z.boolean(), followers: z.number().int() })

export const follow = endpoint({
  id: 'content.follow',
  method: 'PUT',
  path: '/api/v1/authors/{authorId}/follow',
  summary: { zh: '关注达人', en: 'Follow a creator' },
  access: { kind: 'person' },
  input: z.object({ authorId }),
  output: followState,
  errors: ['NOT_FOUND'],
})

export const unfollow = endpoint({
  id: 'content.unfollow',
  method: 'DELETE',
  path: '/api/v1/authors/{authorId}/follow',
  summary: { zh: '取消关注', en: 'Unfollow a creator' },
  access: { kind: 'person' },
  input: z.object({ authorId }),
  output: followState,
  errors: ['NOT_FOUND'],
})

export const getAuthor = endpoint({
  id: 'content.getAuthor',
  method: 'GET',
  path: '/api/v1/authors/{authorId}',
  summary: { zh: '达人主页', en: "A creator's page with the first contents" },
  access: { kind: 'public' },
  input: z.object({ authorId }),
  output: z.object({ author: authorProfile, contents: pageOf(contentCard) }),
  errors: ['NOT_FOUND'],
})

export const listAuthorContents = endpoint({
  id: 'content.listAuthorContents',
  method: 'GET',
  path: '/api/v1/authors/{authorId}/contents',
  summary: { zh: '达人的作品，最新在前', en: "A creator's published contents, newest first" },
  access: { kind: 'public' },
  input: z.object({ authorId, ...pageIn }),
  output: pageOf(contentCard),
  errors: ['NOT_FOUND', 'CURSOR_INVALID'],
})

// --- The creator's desk -----------------------------------------------------------------------------------------------

const creatorId = idOf('crt')
const desk = (scope: 'content.read' | 'content.write') => ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const

/** Served by `flows/open-creator`: openCreator. The caller becomes its owner. */
export const openCreator = endpoint({
  id: 'content.openCreator',
  method: 'POST',
  path: '/api/v1/creators',
  summary: { zh: '开通达人账号', en: 'Become a creator' },
  access: { kind: 'account' },
  input: z.object({ name: localizedText(30), bio: z.object({ zh: cleanText(200, { min: 0 }), en: cleanText(200, { min: 0 }) }) }),
  output: creatorProfile,
  errors: ['TEXT_INVALID', 'POLICY_WORD'],
  status: 201,
})

export const getCreator = endpoint({
  id: 'content.getCreator',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}',
  summary: { zh: '达人资料', en: 'The creator profile' },
  access: desk('content.read'),
  input: z.object({ creatorId }),
  output: creatorProfile,
  errors: ['NOT_FOUND'],
})

/** Served by `flows/open-creator`: editCreator (screens the words). Needs If-Match. */
export const editCreator = endpoint({
  id: 'content.editCreator',
  method: 'PATCH',
  path: '/api/v1/creators/{creatorId}',
  summary: { zh: '修改简介与头像', en: 'Edit biography and avatar' },
  access: desk('content.write'),
  input: z.object({
    creatorId,
    bio: z.object({ zh: cleanText(200, { min: 0 }), en: cleanText(200, { min: 0 }) }).optional(),
    avatarUrl: mediaUrl.nullable().optional(),
  }),
  output: creatorProfile,
  errors: ['NOT_FOUND', 'STALE', 'TEXT_INVALID', 'POLICY_WORD'],
})

export const listMine = endpoint({
  id: 'content.listMine',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/contents',
  summary: { zh: '我的作品', en: "The creator's contents in every state, newest first" },
  access: desk('content.read'),
  input: z.object({ creatorId, state: contentState.optional(), ...pageIn }),
  output: pageOf(ownContent),
  errors: ['NOT_FOUND', 'CURSOR_INVALID', 'ENUM'],
})

/** Served by `flows/publish-content`: publishContent. `submit: false` keeps it as a draft. */
export const publish = endpoint({
  id: 'content.publish',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/contents',
  summary: { zh: '发布内容（进入审核）', en: 'Publish; it goes to review first' },
  access: desk('content.write'),
  input: z.object({ creatorId, ...fields, submit: z.boolean().default(true) }),
  output: ownContent,
  errors: ['NOT_FOUND', 'TEXT_INVALID', 'POLICY_WORD', 'NOT_IN_SHOWCASE'],
  status: 201,
})

export const getMine = endpoint({
  id: 'content.getMine',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}',
  summary: { zh: '我的一条作品', en: 'One own content in any state' },
  access: desk('content.read'),
  input: z.object({ creatorId, contentId }),
  output: ownContent,
  errors: ['NOT_FOUND'],
})

/** Served by `flows/publish-content`: editContent. Needs If-Match. What is published goes to review again. */
export const edit = endpoint({
  id: 'content.edit',
  method: 'PATCH',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}',
  summary: { zh: '修改作品（已发布的会重新审核）', en: 'Edit; what is published goes to review again' },
  access: desk('content.write'),
  input: z.object({ creatorId, contentId, ...z.object(fields).partial().shape }),
  output: ownContent,
  errors: ['NOT_FOUND', 'STALE', 'STATE_CONFLICT', 'TEXT_INVALID', 'POLICY_WORD', 'NOT_IN_SHOWCASE'],
})

/** Served by `flows/publish-content`: submitContent. A draft, or what was withdrawn or rejected, goes to review. */
export const submit = endpoint({
  id: 'content.submit',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}/submit',
  summary: { zh: '提交审核', en: 'Submit a draft, withdrawn or rejected content to review' },
  access: desk('content.write'),
  input: z.object({ creatorId, contentId }),
  output: ownContent,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'POLICY_WORD', 'NOT_IN_SHOWCASE'],
})

export const withdraw = endpoint({
  id: 'content.withdraw',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}/withdraw',
  summary: { zh: '撤回作品', en: 'Withdraw; it disappears at once' },
  access: desk('content.write'),
  input: z.object({ creatorId, contentId }),
  output: ownContent,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const replyToComment = endpoint({
  id: 'content.replyToComment',
  method: 'PUT',
  path: '/api/v1/creators/{creatorId}/comments/{commentId}/reply',
  summary: { zh: '作者回复', en: "Answer a comment under one's own content" },
  access: desk('content.write'),
  input: z.object({ creatorId, commentId: idOf('cmt'), text: cleanText(300) }),
  output: done,
  errors: ['NOT_FOUND', 'TEXT_INVALID'],
})

export const pinComment = endpoint({
  id: 'content.pinComment',
  method: 'PUT',
  path: '/api/v1/creators/{creatorId}/comments/{commentId}/pin',
  summary: { zh: '置顶评论（每条作品一条）', en: 'Pin a comment, or unpin it; one per content' },
  access: desk('content.write'),
  input: z.object({ creatorId, commentId: idOf('cmt'), pinned: z.boolean() }),
  output: done,
  errors: ['NOT_FOUND'],
})

export const contentEndpoints = [
  getContent, like, unlike, listComments, postComment, deleteComment, share, follow, unfollow, getAuthor, listAuthorContents,
  openCreator, getCreator, editCreator, listMine, publish, getMine, edit, submit, withdraw, replyToComment, pinComment,
] as const
