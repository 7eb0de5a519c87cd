// Categories of people and items from a table: each column with a few values becomes features such as `tag:39`.
import { createIndex } from '#engine/evaluation/dataset'
import { toRagged, type Features } from '#engine/evaluation/shapes'

export type FeatureCollector = {
  add(owner: number, column: string, value: string): void
  /** Features of owners 0 … count − 1. */
  build(count: number): Features
}

const UNKNOWN = /^(|nan|na|null|unknown|none\/unknown)$/i

/** Values that say that nothing is known are left out. */
export function createFeatureCollector(): FeatureCollector {
  const names = createIndex()
  const lists: number[][] = []
  return {
    add(owner, column, value) {
      if (UNKNOWN.test(value)) return
      const own = (lists[owner] ??= [])
      const feature = names.of(`${column}:${value}`)
      if (!own.includes(feature)) own.push(feature)
    },
    build: (count) => ({ names: names.names, of: toRagged(lists, count) }),
  }
}
