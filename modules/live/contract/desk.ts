// The desk of a room: making it, its stream key, its states, its bag. Endpoints whose work touches other modules are flows;
// each says which.
import { z } from 'zod'
import { endpoint, idOf, instant, mediaUrl, pageIn, pageOf, says } from '#kernel/contract'
import { roomState } from '#kernel/room-event'
import { cleanText, localizedText } from '#kernel/text'
import { deskRoom, deskRoomDetail, freshKey, MAX_BAG_ITEMS, orientation, roomTotals } from './shapes.ts'

const creatorId = idOf('crt')
const roomId = idOf('rom')
const productId = idOf('prd')
const creator = (scope: 'live.read' | 'live.run' | 'live.moderate') =>
  ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const
const ROOMS = '/api/v1/creators/{creatorId}/rooms'
const ROOM = '/api/v1/creators/{creatorId}/rooms/{roomId}'

const roomFields = {
  title: localizedText(40),
  coverUrl: mediaUrl.nullable(),
  plannedAt: instant.nullable(),
  orientation,
}

/** Served by `flows/run-room`: createRoom (screens the words, tells the addresses). The key is shown here and never again. */
export const createRoom = endpoint({
  id: 'live.createRoom',
  method: 'POST',
  path: ROOMS,
  summary: { zh: '创建直播间', en: 'Make a room; the stream key is shown once' },
  access: creator('live.run'),
  input: z.object({
    creatorId,
    title: roomFields.title,
    coverUrl: roomFields.coverUrl.default(null),
    plannedAt: roomFields.plannedAt.default(null),
    orientation: roomFields.orientation.default('portrait'),
  }),
  output: freshKey,
  errors: ['NOT_FOUND', 'TEXT_INVALID', 'POLICY_WORD'],
  status: 201,
})

/** Served by `flows/run-room`: editRoom. Needs If-Match. */
export const editRoom = endpoint({
  id: 'live.editRoom',
  method: 'PATCH',
  path: ROOM,
  summary: { zh: '修改直播间', en: 'Edit title, cover, planned start' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId, ...z.object(roomFields).partial().shape }),
  output: deskRoom,
  errors: ['NOT_FOUND', 'STALE', 'STATE_CONFLICT', 'TEXT_INVALID', 'POLICY_WORD'],
})

export const listRooms = endpoint({
  id: 'live.listRooms',
  method: 'GET',
  path: ROOMS,
  summary: { zh: '我的直播间', en: 'The creator’s rooms, newest first' },
  access: creator('live.read'),
  input: z.object({ creatorId, state: roomState.optional(), ...pageIn }),
  output: pageOf(deskRoom),
  errors: ['NOT_FOUND', 'CURSOR_INVALID', 'ENUM'],
})

/** Served by `flows/view-room`: getDeskRoom. */
export const getDeskRoom = endpoint({
  id: 'live.getDeskRoom',
  method: 'GET',
  path: ROOM,
  summary: { zh: '直播间中控视图', en: 'A room with all that is in it' },
  access: creator('live.read'),
  input: z.object({ creatorId, roomId }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND'],
})

export const getRoomTotals = endpoint({
  id: 'live.getRoomTotals',
  method: 'GET',
  path: `${ROOM}/totals`,
  summary: { zh: '直播间成交', en: 'What was sold in the room, from its order lines' },
  access: creator('live.read'),
  input: z.object({ creatorId, roomId }),
  output: roomTotals,
  errors: ['NOT_FOUND'],
})

/** Served by `flows/run-room`: rotateKey. Who publishes with the old key is put out. */
export const rotateKey = endpoint({
  id: 'live.rotateKey',
  method: 'POST',
  path: `${ROOM}/key`,
  summary: { zh: '重置推流密钥', en: 'A new stream key; the old one stops working' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId }),
  output: freshKey,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const startTest = endpoint({
  id: 'live.startTest',
  method: 'POST',
  path: `${ROOM}/test`,
  summary: { zh: '开始测试', en: 'Try camera and sound; nobody sees it' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId }),
  output: deskRoom,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ROOM_RUNNING'],
})

export const stopTest = endpoint({
  id: 'live.stopTest',
  method: 'POST',
  path: `${ROOM}/test/stop`,
  summary: { zh: '结束测试', en: 'Back to the preview' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId }),
  output: deskRoom,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/go-live`: goLive. */
export const goLive = endpoint({
  id: 'live.goLive',
  method: 'POST',
  path: `${ROOM}/live`,
  summary: { zh: '开播', en: 'Open the doors; a picture must be arriving' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId }),
  output: deskRoom,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'STREAM_MISSING'],
})

/** Served by `flows/go-live`: endRoom. Again is the same as once. */
export const endRoom = endpoint({
  id: 'live.endRoom',
  method: 'POST',
  path: `${ROOM}/end`,
  summary: { zh: '下播', en: 'End the room' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId }),
  output: deskRoom,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/go-live`: archiveRoom. One that never began gives back what was set aside for it. */
export const archiveRoom = endpoint({
  id: 'live.archiveRoom',
  method: 'POST',
  path: `${ROOM}/archive`,
  summary: { zh: '归档（结束的，或没有开播过的）', en: 'Put a room away that is over, or never began' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId }),
  output: deskRoom,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/fill-bag`: addToBag. What is in the bag already stays where it is. */
export const addToBag = endpoint({
  id: 'live.addToBag',
  method: 'POST',
  path: `${ROOM}/bag`,
  summary: { zh: '商品加入购物袋', en: 'Put goods into the bag' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId, productIds: z.array(productId).min(1).max(MAX_BAG_ITEMS) }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'NOT_IN_SHOWCASE', 'NOT_ON_SHELF', 'BAG_FULL'],
})

/** Served by `flows/fill-bag`: removeFromBag. Its reserved units go back to the shop. */
export const removeFromBag = endpoint({
  id: 'live.removeFromBag',
  method: 'DELETE',
  path: `${ROOM}/bag/{productId}`,
  summary: { zh: '移出购物袋', en: 'Take a product out of the bag' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId, productId }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/fill-bag`: orderBag. */
export const orderBag = endpoint({
  id: 'live.orderBag',
  method: 'PUT',
  path: `${ROOM}/bag`,
  summary: { zh: '调整购物袋顺序', en: 'Order the bag; those not named follow as they are' },
  access: creator('live.run'),
  input: z.object({
    creatorId,
    roomId,
    productIds: z
      .array(productId)
      .max(MAX_BAG_ITEMS)
      .refine((l) => new Set(l).size === l.length, says('每件商品只放一次', 'each product once')),
  }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/fill-bag`: explain. Null: stop explaining. */
export const explain = endpoint({
  id: 'live.explain',
  method: 'PUT',
  path: `${ROOM}/explaining`,
  summary: { zh: '讲解／结束讲解', en: 'Explain a product, or stop explaining' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId, productId: productId.nullable() }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/fill-bag`: announce (screens the words). */
export const announce = endpoint({
  id: 'live.announce',
  method: 'PUT',
  path: `${ROOM}/announcement`,
  summary: { zh: '设置公告', en: 'The line at the top of the room; null takes it away' },
  access: creator('live.moderate'),
  input: z.object({
    creatorId,
    roomId,
    text: z.strictObject({ zh: cleanText(100), en: cleanText(100) }).nullable(),
  }),
  output: deskRoomDetail,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'TEXT_INVALID', 'POLICY_WORD'],
})

export const deskEndpoints = [
  createRoom,
  editRoom,
  listRooms,
  getDeskRoom,
  getRoomTotals,
  rotateKey,
  startTest,
  stopTest,
  goLive,
  endRoom,
  archiveRoom,
  addToBag,
  removeFromBag,
  orderBag,
  explain,
  announce,
] as const
