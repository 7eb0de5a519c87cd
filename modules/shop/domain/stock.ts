// Stock in three numbers: on hand, reserved for unpaid orders, and what is left to sell. A hold moves
// reserved → committed → returned, or reserved → released, and each step once.

export type HoldState = 'reserved' | 'committed' | 'released' | 'returned'
export type HoldStep = 'commit' | 'release' | 'return'

type Move = { from: HoldState; to: HoldState; onHand: -1 | 0 | 1; reserved: -1 | 0 }

/** What each step does to a SKU, per unit held. */
export const HOLD_STEPS: Readonly<Record<HoldStep, Move>> = {
  commit: { from: 'reserved', to: 'committed', onHand: -1, reserved: -1 },
  release: { from: 'reserved', to: 'released', onHand: 0, reserved: -1 },
  return: { from: 'committed', to: 'returned', onHand: 1, reserved: 0 },
}

/** `poolId`: the units of a room, a sale, a campaign or a presale; absent: those of the variant itself. */
export type StockLine<SkuId extends string = string, PoolId extends string = string> = {
  skuId: SkuId
  qty: number
  poolId?: PoolId | null
  /** What one of a bundle consists of: those are held, not the bundle. */
  parts?: readonly { skuId: SkuId; qty: number }[] | null
}

/** Bundles as their parts; a part of two bundles, or bought alone as well, is then asked for once, together (`inLockOrder`). */
export const asParts = <L extends StockLine>(lines: readonly L[]): L[] =>
  lines.flatMap((line) =>
    line.parts
      ? line.parts.map((p) => ({ skuId: p.skuId, qty: p.qty * line.qty, poolId: line.poolId ?? null }) as L)
      : [line],
  )

/**
 * One line a SKU and pool: first those of SKUs by id, then those of pools by id. Everybody locks in the same order, so two
 * buyers never wait for each other in a ring.
 */
export function inLockOrder<L extends StockLine>(lines: readonly L[]): L[] {
  const merged = new Map<string, L>()
  for (const line of lines) {
    const key = `${line.skuId} ${line.poolId ?? ''}`
    const before = merged.get(key)
    merged.set(key, before ? { ...before, qty: before.qty + line.qty } : { ...line })
  }
  return [...merged.values()].sort((a, b) => (lockKey(a) < lockKey(b) ? -1 : 1))
}
const lockKey = ({ skuId, poolId }: StockLine) => (poolId ? `2 ${poolId} ${skuId}` : `1 ${skuId}`)

/**
 * What a step does to a pool line, per unit. A closed pool holds nothing but what is reserved: the rest goes to the SKU, and of a presale
 * to nobody.
 */
export function poolMove(
  step: HoldStep,
  closed: boolean,
  presale = false,
): { pool: { onHand: -1 | 0 | 1; reserved: -1 | 0 }; sku: { onHand: 0 | 1 } } {
  const { onHand, reserved } = HOLD_STEPS[step]
  if (!closed || step === 'commit') return { pool: { onHand, reserved }, sku: { onHand: 0 } }
  return { pool: { onHand: reserved, reserved }, sku: { onHand: presale ? 0 : 1 } }
}

/** Whether a house that only knows 'in stock' must be told: sold out, there again, or too few for a bundle (or enough again). */
export const mayFlip = (m: { before: number; available: number; partOf?: number }): boolean =>
  m.before > 0 !== m.available > 0 || Math.min(m.before, m.available) < (m.partOf ?? 0)

/** At or below this many, a shop is told to restock and a buyer is told how many are left. */
export const LOW_STOCK = 10

export const stockLevel = (available: number): 'plenty' | 'low' | 'soldOut' =>
  available <= 0 ? 'soldOut' : available <= LOW_STOCK ? 'low' : 'plenty'
