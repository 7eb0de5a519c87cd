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
  /** Whose picture stands beside the host's; null: nobody's. The snapshot tells where it is played from. */
  told('coHost', { stream: idOf('cho').nullable(), name: localized.nullable() }),
  told('violation', { ruleId: z.string(), atSeconds: z.number(), note: z.string() }),
  /** Something for those who run the room; see `forEverybody`. */
  told('hidden', {}),
])
export type RoomEvent = z.output<typeof roomEvent>

/** An event with its place in the room's log: `seq` counts 1, 2, 3 … without a gap. */
export const numberedEvent = z.object({ seq: z.number().int(), at: instant, event: roomEvent })
export type NumberedEvent = z.output<typeof numberedEvent>

const FOR_THE_DESK: ReadonlySet<RoomEvent['kind']> = new Set(['muted', 'violation'])

/** As anybody may hear it: what is about one person, or only for those who run the room, keeps its number and says nothing. */
export const forEverybody = (e: NumberedEvent): NumberedEvent =>
  FOR_THE_DESK.has(e.event.kind) ? { ...e, event: { kind: 'hidden' } } : e
