// Diginetica (CIKM Cup 2016) as prepared for SR-GNN and GCE-GNN: anonymous sessions, and prefixes with the item that followed.
import { join } from 'node:path'
import { createIndex } from '#engine/evaluation/dataset'
import { toRagged } from '#engine/evaluation/shapes'
import { readNumberLists } from '../fields.ts'
import type { SetAdapter } from '../found.ts'

const TRAIN = 'train_sessions.txt.gz'
const TEST = 'test_prefix_label.txt.gz'

export const diginetica: SetAdapter = {
  name: 'diginetica',
  files: [TRAIN, TEST],
  async read(folder, { log }) {
    const items = createIndex()
    const train: number[][] = []
    const prefixes: number[][] = []
    const label: number[] = []
    const index = (list: readonly number[]) => list.map((item) => items.of(String(item)))
    let rows = await readNumberLists(join(folder, TRAIN), log, (list) => void train.push(index(list)))
    const test = join(folder, TEST)
    rows += await readNumberLists(test, log, (list, line) => {
      if (list.length < 2) log.skip(test, line, 0, 'row-ragged', { found: list.length, expected: 2 })
      else {
        prefixes.push(index(list.slice(0, -1)))
        label.push(items.of(String(list.at(-1))))
      }
    })
    const sessions = {
      name: 'diginetica',
      items: items.names,
      train: toRagged(train),
      prefixes: toRagged(prefixes),
      label: Uint32Array.from(label),
    }
    return { found: { kind: 'sessions', sessions }, rows }
  },
}
