// The demo's room before the doors open: the tea shop's own account, its goods in the bag at the room's price, and a camera. What
// is there from an earlier start is used again.
import { join } from 'node:path'
import type { OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import {
  inviteAccount,
  listPlans,
  listShopLinks,
  listShowcase,
  pickProduct,
} from '#modules/alliance/contract'
import { openCreator } from '#modules/content/contract'
import {
  addToBag,
  createRoom,
  getDeskRoom,
  listRooms,
  rotateKey,
  setRoomPrices,
} from '#modules/live/contract'
import { listProducts } from '#modules/shop/contract'
import { l } from '../catalogue/archetype.ts'
import { openFilm, type Film } from './camera.ts'
import type { Person } from './person.ts'

export type DeskRoom = OutputOf<typeof getDeskRoom>
export type Stage = {
  creatorId: Id<'crt'>
  roomId: Id<'rom'>
  publish: { rtmpUrl: string; key: string }
  room: DeskRoom
  /** What the camera shows of each product. */
  filmOf: (productId: string) => Film | undefined
}

const FILMS = join(import.meta.dirname, '../media/live')
/** Films there are; a product is shown by the one of its archetype. */
const FILMED = ['portable-kettle', 'teapot', 'tea-tin', 'thermos', 'chopping-board', 'chocolate'] as const
const GOODS = 8
/** Of the shop's own price. */
const ROOM_PRICE_BPS = 8_800

export const archetypeOf = (imageUrl: string | null): string | undefined =>
  FILMED.find((archetype) => imageUrl?.includes(`/products/${archetype}-`))

/** @throws ApiProblem */
export async function setStage(host: Person): Promise<Stage> {
  const shop = host.memberships.find((m) => m.orgKind === 'shop')
  const account = host.memberships.find((m) => m.orgKind === 'creator')
  if (!shop || !account) throw new Error('the host has no shop or no account to broadcast from')
  const creatorId = account.orgId as Id<'crt'>
  const goods = await filmedGoods(host, shop.orgId as Id<'shp'>)
  const shown = new Set(
    (await host.client.call(listShowcase, { creatorId, limit: 100 })).items.map((i) => i.card.productId),
  )
  for (const { productId } of goods)
    if (!shown.has(productId)) await host.client.call(pickProduct, { creatorId, productId })
  const { roomId, publish } = await openRoom(host, creatorId, goods[0]!.imageUrl)
  const at = { creatorId, roomId }
  let room = await host.client.call(addToBag, { ...at, productIds: goods.map((g) => g.productId) })
  for (const { productId, skus, priceable } of room.bag) {
    if (!priceable || skus.some((s) => s.roomPriceMinor !== null)) continue
    const prices = skus.map((s) => ({ skuId: s.skuId, priceMinor: roomPrice(s.priceMinor) }))
    room = await host.client.call(setRoomPrices, { ...at, productId, prices })
  }
  const films = new Map<string, Film>()
  for (const g of goods) films.set(g.productId, await openFilm(join(FILMS, `${archetypeOf(g.imageUrl)}.flv`)))
  return { ...at, publish, room, filmOf: (productId) => films.get(productId) }
}

/** Whole tens of minor units, as shops write prices. */
export const roomPrice = (priceMinor: string, bps = ROOM_PRICE_BPS): string =>
  String(((BigInt(priceMinor) * BigInt(bps)) / 10_000n / 10n) * 10n)

/** The account the shop broadcasts from, opened if there is none yet; who opened it is to arrive again to hold it. */
export async function openAccount(host: Person): Promise<boolean> {
  const shop = host.memberships.find((m) => m.orgKind === 'shop')
  if (!shop || host.memberships.some((m) => m.orgKind === 'creator')) return false
  const bio = l(
    '在山里做茶器的人，每晚八点，慢慢说。',
    'We make tea things in the hills. Every evening at eight, unhurried.',
  )
  await host.client.call(openCreator, { name: shop.name, bio })
  return true
}

/** The account speaks for the shop, officially; somebody else is asked, once, so that the desks have both. */
export async function linkAccounts(host: Person, asked: Person): Promise<void> {
  const shopId = host.memberships.find((m) => m.orgKind === 'shop')!.orgId as Id<'shp'>
  const creatorIdOf = (who: Person) =>
    who.memberships.find((m) => m.orgKind === 'creator')?.orgId as Id<'crt'> | undefined
  const creatorId = creatorIdOf(host)!
  const { items } = await host.client.call(listShopLinks, { creatorId })
  if (items.length > 0) return
  await host.client.call(inviteAccount, { shopId, creatorId, kind: 'official' })
  const other = creatorIdOf(asked)
  if (other)
    await host.client.call(inviteAccount, { shopId, creatorId: other, kind: 'category', label: '茶旅' })
}

/** Different things first: one of each archetype, then a second. */
async function filmedGoods(host: Person, shopId: Id<'shp'>) {
  const { items } = await host.client.call(listProducts, { shopId, status: 'onShelf', limit: 100 })
  const plans = await host.client.call(listPlans, { shopId, limit: 100 })
  const offered = new Set(plans.items.map((p) => p.card.productId)) // a showcase takes what a plan offers
  const filmed = items.filter((p) => archetypeOf(p.imageUrl) && p.available >= 20 && offered.has(p.productId))
  // The films show the first colour: goods whose picture is that one come first.
  filmed.sort((a, b) => Number(b.imageUrl!.includes('-1.')) - Number(a.imageUrl!.includes('-1.')))
  const groups = [...Map.groupBy(filmed, (p) => archetypeOf(p.imageUrl)).values()]
  const turns = Array.from({ length: GOODS }, (_, round) => groups.flatMap((g) => g.slice(round, round + 1)))
  const goods = turns.flat().slice(0, GOODS)
  if (goods.length === 0) throw new Error('the shop has nothing on sale that was filmed')
  return goods
}

const TITLE = l('茶桌夜话｜出门也能喝口热茶', 'Tea table talk: hot tea wherever you go')

async function openRoom(host: Person, creatorId: Id<'crt'>, coverUrl: string | null) {
  const { items } = await host.client.call(listRooms, { creatorId, limit: 20 })
  // Its own room, by its name: who tries the desk as the same merchant may have planned another.
  const open = items.find((r) => r.title.en === TITLE.en && !['ended', 'archived'].includes(r.state))
  const { room, publish } = open
    ? await host.client.call(rotateKey, { creatorId, roomId: open.roomId })
    : await host.client.call(createRoom, {
        creatorId,
        title: TITLE,
        coverUrl,
      })
  return { roomId: room.roomId, publish }
}
