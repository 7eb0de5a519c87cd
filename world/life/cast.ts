// Everybody and everything that takes part, once it exists on the platform: sketches with their ids.
import type { Id } from '#kernel/ids'
import type { Random } from '#kernel/random'
import type { Tx } from '#platform/database'
import type { Archetype } from '../catalogue/archetype.ts'
import type { CreatorPlan } from '../plan/contents.ts'
import type { ProductPlan, ShopPlan } from '../plan/market.ts'
import type { ShopperPlan } from '../plan/shoppers.ts'
import type { Agenda } from '../stage/agenda.ts'
import type { Platform, Who } from '../stage/platform.ts'

export type Merchant = { shopId: Id<'shp'>; plan: ShopPlan; owner: Who; isDemo: boolean }
export type Goods = {
  productId: Id<'prd'>
  plan: ProductPlan
  archetype: Archetype
  merchant: Merchant
  skus: { skuId: Id<'sku'>; priceMinor: bigint }[]
}
export type Author = { creatorId: Id<'crt'>; plan: CreatorPlan; owner: Who }
/** A card that was touched and may be bought later, with the token that credits it. */
export type Wish = { goods: Goods; attribution: string; atMs: number }
export type Shopper = { who: Who; plan: ShopperPlan; addressId: Id<'adr'> | null; wishes: Wish[] }

export type Cast = {
  merchants: Merchant[]
  goods: Goods[]
  goodsById: Map<string, Goods>
  authors: Author[]
  authorById: Map<string, Author>
  shoppers: Shopper[]
  reviewer: Who
}

/** What the history adds up to; only these functions' own count, never a query. */
export type Tally = {
  slates: number
  impressions: number
  clicks: number
  signals: number
  checkouts: number
  orders: number
  paidOrders: number
  creditedOrders: number
  refunds: number
  reviews: number
  comments: number
  likes: number
  follows: number
  paidMinor: bigint
}

export const emptyTally = (): Tally => ({
  slates: 0,
  impressions: 0,
  clicks: 0,
  signals: 0,
  checkouts: 0,
  orders: 0,
  paidOrders: 0,
  creditedOrders: 0,
  refunds: 0,
  reviews: 0,
  comments: 0,
  likes: 0,
  follows: 0,
  paidMinor: 0n,
})

export type PaidOrder = {
  orderId: Id<'ord'>
  shopper: Shopper
  merchant: Merchant
  goods: Goods[]
  name: string
}

/** One parcel of a courier's round. `done` is told after the transaction, with the time at which it happened. */
export type Stop = { act: (tx: Tx) => Promise<void>; done: (atMs: number, choice: Random) => void }
export type Rounds = { join(story: Story, kind: string, atMs: number, stop: Stop): void }

/** What every part of the story is given. */
export type Story = {
  platform: Platform
  cast: Cast
  agenda: Agenda
  rounds: Rounds
  /** What the desk of the demo's merchant will show. */
  demo: { toShip: PaidOrder[]; received: { order: PaidOrder; atMs: number }[] }
  tally: Tally
  fromMs: number
  untilMs: number
}

/** Puts a scene on the agenda; those past the end of the history are left for the visitor. */
export function later(
  { agenda, platform, untilMs }: Story,
  name: string,
  atMs: number,
  play: (choice: Random) => Promise<void>,
): void {
  if (atMs >= untilMs) return
  agenda.put({ atMs, play: () => platform.scenes.play(name, atMs, play) })
}
