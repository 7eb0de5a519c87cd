// Amazon Beauty, 5-core of 2014: reviews with the day they were written, attributes of items, and the order of S3-Rec, which
// published leave-one-out tables use and which breaks ties within a day by catalogue number (a leak: report it as legacy).
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createDatasetBuilder, type Dataset } from '#engine/evaluation/dataset'
import { toRagged } from '#engine/evaluation/shapes'
import { readNumberLists, timeUntil } from '../fields.ts'
import type { Reading, SetAdapter } from '../found.ts'
import { readLines } from '../lines.ts'
import { SourceError } from '../problems.ts'

const SEQUENCES = 'sequences.tsv.gz'
const ATTRIBUTES = 'item2attributes.json.gz'
const PUBLISHED = 's3rec_sequences.txt.gz'

export const amazonBeauty: SetAdapter = {
  name: 'amazon-beauty-ts',
  files: [SEQUENCES, ATTRIBUTES],
  async read(folder, reading) {
    const builder = createDatasetBuilder('amazon-beauty-ts')
    let rows = await readSequences(join(folder, SEQUENCES), reading, builder.add)
    for (const [item, attributes] of Object.entries(await readAttributes(join(folder, ATTRIBUTES))))
      for (const attribute of attributes) builder.describe(item, `attribute:${attribute}`)
    const dataset = builder.build()
    const published = join(folder, PUBLISHED)
    if (!existsSync(published)) return { found: { kind: 'interactions', dataset }, rows }
    const order = await readOrder(published, reading, dataset)
    rows += order.rows
    return { found: { kind: 'interactions', dataset, publishedOrder: order.lists }, rows }
  },
}

/** Lines of `person ⇥ items ⇥ times in seconds`, the lists separated by spaces and equally long. */
async function readSequences(
  path: string,
  { log, nowMs }: Reading,
  add: (person: string, item: string, atMs: number, action: string) => void,
): Promise<number> {
  const readTime = timeUntil(nowMs)
  let rows = 0
  const lost = await readLines(path, log, (text, line) => {
    if (text === '') return
    rows++
    const [person = '', items = '', times = '', ...more] = text.split('\t')
    const itemList = items.split(' ')
    const timeList = times.split(' ')
    if (more.length > 0) log.skip(path, line, 0, 'row-ragged', { found: more.length + 3, expected: 3 })
    else if (person === '') log.skip(path, line, 1, 'person-empty')
    else if (itemList.includes('')) log.skip(path, line, 2, 'item-empty')
    else if (itemList.length !== timeList.length)
      log.skip(path, line, 3, 'lists-differ', { items: itemList.length, times: timeList.length })
    else {
      const read = timeList.map(readTime)
      const wrong = read.find((time) => typeof time === 'object')
      if (wrong) log.skip(path, line, 3, wrong.code, wrong.details)
      else read.forEach((time, i) => add(person, itemList[i]!, time as number, 'review'))
    }
  })
  return rows + lost
}

async function readAttributes(path: string): Promise<Record<string, number[]>> {
  try {
    const read: unknown = JSON.parse(gunzipSync(await readFile(path)).toString())
    if (!Object.values(read as object).every(Array.isArray)) throw new TypeError('not lists of attributes')
    return read as Record<string, number[]>
  } catch (error) {
    throw new SourceError('damaged-file', { file: path, reason: (error as Error).message })
  }
}

/** Lines of `person item item …`; who or what the data set does not know is left out. */
async function readOrder(path: string, { log }: Reading, dataset: Dataset) {
  const people = new Map(dataset.people.map((name, i) => [name, i]))
  const items = new Map(dataset.items.map((name, i) => [name, i]))
  const lists: number[][] = []
  const rows = await readNumberLists(path, log, ([person, ...list]) => {
    const index = people.get(String(person))
    if (index !== undefined) lists[index] = list.flatMap((item) => items.get(String(item)) ?? [])
  })
  return { lists: toRagged(lists, dataset.people.length), rows }
}
