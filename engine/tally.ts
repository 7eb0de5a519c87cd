// Sums by number, over and over without garbage: open addressing in two arrays, emptied by walking what was used.

export type Tally = ReturnType<typeof createTally>

/** `capacity` keys expected; more make it grow. Keys are whole numbers of 32 bits, 0 included. */
export function createTally(capacity = 1_024) {
  let size = 1 << Math.ceil(Math.log2(capacity * 2))
  let slots = new Int32Array(size) // place in `keys`, from 1
  let keys = new Uint32Array(size / 2)
  let sums = new Float64Array(size / 2)
  let count = 0

  const slotOf = (key: number): number => {
    let slot = (Math.imul(key, 0x9e37_79b1) >>> 7) & (size - 1)
    while (slots[slot] !== 0 && keys[slots[slot]! - 1] !== key) slot = (slot + 1) & (size - 1)
    return slot
  }

  function grow(): void {
    const [oldKeys, oldSums] = [keys, sums]
    size *= 2
    slots = new Int32Array(size)
    keys = new Uint32Array(size / 2)
    sums = new Float64Array(size / 2)
    keys.set(oldKeys)
    sums.set(oldSums)
    for (let k = 0; k < count; k++) slots[slotOf(keys[k]!)] = k + 1
  }

  return {
    get count() {
      return count
    },
    key: (k: number): number => keys[k]!,
    sum: (k: number): number => sums[k]!,

    add(key: number, amount: number): void {
      const slot = slotOf(key)
      if (slots[slot] !== 0) {
        sums[slots[slot]! - 1]! += amount
        return
      }
      keys[count] = key
      sums[count] = amount
      slots[slot] = ++count
      if (count * 2 >= size) grow()
    },

    clear(): void {
      if (count * 8 > size) slots.fill(0)
      // Backwards: each is found past those that stood in its way when it came.
      else for (let k = count - 1; k >= 0; k--) slots[slotOf(keys[k]!)] = 0 // prettier-ignore
      count = 0
    },
  }
}
