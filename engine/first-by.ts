// The few best of many things, best first: what sorting all of them and keeping the first would give, ties in their order, at the cost
// of a look at each.

export function firstBy<T>(things: readonly T[], most: number, valueOf: (thing: T) => number): T[] {
  const first: T[] = []
  const values: number[] = []
  for (const thing of things) {
    const value = valueOf(thing)
    let place = first.length
    if (place === most) {
      if (most === 0 || !(value > values[most - 1]!)) continue
      place--
    }
    for (; place > 0 && value > values[place - 1]!; place--) {
      first[place] = first[place - 1]!
      values[place] = values[place - 1]!
    }
    first[place] = thing
    values[place] = value
  }
  return first
}
