// A room that is over, as it can be watched again: the recording, and what happened in it at which moment.
import { z } from 'zod'
import { authorCard } from '#kernel/content-card'
import { endpoint, idOf, instant, localized, says } from '#kernel/contract'
import { localizedText } from '#kernel/text'
import { productCard } from '#kernel/product-card'
import { roomEvent } from '#kernel/room-event'

/** An event at its place in the replay: milliseconds from its beginning. */
export const replayMoment = z.object({ atMs: z.number().int(), at: instant, event: roomEvent })
export type ReplayMoment = z.output<typeof replayMoment>

export const roomReplay = z.object({
  roomId: idOf('rom'),
  author: authorCard,
  title: localized,
  coverUrl: z.string().nullable(),
  startedAt: instant,
  endedAt: instant,
  /** An HLS playlist; null: nothing was recorded, or its three years are over. */
  playlistUrl: z.string().nullable(),
  durationMs: z.number().int(),
  /** Goods of the bag as they are sold today. */
  products: z.array(productCard),
  timeline: z.array(replayMoment),
})

/** Served by `flows/replay`: getReplay. */
export const getReplay = endpoint({
  id: 'live.getReplay',
  method: 'GET',
  path: '/api/v1/rooms/{roomId}/replay',
  summary: { zh: '直播回放与时间轴', en: 'The replay, with what happened when' },
  access: { kind: 'public' },
  input: z.object({ roomId: idOf('rom') }),
  output: roomReplay,
  errors: ['NOT_FOUND'],
})

/** What a clip of a replay may be: of the same length as clips of the feed, and no shorter than can be watched. */
export const CUT_MS = { min: 3_000, max: 180_000 } as const
/** Goods a content may carry. */
const MAX_CUT_GOODS = 5
const creatorId = idOf('crt')
const roomId = idOf('rom')
const placeMs = z.number().int().min(0)
const ROOM_CLIPS = '/api/v1/creators/{creatorId}/rooms/{roomId}/clips'

/** A draft cut from the replay: what it is, how far its conversion is, and why it failed. */
export const roomClip = z.object({
  contentId: idOf('cnt'),
  uploadId: idOf('upl').nullable(),
  /** Of the content: `draft` until it is handed in. */
  state: z.string(),
  title: localized,
  fromMs: placeMs,
  toMs: placeMs,
  /** Of its conversion: `processing` with `progress`, `ready`, or `failed` with a code in `reason`. */
  clipState: z.string().nullable(),
  progress: z.number().min(0).max(1),
  reason: z.looseObject({ code: z.string() }).nullable(),
  posterUrl: z.string().nullable(),
  productIds: z.array(idOf('prd')),
  createdAt: instant,
})
export type RoomClip = z.output<typeof roomClip>

/** Served by `flows/cut-clip`: cutClip. Makes a draft at once; its picture follows as the media process gets to it. */
export const cutClip = endpoint({
  id: 'live.cutClip',
  method: 'POST',
  path: ROOM_CLIPS,
  summary: { zh: '从回放剪出短视频草稿', en: 'Cut a clip from the replay into a draft with its goods' },
  access: { kind: 'org', org: 'creator', scope: 'content.write', param: 'creatorId' },
  input: z
    .object({
      creatorId,
      roomId,
      fromMs: placeMs,
      toMs: placeMs,
      title: localizedText(60),
      productIds: z
        .array(idOf('prd'))
        .max(MAX_CUT_GOODS)
        .refine((ids) => new Set(ids).size === ids.length, says('每件商品只放一次', 'each product once')),
    })
    .refine(
      (r) => r.toMs - r.fromMs >= CUT_MS.min && r.toMs - r.fromMs <= CUT_MS.max,
      says('片段要有 3 到 180 秒', 'a clip is 3 to 180 seconds long'),
    ),
  output: roomClip,
  errors: [
    'NOT_FOUND',
    'STATE_CONFLICT',
    'NO_FOOTAGE',
    'RANGE_OUTSIDE',
    'CONVERTER_MISSING',
    'QUOTA',
    'TEXT_INVALID',
    'POLICY_WORD',
    'INPUT_INVALID',
  ],
  idempotent: true,
  status: 201,
})

/** Served by `flows/cut-clip`: listRoomClips. */
export const listRoomClips = endpoint({
  id: 'live.listRoomClips',
  method: 'GET',
  path: ROOM_CLIPS,
  summary: { zh: '这场直播剪出的短视频', en: 'Clips cut from this room, newest first' },
  access: { kind: 'org', org: 'creator', scope: 'content.read', param: 'creatorId' },
  input: z.object({ creatorId, roomId }),
  output: z.object({ items: z.array(roomClip) }),
  errors: ['NOT_FOUND'],
})

export const replayEndpoints = [getReplay, cutClip, listRoomClips] as const
