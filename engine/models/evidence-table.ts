// The candidates of one question, each with a row of numbers: gathered from many sources in any order, over and over without garbage.

export type EvidenceTable = ReturnType<typeof createEvidenceTable>

export function createEvidenceTable(items: number, width: number) {
  const place = new Int32Array(items).fill(-1)
  const chosen: number[] = []
  const set = {
    items: chosen,
    width,
    /** Another array after `add` had to make room: read it anew. */
    rows: new Float64Array(1_024 * width),
    /** Which candidate the item is, -1 for none. */
    find: (item: number): number => place[item]!,
    /** Where the item's row begins; a new one is zero. */
    add(item: number): number {
      let at = place[item]!
      if (at < 0) {
        place[item] = at = chosen.length
        chosen.push(item)
        if ((at + 1) * width > set.rows.length) {
          const grown = new Float64Array(2 * set.rows.length)
          grown.set(set.rows)
          set.rows = grown
        }
      }
      return at * width
    },
    /** The largest number of a column; a little above 0 at least, to divide by. */
    most(column: number): number {
      let most = 1e-9
      for (let k = column; k < chosen.length * width; k += width) most = Math.max(most, set.rows[k]!)
      return most
    },
    clear(): void {
      set.rows.fill(0, 0, chosen.length * width)
      for (const item of chosen) place[item] = -1
      chosen.length = 0
    },
  }
  return set
}
