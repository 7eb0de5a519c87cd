// Units that come and go otherwise than by being sold: counted, received, damaged, moved between warehouses. Each is a movement with its
// reason, in the transaction that changes the number; the variant's own row is locked first, so that nobody sells meanwhile what goes.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { MovementReason } from '../domain/movement.ts'
import { insertMovements, type Movement } from '../repository/movements.ts'
import { addOnHand, lockUnits } from '../repository/stock.ts'
import { ownSkus } from '../repository/stock-desk.ts'
import { addToPlace, findPlaces, findWarehouses } from '../repository/warehouses.ts'
import type { Changes } from './changes.ts'
import type { SoldOutGate } from './sold-out-gate.ts'

/** By how many more, or how many there are now; without a warehouse, on the shelf altogether, and the main one bears the difference. */
export type StockChange = { skuId: Id<'sku'>; warehouseId?: Id<'whs'> | null | undefined } & (
  { delta: number } | { onHand: number; expectedVersion?: number | null }
)
export type Counted = { reason: MovementReason; note?: string | null | undefined; by: string }

export function createStockCount(
  { clock }: Pick<Deps, 'clock'>,
  { changing }: Changes,
  soldOut: SoldOutGate,
) {
  const write = (tx: Tx, movements: readonly Movement[], by: string) =>
    insertMovements(tx, movements, { by, at: clock.now() })

  async function ownProducts(tx: Tx, shopId: Id<'shp'>, skuIds: readonly Id<'sku'>[]): Promise<Id<'prd'>[]> {
    const own = await ownSkus(tx, shopId, skuIds)
    for (const skuId of skuIds) {
      const sku = own.get(skuId)
      // Of several it is said which; one alone is what the caller asked for.
      if (!sku) throw new AppError('NOT_FOUND', skuIds.length > 1 ? { skuId } : {})
      if (sku.bundle) throw new AppError('STATE_CONFLICT', { skuId, state: 'bundle' })
    }
    return [...new Set([...own.values()].map((s) => s.productId))].sort()
  }

  /** Another shop's warehouse is none; nothing is put into a closed one. */
  async function assertPlaces(tx: Tx, shopId: Id<'shp'>, wanted: readonly (Id<'whs'> | null | undefined)[]) {
    const named = wanted.filter((id) => id != null)
    if (named.length === 0) return new Map<string, { main: boolean }>()
    const own = new Map((await findWarehouses(tx, shopId)).map((w) => [w.warehouse_id as string, w]))
    for (const warehouseId of named) {
      const place = own.get(warehouseId)
      if (!place) throw new AppError('NOT_FOUND')
      if (!place.open) throw new AppError('STATE_CONFLICT', { warehouseId, state: 'closed' })
    }
    return own
  }

  async function change(tx: Tx, c: StockChange, main: boolean): Promise<number> {
    const { skuId } = c
    const units = await lockUnits(tx, skuId)
    const place = main ? null : c.warehouseId!
    const there =
      'delta' in c || place === null
        ? units.on_hand
        : ((await findPlaces(tx, [skuId], true)).find((p) => p.warehouse_id === place)?.on_hand ?? 0)
    const delta = 'delta' in c ? c.delta : c.onHand - there
    if ('onHand' in c && c.expectedVersion != null && c.expectedVersion !== units.version)
      throw new AppError('STALE', { version: units.version, onHand: units.on_hand })
    if (delta === 0) return 0
    const refuse = () =>
      new AppError('STATE_CONFLICT', { reserved: units.reserved, onHand: units.on_hand, skuId })
    if (!(await addOnHand(tx, skuId, delta))) throw refuse()
    if (place !== null) {
      if (!(await addToPlace(tx, skuId, place, delta))) throw refuse()
    } else if (units.warehoused) await assertMainHolds(tx, skuId, refuse)
    return delta
  }

  return {
    /**
     * All of it or nothing, each line a movement; the door for the desk's page, for lists that are read in, and for a shop's own system.
     * @throws AppError NOT_FOUND {skuId | warehouseId} · STATE_CONFLICT {skuId, reserved, onHand} when more is held than would be there
     */
    async countStock(
      tx: Tx,
      shopId: Id<'shp'>,
      changes: readonly StockChange[],
      { reason, note, by }: Counted,
    ): Promise<void> {
      const inOrder = changes.toSorted((a, b) => (a.skuId < b.skuId ? -1 : a.skuId > b.skuId ? 1 : 0))
      const skuIds = [...new Set(inOrder.map((c) => c.skuId))]
      const places = await assertPlaces(
        tx,
        shopId,
        changes.map((c) => c.warehouseId),
      )
      const products = await ownProducts(tx, shopId, skuIds)
      await changing(
        tx,
        products,
        async () => {
          const movements: Movement[] = []
          for (const c of inOrder) {
            const main = c.warehouseId == null || places.get(c.warehouseId)!.main
            const delta = await change(tx, c, main)
            const warehouseId = main ? null : c.warehouseId!
            if (delta !== 0)
              movements.push({ skuId: c.skuId, warehouseId, delta, reason, note: note ?? null })
          }
          await write(tx, movements, by)
        },
        true,
      )
      soldOut.reopen()
    },

    /** @throws AppError NOT_FOUND · SOLD_OUT {skuId, available} when there are not so many free ones there */
    async moveBetween(
      tx: Tx,
      shopId: Id<'shp'>,
      {
        skuId,
        from,
        to,
        units,
      }: { skuId: Id<'sku'>; from: Id<'whs'> | null; to: Id<'whs'> | null; units: number },
      { note, by }: Omit<Counted, 'reason'>,
    ): Promise<void> {
      await ownProducts(tx, shopId, [skuId])
      const places = await assertPlaces(tx, shopId, [from, to])
      const named = (id: Id<'whs'> | null) => (id === null || places.get(id)!.main ? null : id)
      const [source, target] = [named(from), named(to)]
      if (source === target) throw new AppError('STATE_CONFLICT', { state: 'same-warehouse' })
      await lockUnits(tx, skuId)
      const before = (await findPlaces(tx, [skuId], true)).find((p) => p.warehouse_id === source)
      const available = before ? before.on_hand - before.reserved : 0
      if (available < units) throw new AppError('SOLD_OUT', { skuId, available })
      if (source !== null) await addToPlace(tx, skuId, source, -units)
      if (target !== null) await addToPlace(tx, skuId, target, units)
      const step = { skuId, reason: 'transfer' as const, note: note ?? null }
      await write(
        tx,
        [
          { ...step, warehouseId: source, delta: -units },
          { ...step, warehouseId: target, delta: units },
        ],
        by,
      )
    },
  }
}

/** What is held in the main warehouse must still be there. */
async function assertMainHolds(tx: Tx, skuId: Id<'sku'>, refuse: () => AppError): Promise<void> {
  const main = (await findPlaces(tx, [skuId], true)).find((p) => p.warehouse_id === null)!
  if (main.on_hand < main.reserved) throw refuse()
}
