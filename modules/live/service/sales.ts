// Flash sales: a pool with a price, a window and a limit a person. The clock decides what a sale is; its state column says what
// the room was told last. Units are the shop's business: flows open and close the pools.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import type { FlashSale } from '#kernel/room-event'
import type { Deps } from '#platform/context'
import { sqlState, type Tx } from '#platform/database'
import { dueSaleState, isOpenSale, nextSaleState, type SaleState } from '../domain/sale-state.ts'
import * as repository from '../repository/offers.ts'
import type { RoomRow, SaleRow } from '../repository/rows.ts'
import type { Log, Teller } from './log.ts'
import { toFlashSale } from './views.ts'

export type NewSale = {
  saleId: Id<'sal'>
  productId: Id<'prd'>
  skuId: Id<'sku'>
  shopId: Id<'shp'>
  poolId: string
  priceMinor: bigint
  currency: Currency
  units: number
  limitPerPerson: number
  startsAt: Date
  endsAt: Date
}

export function createSales({ clock }: Pick<Deps, 'clock'>, { appendEvent }: Log) {
  /** As it is by the clock. */
  const viewOf = (sale: SaleRow, left: number): FlashSale =>
    toFlashSale(sale, left, dueSaleState(timesOf(sale), left, clock.now()))

  /** Moves it and tells the room; false when somebody else did. */
  async function moveTo(tx: Tx, sale: SaleRow, to: SaleState, left: number, by: Teller): Promise<boolean> {
    if (to === sale.state || !(await repository.moveSale(tx, sale.sale_id, sale.state, to))) return false
    await appendEvent(tx, sale.room_id, { kind: 'sale', sale: toFlashSale(sale, left, to) }, by)
    return true
  }

  return {
    /** In a locked room. @throws AppError DUPLICATE when a sale of this variant is open */
    async createSale(tx: Tx, room: RoomRow, s: NewSale, by: Teller): Promise<SaleRow> {
      const now = clock.now()
      const sale: SaleRow = {
        sale_id: s.saleId,
        room_id: room.room_id,
        product_id: s.productId,
        sku_id: s.skuId,
        shop_id: s.shopId,
        pool_id: s.poolId,
        price_minor: s.priceMinor,
        currency: s.currency,
        units: s.units,
        limit_per_person: s.limitPerPerson,
        starts_at: s.startsAt,
        ends_at: s.endsAt,
        state: s.startsAt <= now ? 'running' : 'scheduled',
        created_at: now,
      }
      await repository.insertSale(tx, sale).catch((error: unknown) => {
        if (sqlState(error) === '23505') throw new AppError('DUPLICATE')
        throw error
      })
      await appendEvent(tx, room.room_id, { kind: 'sale', sale: toFlashSale(sale, s.units) }, by)
      return sale
    },

    saleOf: async (tx: Tx, roomId: Id<'rom'>, saleId: string): Promise<SaleRow> => {
      const [sale] = await repository.findSales(tx, [saleId])
      if (!sale || sale.room_id !== roomId) throw new AppError('NOT_FOUND')
      return sale
    },
    openSales: repository.findOpenSales,
    salesDue: repository.findSalesDue,
    saleView: viewOf,

    /** Ends or cancels; the caller closes its pool. @throws AppError STATE_CONFLICT {state} */
    async finishSale(tx: Tx, sale: SaleRow, action: 'end' | 'cancel', by: Teller): Promise<boolean> {
      const to = nextSaleState(sale.state, action)
      if (!to) throw new AppError('STATE_CONFLICT', { state: sale.state })
      return moveTo(tx, sale, to, 0, by)
    },

    /** What the clock and what is left make of an open one, short of its end; tells the room when that is news. */
    async tellSale(tx: Tx, sale: SaleRow, left: number, by: Teller): Promise<boolean> {
      const to = dueSaleState(timesOf(sale), left, clock.now())
      if (to === 'ended' || !isOpenSale(to)) return false
      if (to !== sale.state) return moveTo(tx, sale, to, left, by)
      await appendEvent(tx, sale.room_id, { kind: 'sale', sale: toFlashSale(sale, left) }, by)
      return true
    },
  }
}
export type Sales = ReturnType<typeof createSales>

const timesOf = (s: SaleRow) => ({ state: s.state, startsAt: s.starts_at, endsAt: s.ends_at })
