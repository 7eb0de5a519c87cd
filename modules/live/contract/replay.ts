// A room that is over, as it can be watched again: the recording, and what happened in it at which moment.
import { z } from 'zod'
import { authorCard } from '#kernel/content-card'
import { endpoint, idOf, instant, localized } from '#kernel/contract'
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

export const replayEndpoints = [getReplay] as const
