// What viewers read and do. Endpoints whose work touches other modules are flows; each says which.
import { z } from 'zod'
import { contentCard } from '#kernel/content-card'
import { done, endpoint, idOf, pageIn, pageOf } from '#kernel/contract'
import { productCard } from '#kernel/product-card'
import { cleanText } from '#kernel/text'
import { authorProfile, comment } from './shapes.ts'

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
  summary: {
    zh: '删除评论（自己的，或自己作品下的）',
    en: 'Delete a comment: your own, or one under your content',
  },
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

export const viewerEndpoints = [
  getContent,
  like,
  unlike,
  listComments,
  postComment,
  deleteComment,
  share,
  follow,
  unfollow,
  getAuthor,
  listAuthorContents,
] as const
