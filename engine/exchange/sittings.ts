// Which of our sittings stands for one of a peer's, or which number a peer knows ours by. Of sittings that have long ended nobody asks
// again, so only the latest are kept: one that is asked for after that begins anew.

const MOST_OPEN = 100_000

export type SittingsDump = Float64Array<ArrayBuffer>

export function createSittings() {
  const numbers = new Map<number, number>()
  return {
    /** The number that stands for `sitting`; made when there is none yet. */
    of(sitting: number, make: () => number): number {
      const known = numbers.get(sitting)
      if (known !== undefined) return known
      const made = make()
      numbers.set(sitting, made)
      if (numbers.size > MOST_OPEN) numbers.delete(numbers.keys().next().value!)
      return made
    },
    /** Pairs, the oldest first. */
    dump: (): SittingsDump => Float64Array.from([...numbers].flat()),
    restore(pairs: SittingsDump): void {
      numbers.clear()
      for (let k = 0; k < pairs.length; k += 2) numbers.set(pairs[k]!, pairs[k + 1]!)
    },
  }
}

/** Numbers as we gave them to what they stand for. */
export const invert = (pairs: SittingsDump): SittingsDump =>
  pairs.map((_, k) => pairs[k % 2 === 0 ? k + 1 : k - 1]!)
