// Coming into a room, and keeping order in it from a second device. The chat itself travels over the room's socket.
import { z } from 'zod'
import { done, endpoint, idOf, instant, pageIn, pageOf } from '#kernel/contract'
import { pinnedLine } from '#kernel/room-event'
import { CHAT_ROLES, TRAFFIC_SOURCES } from '#kernel/room-frames'
import { cleanText } from '#kernel/text'
import { MAX_TERMS } from '../domain/chat-filter.ts'

const roomId = idOf('rom')
const creatorId = idOf('crt')
const accountId = idOf('usr')
const moderate = { kind: 'org', org: 'creator', scope: 'live.moderate', param: 'creatorId' } as const
const ROOM = '/api/v1/creators/{creatorId}/rooms/{roomId}'

/** Served by `flows/enter-room`: enterRoom. Guests may come in, watch and like; to write they log in. */
export const enterRoom = endpoint({
  id: 'live.enterRoom',
  method: 'POST',
  path: '/api/v1/rooms/{roomId}/tickets',
  summary: { zh: '领取进入直播间的凭证', en: 'A ticket for the room’s socket' },
  access: { kind: 'person' },
  input: z.object({
    roomId,
    source: z.enum(TRAFFIC_SOURCES).default('other'),
    /** The video one came by; kept only if it announces this room, or is of the same author. */
    contentId: idOf('cnt').optional(),
  }),
  output: z.object({
    /** Absolute, or `:PORT/path` on the host the page came from. Add `?ticket=…&since=SEQ`. */
    url: z.string(),
    ticket: z.string(),
    expiresAt: instant,
    role: z.enum(CHAT_ROLES),
    /** False: may watch and like only. */
    mayWrite: z.boolean(),
  }),
  errors: ['NOT_FOUND', 'ROOM_ENDED', 'ROOM_BLOCKED', 'ENUM'],
  status: 201,
})

export const chatFate = z.enum(['shown', 'folded', 'dropped', 'filtered'])

export const keptLine = z.object({
  chatId: idOf('cht'),
  accountId,
  name: z.string(),
  role: z.enum(CHAT_ROLES),
  text: z.string(),
  at: instant,
  /** `folded`: counted with an equal line; `dropped`: gave way in a crowd; `filtered`: held back by `ruleId`. */
  fate: chatFate,
  /** The word or the platform's rule that held it back; told to moderators only. */
  ruleId: z.string().nullable(),
  removedAt: instant.nullable(),
  removedBy: accountId.nullable(),
})

export const listChat = endpoint({
  id: 'live.listChat',
  method: 'GET',
  path: `${ROOM}/chat`,
  summary: { zh: '聊天记录', en: 'What was written, the newest first' },
  access: moderate,
  input: z.object({
    creatorId,
    roomId,
    accountId: accountId.optional(),
    fate: chatFate.optional(),
    removed: z.enum(['true', 'false']).optional(),
    text: z.string().trim().min(1).max(50).optional(),
    ...pageIn,
  }),
  output: pageOf(keptLine),
  errors: ['NOT_FOUND', 'CURSOR_INVALID', 'ENUM'],
})

export const removeChat = endpoint({
  id: 'live.removeChat',
  method: 'POST',
  path: `${ROOM}/chat/removals`,
  summary: { zh: '删除发言', en: 'Take lines away; what was removed already stays so' },
  access: moderate,
  input: z.object({ creatorId, roomId, chatIds: z.array(idOf('cht')).min(1).max(100) }),
  output: z.object({ removed: z.number().int() }),
  errors: ['NOT_FOUND'],
})

const chatRules = z.object({
  slowSeconds: z.number().int(),
  paused: z.boolean(),
  pinned: pinnedLine.nullable(),
})

/** Null takes the pin away. */
export const pinChat = endpoint({
  id: 'live.pinChat',
  method: 'PUT',
  path: `${ROOM}/chat/pin`,
  summary: { zh: '置顶发言', en: 'Pin a line, or none' },
  access: moderate,
  input: z.object({ creatorId, roomId, chatId: idOf('cht').nullable() }),
  output: chatRules,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const getChatRules = endpoint({
  id: 'live.getChatRules',
  method: 'GET',
  path: `${ROOM}/chat/rules`,
  summary: { zh: '聊天设置', en: 'Slow mode, pause, pin' },
  access: moderate,
  input: z.object({ creatorId, roomId }),
  output: chatRules,
  errors: ['NOT_FOUND'],
})

/** `slowSeconds`: so long between two lines of one person; 0 is none. Host and moderators are free of both. */
export const setChatRules = endpoint({
  id: 'live.setChatRules',
  method: 'PUT',
  path: `${ROOM}/chat/rules`,
  summary: { zh: '慢速模式与暂停聊天', en: 'Slow mode and pause' },
  access: moderate,
  input: z.object({
    creatorId,
    roomId,
    slowSeconds: z.number().int().min(0).max(300),
    paused: z.boolean(),
  }),
  output: chatRules,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const mutePerson = endpoint({
  id: 'live.mutePerson',
  method: 'POST',
  path: `${ROOM}/mutes`,
  summary: { zh: '禁言或移出', en: 'Mute for minutes, or block' },
  access: moderate,
  input: z.object({
    creatorId,
    roomId,
    accountId,
    /** Null blocks: out of the room, until lifted. */
    minutes: z.number().int().min(1).max(1_440).nullable(),
  }),
  output: done,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'CONFLICT_OF_INTEREST'],
})

/** Somebody who is not muted stays so. */
export const liftMute = endpoint({
  id: 'live.liftMute',
  method: 'POST',
  path: `${ROOM}/mutes/lift`,
  summary: { zh: '解除禁言', en: 'Lift a mute or a block' },
  access: moderate,
  input: z.object({ creatorId, roomId, accountId }),
  output: done,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const listMutes = endpoint({
  id: 'live.listMutes',
  method: 'GET',
  path: `${ROOM}/mutes`,
  summary: { zh: '禁言名单', en: 'Who is muted or blocked now' },
  access: moderate,
  input: z.object({ creatorId, roomId }),
  output: z.object({
    items: z.array(
      z.object({
        accountId,
        name: z.string(),
        until: instant.nullable(),
        blocked: z.boolean(),
        by: accountId,
        at: instant,
      }),
    ),
  }),
  errors: ['NOT_FOUND'],
})

const filter = z.object({ terms: z.array(z.string()) })

export const getChatFilter = endpoint({
  id: 'live.getChatFilter',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/chat-filter',
  summary: { zh: '屏蔽词', en: 'Words kept out of the chat' },
  access: moderate,
  input: z.object({ creatorId }),
  output: filter,
  errors: ['NOT_FOUND'],
})

/** The whole list; full-width letters, case and what is put between letters hide no word. */
export const setChatFilter = endpoint({
  id: 'live.setChatFilter',
  method: 'PUT',
  path: '/api/v1/creators/{creatorId}/chat-filter',
  summary: { zh: '设置屏蔽词', en: 'Set the words kept out of the chat' },
  access: moderate,
  input: z.object({ creatorId, terms: z.array(cleanText(30)).max(MAX_TERMS) }),
  output: filter,
  errors: ['NOT_FOUND', 'TEXT_INVALID'],
})

export const channelEndpoints = [
  enterRoom,
  listChat,
  removeChat,
  pinChat,
  getChatRules,
  setChatRules,
  mutePerson,
  liftMute,
  listMutes,
  getChatFilter,
  setChatFilter,
] as const
