// Open Bandit (ZOZO): what a uniformly random policy and Thompson sampling put in each of three places, with what chance, and
// whether it was clicked. One log a file pair: NAME.csv.gz and NAME_items.csv.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BanditLog } from '#engine/evaluation/shapes'
import { flag, itemId, numberFrom, readColumns, timeUntil, wholeNumber } from '../fields.ts'
import type { Reading, SetAdapter } from '../found.ts'
import { createFeatureCollector } from './features.ts'

const COMMA = { delimiter: ',' }
const LOG = /^((?:random|bts)_\w+)\.csv\.gz$/
const MAX_ITEMS = 10_000
const MOST = 1_000_000
const readAffinity = numberFrom(0, MOST)

export const openBandit: SetAdapter = {
  name: 'open-bandit',
  files: ['random_men.csv.gz', 'random_men_items.csv'],
  async read(folder, reading) {
    const logs: BanditLog[] = []
    let rows = 0
    for (const file of (await readdir(folder)).sort()) {
      const name = LOG.exec(file)?.[1]
      if (!name) continue
      const items = await countItems(join(folder, `${name}_items.csv`), reading)
      const read = await readLog(join(folder, file), name, items.count, reading)
      logs.push(read.log)
      rows += items.rows + read.rows
    }
    return { found: { kind: 'bandit', logs }, rows }
  },
}

async function countItems(path: string, { log }: Reading) {
  const items = new Set<string>()
  const rows = await readColumns(path, { item_id: itemId }, COMMA, log, (row) => void items.add(row.item_id))
  return { count: items.size, rows }
}

async function readLog(path: string, name: string, itemCount: number, { log, nowMs }: Reading) {
  const fields = {
    timestamp: timeUntil(nowMs),
    item_id: wholeNumber(0, Math.min(itemCount, MAX_ITEMS) - 1),
    position: wholeNumber(1, 3),
    click: flag,
    propensity_score: numberFrom(Number.MIN_VALUE, 1),
  }
  const columns = {
    atMs: [] as number[],
    item: [] as number[],
    position: [] as number[],
    click: [] as number[],
  }
  const propensity: number[] = []
  const affinity: number[] = []
  const context = createFeatureCollector()
  const rows = await readColumns(path, fields, COMMA, log, (row, texts, header, line) => {
    const own: number[] = []
    for (const [i, column] of header.entries()) {
      if (!column.startsWith('user-item_affinity_')) continue
      const value = readAffinity(texts[i]!)
      if (typeof value === 'object') {
        log.skip(path, line, i + 1, value.code, value.details)
        return
      }
      own.push(value)
    }
    affinity.push(...own)
    header.forEach((column, i) => {
      if (column.startsWith('user_feature_')) context.add(propensity.length, column, texts[i]!)
    })
    columns.atMs.push(row.timestamp)
    columns.item.push(row.item_id)
    columns.position.push(row.position - 1)
    columns.click.push(row.click)
    propensity.push(row.propensity_score)
  })
  const length = propensity.length
  const banditLog: BanditLog = {
    name,
    itemCount,
    length,
    atMs: Float64Array.from(columns.atMs),
    item: Uint32Array.from(columns.item),
    position: Uint8Array.from(columns.position),
    click: Uint8Array.from(columns.click),
    propensity: Float64Array.from(propensity),
    context: context.build(length),
    affinity: {
      rows: length,
      width: length === 0 ? 0 : affinity.length / length,
      values: Float32Array.from(affinity),
    },
  }
  return { log: banditLog, rows }
}
