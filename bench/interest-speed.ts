// The engine at the size of a country's town on one machine: a million items and a million people in memory, slates asked for and
// events arriving at the same time. `./serendip bench interest-speed [--items N] [--people N] [--seconds N]`. Open loop: requests come
// at their time whether or not the last was answered, and latency counts from that time.
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { seededRandom } from '#kernel/random'
import { judge, quantile, round, UsageError, type Runnable } from './harness.ts'
import { anEvent, personId } from './interest-speed/population.ts'
import { nowMs, type FromEngine, type Size, type ToEngine } from './interest-speed/protocol.ts'

const SLATES_A_SECOND = 100
const EVENTS_A_SECOND = 2_000
/** So many times a second somebody does something and asks again at once. */
const PROBES_A_SECOND = 10
const COUNT = 20
const TICK_MS = 5

export const run: Runnable['run'] = async ({ say, args }) => {
  const asked = readArgs(args)
  const { seconds, ...size } = asked
  const worker = new Worker(new URL('./interest-speed/engine-thread.ts', import.meta.url), {
    workerData: size,
  })
  say(`loading ${size.items} items and ${size.people} people with ${size.history} events each`)
  const [ready] = (await once(worker, 'message')) as [Extract<FromEngine, { kind: 'ready' }>]
  say(`loaded in ${round(ready.loadSeconds)} s, ${Math.round(ready.eventsASecond)} events/s`)
  await drive(worker, size, Math.min(10, seconds), 'warm')
  const figures = await drive(worker, size, seconds, 'measured')
  worker.postMessage({ kind: 'stop' } satisfies ToEngine)
  const [stopped] = (await once(worker, 'message')) as [Extract<FromEngine, { kind: 'stopped' }>]
  return judge(
    'interest-speed',
    {
      items: size.items,
      people: size.people,
      history: size.history,
      ...figures,
      loadSeconds: round(ready.loadSeconds),
      loadEventsASecond: Math.round(ready.eventsASecond),
      bytesAPerson: ready.bytes.person,
      bytesAnItem: ready.bytes.item,
      linksAnItem: ready.bytes.link,
      rssMb: stopped.rssMb,
      heapMb: stopped.heapMb,
    },
    {
      items: { min: 1_000_000 },
      people: { min: 1_000_000 },
      slatesASecond: { min: SLATES_A_SECOND * 0.95 },
      eventsASecond: { min: EVENTS_A_SECOND * 0.98 },
      slateP99Ms: { max: 50 },
      eventToSlateP99Ms: { max: 200 },
      changedShare: { min: 0.99 },
      eventLearnedP99Ms: { max: 1_000 },
      refused: { max: 0 },
      emptySlates: { max: 0 },
    },
  )
}

function readArgs(args: readonly string[]): Size & { seconds: number } {
  const { values } = parseArgs({
    args: [...args].filter((a) => a !== '--full'),
    options: {
      items: { type: 'string', default: '1000000' },
      people: { type: 'string', default: '1000000' },
      history: { type: 'string', default: '6' },
      seconds: { type: 'string', default: '30' },
    },
  })
  const number = (name: keyof typeof values) => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} is a whole number above 0`)
    return value
  }
  return {
    items: number('items'),
    people: number('people'),
    history: number('history'),
    seconds: number('seconds'),
    seed: 'interest-speed',
  }
}

type Asked = { dueMs: number; heard: (ids: string[], tookMs: number) => void }

async function drive(worker: Worker, { items, people }: Size, seconds: number, phase: string) {
  const random = seededRandom(phase)
  const waiting = new Map<number, Asked>()
  const slateMs: number[] = []
  const learnedMs: number[] = []
  const probeMs: number[] = []
  let [next, learned, refused, changed, empty, probes] = [0, 0, 0, 0, 0, 0]
  const tell = (message: ToEngine) => worker.postMessage(message)
  const hear = (message: FromEngine) => {
    if (message.kind === 'slate') {
      const asked = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.ids.length < COUNT) empty++
      asked?.heard(message.ids, nowMs() - asked.dueMs)
    } else if (message.kind === 'learned') {
      learnedMs.push(nowMs() - message.sentMs)
      learned += message.count
      refused += message.refused
    }
  }
  worker.on('message', hear)
  const ask = (person: number, dueMs: number, heard: Asked['heard']) => {
    const id = next++
    waiting.set(id, { dueMs, heard })
    tell({ kind: 'slate', ask: { id, person: personId(person), count: COUNT } })
  }
  const anyone = () => random.int(people)
  const probe = (person: number) => {
    probes++
    ask(person, nowMs(), (before) => {
      const sentMs = nowMs()
      tell({ kind: 'events', sentMs, events: [anEvent(person, { items, random }, sentMs)] })
      ask(person, sentMs, (after, tookMs) => {
        probeMs.push(tookMs)
        if (after.join() !== before.join()) changed++
      })
    })
  }
  const began = nowMs()
  const due = { slate: began, probe: began, events: began }
  const wait = (rate: number) => (-Math.log(1 - random.next()) * 1_000) / rate
  for (let now = began; now < began + seconds * 1_000; now = nowMs()) {
    for (; due.events <= now; due.events += TICK_MS) {
      const events = Array.from({ length: (EVENTS_A_SECOND * TICK_MS) / 1_000 }, () =>
        anEvent(anyone(), { items, random }, due.events),
      )
      tell({ kind: 'events', sentMs: due.events, events })
    }
    for (; due.slate <= now; due.slate += wait(SLATES_A_SECOND))
      ask(anyone(), due.slate, (_, tookMs) => void slateMs.push(tookMs))
    for (; due.probe <= now; due.probe += wait(PROBES_A_SECOND)) probe(anyone())
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  for (let n = 0; n < 100 && waiting.size > 0; n++) await new Promise((resolve) => setTimeout(resolve, 50))
  worker.off('message', hear)
  return {
    slatesASecond: round(slateMs.length / seconds),
    eventsASecond: round(learned / seconds),
    slateP50Ms: round(quantile(slateMs, 0.5), 2),
    slateP99Ms: round(quantile(slateMs, 0.99), 2),
    slateMaxMs: round(Math.max(...slateMs), 1),
    eventToSlateP50Ms: round(quantile(probeMs, 0.5), 2),
    eventToSlateP99Ms: round(quantile(probeMs, 0.99), 2),
    changedShare: round(changed / probes, 4),
    eventLearnedP99Ms: round(quantile(learnedMs, 0.99), 2),
    refused,
    emptySlates: empty,
  }
}
