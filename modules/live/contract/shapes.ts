// The shapes rooms are made of. What changes while a room runs (SKUs, sales, coupons, lucky bags, states) is in
// kernel/room-event.ts, because the room's events carry the same shapes.
import { z } from 'zod'
import { authorCard } from '#kernel/content-card'
import { currency, idOf, instant, localized, minorOut } from '#kernel/contract'
import { productCard } from '#kernel/product-card'
import { explainState, flashSale, luckyBag, roomCoupon, roomSku, roomState } from '#kernel/room-event'
import { LUCKY_BAG_STATES } from '../domain/lucky-bag-state.ts'
import { ROOM_ACTIONS } from '../domain/room-state.ts'

export const MAX_BAG_ITEMS = 200
export const MAX_COUPON_BATCHES = 30
export const MAX_COUPON_MINUTES = 20
export const MAX_SALE_HOURS = 24

export const orientation = z.enum(['portrait', 'landscape'])

/** As `LiveEngine.playUrls` answers; all null while nothing is carried. */
export const playUrls = z.object({
  flv: z.string().nullable(),
  wsFlv: z.string().nullable(),
  llHls: z.string().nullable(),
  whep: z.string().nullable(),
})

/** A product of the bag as viewers see it. `skus` carry the room's prices and what is left for this room. */
export const bagItem = z.object({
  productId: idOf('prd'),
  card: productCard,
  explainState,
  /** Cheapest a unit costs here now: of room prices and running sales; null when nothing is on sale. */
  fromMinor: minorOut.nullable(),
  skus: z.array(roomSku.extend({ name: localized })),
  /** The signed token to put into the cart with the product: credits this room. Null for those without a session. */
  attribution: z.string().nullable(),
})

/** A room in a list. `viewers` is the channel's business: it is not here. */
export const roomCard = z.object({
  roomId: idOf('rom'),
  author: authorCard,
  title: localized,
  coverUrl: z.string().nullable(),
  state: roomState,
  orientation,
  plannedAt: instant.nullable(),
  startedAt: instant.nullable(),
  /** How many products are in the bag, and the one explained now. */
  products: z.number().int(),
  explaining: productCard.nullable(),
})

/** What stands outside a room: is it on, and if not, when. Small, for pages that ask again and again. */
export const roomSign = z.object({
  roomId: idOf('rom'),
  title: localized,
  /** One that is being tried out is still a preview to those outside. */
  state: roomState,
  plannedAt: instant.nullable(),
})
export type RoomSign = z.output<typeof roomSign>

/** All a viewer's page needs to begin; what happens after `seq` comes as events. */
export const roomSnapshot = z.object({
  roomId: idOf('rom'),
  state: roomState,
  /** The newest event this snapshot contains: join the channel with `since=seq`. */
  seq: z.number().int(),
  /** The server's clock; clients count down by its difference to their own. */
  nowMs: z.number().int(),
  author: authorCard,
  title: localized,
  coverUrl: z.string().nullable(),
  orientation,
  plannedAt: instant.nullable(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  contentId: idOf('cnt').nullable(),
  bag: z.array(bagItem),
  explainingProductId: idOf('prd').nullable(),
  /** Scheduled, running and sold-out ones. */
  sales: z.array(flashSale),
  coupon: roomCoupon.extend({ claimedByViewer: z.boolean(), usedByViewer: z.boolean() }).nullable(),
  luckyBag: luckyBag.extend({ joinedByViewer: z.boolean() }).nullable(),
  announcement: localized.nullable(),
  play: playUrls,
  /** Who stands beside the host now; its picture may be away for some seconds. */
  coHost: z.object({ stream: idOf('cho'), name: localized, play: playUrls }).nullable(),
})

/** A lucky bag as its people see it: who won, so that the prize reaches them. */
export const deskLuckyBag = luckyBag.extend({
  state: z.enum(LUCKY_BAG_STATES),
  won: z.array(z.object({ accountId: idOf('usr'), name: z.string() })),
})

/** `rtmpUrl` is empty while no engine is connected. */
export const publishUrls = z.object({ rtmpUrl: z.string(), key: z.string(), whipUrl: z.string().nullable() })

/** A room as its people see it. */
export const deskRoom = z.object({
  roomId: idOf('rom'),
  creatorId: idOf('crt'),
  title: localized,
  coverUrl: z.string().nullable(),
  plannedAt: instant.nullable(),
  orientation,
  state: roomState,
  actions: z.array(z.enum(ROOM_ACTIONS)),
  seq: z.number().int(),
  version: z.number().int(),
  /** A picture arrives now. */
  hasPicture: z.boolean(),
  keyMadeAt: instant,
  contentId: idOf('cnt').nullable(),
  programmeId: idOf('prg').nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  interruptedAt: instant.nullable(),
  endedAt: instant.nullable(),
  endReason: z.enum(['host', 'lost', 'platform']).nullable(),
})

/** The same with all that is in it. */
export const deskRoomDetail = deskRoom.extend({
  nowMs: z.number().int(),
  bag: z.array(
    bagItem.extend({
      shopId: idOf('shp'),
      /** The caller may set prices and stock here: they hold `product.write` in the goods' shop. */
      priceable: z.boolean(),
    }),
  ),
  explainingProductId: idOf('prd').nullable(),
  sales: z.array(flashSale),
  coupon: roomCoupon.nullable(),
  couponsLeft: z.number().int(),
  luckyBag: luckyBag.nullable(),
  announcement: localized.nullable(),
  play: playUrls,
})

/** Answered once, when the key is made: nobody can read it again. */
export const freshKey = z.object({ room: deskRoom, publish: publishUrls })

/** What was sold here, from rows: see the README for what each number means. */
export const roomTotals = z.object({
  currency: currency.nullable(),
  orders: z.number().int(),
  buyers: z.number().int(),
  units: z.number().int(),
  paidMinor: minorOut,
  refundedMinor: minorOut,
})
