// A map of bounded size: the entry that was least recently used makes room for a new one.

export type BoundedMap<V> = ReturnType<typeof createBoundedMap<V>>

export function createBoundedMap<V>(maxSize: number) {
  const map = new Map<string, V>()
  return {
    get size() {
      return map.size
    },
    /** Also marks it as used. */
    get(key: string): V | undefined {
      const value = map.get(key)
      if (value !== undefined) {
        map.delete(key)
        map.set(key, value)
      }
      return value
    },
    /** Without marking it as used. */
    peek: (key: string): V | undefined => map.get(key),
    set(key: string, value: V): void {
      map.delete(key)
      map.set(key, value)
      if (map.size > maxSize) map.delete(map.keys().next().value!)
    },
    delete: (key: string): boolean => map.delete(key),
    clear: (): void => map.clear(),
    /** Least recently used first. */
    entries: (): IterableIterator<[string, V]> => map.entries(),
  }
}
