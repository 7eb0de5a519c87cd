// What happens in a live room, as it is told to everybody in it, and the frames it travels in. Why two channels in one socket: a
// product, a price, a unit of stock is money, so those events are numbered, in order and never lost; chat and hearts are air,
// so they come in ticks and give way first. The room's log in the database holds the same events: replay and evidence read it.
import { z } from 'zod'
import { currency, idOf, instant, localized, minorOut } from './contract.ts'

/** preview → testing → live ⇄ interrupted → ended → archived (domain.md §3). */
export const ROOM_STATES = ['preview', 'testing', 'live', 'interrupted', 'ended', 'archived'] as const
export const roomState = z.enum(ROOM_STATES)
export type RoomState = z.output<typeof roomState>

/** Of a product in the bag: not yet, now, or already explained (讲解). */
export const EXPLAIN_STATES = ['waiting', 'explaining', 'explained'] as const
export const explainState = z.enum(EXPLAIN_STATES)
export type ExplainState = z.output<typeof explainState>

const productId = idOf('prd')
const skuId = idOf('sku')
const saleId = idOf('sal')
/** Units a viewer could still buy here. */
const available = z.number().int().min(0)

const told = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.object({ kind: z.literal(kind), ...shape })

/** One SKU as this room sells it: `roomPriceMinor` null is the shop's own price; `reserved` units stand apart for the room. */
export const roomSku = z.object({
  skuId,
  priceMinor: minorOut,
  roomPriceMinor: minorOut.nullable(),
  available,
  reserved: z.boolean(),
})
export type RoomSku = z.output<typeof roomSku>

export const flashSale = z.object({
  saleId,
  productId,
  skuId,
  priceMinor: minorOut,
  currency,
  units: z.number().int(),
  left: available,
  limitPerPerson: z.number().int(),
  /** By the server's clock; clients count down by its difference to their own. */
  startsAt: instant,
  endsAt: instant,
  state: z.enum(['scheduled', 'running', 'soldOut', 'ended', 'cancelled']),
})
export type FlashSale = z.output<typeof flashSale>

/** Spend `overMinor` on goods of this room, pay `offMinor` less; the shop bears it. */
export const roomCoupon = z.object({
  couponId: idOf('rcp'),
  offMinor: minorOut,
  overMinor: minorOut,
  currency,
  left: z.number().int(),
  endsAt: instant,
})
export type RoomCoupon = z.output<typeof roomCoupon>

export const luckyBag = z.object({
  luckyBagId: idOf('lck'),
  title: localized,
  winners: z.number().int(),
  /** What joins: nothing more than being here, a comment, or a follow. */
  task: z.enum(['watch', 'comment', 'follow']),
  joined: z.number().int(),
  drawsAt: instant,
})
export type LuckyBag = z.output<typeof luckyBag>

export const pinnedLine = z.object({ chatId: idOf('cht'), name: z.string(), text: z.string() })
export type PinnedLine = z.output<typeof pinnedLine>

export const roomEvent = z.discriminatedUnion('kind', [
  told('state', { state: roomState }),
  told('bag', { productIds: z.array(productId) }),
  told('explain', { productId: productId.nullable() }),
  told('price', { productId, skus: z.array(roomSku) }),
  told('stock', { productId, skus: z.array(z.object({ skuId, available })) }),
  told('sale', { sale: flashSale }),
  told('coupon', { coupon: roomCoupon.nullable() }),
  told('luckyBag', { luckyBag: luckyBag.nullable(), winners: z.array(z.string()) }),
  told('announcement', { text: localized.nullable() }),
  told('chatRule', { slowSeconds: z.number().int(), paused: z.boolean() }),
  told('chatRemoved', { chatIds: z.array(idOf('cht')) }),
  told('chatPinned', {
    chat: pinnedLine.nullable(),
  }),
  told('muted', { personId: idOf('usr'), until: instant.nullable(), blocked: z.boolean() }),
  told('coHost', { stream: z.string().nullable(), name: z.string().nullable() }),
  told('violation', { ruleId: z.string(), atSeconds: z.number(), note: z.string() }),
])
export type RoomEvent = z.output<typeof roomEvent>

/** An event with its place in the room's log: `seq` counts 1, 2, 3 … without a gap. */
export const numberedEvent = z.object({ seq: z.number().int(), at: instant, event: roomEvent })
export type NumberedEvent = z.output<typeof numberedEvent>

// --- Frames of the room's socket -------------------------------------------------------------------------------------

/** Who speaks, highest first: when not everything fits into a tick, the last give way. */
export const CHAT_ROLES = ['host', 'moderator', 'buyer', 'viewer'] as const
export type ChatRole = (typeof CHAT_ROLES)[number]

export type ChatLine = {
  id: string
  /** Account; lets a moderator act and a client recognise its own. */
  by: string
  name: string
  role: ChatRole
  text: string
  /** Equal lines folded into this one in the same tick. */
  more?: number
}

/** A real order line of this room, told with the buyer's masked name. */
export type OrderBubble = { name: string; productId: string; qty: number }

export type ServerFrame =
  /** First frame. `nowMs` is the server's clock; `seq` the newest event; `events` those after the client's `since`, null: fetch the room anew. */
  | {
      t: 'hello'
      nowMs: number
      seq: number
      events: NumberedEvent[] | null
      role: ChatRole
      viewers: number
      /** All hearts of this room so far. */
      likes: number
      /** The last lines that were shown, oldest first. */
      chat: ChatLine[]
      mutedUntilMs: number | null
      slowSeconds: number
      paused: boolean
      pinned: PinnedLine | null
    }
  | { t: 'event'; nowMs: number; seq: number; at: string; event: RoomEvent }
  /** Every 250–500 ms, when there is something to say. `dropped`: lines that were not shown to this room in this tick. */
  | {
      t: 'tick'
      nowMs: number
      chat?: ChatLine[]
      /** The new total. */
      likes?: number
      viewers?: number
      orders?: OrderBubble[]
      dropped?: number
    }
  /** Answers to this client alone. `sent`: the line was taken (it may still give way in a crowd; show it to its writer). `ref` is its frame's `id`. */
  | { t: 'sent'; ref: string; id: string }
  | {
      t: 'problem'
      ref: string | null
      code: string
      detail: { zh: string; en: string }
      retryAfterMs?: number
    }

/** At most 2 KB each; about eight a second are read from one socket, the rest wait in its own queue. */
export type ClientFrame =
  | { t: 'chat'; id: string; text: string }
  | { t: 'like'; n: number }
  /** Every 5 s while the picture moves: `at` is the media time in seconds. A socket whose picture stands still is no viewer: it counts from its second beat. */
  | { t: 'beat'; at: number }
  /** A product of the room was seen (`card`, `bag`) or opened (`click`). */
  | { t: 'saw'; productId: string; how: 'card' | 'bag' | 'click' }

/** Why a room's socket was closed, and so what a client does: `comeBack` with its last `seq`, after `retryMs` of the reason if there is one. */
export const ROOM_CLOSES = {
  restarting: { code: 1012, comeBack: true },
  slow: { code: 4008, comeBack: true },
  /** Frames that are none. */
  badFrames: { code: 4400, comeBack: false },
  /** Wrote far more than may be read; the door is shut to this account for a minute. */
  flooding: { code: 4408, comeBack: false },
  /** Ask for another ticket, then come back. */
  ticket: { code: 4401, comeBack: true },
  /** The ticket is for another room, or its bearer was blocked. */
  forbidden: { code: 4403, comeBack: false },
  missing: { code: 4404, comeBack: false },
  ended: { code: 4410, comeBack: false },
  full: { code: 4429, comeBack: true },
} as const
export type RoomClose = keyof typeof ROOM_CLOSES
export const MAX_FRAME_BYTES = 2_048
export const MAX_CHAT_CHARACTERS = 100

/** Signed by the API (`purpose` room-ticket), read by the channel, which knows no sessions. */
export type RoomTicket = {
  v: 1
  roomId: string
  accountId: string
  name: string
  role: ChatRole
  guest: boolean
  /** Where the viewer came from; `TRAFFIC_SOURCES`. */
  source: TrafficSource
  expiresAtMs: number
}

/** 流量来源: what brought a viewer into the room. */
export const TRAFFIC_SOURCES = [
  'feed',
  'video',
  'following',
  'author',
  'shop',
  'share',
  'calendar',
  'other',
] as const
export type TrafficSource = (typeof TRAFFIC_SOURCES)[number]
