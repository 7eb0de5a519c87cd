// The bag and what is explained. Every function expects the room's row to be locked by its caller (`lockOpenRoom`), so that
// what is counted here cannot change under it. Cards, prices and stock are the shop's: flows bring them.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { RoomSku } from '#kernel/room-event'
import type { Localized } from '#kernel/text'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { MAX_BAG_ITEMS } from '../contract.ts'
import { nextExplainState } from '../domain/explain-state.ts'
import * as repository from '../repository/bag.ts'
import { updateRoom } from '../repository/rooms.ts'
import type { BagItemRow, BagSkuRow, RoomRow } from '../repository/rows.ts'
import type { Log, Teller } from './log.ts'

export type Bag = { items: BagItemRow[]; skus: BagSkuRow[] }

export function createBag({ clock }: Pick<Deps, 'clock'>, { appendEvent }: Log) {
  const itemsOf = (tx: Tx, roomId: Id<'rom'>) => repository.findBag(tx, [roomId])

  async function itemOf(tx: Tx, roomId: Id<'rom'>, productId: Id<'prd'>): Promise<BagItemRow> {
    const item = (await itemsOf(tx, roomId)).find((i) => i.product_id === productId)
    if (!item) throw new AppError('NOT_FOUND')
    return item
  }

  const tellBag = async (tx: Tx, roomId: Id<'rom'>, by: Teller) => {
    const productIds = (await itemsOf(tx, roomId)).map((i) => i.product_id)
    await appendEvent(tx, roomId, { kind: 'bag', productIds }, by)
  }

  /** Whatever is explained now has been explained. */
  async function finishExplaining(tx: Tx, roomId: Id<'rom'>): Promise<boolean> {
    const now = (await itemsOf(tx, roomId)).find((i) => i.explain_state === 'explaining')
    if (!now) return false
    await repository.setExplainState(tx, roomId, now.product_id, 'explained', clock.now())
    return true
  }

  return {
    itemOf,

    /** Of several rooms at once, for lists. */
    bagsOf: async (tx: Tx, roomIds: readonly Id<'rom'>[]): Promise<Bag> => ({
      items: await repository.findBag(tx, roomIds),
      skus: await repository.findBagSkus(tx, roomIds),
    }),
    bagSku: repository.findBagSku,

    /** @throws AppError BAG_FULL */
    async addToBag(
      tx: Tx,
      room: RoomRow,
      goods: readonly { productId: Id<'prd'>; shopId: Id<'shp'> }[],
      by: Teller,
    ): Promise<void> {
      const items = await itemsOf(tx, room.room_id)
      const has = new Set<string>(items.map((i) => i.product_id))
      const fresh = goods.filter((g) => !has.has(g.productId))
      if (fresh.length === 0) return
      if (items.length + fresh.length > MAX_BAG_ITEMS)
        throw new AppError('BAG_FULL', { limit: MAX_BAG_ITEMS })
      const last = items.at(-1)?.position ?? 0
      await repository.insertBagItems(
        tx,
        fresh.map((g, i) => ({
          room_id: room.room_id,
          product_id: g.productId,
          shop_id: g.shopId,
          position: last + i + 1,
          added_at: clock.now(),
        })),
      )
      await tellBag(tx, room.room_id, by)
    },

    /** Its pools must be closed before. @throws AppError NOT_FOUND */
    async removeFromBag(tx: Tx, room: RoomRow, productId: Id<'prd'>, by: Teller): Promise<void> {
      const item = await itemOf(tx, room.room_id, productId)
      await repository.deleteBagItem(tx, room.room_id, productId)
      if (item.explain_state === 'explaining')
        await appendEvent(tx, room.room_id, { kind: 'explain', productId: null }, by)
      await tellBag(tx, room.room_id, by)
    },

    async orderBag(tx: Tx, room: RoomRow, productIds: readonly Id<'prd'>[], by: Teller): Promise<void> {
      const items = await itemsOf(tx, room.room_id)
      const has = new Set<string>(items.map((i) => i.product_id))
      if (productIds.some((id) => !has.has(id))) throw new AppError('NOT_FOUND')
      const named = new Set<string>(productIds)
      const rest = items.filter((i) => !named.has(i.product_id)).map((i) => i.product_id)
      await repository.setPositions(tx, room.room_id, [...productIds, ...rest])
      await tellBag(tx, room.room_id, by)
    },

    /** One at a time; to explain what is explained already changes nothing. @throws AppError NOT_FOUND */
    async explain(tx: Tx, room: RoomRow, productId: Id<'prd'> | null, by: Teller): Promise<void> {
      if (productId === null) {
        if (await finishExplaining(tx, room.room_id))
          await appendEvent(tx, room.room_id, { kind: 'explain', productId }, by)
        return
      }
      const item = await itemOf(tx, room.room_id, productId)
      const next = nextExplainState(item.explain_state, 'explain')
      if (!next) return
      await finishExplaining(tx, room.room_id)
      await repository.setExplainState(tx, room.room_id, productId, next, clock.now())
      await appendEvent(tx, room.room_id, { kind: 'explain', productId }, by)
    },

    finishExplaining,

    async announce(tx: Tx, room: RoomRow, text: Localized | null, by: Teller): Promise<void> {
      await updateRoom(tx, room.room_id, { announcement: text === null ? null : JSON.stringify(text) })
      await appendEvent(tx, room.room_id, { kind: 'announcement', text }, by)
    },

    setBagSku: repository.upsertBagSku,
    forgetPools: repository.forgetPools,

    tellPrices: (tx: Tx, room: RoomRow, productId: Id<'prd'>, skus: RoomSku[], by: Teller) =>
      appendEvent(tx, room.room_id, { kind: 'price', productId, skus }, by),
    tellStock: (
      tx: Tx,
      roomId: Id<'rom'>,
      productId: Id<'prd'>,
      skus: { skuId: Id<'sku'>; available: number }[],
      by: Teller,
    ) => appendEvent(tx, roomId, { kind: 'stock', productId, skus }, by),
  }
}
export type BagService = ReturnType<typeof createBag>
