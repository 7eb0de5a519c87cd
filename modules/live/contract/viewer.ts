// What viewers read and do. Endpoints whose work touches other modules are flows; each says which.
import { z } from 'zod'
import { done, endpoint, idOf, pageIn, pageOf } from '#kernel/contract'
import { luckyBag, numberedEvent } from '#kernel/room-event'
import { LUCKY_BAG_STATES } from '../domain/lucky-bag-state.ts'
import { roomCard, roomSign, roomSnapshot } from './shapes.ts'

const roomId = idOf('rom')

/** Served by `flows/view-room`: getRoom. A room in preview is there for its calendar; one in testing is not. */
export const getRoom = endpoint({
  id: 'live.getRoom',
  method: 'GET',
  path: '/api/v1/rooms/{roomId}',
  summary: { zh: '直播间快照', en: 'A room as it is now: picture, bag, prices, sale, coupon' },
  access: { kind: 'public' },
  input: z.object({ roomId }),
  output: roomSnapshot,
  errors: ['NOT_FOUND'],
})

/** Asked every few seconds while a video that announces the room is on screen. */
export const getRoomSign = endpoint({
  id: 'live.getRoomSign',
  method: 'GET',
  path: '/api/v1/rooms/{roomId}/sign',
  summary: { zh: '直播间状态（轻量）', en: 'Whether a room is on, and if not, when it is planned' },
  access: { kind: 'public' },
  input: z.object({ roomId }),
  output: roomSign,
  errors: ['NOT_FOUND'],
})

/** The room's log after `after`, oldest first: for those whose socket was away. */
export const listEvents = endpoint({
  id: 'live.listEvents',
  method: 'GET',
  path: '/api/v1/rooms/{roomId}/events',
  summary: {
    zh: '直播间事件（断线补齐；禁言与违规只有编号）',
    en: 'The room’s numbered events after one of them; of mutes and violations the number only',
  },
  access: { kind: 'public' },
  input: z.object({
    roomId,
    after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  output: z.object({ events: z.array(numberedEvent), seq: z.number().int() }),
  errors: ['NOT_FOUND'],
})

/** Served by `flows/view-room`: listLive. */
export const listLive = endpoint({
  id: 'live.listLive',
  method: 'GET',
  path: '/api/v1/rooms/live',
  summary: { zh: '正在直播', en: 'Rooms that are live, the latest started first' },
  access: { kind: 'public' },
  input: z.object({ creatorId: idOf('crt').optional(), ...pageIn }),
  output: pageOf(roomCard),
  errors: ['CURSOR_INVALID'],
})

/** Served by `flows/view-room`: listUpcoming. */
export const listUpcoming = endpoint({
  id: 'live.listUpcoming',
  method: 'GET',
  path: '/api/v1/rooms/upcoming',
  summary: { zh: '直播预告', en: 'Rooms with a planned start, the next first' },
  access: { kind: 'public' },
  input: z.object({ creatorId: idOf('crt').optional(), ...pageIn }),
  output: pageOf(roomCard),
  errors: ['CURSOR_INVALID'],
})

export const claimCoupon = endpoint({
  id: 'live.claimCoupon',
  method: 'POST',
  path: '/api/v1/rooms/{roomId}/coupons/{couponId}/claim',
  summary: { zh: '领取直播间优惠券', en: 'Take the room’s coupon, once a person' },
  access: { kind: 'account' },
  input: z.object({ roomId, couponId: idOf('rcp') }),
  output: done,
  errors: ['NOT_FOUND', 'COUPON_GONE', 'STATE_CONFLICT'],
})

/** Served by `flows/join-lucky-bag`: joinLuckyBag (asks whether the task is done). */
export const joinLuckyBag = endpoint({
  id: 'live.joinLuckyBag',
  method: 'POST',
  path: '/api/v1/rooms/{roomId}/lucky-bags/{luckyBagId}/join',
  summary: { zh: '参与福袋', en: 'Join the lucky bag' },
  access: { kind: 'account' },
  input: z.object({ roomId, luckyBagId: idOf('lck') }),
  output: z.object({ joined: z.number().int() }),
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'TASK_UNDONE'],
})

/** Also after it was drawn: did I win? */
export const getLuckyBag = endpoint({
  id: 'live.getLuckyBag',
  method: 'GET',
  path: '/api/v1/rooms/{roomId}/lucky-bags/{luckyBagId}',
  summary: { zh: '查看福袋与结果', en: 'One lucky bag, and whether the caller won' },
  access: { kind: 'person' },
  input: z.object({ roomId, luckyBagId: idOf('lck') }),
  output: luckyBag.extend({
    state: z.enum(LUCKY_BAG_STATES),
    joinedByViewer: z.boolean(),
    wonByViewer: z.boolean(),
  }),
  errors: ['NOT_FOUND'],
})

export const viewerEndpoints = [
  getLuckyBag,
  listLive,
  listUpcoming,
  getRoom,
  getRoomSign,
  listEvents,
  claimCoupon,
  joinLuckyBag,
] as const
