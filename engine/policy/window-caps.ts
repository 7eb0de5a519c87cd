// Not too much of one thing to one person: at most so many of the same item, author or seller within so long, and at most so many
// goods in any so many places in a row (the dial of how commercial a session feels). One rule serves all. `diversity.ts` weighs and
// breaks up runs within a slate; these are limits that hold across slates, kept for one person and fed from what was served before.

export type WindowCap<T> = {
  /** What is counted; null is never limited. A constant for all goods limits goods as such. */
  readonly of: (item: T) => string | null
  readonly most: number
  /** Counted over this long, over this many places in a row, or where both are given until the first of them is over. */
  readonly withinMs?: number
  readonly withinPlaces?: number
}

export type WindowCaps<T> = {
  /** Whether it may be the next. */
  allows(item: T, atMs: number): boolean
  /** It was shown; in order of time. */
  note(item: T, atMs: number): void
}

export function createWindowCaps<T>(caps: readonly WindowCap<T>[]): WindowCaps<T> {
  const states = caps.map((cap) => {
    const { most, withinMs = Infinity, withinPlaces = Infinity } = cap
    if (!(most >= 0)) throw new RangeError(`a cap of ${most}`)
    if (withinMs === Infinity && withinPlaces === Infinity)
      throw new RangeError('a cap without an end: give withinMs or withinPlaces')
    return { ...cap, withinMs, withinPlaces, shown: [] as Shown[], counts: new Map<string, number>() }
  })
  let places = 0

  /** Forgets what the window has left behind; the place about to be filled belongs to it. */
  function forget({ shown, counts, withinMs, withinPlaces }: (typeof states)[number], atMs: number): void {
    let over = 0
    while (over < shown.length && isOver(shown[over]!)) {
      const { value } = shown[over++]!
      const left = counts.get(value)! - 1
      if (left > 0) counts.set(value, left)
      else counts.delete(value)
    }
    if (over > 0) shown.splice(0, over)
    function isOver(one: Shown): boolean {
      return atMs - one.atMs >= withinMs || places - one.place >= withinPlaces
    }
  }

  return {
    allows: (item, atMs) =>
      states.every((state) => {
        const value = state.of(item)
        if (value === null) return true
        forget(state, atMs)
        return (state.counts.get(value) ?? 0) < state.most
      }),
    note(item, atMs) {
      for (const state of states) {
        forget(state, atMs)
        const value = state.of(item)
        if (value === null) continue
        state.shown.push({ value, atMs, place: places })
        state.counts.set(value, (state.counts.get(value) ?? 0) + 1)
      }
      places++
    },
  }
}

type Shown = { readonly value: string; readonly atMs: number; readonly place: number }
