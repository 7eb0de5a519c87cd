// What the engine's tables cost beside a JS Map: `./serendip bench tables` (a million keys, and the events of a million people).
// The worst single insert counts as much as the mean: a table that stops to grow stops everybody.
import { seededRandom } from '#kernel/random'
import { createHistories } from '../engine/models/histories.ts'
import { createKeyTable } from '../engine/tables/key-table.ts'
import { judge, round, type Result, type Runnable } from './harness.ts'

const KEYS = 1_000_000
const MEAN_EVENTS = 20
/** Start, count, class and how many were ever met. */
const BYTES_A_PERSON = 11
type Figures = Result['figures']

const perSecond = (count: number, ms: number) => Math.round(count / (ms / 1_000))

function clocked(count: number, call: (i: number) => unknown) {
  const begun = performance.now()
  for (let i = 0; i < count; i++) call(i)
  return performance.now() - begun
}

/**
 * The dearest single call, and how many took above a tenth of a millisecond. Three passes of the same calls, each call at its
 * quickest: what the table itself has to do at that call comes again in each pass, a busy machine and the garbage collector do not.
 */
function dearest(count: number, make: () => (i: number) => unknown) {
  const quickest = new Float32Array(count).fill(Infinity)
  for (let pass = 0; pass < 3; pass++) {
    const call = make()
    let before = performance.now()
    for (let i = 0; i < count; i++) {
      call(i)
      const now = performance.now()
      if (now - before < quickest[i]!) quickest[i] = now - before
      before = now
    }
  }
  return {
    worstMs: quickest.reduce((a, b) => Math.max(a, b)),
    aboveTenth: quickest.reduce((n, ms) => n + (ms > 0.1 ? 1 : 0), 0),
  }
}

function measureKeys(keys: readonly string[]): Figures {
  const make = () => createKeyTable({ maximumRows: KEYS, timeToLiveMs: 1 })
  const table = make()
  const inserts = clocked(KEYS, (i) => table.insert(keys[i]!, 0))
  const order = Uint32Array.from({ length: KEYS }, (_, i) => (i * 7_919) % KEYS)
  const lookups = clocked(KEYS, (i) => table.find(keys[order[i]!]!))
  const bytes = table.bytes
  const hands = clocked(KEYS / 1_000, () => table.expire(5_000, 1_000))
  const single = dearest(KEYS, () => {
    const again = make()
    return (i) => again.insert(keys[i]!, 0)
  })
  const map = new Map<string, number>()
  const mapInserts = clocked(KEYS, (i) => map.set(keys[i]!, i))
  const mapLookups = clocked(KEYS, (i) => map.get(keys[order[i]!]!))
  const mapSingle = dearest(KEYS, () => {
    const again = new Map<string, number>()
    return (i) => again.set(keys[i]!, i)
  })
  return {
    keys: KEYS,
    keyInsertsPerSecond: perSecond(KEYS, inserts),
    keyWorstInsertMs: round(single.worstMs, 2),
    keyInsertsAboveTenthMs: single.aboveTenth,
    keyLookupsPerSecond: perSecond(KEYS, lookups),
    keyBytesPerRow: round(bytes / KEYS),
    keyExpiriesPerSecond: perSecond(KEYS, hands),
    mapInsertsPerSecond: perSecond(KEYS, mapInserts),
    mapWorstInsertMs: round(mapSingle.worstMs, 1),
    mapLookupsPerSecond: perSecond(KEYS, mapLookups),
  }
}

/** A million people, lengths exponential about a mean of 20, everybody's events in the order of a live stream. */
function measureHistories(): Figures {
  const random = seededRandom('events')
  const histories = createHistories({ people: KEYS })
  const eager = Float64Array.from({ length: KEYS }, () => -Math.log(1 - random.next()))
  const pickEager = (): number => {
    for (;;) {
      const person = random.int(KEYS)
      if (random.next() * 6 < eager[person]!) return person
    }
  }
  let ms = 0
  for (let part = 0; part < 2 * MEAN_EVENTS; part++) {
    const who = Uint32Array.from({ length: KEYS / 2 }, pickEager)
    ms += clocked(who.length, (i) => histories.push(who[i]!, i, part * 1_000, part))
  }
  let seen = 0
  const reads = clocked(200_000, (i) => (seen += histories.latest((i * 7_919) % KEYS, 200).length))
  return {
    eventsPerPerson: MEAN_EVENTS,
    eventBytesPerPerson: round((8 * histories.used()) / KEYS + BYTES_A_PERSON),
    eventPushesPerSecond: perSecond(KEYS * MEAN_EVENTS, ms),
    historyReadsPerSecond: perSecond(200_000, reads),
    eventsReadPerSecond: perSecond(seen, reads),
  }
}

export const run: Runnable['run'] = async ({ say }) => {
  const keys = Array.from(
    { length: KEYS },
    (_, i) => `usr_${((i * 2_654_435_761) % 4_294_967_296).toString(36)}${i}`,
  )
  const figures = measureKeys(keys)
  say(`keys: ${JSON.stringify(figures)}`)
  Object.assign(figures, measureHistories())
  return judge('tables', figures, {
    keyInsertsPerSecond: { min: 100_000 },
    keyLookupsPerSecond: { min: 100_000 },
    keyWorstInsertMs: { max: 1 },
    eventBytesPerPerson: { max: 400 },
  })
}
