// The chance that a purchase comes back, foretold when it is made: features counted as things happen, a head that learns from
// each answer when it is known. A purchase keeps the row it was foretold from, so what is learned is what was known then.
import type { OrderLines } from '../evaluation/shapes.ts'
import type { ReturnContender } from '../evaluation/return-stream.ts'
import { createReturnFeatures, FEATURE_COUNT, OF_THE_ORDER, RETURN_FEATURES } from './return-features.ts'
import type { Head } from './return-heads.ts'

export const returnContender = (name: string, createHead: () => Head): ReturnContender => ({
  name,
  create: (lines) => createReturnModel(lines, createHead()),
})

export type ReturnModelOptions = {
  /** Leaves out what only the order tells, so that things can be asked about that are not in one yet. */
  readonly beforeOrder?: boolean
}
const HIDDEN = RETURN_FEATURES.flatMap((name, f) => (OF_THE_ORDER.has(name) ? [f] : []))

export function createReturnModel(
  lines: OrderLines,
  head: Head,
  { beforeOrder = false }: ReturnModelOptions = {},
) {
  const features = createReturnFeatures(lines)
  /** Rows of purchases whose answer is open. */
  const open = new Map<number, Float32Array>()
  let rows = new Float32Array(64 * FEATURE_COUNT)

  function answer(line: number, label: number, nowMs: number): void {
    const row = open.get(line)
    if (!row) return
    open.delete(line)
    head.learn({ row, boughtMs: lines.atMs[line]!, label, nowMs })
  }

  return {
    /** The chance that each of `offered` would come back, were it bought now; for a model made with `beforeOrder`. */
    foretellOffers(person: number, offered: ArrayLike<number>, nowMs: number, out: Float64Array): void {
      if (rows.length < offered.length * FEATURE_COUNT)
        rows = new Float32Array(2 * offered.length * FEATURE_COUNT)
      features.writeOffers(person, offered, nowMs, rows)
      for (let k = 0; k < offered.length; k++) {
        const row = rows.subarray(k * FEATURE_COUNT, (k + 1) * FEATURE_COUNT)
        out[k] = 1 / (1 + Math.exp(-head.logOdds(row)))
      }
    },

    foretell(order: readonly number[], out: Float64Array): void {
      if (rows.length < order.length * FEATURE_COUNT)
        rows = new Float32Array(2 * order.length * FEATURE_COUNT)
      features.write(order, rows)
      order.forEach((line, k) => {
        const row = rows.slice(k * FEATURE_COUNT, (k + 1) * FEATURE_COUNT)
        if (beforeOrder) for (const f of HIDDEN) row[f] = 0
        out[k] = 1 / (1 + Math.exp(-head.logOdds(row)))
        open.set(line, row)
      })
    },

    bought(order: readonly number[]): void {
      features.bought(order)
      for (const line of order) head.bought?.(open.get(line)!, lines.atMs[line]!)
    },

    returned(line: number, returnLine: number, quantity: number, first: boolean, inTime: boolean): void {
      features.returned(line, returnLine, quantity, first)
      if (inTime) answer(line, 1, lines.atMs[returnLine]!)
    },

    returnedUnknown: features.returnedUnknown,

    kept: (line: number, nowMs: number): void => answer(line, 0, nowMs),
  }
}
