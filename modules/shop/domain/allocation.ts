// Which warehouse sends what was sold: the first that serves the province and has all of it, by priority. Only when none has all of it
// is a line split. What may be sold was decided before, on the variant's own row; this only says from where.
import { provinceOf } from '#kernel/provinces'

/** `warehouseId` null: the main one. `free` is what no other order holds. */
export type Place<WarehouseId extends string = string> = {
  warehouseId: WarehouseId | null
  provinces: readonly string[]
  priority: number
  free: number
}
export type Taken<WarehouseId extends string = string> = { warehouseId: WarehouseId | null; qty: number }

/** `province` as the buyer wrote it. What is in no place is the main one's to find. */
export function allocate<W extends string>(
  qty: number,
  province: string | null,
  places: readonly Place<W>[],
): Taken<W>[] {
  const code = province === null ? null : provinceOf(province)
  const inTurn = places.filter((p) => p.free > 0).toSorted((a, b) => compare(rank(a, code), rank(b, code)))
  const whole = inTurn.find((p) => p.free >= qty)
  if (whole) return [{ warehouseId: whole.warehouseId, qty }]
  const taken: Taken<W>[] = []
  let left = qty
  for (const { warehouseId, free } of inTurn) {
    taken.push({ warehouseId, qty: Math.min(free, left) })
    left -= Math.min(free, left)
    if (left === 0) return taken
  }
  return left === 0 ? taken : [...taken, { warehouseId: null, qty: left }]
}

/** Named for the province, then open to all, then named for others. */
const rank = (p: Place, code: string | null): [number, number, string] => [
  p.provinces.length === 0 ? 1 : code !== null && p.provinces.includes(code) ? 0 : 2,
  p.priority,
  p.warehouseId ?? '',
]

const compare = (a: [number, number, string], b: [number, number, string]) =>
  a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1)
