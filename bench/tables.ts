// What the engine's tables cost beside a JS Map: `./serendip bench tables` (a million keys, and the events of a million people).
// The worst single insert counts as much as the mean: a table that stops to grow stops everybody.
import { seededRandom } from '#kernel/random'
import { createEventRings } from '../engine/tables/event-rings.ts'
import { createKeyTable } from '../engine/tables/key-table.ts'
import { createRowTable } from '../engine/tables/row-table.ts'
import { judge, quantile, round, type Result, type Runnable } from './harness.ts'

const KEYS = 1_000_000
const MEAN_EVENTS = 20
type Figures = Result['figures']

const perSecond = (count: number, ms: number) => Math.round(count / (ms / 1_000))

/** Milliseconds of all, the worst one, and how many took above one millisecond (the garbage collector's own among them). */
function clocked(count: number, call: (i: number) => unknown) {
  let [worst, above] = [0, 0]
  const samples: number[] = []
  const begun = performance.now()
  let before = begun
  for (let i = 0; i < count; i++) {
    call(i)
    const now = performance.now()
    worst = Math.max(worst, now - before)
    if (now - before > 1) above++
    if (i % 16 === 0) samples.push(now - before)
    before = now
  }
  return { ms: before - begun, worst, above, p9999Ms: quantile(samples, 0.9999) }
}

function measureKeys(keys: readonly string[]): Figures {
  const table = createKeyTable({ maximumRows: KEYS, timeToLiveMs: 1 })
  const inserts = clocked(KEYS, (i) => table.insert(keys[i]!, 0))
  const order = Uint32Array.from({ length: KEYS }, (_, i) => (i * 7_919) % KEYS)
  const lookups = clocked(KEYS, (i) => table.find(keys[order[i]!]!))
  const bytes = table.bytes
  const hands = clocked(KEYS / 1_000, () => table.expire(5_000, 1_000))
  const map = new Map<string, number>()
  const mapInserts = clocked(KEYS, (i) => map.set(keys[i]!, i))
  const mapLookups = clocked(KEYS, (i) => map.get(keys[order[i]!]!))
  return {
    keys: KEYS,
    keyInsertsPerSecond: perSecond(KEYS, inserts.ms),
    keyWorstInsertMs: round(inserts.worst, 2),
    keyInsertsAboveOneMs: inserts.above,
    keyInsertP9999Ms: round(inserts.p9999Ms, 3),
    keyLookupsPerSecond: perSecond(KEYS, lookups.ms),
    keyBytesPerRow: round(bytes / KEYS),
    keyExpiriesPerSecond: perSecond(KEYS, hands.ms),
    mapInsertsPerSecond: perSecond(KEYS, mapInserts.ms),
    mapWorstInsertMs: round(mapInserts.worst, 1),
    mapLookupsPerSecond: perSecond(KEYS, mapLookups.ms),
  }
}

function measureRows(): Figures {
  const person = {
    taste: { type: 'f32', width: 64 },
    mean: { type: 'f32', width: 1 },
    spent: { type: 'f64', width: 1 },
  } as const
  const table = createRowTable(person, { maximumRows: KEYS })
  const reaches = clocked(KEYS, (i) => {
    table.touch(i)
    table.column('taste')[64 * i] = i
  })
  const since = table.cut()
  for (let i = 0; i < 1_000; i++) table.touch((i * 7_919) % KEYS)
  const before = performance.now()
  const delta = table.delta(since)
  const deltaMs = performance.now() - before
  return {
    rowBytesDeclared: table.bytesPerRow,
    rowBytesTaken: round(table.bytes / KEYS),
    rowWorstTouchMs: round(reaches.worst, 2),
    rowDeltaOfThousandMs: round(deltaMs, 2),
    rowDeltaRows: delta.rows.length,
  }
}

/** A million people, most with few events: waits for the next event are of the same law for all, lengths exponential. */
function measureRings(): Figures {
  const random = seededRandom('events')
  const rings = createEventRings({ maximumPeople: KEYS })
  const eager = Float64Array.from({ length: KEYS }, () => -Math.log(1 - random.next()))
  let held = 0
  let total = { ms: 0, worst: 0 }
  for (let round = 0; round < 2 * MEAN_EVENTS; round++) {
    const who = Uint32Array.from({ length: KEYS / 2 }, () => pickEager())
    const pushes = clocked(who.length, (i) => rings.push(who[i]!, i, round, round * 1_000))
    total = { ms: total.ms + pushes.ms, worst: Math.max(total.worst, pushes.worst) }
  }
  function pickEager(): number {
    for (;;) {
      const person = random.int(KEYS)
      if (random.next() * 6 < eager[person]!) return person
    }
  }
  for (let who = 0; who < KEYS; who++) held += rings.length(who)
  const pushes = KEYS * MEAN_EVENTS
  let seen = 0
  const reads = clocked(200_000, (i) => rings.each((i * 7_919) % KEYS, true, () => void seen++))
  return {
    ringEventsHeldPerPerson: round(held / KEYS),
    ringBytesPerPerson: round(rings.bytes / KEYS),
    ringPushesPerSecond: perSecond(pushes, total.ms),
    ringWorstPushMs: round(total.worst, 2),
    ringReadsPerSecond: perSecond(200_000, reads.ms),
    ringEventsRead: seen,
  }
}

export const run: Runnable['run'] = async ({ say }) => {
  const keys = Array.from(
    { length: KEYS },
    (_, i) => `usr_${((i * 2_654_435_761) % 4_294_967_296).toString(36)}${i}`,
  )
  const figures = measureKeys(keys)
  say(`keys: ${JSON.stringify(figures)}`)
  Object.assign(figures, measureRows())
  Object.assign(figures, measureRings())
  return judge('tables', figures, {
    keyInsertsPerSecond: { min: 200_000 },
    keyLookupsPerSecond: { min: 500_000 },
    keyInsertP9999Ms: { max: 1 },
    ringBytesPerPerson: { max: 400 },
  })
}
