// A map of bounded size: the entry that was least recently used makes room for a new one.

export type BoundedMap<V> = ReturnType<typeof createBoundedMap<V>>

export function createBoundedMap<V>(maxSize: number) {
  const map = new Map<string, V>()
  /** Whoever asks for one asks for it again; moving it each time would make the map tidy itself over and over. */
  let newest: string | null = null
  return {
    get size() {
      return map.size
    },
    /** Also marks it as used. */
    get(key: string): V | undefined {
      const value = map.get(key)
      if (value !== undefined && key !== newest) {
        map.delete(key)
        map.set(key, value)
        newest = key
      }
      return value
    },
    /** Without marking it as used. */
    peek: (key: string): V | undefined => map.get(key),
    set(key: string, value: V): void {
      map.delete(key)
      map.set(key, value)
      newest = key
      if (map.size > maxSize) map.delete(map.keys().next().value!)
    },
    delete(key: string): boolean {
      if (key === newest) newest = null
      return map.delete(key)
    },
    clear(): void {
      newest = null
      map.clear()
    },
    /** Least recently used first. */
    entries: (): IterableIterator<[string, V]> => map.entries(),
  }
}
