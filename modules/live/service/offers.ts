// What a line that cites a room costs, and whose units it takes: the answer comes from here and never from the client.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { isOnAir, isOver } from '../domain/room-state.ts'
import { isOpenSale } from '../domain/sale-state.ts'
import { findBag, findBagSkus } from '../repository/bag.ts'
import { findSales } from '../repository/offers.ts'
import { findRoom } from '../repository/rooms.ts'
import type { BagSkuRow, RoomRow, SaleRow } from '../repository/rows.ts'

export type CitedLine = {
  skuId: Id<'sku'>
  productId: Id<'prd'>
  roomId: Id<'rom'>
  saleId: Id<'sal'> | null
}

export type Offer = {
  roomId: Id<'rom'>
  saleId: Id<'sal'> | null
  /** Who is credited when no card of the feed is. */
  creatorId: Id<'crt'>
  contentId: Id<'cnt'> | null
  kind: 'room' | 'sale'
  /** Null: the shop's own price. Never above it: the buyer pays the lower of the two. */
  priceMinor: bigint | null
  /** Null: the units of the variant itself. */
  poolId: Id<'stp'> | null
  limitPerPerson: number | null
}

/** By `offerKey`. @throws AppError NOT_FOUND · ROOM_ENDED · NOT_IN_BAG · NOT_STARTED {startsAt} · SALE_ENDED */
export async function offersFor(tx: Tx, lines: readonly CitedLine[], now: Date): Promise<Map<string, Offer>> {
  const offers = new Map<string, Offer>()
  const roomIds = [...new Set(lines.map((l) => l.roomId))]
  const sales = new Map(
    (await findSales(tx, [...new Set(lines.flatMap((l) => l.saleId ?? []))])).map((s) => [s.sale_id, s]),
  )
  for (const roomId of roomIds) {
    const room = await findRoom(tx, roomId)
    refuseUnlessSelling(room)
    const [items, skus] = [await findBag(tx, [room.room_id]), await findBagSkus(tx, [room.room_id])]
    for (const line of lines.filter((l) => l.roomId === roomId)) {
      if (!items.some((i) => i.product_id === line.productId))
        throw new AppError('NOT_IN_BAG', { productId: line.productId })
      const sale = line.saleId === null ? null : sales.get(line.saleId)
      const own = skus.find((s) => s.sku_id === line.skuId)
      offers.set(offerKey(line), sale === null ? roomOffer(room, own) : saleOffer(room, line, sale, now))
    }
  }
  return offers
}

export const offerKey = (line: {
  skuId: string
  roomId?: string | null | undefined
  saleId?: string | null | undefined
}) => `${line.skuId} ${line.roomId ?? ''} ${line.saleId ?? ''}`

function refuseUnlessSelling(room: RoomRow | undefined): asserts room is RoomRow {
  if (!room) throw new AppError('NOT_FOUND')
  if (isOver(room.state)) throw new AppError('ROOM_ENDED')
  if (!isOnAir(room.state)) throw new AppError('STATE_CONFLICT', { state: room.state })
}

const roomOffer = (room: RoomRow, sku: BagSkuRow | undefined): Offer => ({
  roomId: room.room_id,
  saleId: null,
  creatorId: room.creator_id,
  contentId: room.content_id,
  kind: 'room',
  priceMinor: sku?.room_price_minor ?? null,
  poolId: (sku?.pool_id as Id<'stp'> | null | undefined) ?? null,
  limitPerPerson: null,
})

function saleOffer(room: RoomRow, line: CitedLine, sale: SaleRow | undefined, now: Date): Offer {
  if (!sale || sale.room_id !== room.room_id || sale.sku_id !== line.skuId) throw new AppError('NOT_FOUND')
  if (!isOpenSale(sale.state) || now >= sale.ends_at) throw new AppError('SALE_ENDED')
  if (now < sale.starts_at) throw new AppError('NOT_STARTED', { startsAt: sale.starts_at.toISOString() })
  return {
    ...roomOffer(room, undefined),
    saleId: sale.sale_id,
    kind: 'sale',
    priceMinor: sale.price_minor,
    poolId: sale.pool_id as Id<'stp'>,
    limitPerPerson: sale.limit_per_person,
  }
}
