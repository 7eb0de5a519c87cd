// KuaiRand-Pure: what a short-video feed showed, what came of it, and what each person had watched before. Its clicks are also
// a `Dataset`. Statistics of items over the whole period are not in the set: they would tell the future.
import { join } from 'node:path'
import { DAY_MS } from '#kernel/clock'
import { createDatasetBuilder, createIndex } from '#engine/evaluation/dataset'
import { listOf, toRagged, type Impressions, type Ragged } from '#engine/evaluation/shapes'
import {
  anyText,
  flag,
  itemId,
  numberFrom,
  personId,
  readColumns,
  timeUntil,
  wholeNumber,
} from '../fields.ts'
import type { Reading, SetAdapter } from '../found.ts'
import { createFeatureCollector } from './features.ts'

const SHOWN = 'impressions.tsv.gz'
const EARLIER = 'train_positive_sequences.tsv.gz'
const PERSONS = 'user_features.csv.gz'
const VIDEOS = 'video_features.csv.gz'
const TAB = { delimiter: '\t', quotes: false }
const COMMA = { delimiter: ',' }

/** Label here ← column there. */
const LABELS = {
  click: 'is_click',
  like: 'is_like',
  follow: 'is_follow',
  comment: 'is_comment',
  forward: 'is_forward',
  hate: 'is_hate',
  longView: 'long_view',
  profileEnter: 'is_profile_enter',
} as const
type Label = keyof typeof LABELS
const LABEL_NAMES = Object.keys(LABELS) as Label[]
type Index = ReturnType<typeof createIndex>

export const kuairand: SetAdapter = {
  name: 'kuairand-pure',
  files: [SHOWN, EARLIER, PERSONS, VIDEOS],
  async read(folder, reading) {
    const people = createIndex()
    const items = createIndex()
    const shown = await readShown(join(folder, SHOWN), reading, people, items)
    const earlier = await readEarlier(join(folder, EARLIER), reading, people, items)
    const persons = await readFeatures(join(folder, PERSONS), reading, 'user_id', people, pickPersonFeature)
    const videos = await readFeatures(join(folder, VIDEOS), reading, 'video_id', items, pickVideoFeature)
    const impressions: Impressions = {
      name: 'kuairand-pure',
      people: people.names,
      items: items.names,
      ...toColumns(shown.rows),
      earlier: Object.fromEntries(
        Object.entries(earlier.lists).map(([name, lists]): [string, Ragged] => [
          name,
          toRagged(lists, people.names.length),
        ]),
      ),
      personFeatures: persons.build(people.names.length),
      itemFeatures: videos.build(items.names.length),
    }
    return {
      found: { kind: 'impressions', impressions, dataset: clicksOf(impressions) },
      rows: shown.count + earlier.count + persons.count + videos.count,
    }
  },
}

type Shown = {
  person: number
  item: number
  atMs: number
  playedMs: number
  durationMs: number
  tab: number
} & Record<Label, number>

async function readShown(path: string, { log, nowMs }: Reading, people: Index, items: Index) {
  const labels = Object.fromEntries(Object.values(LABELS).map((column) => [column, flag])) as Record<
    (typeof LABELS)[Label],
    typeof flag
  >
  const milliseconds = numberFrom(0, DAY_MS)
  const fields = {
    time_ms: timeUntil(nowMs),
    user_id: personId,
    video_id: itemId,
    ...labels,
    play_time_ms: milliseconds,
    duration_ms: milliseconds,
    tab: wholeNumber(0, 255),
  }
  const rows: Shown[] = []
  const count = await readColumns(path, fields, TAB, log, (row) => {
    const labelled = Object.fromEntries(LABEL_NAMES.map((label) => [label, row[LABELS[label]]]))
    rows.push({
      person: people.of(row.user_id),
      item: items.of(row.video_id),
      atMs: row.time_ms,
      playedMs: row.play_time_ms,
      durationMs: row.duration_ms,
      tab: row.tab,
      ...(labelled as Record<Label, number>),
    })
  })
  return { rows, count }
}

function toColumns(rows: Shown[]) {
  rows.sort((a, b) => a.atMs - b.atMs)
  const bytes = (label: Label) => Uint8Array.from(rows, (row) => row[label])
  return {
    length: rows.length,
    person: Uint32Array.from(rows, (row) => row.person),
    item: Uint32Array.from(rows, (row) => row.item),
    atMs: Float64Array.from(rows, (row) => row.atMs),
    playedMs: Float64Array.from(rows, (row) => row.playedMs),
    durationMs: Float64Array.from(rows, (row) => row.durationMs),
    tab: Uint8Array.from(rows, (row) => row.tab),
    labels: Object.fromEntries(LABEL_NAMES.map((label) => [label, bytes(label)])) as Record<
      Label,
      Uint8Array
    >,
  }
}

async function readEarlier(path: string, { log }: Reading, people: Index, items: Index) {
  const lists = { watched: [] as number[][], liked: [] as number[][], watchedLong: [] as number[][] }
  const fields = { user_id: personId, watch_seq: anyText, like_seq: anyText, long_watch_seq: anyText }
  const list = (text: string) => text.split(' ').flatMap((item) => (item === '' ? [] : items.of(item)))
  const count = await readColumns(path, fields, TAB, log, (row) => {
    const person = people.of(row.user_id)
    lists.watched[person] = list(row.watch_seq)
    lists.liked[person] = list(row.like_seq)
    lists.watchedLong[person] = list(row.long_watch_seq)
  })
  return { lists, count }
}

type PickFeature = (column: string, value: string) => readonly string[]

/** Counts have their range beside them, which is the feature. */
const pickPersonFeature: PickFeature = (column, value) =>
  /^(follow_user_num|fans_user_num|friend_user_num|register_days)$/.test(column) ? [] : [value]
/** Several tags in one field; a length to the power of two seconds; the size of the picture says nothing. */
const pickVideoFeature: PickFeature = (column, value) => {
  if (column.startsWith('server_')) return []
  if (column !== 'video_duration') return column === 'tag' ? value.split(',') : [value]
  return value === '' ? [] : [String(Math.round(Math.log2(1 + Number(value) / 1_000)))]
}

async function readFeatures(path: string, { log }: Reading, key: string, owners: Index, pick: PickFeature) {
  const collector = createFeatureCollector()
  const count = await readColumns(path, { [key]: anyText }, COMMA, log, (values, row, header) => {
    const owner = owners.of(values[key]!)
    row.forEach((value, i) => {
      const column = header[i]!
      if (column !== key) for (const picked of pick(column, value)) collector.add(owner, column, picked)
    })
  })
  return { build: collector.build, count }
}

function clicksOf({ name, people, items, labels, itemFeatures, ...shown }: Impressions) {
  const builder = createDatasetBuilder(name)
  for (let i = 0; i < shown.length; i++)
    if (labels['click']![i] === 1)
      builder.add(people[shown.person[i]!]!, items[shown.item[i]!]!, shown.atMs[i]!, 'click')
  items.forEach((item, i) => {
    for (const feature of listOf(itemFeatures.of, i)) builder.describe(item, itemFeatures.names[feature]!)
  })
  return builder.build()
}
