// A list whose entries have numbers from 0 on, of which the last so many are kept.

export type NumberedDump<T> = { first: number; list: T[] }

/** At least `keep` and less than twice as many are held. */
export function createNumbered<T>(keep: number) {
  let first = 0
  let list: T[] = []
  return {
    next: () => first + list.length,
    add(entry: T): void {
      list.push(entry)
      if (list.length < 2 * keep) return
      first += list.length - keep
      list = list.slice(-keep)
    },
    /** At most `most` from `number` on, or from the first that is kept. */
    since(number: number, most: number): NumberedDump<T> {
      const from = Math.min(list.length, Math.max(0, number - first))
      return { first: first + from, list: list.slice(from, from + most) }
    },
    dump: (): NumberedDump<T> => ({ first, list: [...list] }),
    restore(dump: NumberedDump<T>): void {
      first = dump.first
      list = [...dump.list]
    },
  }
}
