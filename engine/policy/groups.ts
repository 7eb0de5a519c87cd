// Who belongs to the groups that contracts are made for. New is told by age, long tail by how often a thing was shown of late: what
// is outside the most shown fifth, as `evaluation/exposure-metrics.ts` measures it.

export const NEW_ITEM = 0
export const NEW_SELLER = 1
export const LONG_TAIL = 2

export type GroupRules = {
  readonly newItemForMs: number
  readonly newSellerForMs: number
  /** Shown at most this often of late: the long tail (`tailEdge`). */
  readonly tailEdge: number
}

/** The mask for a candidate. Times in milliseconds since 1970; `sellerSinceMs` null for what nobody sells. */
export function groupsOf(
  thing: { readonly sinceMs: number; readonly sellerSinceMs: number | null; readonly shown: number },
  { newItemForMs, newSellerForMs, tailEdge }: GroupRules,
  atMs: number,
): number {
  const { sinceMs, sellerSinceMs, shown } = thing
  return (
    (atMs - sinceMs < newItemForMs ? 1 << NEW_ITEM : 0) |
    (sellerSinceMs !== null && atMs - sellerSinceMs < newSellerForMs ? 1 << NEW_SELLER : 0) |
    (shown <= tailEdge ? 1 << LONG_TAIL : 0)
  )
}

/** How often a thing may have been shown and still be outside the most shown `head` share. To be told anew now and then. */
export function tailEdge(shown: Float64Array, head = 0.2): number {
  if (!(head > 0 && head < 1)) throw new RangeError(`tailEdge: head ${head} is not between 0 and 1`)
  if (shown.length === 0) return Infinity
  const sorted = shown.slice().sort()
  return sorted[Math.max(0, Math.ceil((1 - head) * sorted.length) - 1)]!
}
