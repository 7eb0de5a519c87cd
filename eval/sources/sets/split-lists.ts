// Files of lines `person item …`, people and items being numbers from 0, as sets with a fixed split have them.
import { readNumberLists } from '../fields.ts'
import type { Reading } from '../found.ts'

/** Reads such files one after the other and keeps count; a person may have several lines. */
export function createLists({ log }: Reading) {
  let personCount = 0
  let itemCount = 0
  let rows = 0
  return {
    async read(paths: readonly string[]): Promise<number[][][]> {
      const files: number[][][] = []
      for (const path of paths) {
        const lists: number[][] = []
        rows += await readNumberLists(path, log, ([person, ...items]) => {
          personCount = Math.max(personCount, person! + 1)
          const own = (lists[person!] ??= [])
          for (const item of items) {
            itemCount = Math.max(itemCount, item + 1)
            own.push(item)
          }
        })
        files.push(lists)
      }
      return files
    },
    counts: () => ({ personCount, itemCount }),
    rows: () => rows,
  }
}
