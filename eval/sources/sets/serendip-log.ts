// A platform's own log, as `./serendip export` writes it: what was shown with which chance, what people did, what contents are about. Of
// more than some millions of places people are drawn by lot, with all of theirs, before anything is read.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createDatasetBuilder, createIndex, isDrawn } from '#engine/evaluation/dataset'
import type { LoggedSlates } from '#engine/evaluation/shapes'
import { anyText, itemId, numberFrom, personId, readColumns, timeUntil, type Field } from '../fields.ts'
import type { Drawn, Reading, SetAdapter } from '../found.ts'

const SLATES = 'slates.csv'
const INTERACTIONS = 'interactions.csv'
const ITEMS = 'items.csv'
const COMMA = { delimiter: ',' }
/** Bytes of a row, about; and rows that fit into memory well. */
const ROW_BYTES = 110
const MOST_PLACES = 2_000_000
/** What was on screen teaches nothing of taste by itself; nor does what was passed by or taken back. */
const NO_TASTE: ReadonlySet<string> = new Set([
  'impression',
  'pass',
  'unlike',
  'notInterested',
  'return',
  'unbuy',
])

export const serendipLog: SetAdapter = {
  name: 'serendip-log',
  files: [INTERACTIONS, ITEMS, SLATES],
  async read(folder, reading) {
    const { size } = await stat(join(folder, SLATES))
    const oneIn = 2 ** Math.max(0, Math.ceil(Math.log2(size / ROW_BYTES / MOST_PLACES)))
    const drawn: Drawn = { oneIn, latestOnly: false }
    const builder = createDatasetBuilder('serendip-log')
    const seen = new Set<string>()
    const enjoyed = new Set<string>()
    const taken = new Set<string>()
    let rows = await readInteractions(join(folder, INTERACTIONS), reading, oneIn, (row) => {
      const place = `${row.slate}/${row.item}`
      if (row.slate !== '') (row.action === 'enjoy' ? enjoyed : seen).add(place)
      if (NO_TASTE.has(row.action)) return
      // A like that follows on a look is no discovery: what was taken to in one slate counts once.
      if (row.slate !== '' && taken.has(place)) return
      taken.add(place)
      builder.add(row.person, row.item, row.time, row.action)
    })
    let items = 0
    rows += await readColumns(
      join(folder, ITEMS),
      { item: itemId, features: anyText },
      COMMA,
      reading.log,
      (row) => {
        items++
        for (const feature of row.features.split(' ')) if (feature !== '') builder.describe(row.item, feature)
      },
    )
    const places = await readPlaces(join(folder, SLATES), reading, oneIn, (place) =>
      enjoyed.has(place) ? 1 : seen.has(place) ? 0 : null,
    )
    return {
      found: { kind: 'log', dataset: builder.build(), slates: places.slates, items },
      rows: rows + places.rows,
      drawn,
    }
  },
}

type Did = { time: number; person: string; item: string; action: string; slate: string }
const readInteractions = (path: string, { log, nowMs }: Reading, oneIn: number, onRow: (row: Did) => void) =>
  readColumns(
    path,
    { time: timeUntil(nowMs), person: personId, item: itemId, action: anyText, slate: anyText },
    COMMA,
    log,
    (row) => {
      if (isDrawn(row.person, oneIn)) onRow(row)
    },
  )

const SCORE = 1e9
const forecastOrNone: Field<number> = (text) => (text === '' ? NaN : numberFrom(-SCORE, SCORE)(text))
const truth: Field<number> = (text) =>
  text === 'true' || text === 'false'
    ? Number(text === 'true')
    : { code: 'not-a-whole-number', details: { value: text, from: 'false', to: 'true' } }

/** `outcomeOf` a place: 1 enjoyed, 0 looked at, null never seen. */
async function readPlaces(
  path: string,
  { log, nowMs }: Reading,
  oneIn: number,
  outcomeOf: (place: string) => 0 | 1 | null,
): Promise<{ slates: LoggedSlates; rows: number }> {
  const people = createIndex()
  const items = createIndex()
  const places: {
    person: number
    item: number
    atMs: number
    propensity: number
    explored: number
    forecast: number
    enjoyed: number
  }[] = []
  const fields = {
    time: timeUntil(nowMs),
    slate: anyText,
    person: personId,
    item: itemId,
    forecast: forecastOrNone,
    explored: truth,
    propensity: numberFrom(Number.MIN_VALUE, 1),
  }
  const rows = await readColumns(path, fields, COMMA, log, (row) => {
    const enjoyed = isDrawn(row.person, oneIn) ? outcomeOf(`${row.slate}/${row.item}`) : null
    if (enjoyed === null) return
    const { time, forecast, explored, propensity } = row
    const [person, item] = [people.of(row.person), items.of(row.item)]
    places.push({ person, item, atMs: time, propensity, explored, forecast, enjoyed })
  })
  places.sort((a, b) => a.atMs - b.atMs)
  return {
    rows,
    slates: {
      length: places.length,
      people: people.names,
      items: items.names,
      person: Uint32Array.from(places, (p) => p.person),
      item: Uint32Array.from(places, (p) => p.item),
      atMs: Float64Array.from(places, (p) => p.atMs),
      propensity: Float64Array.from(places, (p) => p.propensity),
      explored: Uint8Array.from(places, (p) => p.explored),
      forecast: Float64Array.from(places, (p) => p.forecast),
      enjoyed: Uint8Array.from(places, (p) => p.enjoyed),
    },
  }
}
