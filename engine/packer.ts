// State as one run of numbers and one table of texts. Why: a snapshot of a million small objects takes a second to serialise and
// stalls everyone; the same facts in one typed array take milliseconds, and ids that repeat are written once.

export type Packed = { texts: string[]; numbers: Float64Array }
export type Packer = ReturnType<typeof createPacker>
export type Unpacker = ReturnType<typeof createUnpacker>

export function createPacker() {
  const index = new Map<string, number>()
  let numbers = new Float64Array(1024)
  let length = 0
  const number = (value: number): void => {
    if (length === numbers.length) {
      const grown = new Float64Array(numbers.length * 2)
      grown.set(numbers)
      numbers = grown
    }
    numbers[length++] = value
  }
  return {
    number,
    text(value: string | null): void {
      if (value === null) return number(-1)
      let at = index.get(value)
      if (at === undefined) index.set(value, (at = index.size))
      number(at)
    },
    finish: (): Packed => ({ texts: [...index.keys()], numbers: numbers.slice(0, length) }),
  }
}

/** Reads back in the same order; running past the end, or a text that is none, is an error. */
export function createUnpacker({ texts, numbers }: Packed) {
  let at = 0
  const number = (): number => {
    if (at >= numbers.length) throw new RangeError('packed state ends too soon')
    return numbers[at++]!
  }
  const nullableText = (): string | null => {
    const i = number()
    if (i === -1) return null
    const value = texts[i]
    if (value === undefined) throw new RangeError('packed state names an unknown text')
    return value
  }
  return {
    number,
    nullableText,
    text(): string {
      const value = nullableText()
      if (value === null) throw new RangeError('packed state lacks a text')
      return value
    },
  }
}
