// The engine in its own thread: loads the population, then hears events and answers slates in the order they come.
import { parentPort, workerData } from 'node:worker_threads'
import { DAY_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'

import { AT_SCALE, createInterestEngine, usedBytes, type InterestEngine } from '#engine'

import { anEvent, anItem } from './population.ts'
import { nowMs, type Bytes, type FromEngine, type Size, type ToEngine } from './protocol.ts'

const size = workerData as Size
const port = parentPort!
const say = (message: FromEngine) => port.postMessage(message)
const rssMb = () => process.memoryUsage().rss / 1e6

const engine = createInterestEngine({
  room: {
    people: size.people,
    items: size.items + 1_000,
    features: 200_000,
    described: size.items * 6,
    links: size.items * 100,
    sittings: 2_000_000,
  },
  model: AT_SCALE,
  actions: ['view', 'buy'],
  teachEvery: 20,
  personTtlMs: 365 * DAY_MS,
  itemTtlMs: 365 * DAY_MS,
})

function load(): void {
  const started = nowMs()
  const emptyMb = rssMb()
  const random = seededRandom(size.seed)
  for (let n = 0; n < size.items; n++) engine.publish(anItem(n, size.items), started - 30 * DAY_MS)
  const itemsMb = rssMb()
  const events = size.people * size.history
  const began = nowMs()
  for (let n = 0; n < events; n++) {
    // Everybody once, then whoever comes.
    const person = n < size.people ? n : random.int(size.people)
    const atMs = started - 20 * DAY_MS + (n / events) * 20 * DAY_MS
    engine.observe(anEvent(person, { items: size.items, random }, atMs), started)
  }
  const seconds = (nowMs() - began) / 1_000
  const bytes = bytesOf(engine, { emptyMb, itemsMb })
  say({
    kind: 'ready',
    loadSeconds: (nowMs() - started) / 1_000,
    eventsASecond: events / seconds,
    bytes,
  })
}

/** Of a person: history and key. Of an item: everything by item, its links too. */
function bytesOf(
  { columns, counts }: InterestEngine,
  { emptyMb, itemsMb }: { emptyMb: number; itemsMb: number },
): Bytes {
  let [ofPeople, ofItems] = [0, 0]
  for (const [name, buffer] of columns.shared) {
    const used = usedBytes(buffer)
    if (/^(histories|sittings$)/.test(name)) ofPeople += used
    else ofItems += used
  }
  const { people, items, links, keyBytes } = counts()
  return {
    person: Math.round((ofPeople + keyBytes.people) / people),
    item: Math.round((ofItems + keyBytes.items + keyBytes.names) / items),
    link: Math.round(links / items),
    rssMb: Math.round(rssMb() - Math.min(emptyMb, itemsMb)),
  }
}

port.on('message', (message: ToEngine) => {
  if (message.kind === 'slate') {
    const { id, person, count } = message.ask
    const slate = engine.slate(person, count, nowMs())
    say({ kind: 'slate', id, ids: slate.map((item) => item.id) })
  } else if (message.kind === 'events') {
    let refused = 0
    for (const event of message.events) if (engine.observe(event, nowMs())) refused++
    say({ kind: 'learned', sentMs: message.sentMs, count: message.events.length, refused })
  } else {
    const { heapUsed } = process.memoryUsage()
    say({ kind: 'stopped', heapMb: Math.round(heapUsed / 1e6), rssMb: Math.round(rssMb()) })
    port.close()
  }
})
load()
