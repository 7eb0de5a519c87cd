// The last N things, oldest overwritten first. It starts small and grows to its bound, because most people do little.

export type Ring<T> = ReturnType<typeof createRing<T>>

export function createRing<T>(capacity: number) {
  let items: T[] = []
  let next = 0 // where the next one goes once the ring is full

  return {
    get size() {
      return items.length
    },

    push(item: T): void {
      if (items.length < capacity) items.push(item)
      else {
        items[next] = item
        next = (next + 1) % capacity
      }
    },

    /** Newest first. */
    *newest(): Generator<T> {
      for (let i = 1; i <= items.length; i++) yield items[(next - i + items.length * 2) % items.length]!
    },

    /** Oldest first. */
    toArray: (): T[] => [...items.slice(next), ...items.slice(0, next)],

    /** Keeps those that pass, in order. */
    retain(keep: (item: T) => boolean): void {
      items = [...items.slice(next), ...items.slice(0, next)].filter(keep)
      next = 0
    },
  }
}
