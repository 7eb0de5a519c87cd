// Stock for checkout: reserve, then commit or release, and return after a refund. Each step takes effect once for one hold
// id, so a retry after a crash is harmless. They run in the caller's transaction: stock, order and money commit together.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { allocate } from '../domain/allocation.ts'
import { asParts, HOLD_STEPS, inLockOrder, mayFlip, poolMove, type HoldStep } from '../domain/stock.ts'
import * as repository from '../repository/stock.ts'
import type { HeldLine, Moved, SkuLine } from '../repository/stock.ts'
import * as pools from '../repository/stock-pools.ts'
import { asPlace, findPlaces, stepPlaces, takeFromPlaces } from '../repository/warehouses.ts'
import type { Changes } from './changes.ts'
import type { SoldOutGate } from './sold-out-gate.ts'

export function createStock({ clock }: Pick<Deps, 'clock'>, { changing }: Changes, gate: SoldOutGate) {
  /** Products whose last unit went, or whose first came back, may have to leave or enter the feed. */
  const settleInStock = async (tx: Tx, moves: readonly Moved[]) => {
    const flipped = moves.filter(mayFlip)
    if (flipped.length > 0)
      await changing(tx, [...new Set(flipped.map((m) => m.productId))].sort(), async () => {})
  }

  const step = async (tx: Tx, holdId: string, name: HoldStep) => {
    const { lines, moved, placed } = await repository.stepHold(tx, holdId, name)
    if (lines.length === 0) return refuseUnlessDone(tx, holdId, name)
    const moves: Moved[] = moved ? [moved] : []
    if (!moved) {
      // SKUs before pools: what a closed pool gives back goes to the SKU first.
      const shelf = lines.filter((l) => !l.poolId || poolMove(name, l.closed, l.presale).sku.onHand !== 0)
      for (const line of inLockOrder(shelf.map(({ skuId, qty }) => ({ skuId, qty }))))
        moves.push(...(await shelfMoves(tx, line, shelf, name)))
      for (const line of inLockOrder(lines.filter((l) => l.poolId)))
        moves.push(...(await stepPoolLine(tx, line, name)))
    }
    if (placed) await stepPlaces(tx, holdId, name)
    await settleInStock(tx, moves)
    if (name !== 'commit') gate.reopen()
  }

  /** One variant off the shelf is one statement; otherwise hold first, then each variant and pool in the order all lock them. */
  const take = async (tx: Tx, holdId: string, ordered: readonly SkuLine[], expiresAt: Date) => {
    if (ordered.length === 1 && !ordered[0]!.poolId) {
      const { made, moved } = await repository.holdUnits(tx, holdId, ordered[0]!, expiresAt, clock.now())
      if (!made) return refuseIfEnded(tx, holdId)
      if (!moved) throw await soldOut(tx, ordered[0]!)
      return [moved]
    }
    if (!(await repository.insertHold(tx, holdId, ordered, expiresAt, clock.now())))
      return refuseIfEnded(tx, holdId)
    const moves: Moved[] = []
    for (const line of ordered) {
      const moved = line.poolId
        ? await reserveFromPool(tx, line.poolId, line)
        : await repository.reserveUnits(tx, line)
      if (!moved) throw await soldOut(tx, line)
      moves.push(moved)
    }
    return moves
  }

  return {
    /**
     * Holds units until `expiresAt`; of a bundle, its parts. A repeat with the same hold id changes nothing. `province`, as the buyer
     * wrote it, decides from which warehouse, if the shop has several.
     * @throws AppError SOLD_OUT {skuId, available} · STATE_CONFLICT {state} when the hold has ended
     */
    async reserveStock(
      tx: Tx,
      holdId: string,
      lines: readonly SkuLine[],
      expiresAt: Date,
      province: string | null = null,
    ): Promise<void> {
      const ordered = inLockOrder(asParts(lines))
      if (ordered.length === 0) throw new Error('reserveStock: no lines')
      const moves = await take(tx, holdId, ordered, expiresAt)
      if (!moves) return
      const lying = ordered.filter((_, i) => moves[i]!.warehoused)
      if (lying.length > 0) await chooseWarehouses(tx, holdId, lying, province)
      await settleInStock(tx, moves)
    },
    /** Paid: the units leave the shelf. @throws AppError STATE_CONFLICT when the hold was released, NOT_FOUND when there is none */
    commitStock: (tx: Tx, holdId: string) => step(tx, holdId, 'commit'),
    /** Cancelled or expired before payment: the units can be sold again. */
    releaseStock: (tx: Tx, holdId: string) => step(tx, holdId, 'release'),
    /** Refunded before it was shipped: the units are back on the shelf. */
    returnStock: (tx: Tx, holdId: string) => step(tx, holdId, 'return'),
    /** Units that came back, or were never sent: on the shelf again. The caller’s own move makes that happen once. */
    async restock(tx: Tx, lines: readonly Pick<SkuLine, 'skuId' | 'qty'>[]): Promise<void> {
      const moves: Moved[] = []
      for (const line of inLockOrder(lines))
        moves.push(await repository.moveUnits(tx, line, { onHand: 1, reserved: 0 }))
      await settleInStock(tx, moves)
    },
    /** Unpaid holds past their time, the oldest first: for trade's expiry job. */
    expiredHolds: (tx: Tx, at: Date, limit: number) => repository.expiredHolds(tx, at, limit),
  }
}

export type { SkuLine }
export type SkuId = Id<'sku'>

const soldOut = async (tx: Tx, { skuId }: SkuLine) =>
  new AppError('SOLD_OUT', { skuId, available: await repository.availableOf(tx, skuId) })

async function refuseIfEnded(tx: Tx, holdId: string): Promise<void> {
  const state = await repository.holdState(tx, holdId)
  if (state !== 'reserved' && state !== 'committed') throw new AppError('STATE_CONFLICT', { state })
}

/** Nothing moved: fine when this step was taken before, a refusal otherwise. A returned hold had been committed. */
async function refuseUnlessDone(tx: Tx, holdId: string, name: HoldStep): Promise<void> {
  const state = await repository.holdState(tx, holdId)
  if (state === null) throw new AppError('NOT_FOUND', { holdId })
  if (state === HOLD_STEPS[name].to || (name === 'commit' && state === 'returned')) return
  throw new AppError('STATE_CONFLICT', { state })
}

/** What a SKU's own lines and those of its closed pools do to it, in one lock. */
async function shelfMoves(
  tx: Tx,
  { skuId }: SkuLine,
  shelf: readonly HeldLine[],
  name: HoldStep,
): Promise<Moved[]> {
  const moves: Moved[] = []
  for (const line of shelf.filter((l) => l.skuId === skuId)) {
    const move = line.poolId
      ? { onHand: poolMove(name, true).sku.onHand, reserved: 0 as const }
      : HOLD_STEPS[name]
    moves.push(await repository.moveUnits(tx, line, move))
  }
  return moves
}

async function stepPoolLine(tx: Tx, line: HeldLine, name: HoldStep): Promise<Moved[]> {
  const { poolId, closed, presale } = line
  const move = poolMove(name, closed, presale)
  const moved = await pools.movePoolUnits(tx, poolId!, line.qty, move.pool, closed)
  if (moved) return [asMoved(moved, (move.pool.onHand - move.pool.reserved) * line.qty)]
  // It was closed between the reading and now: the rare case in which a pool's row is not the last one locked.
  const after = poolMove(name, true, presale)
  if (!(await pools.movePoolUnits(tx, poolId!, line.qty, after.pool, true)))
    throw new Error(`pool ${poolId} of a held line is gone`)
  return after.sku.onHand === 0 ? [] : [await repository.moveUnits(tx, line, { onHand: 1, reserved: 0 })]
}

async function reserveFromPool(tx: Tx, poolId: Id<'stp'>, { skuId, qty }: SkuLine): Promise<Moved> {
  const moved = await pools.reservePoolUnits(tx, poolId, skuId, qty)
  if (moved) return asMoved(moved, -qty)
  const left = await pools.poolsLeft(tx, [poolId])
  throw new AppError('SOLD_OUT', { skuId, available: left.get(poolId) ?? 0 })
}

/** Only a presale's last unit ends what its product has to sell; a room's pool is the room's affair. */
const asMoved = ({ productId, presale, left, warehoused }: pools.PoolMoved, change: number): Moved => ({
  productId,
  available: presale ? left : 1,
  before: presale ? left - change : 1,
  warehoused: warehoused && !presale,
})

async function chooseWarehouses(
  tx: Tx,
  holdId: string,
  lines: readonly SkuLine[],
  province: string | null,
): Promise<void> {
  const qtyOf = new Map<Id<'sku'>, number>()
  for (const { skuId, qty } of lines) qtyOf.set(skuId, (qtyOf.get(skuId) ?? 0) + qty)
  const places = Map.groupBy(await findPlaces(tx, [...qtyOf.keys()], true), (p) => p.sku_id)
  const taken = [...qtyOf].flatMap(([skuId, qty]) => {
    // What this hold took is counted as held already, and of the main place, which is what the others leave.
    const before = places.get(skuId)!.map(asPlace)
    const open = before.map((p) => (p.warehouseId === null ? { ...p, free: p.free + qty } : p))
    return allocate(qty, province, open).map((t) => ({ ...t, skuId }))
  })
  await takeFromPlaces(tx, holdId, taken)
}
