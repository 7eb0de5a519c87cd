// The big screen of a room and its review afterwards: every number a sum of rows, with its definition. Rates in basis points; null:
// the denominator is nothing.
import { z } from 'zod'
import { currency, endpoint, idOf, instant, localized, minorOut } from '#kernel/contract'
import { roomEvent, roomState } from '#kernel/room-event'
import { TRAFFIC_SOURCES } from '#kernel/room-frames'
import type { ScreenTerm } from '../domain/screen-definitions.ts'

export { SCREEN_DEFINITIONS, type ScreenTerm } from '../domain/screen-definitions.ts'

const count = z.number().int().min(0)
const bps = z.number().int().min(0).max(10_000).nullable()

export const SCREEN_STEPS = [
  'exposure',
  'entry',
  'productExposure',
  'productClick',
  'payer',
] as const satisfies readonly ScreenTerm[]

const step = z.object({
  step: z.enum(SCREEN_STEPS),
  people: count,
  /** Of those, the ones who are also in the step before; of the first step all. */
  fromPrevious: count,
  rateBps: bps,
})

const minute = z.object({
  at: instant,
  /** Null: nothing was recorded in this minute. */
  online: count.nullable(),
  entries: count,
  chats: count,
  likes: count,
  orders: count,
  paidMinor: minorOut,
  refundedMinor: minorOut,
})
export type ScreenMinute = z.output<typeof minute>

const product = z.object({
  productId: idOf('prd'),
  title: localized.nullable(),
  imageUrl: z.string().nullable(),
  explainedSeconds: count,
  saw: count,
  clicked: count,
  buyers: count,
  orders: count,
  units: count,
  paidMinor: minorOut,
  refundedMinor: minorOut,
  rateBps: bps,
})

const figures = z.object({
  paidMinor: minorOut,
  netMinor: minorOut,
  orders: z.number(),
  viewers: z.number(),
  acu: z.number().nullable(),
  pcu: z.number().nullable(),
  dwellMs: z.number().nullable(),
})

export const roomScreen = z.object({
  roomId: idOf('rom'),
  title: localized,
  state: roomState,
  asOf: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  currency,
  steps: z.array(step),
  totals: z.object({
    paidMinor: minorOut,
    refundedMinor: minorOut,
    netMinor: minorOut,
    /** Paid ones. */
    orders: count,
    units: count,
    /** Placed and still unpaid; cancelled. In no other number. */
    unpaidOrders: count,
    cancelledOrders: count,
    views: count,
    gpmMinor: minorOut.nullable(),
    valuePerViewerMinor: minorOut.nullable(),
    opm: z.number().nullable(),
    online: count.nullable(),
    acu: z.number().nullable(),
    pcu: count.nullable(),
    dwellMs: count.nullable(),
    minuteRateBps: bps,
    interacting: count,
    interactionRateBps: bps,
    newFollowers: count,
    nonFanViewers: count,
    followRateBps: bps,
    couponsClaimed: count,
    couponsUsed: count,
    couponUseBps: bps,
  }),
  sources: z.array(
    z.object({
      source: z.enum(TRAFFIC_SOURCES),
      entries: count,
      entriesBps: bps,
      payers: count,
      payersBps: bps,
    }),
  ),
  /** Every minute from the first to the last of the room. */
  minutes: z.array(minute),
  /** What belongs to the room but happened outside its time: orders paid and refunds after it. With `minutes` it sums to the totals. */
  outside: minute.omit({ at: true, online: true }),
  /** While live: the last ten minutes, seconds in which something was paid. */
  seconds: z.array(z.object({ at: instant, orders: count, paidMinor: minorOut })),
  events: z.array(z.object({ seq: count, at: instant, atMs: count.nullable(), event: roomEvent })),
  products: z.array(product),
  lastOrders: z.array(
    z.object({
      lineId: idOf('oln'),
      at: instant,
      /** Masked. */
      name: z.string(),
      productId: idOf('prd'),
      qty: count,
      paidMinor: minorOut,
      refundedMinor: minorOut,
    }),
  ),
  stream: z.object({
    hasPicture: z.boolean(),
    interruptions: count,
    awayMs: count,
    /** By the engine's word while a picture arrives; null: it says nothing. */
    videoKbps: z.number().nullable(),
    fps: z.number().nullable(),
  }),
  /** Medians; null: no room before this one. */
  previous: z.object({ rooms: count, median: figures.nullable() }),
  replay: z.object({ durationMs: count }).nullable(),
  definitions: z.record(z.string(), localized),
})
export type RoomScreen = z.output<typeof roomScreen>

/** Served by `flows/big-screen`: getScreen. May be asked every two seconds while live. */
export const getScreen = endpoint({
  id: 'live.getScreen',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/rooms/{roomId}/screen',
  summary: { zh: '直播大屏与复盘', en: 'The big screen of a room, and its review afterwards' },
  access: { kind: 'org', org: 'creator', scope: 'live.read', param: 'creatorId' },
  input: z.object({ creatorId: idOf('crt'), roomId: idOf('rom') }),
  output: roomScreen,
  errors: ['NOT_FOUND'],
})

export const screenEndpoints = [getScreen] as const
