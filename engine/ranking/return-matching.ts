// Which purchase a return belongs to: the person's latest purchases of that item that are not yet sent back, piece by piece (last
// in, first out). Why the latest: whoever corrects an order minutes later corrects that order, and what was kept for months has
// mostly been used. A return of more than was bought, or of something bought before we looked, is told as what could not be
// matched.

export type MatchedReturn = {
  /** As it was named when it was bought. */
  readonly line: number
  readonly quantity: number
  /** Nothing of the line had been sent back before. */
  readonly first: boolean
}
export type ReturnMatcher = ReturnType<typeof createReturnMatcher>

type Open = { readonly line: number; left: number; untouched: boolean }

export type ReturnMatcherOptions = {
  readonly items: number
  /** Purchases of one item by one person that are remembered; of more the oldest are forgotten. */
  readonly maxOpen?: number
}

export function createReturnMatcher({ items, maxOpen = 64 }: ReturnMatcherOptions) {
  const open = new Map<number, Open[]>()

  return {
    /** `line` was bought: `quantity` pieces, more than none. */
    buy(person: number, item: number, line: number, quantity: number): void {
      const key = person * items + item
      let lines = open.get(key)
      if (!lines) open.set(key, (lines = []))
      if (lines.length === maxOpen) lines.shift()
      lines.push({ line, left: quantity, untouched: true })
    },

    /** `quantity` pieces, more than none, came back. What no purchase is known of is `unmatched`. */
    take(person: number, item: number, quantity: number): { matched: MatchedReturn[]; unmatched: number } {
      const key = person * items + item
      const lines = open.get(key) ?? []
      const matched: MatchedReturn[] = []
      let left = quantity
      while (left > 0 && lines.length > 0) {
        const last = lines.at(-1)!
        const taken = Math.min(left, last.left)
        matched.push({ line: last.line, quantity: taken, first: last.untouched })
        left -= taken
        last.left -= taken
        last.untouched = false
        if (last.left === 0) lines.pop()
      }
      if (lines.length === 0) open.delete(key)
      return { matched, unmatched: left }
    },
  }
}
