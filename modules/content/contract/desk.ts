// The creator's desk. Endpoints whose work touches other modules are flows; each says which.
import { z } from 'zod'
import { done, endpoint, idOf, instant, mediaUrl, pageIn, pageOf } from '#kernel/contract'
import { cleanText, localizedText } from '#kernel/text'
import { contentState, creatorProfile, draftFields, liveEntries, ownContent, watchReport } from './shapes.ts'

const creatorId = idOf('crt')
const contentId = idOf('cnt')
/** The hour it appears, up to 30 days ahead; null: as soon as it is passed. */
const publishAt = instant.nullable().optional()
/** A room of this creator, or of another account where the caller may run rooms; not over. */
const announcesRoomId = idOf('rom').nullable().optional()
const creator = (scope: 'content.read' | 'content.write') =>
  ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const

/** Served by `flows/open-creator`: openCreator. The caller becomes its owner. */
export const openCreator = endpoint({
  id: 'content.openCreator',
  method: 'POST',
  path: '/api/v1/creators',
  summary: { zh: '开通达人账号', en: 'Become a creator' },
  access: { kind: 'account' },
  input: z.object({
    name: localizedText(30),
    bio: z.strictObject({ zh: cleanText(200, { min: 0 }), en: cleanText(200, { min: 0 }) }),
  }),
  output: creatorProfile,
  errors: ['TEXT_INVALID', 'POLICY_WORD'],
  status: 201,
})

export const getCreator = endpoint({
  id: 'content.getCreator',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}',
  summary: { zh: '达人资料', en: 'The creator profile' },
  access: creator('content.read'),
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
  access: creator('content.write'),
  input: z.object({
    creatorId,
    bio: z.strictObject({ zh: cleanText(200, { min: 0 }), en: cleanText(200, { min: 0 }) }).optional(),
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
  access: creator('content.read'),
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
  access: creator('content.write'),
  input: z.object({
    creatorId,
    ...draftFields,
    publishAt,
    announcesRoomId,
    submit: z.boolean().default(true),
  }),
  output: ownContent,
  errors: [
    'NOT_FOUND',
    'STATE_CONFLICT',
    'TEXT_INVALID',
    'POLICY_WORD',
    'NOT_IN_SHOWCASE',
    'CLIP_NOT_READY',
    'DATE_INVALID',
  ],
  status: 201,
})

export const getMine = endpoint({
  id: 'content.getMine',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}',
  summary: { zh: '我的一条作品', en: 'One own content in any state' },
  access: creator('content.read'),
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
  access: creator('content.write'),
  input: z.object({
    creatorId,
    contentId,
    ...z.object(draftFields).partial().shape,
    publishAt,
    /** Only while it is a draft, otherwise STATE_CONFLICT: what saves by itself sends nothing to review. */
    asDraft: z.boolean().optional(),
  }),
  output: ownContent,
  errors: [
    'NOT_FOUND',
    'STALE',
    'STATE_CONFLICT',
    'TEXT_INVALID',
    'POLICY_WORD',
    'NOT_IN_SHOWCASE',
    'CLIP_NOT_READY',
    'DATE_INVALID',
  ],
})

/** Served by `flows/publish-content`: submitContent. A draft, or what was withdrawn or rejected, goes to review. */
export const submit = endpoint({
  id: 'content.submit',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}/submit',
  summary: { zh: '提交审核', en: 'Submit a draft, withdrawn or rejected content to review' },
  access: creator('content.write'),
  input: z.object({ creatorId, contentId }),
  output: ownContent,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'POLICY_WORD', 'NOT_IN_SHOWCASE', 'CLIP_NOT_READY'],
})

/** Served by `flows/publish-content`: withdrawContent. A review that waits is closed with it. */
export const withdraw = endpoint({
  id: 'content.withdraw',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}/withdraw',
  summary: { zh: '撤回作品', en: 'Withdraw; it disappears at once' },
  access: creator('content.write'),
  input: z.object({ creatorId, contentId }),
  output: ownContent,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/announce-room`: announceRoom. Null announces nothing. No review: neither words nor pictures change. */
export const announceRoom = endpoint({
  id: 'content.announceRoom',
  method: 'PUT',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}/announced-room',
  summary: { zh: '作品预告直播间', en: 'Let a content announce a room, or none' },
  access: creator('content.write'),
  input: z.object({ creatorId, contentId, roomId: idOf('rom').nullable() }),
  output: ownContent,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/announce-room`: getLiveEntries. */
export const getLiveEntries = endpoint({
  id: 'content.getLiveEntries',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}/live-entries',
  summary: { zh: '作品引流到直播间', en: 'Who came into live rooms by a content' },
  access: creator('content.read'),
  input: z.object({ creatorId, contentId }),
  output: liveEntries,
  errors: ['NOT_FOUND'],
})

/** How a clip is watched, by the second. Plays without measured parts (older apps) count by their time on screen. */
export const getWatch = endpoint({
  id: 'content.getWatch',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/contents/{contentId}/watch',
  summary: { zh: '逐秒观看与流失', en: 'How a clip is watched and left, second by second' },
  access: creator('content.read'),
  input: z.object({ creatorId, contentId }),
  output: watchReport,
  errors: ['NOT_FOUND'],
})

export const replyToComment = endpoint({
  id: 'content.replyToComment',
  method: 'PUT',
  path: '/api/v1/creators/{creatorId}/comments/{commentId}/reply',
  summary: { zh: '作者回复', en: "Answer a comment under one's own content" },
  access: creator('content.write'),
  input: z.object({ creatorId, commentId: idOf('cmt'), text: cleanText(300) }),
  output: done,
  errors: ['NOT_FOUND', 'TEXT_INVALID'],
})

export const pinComment = endpoint({
  id: 'content.pinComment',
  method: 'PUT',
  path: '/api/v1/creators/{creatorId}/comments/{commentId}/pin',
  summary: { zh: '置顶评论（每条作品一条）', en: 'Pin a comment, or unpin it; one per content' },
  access: creator('content.write'),
  input: z.object({ creatorId, commentId: idOf('cmt'), pinned: z.boolean() }),
  output: done,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const deskEndpoints = [
  openCreator,
  getCreator,
  editCreator,
  listMine,
  publish,
  getMine,
  edit,
  submit,
  withdraw,
  announceRoom,
  getLiveEntries,
  getWatch,
  replyToComment,
  pinComment,
] as const
