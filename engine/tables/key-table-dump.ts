// What a key table was written down as, and whether it can be read back: a damaged dump is refused before anything is changed, so
// that whoever reads it back still has a table to go on with.

export type KeyTableDump = {
  bound: number
  low: Uint32Array
  high: Uint32Array
  touched: Uint32Array
  since: Uint32Array
  count: Uint32Array
  free: Uint32Array
  hand: number
  admission: { cells: Uint8Array; hand: number; owed: number } | null
}

const COLUMNS = ['low', 'high', 'touched', 'since', 'count'] as const

/** What is wrong with a dump for a table of so many rows; null when nothing is. */
export function wrongWithTable(dump: KeyTableDump, maximumRows: number): string | null {
  if (typeof dump !== 'object' || dump === null) return 'there is no table'
  const { bound, count, free, hand } = dump
  if (!isIndex(bound, maximumRows + 1)) return `a bound of ${bound} in a table of ${maximumRows} rows`
  for (const name of COLUMNS)
    if (!(dump[name] instanceof Uint32Array) || dump[name].length !== bound)
      return `${name} does not hold ${bound} rows`
  if (!(free instanceof Uint32Array)) return 'no list of free rows'
  const seen = new Uint8Array(bound)
  for (const row of free) {
    if (row >= bound || count[row] !== 0 || seen[row]) return `row ${row} is not free, or free twice`
    seen[row] = 1
  }
  for (let row = 0; row < bound; row++) if (count[row] === 0 && !seen[row]) return `row ${row} is nobody's`
  return isIndex(hand, bound + 1) ? null : `a hand at ${hand} of ${bound} rows`
}

/** Whether it is a whole number from 0 to below `end`. */
export const isIndex = (value: unknown, end: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end
