// The order in which a room talks about its goods. What happened cannot be planned anew: rows that are done or on keep their place and
// product, and everything that is still planned follows them.

export const RUNDOWN_ROLES = ['traffic', 'main', 'margin'] as const
export type RundownRole = (typeof RUNDOWN_ROLES)[number]
/** planned → now → done; never back. */
export const RUNDOWN_STATES = ['planned', 'now', 'done'] as const
export type RundownState = (typeof RUNDOWN_STATES)[number]

export type PlannedRow = { rowId?: string | undefined; productId: string }
export type KeptRow = { rowId: string; productId: string; state: RundownState; startedAt: Date | null }

/**
 * The edited rows in the order they will have, each with the one it was; null when the edit would change what happened: a row that is
 * done or on is missing or has another product, or a row is named that is not there.
 */
export function arrangeRows<P extends PlannedRow, K extends KeptRow>(
  edited: readonly P[],
  kept: readonly K[],
): { edit: P; was: K | null }[] | null {
  const byId = new Map(kept.map((k) => [k.rowId, k]))
  const rows = edited.map((edit) => ({
    edit,
    was: edit.rowId === undefined ? null : (byId.get(edit.rowId) ?? undefined),
  }))
  if (rows.some((r) => r.was === undefined)) return null
  const known = rows as { edit: P; was: K | null }[]
  const named = new Set(edited.map((e) => e.rowId))
  if (kept.some((k) => k.state !== 'planned' && !named.has(k.rowId))) return null
  if (known.some(({ edit, was }) => was && was.state !== 'planned' && was.productId !== edit.productId))
    return null
  return known.toSorted((a, b) => rank(a.was) - rank(b.was) || begun(a.was) - begun(b.was))
}

const RANK: Record<RundownState, number> = { done: 0, now: 1, planned: 2 }
const rank = (row: KeptRow | null): number => RANK[row?.state ?? 'planned']
const begun = (row: KeptRow | null): number => row?.startedAt?.getTime() ?? 0

/** What comes next: the named row, or the first planned one whose product can be explained; null when there is none. */
export function nextRow<K extends KeptRow>(
  rows: readonly K[],
  inBag: ReadonlySet<string>,
  rowId?: string,
): K | null {
  const possible = rows.filter((r) => r.state === 'planned' && inBag.has(r.productId))
  return (rowId === undefined ? possible[0] : possible.find((r) => r.rowId === rowId)) ?? null
}
