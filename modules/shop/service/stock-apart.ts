// What a shop sets apart on its own shelf: units sold in advance (预售), with the day they are shipped by, and units locked for a campaign.
// Both are pools; a campaign's come from the shelf and go back to it, those sold in advance do not exist yet.
import type { InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { lockForCampaign, setPresale } from '../contract.ts'
import { lockUnits } from '../repository/stock.ts'
import { ownSkus } from '../repository/stock-desk.ts'
import * as pools from '../repository/stock-pools.ts'
import type { Changes } from './changes.ts'
import type { SoldOutGate } from './sold-out-gate.ts'
import type { createStockPools } from './stock-pools.ts'

const DAY = 86_400_000
/** Longest time ahead that may be promised. */
const MOST_DAYS = 180
const BATCH = 50

export function createStockApart(
  { db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>,
  { changing }: Changes,
  { closePool, moveToPool }: ReturnType<typeof createStockPools>,
  soldOut: SoldOutGate,
) {
  const ahead = (at: Date) => {
    const ms = at.getTime() - clock.now().getTime()
    if (!(ms > 0 && ms <= MOST_DAYS * DAY)) throw new AppError('DATE_INVALID', { mostDays: MOST_DAYS })
    return at
  }

  /** Below the price, and the balance paid before it is shipped. @throws AppError AMOUNT_INVALID {mostMinor} · DATE_INVALID */
  function depositIn(
    d: NonNullable<InputOf<typeof setPresale>['deposit']>,
    priceMinor: bigint,
    shipsAt: Date,
  ): pools.Deposit {
    const minor = BigInt(d.minor)
    if (minor === 0n || minor >= priceMinor)
      throw new AppError('AMOUNT_INVALID', { mostMinor: (priceMinor - 1n).toString() })
    const [balanceFrom, balanceUntil] = [ahead(new Date(d.balanceFrom)), new Date(d.balanceUntil)]
    if (balanceFrom >= balanceUntil || balanceUntil > shipsAt) throw new AppError('DATE_INVALID', {})
    return { minor, balanceFrom, balanceUntil }
  }

  /** @throws AppError NOT_FOUND · STATE_CONFLICT when it is a bundle: its parts can be set apart */
  async function own(tx: Tx, shopId: Id<'shp'>, skuId: Id<'sku'>) {
    const sku = (await ownSkus(tx, shopId, [skuId])).get(skuId)
    if (!sku) throw new AppError('NOT_FOUND')
    if (sku.bundle) throw new AppError('STATE_CONFLICT', { state: 'bundle' })
    return sku
  }

  return {
    async setPresale(tx: Tx, input: InputOf<typeof setPresale>): Promise<void> {
      const { shopId, skuId, left } = input
      const shipsAt = ahead(new Date(input.shipsAt))
      const { productId, priceMinor } = await own(tx, shopId, skuId)
      const deposit = input.deposit ? depositIn(input.deposit, priceMinor, shipsAt) : null
      const set = async () => {
        const before = await pools.openApart(tx, skuId, 'presale')
        if (before) return pools.setPresale(tx, before, { left, shipsAt, deposit })
        const apart = { kind: 'presale', shipsAt, deposit } as const
        await pools.insertPool(tx, {
          poolId: ids.next('stp'),
          skuId,
          owner: shopId,
          at: clock.now(),
          apart,
          onHand: left,
        })
      }
      await changing(tx, [productId], set, true)
      soldOut.reopen()
    },

    /** What was sold stays sold, and is shipped when it was promised. */
    async endPresale(tx: Tx, shopId: Id<'shp'>, skuId: Id<'sku'>): Promise<void> {
      const { productId } = await own(tx, shopId, skuId)
      const end = async () => {
        const before = await pools.openApart(tx, skuId, 'presale')
        if (before) await pools.closePool(tx, before, clock.now())
      }
      await changing(tx, [productId], end, true)
    },

    /** @throws AppError SOLD_OUT {available} when there are not so many free ones · STATE_CONFLICT when one is set already */
    async lockForCampaign(tx: Tx, input: InputOf<typeof lockForCampaign>): Promise<Id<'stp'>> {
      const { shopId, skuId, name, units, limitPerPerson } = input
      const [startsAt, endsAt] = [new Date(input.startsAt), ahead(new Date(input.endsAt))]
      if (startsAt >= endsAt) throw new AppError('DATE_INVALID', {})
      const { priceMinor: shelf } = await own(tx, shopId, skuId)
      const priceMinor = input.priceMinor === null ? null : BigInt(input.priceMinor)
      if (priceMinor !== null && priceMinor > shelf)
        throw new AppError('AMOUNT_INVALID', { mostMinor: shelf.toString() })
      await lockUnits(tx, skuId)
      if (await pools.openApart(tx, skuId, 'campaign'))
        throw new AppError('STATE_CONFLICT', { state: 'in-campaign' })
      const poolId = ids.next('stp')
      const apart = { kind: 'campaign', name, startsAt, endsAt, priceMinor, limitPerPerson } as const
      await pools.insertPool(tx, { poolId, skuId, owner: shopId, at: clock.now(), apart })
      await moveToPool(tx, poolId, units)
      return poolId
    },

    async endCampaign(tx: Tx, shopId: Id<'shp'>, skuId: Id<'sku'>): Promise<void> {
      await own(tx, shopId, skuId)
      const poolId = await pools.openApart(tx, skuId, 'campaign')
      if (poolId) await closePool(tx, poolId)
    },

    /** Campaigns whose time is over: their free units can be bought at the shelf again. */
    async closeEnded(): Promise<number> {
      const ended = await db.read((tx) => pools.endedPools(tx, clock.now(), BATCH))
      for (const poolId of ended) await db.transaction((tx) => closePool(tx, poolId))
      return ended.length
    },
  }
}
