// What a line that cites a room costs, and whose units it takes: the answer comes from here and never from the client.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { isOnAir, isOver } from '../domain/room-state.ts'
import { isOpenSale } from '../domain/sale-state.ts'
import { findCited, type CitedRow } from '../repository/cited.ts'

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

/** By `offerKey`, in one read. @throws AppError NOT_FOUND · ROOM_ENDED · NOT_IN_BAG · NOT_STARTED {startsAt} · SALE_ENDED */
export async function offersFor(tx: Tx, lines: readonly CitedLine[], now: Date): Promise<Map<string, Offer>> {
  const found = new Map((await findCited(tx, lines)).map((row) => [keyOfRow(row), row]))
  return new Map(
    lines.map((line) => {
      const row = found.get(offerKey(line))
      if (!row) throw new AppError('NOT_FOUND')
      if (isOver(row.state)) throw new AppError('ROOM_ENDED')
      if (!isOnAir(row.state)) throw new AppError('STATE_CONFLICT', { state: row.state })
      if (!row.in_bag) throw new AppError('NOT_IN_BAG', { productId: line.productId })
      return [offerKey(line), line.saleId === null ? roomOffer(row) : saleOffer(row, now)]
    }),
  )
}

const keyOfRow = (row: CitedRow) =>
  offerKey({ skuId: row.sku_id, roomId: row.room_id, saleId: row.cited_sale_id })

export const offerKey = (line: {
  skuId: string
  roomId?: string | null | undefined
  saleId?: string | null | undefined
}) => `${line.skuId} ${line.roomId ?? ''} ${line.saleId ?? ''}`

const roomOffer = (row: CitedRow): Offer => ({
  roomId: row.room_id,
  saleId: null,
  creatorId: row.creator_id,
  contentId: row.content_id,
  kind: 'room',
  priceMinor: row.room_price_minor,
  poolId: row.pool_id,
  limitPerPerson: null,
})

function saleOffer(row: CitedRow, now: Date): Offer {
  const { sale } = row
  if (!sale) throw new AppError('NOT_FOUND')
  const [startsAt, endsAt] = [new Date(sale.starts_at), new Date(sale.ends_at)]
  if (!isOpenSale(sale.state) || now >= endsAt) throw new AppError('SALE_ENDED')
  if (now < startsAt) throw new AppError('NOT_STARTED', { startsAt: startsAt.toISOString() })
  return {
    ...roomOffer(row),
    saleId: sale.sale_id,
    kind: 'sale',
    priceMinor: BigInt(sale.price_minor),
    poolId: sale.pool_id,
    limitPerPerson: sale.limit_per_person,
  }
}
