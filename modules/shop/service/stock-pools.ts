// Units apart for a room or a flash sale: moved out of the variant and back, never made and never lost. An order that names the
// pool reserves there (service/stock.ts); what comes back after the pool was closed goes to the variant.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { mayFlip } from '../domain/stock.ts'
import * as repository from '../repository/stock-pools.ts'
import { availableOf, type Moved } from '../repository/stock.ts'
import type { Changes } from './changes.ts'
import type { SoldOutGate } from './sold-out-gate.ts'

export type PoolId = Id<'stp'>

export function createStockPools(
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  { changing }: Changes,
  soldOut: SoldOutGate,
) {
  const settleInStock = async (tx: Tx, move: Moved) => {
    if (mayFlip(move)) await changing(tx, [move.productId], async () => {})
  }

  const takeOffShelf = async (tx: Tx, skuId: Id<'sku'>, units: number): Promise<Moved> => {
    const moved = await repository.takeOffShelf(tx, skuId, units)
    if (moved) return moved
    throw new AppError('SOLD_OUT', { skuId, available: await availableOf(tx, skuId) })
  }

  return {
    /** An empty pool of this variant; `owner` is the room's or the sale's id. */
    async openPool(tx: Tx, skuId: Id<'sku'>, owner: string): Promise<PoolId> {
      const poolId = ids.next('stp')
      await repository.insertPool(tx, { poolId, skuId, owner, at: clock.now() })
      return poolId
    },

    /**
     * Moves units from the shelf into the pool; negative: back. All of it or nothing.
     * @throws AppError SOLD_OUT {skuId, available} when there are not so many free ones · STATE_CONFLICT when the pool is closed
     */
    async moveToPool(tx: Tx, poolId: PoolId, units: number): Promise<void> {
      const skuId = await repository.lockSkuOfPool(tx, poolId)
      if (!skuId) throw new AppError('NOT_FOUND')
      const moved = await takeOffShelf(tx, skuId, units)
      if (!(await repository.addToPool(tx, poolId, units))) {
        if (units > 0) throw new AppError('STATE_CONFLICT', { state: 'closed' })
        const available = (await repository.poolsLeft(tx, [poolId])).get(poolId) ?? 0
        throw new AppError('SOLD_OUT', { skuId, available })
      }
      await settleInStock(tx, moved)
      soldOut.reopen()
    },

    /** Its free units go back to the shelf; twice is the same as once. Returns how many went back. */
    async closePool(tx: Tx, poolId: PoolId): Promise<number> {
      const skuId = await repository.lockSkuOfPool(tx, poolId)
      const free = skuId ? await repository.closePool(tx, poolId, clock.now()) : null
      if (!skuId || !free) return 0
      const back = await repository.takeOffShelf(tx, skuId, -free)
      if (back) await settleInStock(tx, back)
      soldOut.reopen()
      return free
    },

    /** What could be reserved of each pool at this moment; only `reserveStock` decides. */
    poolsLeft: (tx: Tx, poolIds: readonly PoolId[]) => repository.poolsLeft(tx, poolIds),
  }
}
