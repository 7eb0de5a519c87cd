// Numbers for names, in the order in which they are met: the same life gives the same numbers, whatever the names are. Bounded; who comes
// when the room is taken gets a number out of the name itself, which two may share.
import { numberOf } from './ranking/hashing.ts'

export type Numbering = ReturnType<typeof createNumbering>

/** Of a name that was never met: nothing was ever learned under it. */
export const UNMET = 0xffff_ffff

export function createNumbering(room: number) {
  const numbers = new Map<string, number>()
  let names: string[] = []

  return {
    get size() {
      return names.length
    },
    of: (name: string): number => numbers.get(name) ?? (names.length < room ? UNMET : numberOf(name)),
    /** Its number, a new one if need be. */
    meet(name: string): number {
      const known = numbers.get(name)
      if (known !== undefined) return known
      if (names.length >= room) return numberOf(name)
      numbers.set(name, names.length)
      return names.push(name) - 1
    },
    nameOf: (number: number): string | undefined => names[number],

    dump: (): string[] => [...names],
    restore(from: readonly string[]): void {
      if (from.length > room)
        throw new RangeError(`createNumbering: ${from.length} names for room of ${room}`)
      names = [...from]
      numbers.clear()
      names.forEach((name, number) => numbers.set(name, number))
    },
  }
}
