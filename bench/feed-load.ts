// The load of bench/feed.ts, in a process of its own: an open loop. Requests leave on a schedule made beforehand (Poisson
// arrivals from a seed), whether or not earlier ones have come back, and latency counts from the moment a request was due; so
// a server that stalls cannot hide it by slowing its callers down.
import { createIds } from '#kernel/ids'
import { secureRandom, seededRandom, type Random } from '#kernel/random'
import { createHttpClient, type HttpClient } from '../tests/support/http-client.ts'

export type LoadPlan = {
  baseUrl: string
  /** Sessions of shoppers; the last tenth only probes. */
  tokens: string[]
  seconds: number
  slatesPerSecond: number
  signalsPerSecond: number
  /** Strong event, then at once the next slate. */
  probesPerSecond: number
  seed: string
}
export type LoadResult = {
  slateMs: number[]
  signalMs: number[]
  probeMs: number[]
  /** What each probe liked, and the slate that came next. */
  probes: { creatorId: string; slateId: string }[]
  signalsAccepted: number
  signalsRefused: number
  emptySlates: number
  errors: string[]
  /** Requests unanswered two seconds after the last was due. */
  unanswered: number
}

type Item = { contentId: string; creatorId: string; productIds: string[] }
type Person = { token: string; slate: { slateId: string; items: Item[]; next: number } | null }

const PER_BATCH = 10
const DRAIN_MS = 2_000
/** So far behind, the verdict is known; stop asking. */
const MAX_WAITING = 3_000

const ids = createIds({ now: () => new Date() }, secureRandom())

async function drive(plan: LoadPlan, http: HttpClient): Promise<LoadResult> {
  const random = seededRandom(plan.seed)
  const people: Person[] = plan.tokens.map((token) => ({ token, slate: null }))
  const [shoppers, probers] = [
    people.slice(0, Math.floor(people.length * 0.9)),
    people.slice(Math.floor(people.length * 0.9)),
  ]
  const out: LoadResult = {
    slateMs: [],
    signalMs: [],
    probeMs: [],
    probes: [],
    signalsAccepted: 0,
    signalsRefused: 0,
    emptySlates: 0,
    errors: [],
    unanswered: 0,
  }
  let waiting = 0

  const ask = async (person: Person): Promise<void> => {
    const { slateId, items } = await http.must('GET', '/api/v1/feed?count=8', { token: person.token })
    if (items.length === 0) out.emptySlates += 1
    person.slate = {
      slateId,
      next: 0,
      items: items.map(
        (i: { content: { contentId: string; author: { creatorId: string }; productIds: string[] } }) => ({
          contentId: i.content.contentId,
          creatorId: i.content.author.creatorId,
          productIds: i.content.productIds,
        }),
      ),
    }
  }
  const tell = async (person: Person, items: object[]): Promise<void> => {
    const answer = await http.must('POST', '/api/v1/signals', {
      token: person.token,
      body: { sentAt: new Date().toISOString(), items },
    })
    out.signalsAccepted += answer.accepted
    out.signalsRefused += answer.refused.length
  }
  const probe = async (person: Person): Promise<void> => {
    const { slateId, items, next } = person.slate!
    const item = items[next]!
    const about = { at: new Date().toISOString(), slateId, position: next, contentId: item.contentId }
    await tell(person, [
      { ...about, id: ids.next('sig'), kind: 'impression' },
      { ...about, id: ids.next('sig'), kind: 'dwell', dwellMs: 30_000, durationMs: 12_000 },
      { ...about, id: ids.next('sig'), kind: 'like' },
      { ...about, id: ids.next('sig'), kind: 'share' },
    ])
    await ask(person)
    out.probes.push({ creatorId: item.creatorId, slateId: person.slate!.slateId })
  }

  // Everybody has a slate before the clock starts.
  for (let i = 0; i < people.length; i += 8) await Promise.all(people.slice(i, i + 8).map(ask))

  const idle = [...probers]
  const due = (dueMs: number, into: number[], work: () => Promise<void>) => {
    waiting += 1
    work()
      .then(() => into.push(performance.now() - dueMs))
      .catch((error: unknown) => out.errors.push(String(error).slice(0, 300)))
      .finally(() => (waiting -= 1))
  }
  const streams = [
    {
      rate: plan.slatesPerSecond,
      send: (dueMs: number) => due(dueMs, out.slateMs, () => ask(any(shoppers, random))),
    },
    {
      rate: plan.signalsPerSecond / PER_BATCH,
      send: (dueMs: number) => {
        const person = any(shoppers, random)
        if (person.slate!.items.length === 0) return
        due(dueMs, out.signalMs, () => tell(person, aSitting(person, random)))
      },
    },
    {
      rate: plan.probesPerSecond,
      send: (dueMs: number) => {
        const person = idle.shift()
        if (!person || person.slate!.items.length === 0) return
        due(dueMs, out.probeMs, () => probe(person).finally(() => idle.push(person)))
      },
    },
  ]
  const arrivals = streams
    .flatMap(({ rate, send }) => arrivalsOf(rate, plan.seconds, random).map((ms) => ({ ms, send })))
    .sort((a, b) => a.ms - b.ms)
  const start = performance.now()
  for (const { ms, send } of arrivals) {
    const dueMs = start + ms
    const early = dueMs - performance.now()
    if (early > 0.5) await new Promise((resolve) => setTimeout(resolve, early))
    if (waiting > MAX_WAITING) break
    send(dueMs)
  }
  const end = performance.now()
  while (waiting > 0 && performance.now() - end < DRAIN_MS)
    await new Promise((resolve) => setTimeout(resolve, 10))
  out.unanswered = waiting
  return out
}

/** Poisson: gaps between arrivals are exponential. */
function arrivalsOf(perSecond: number, seconds: number, random: Random): number[] {
  const out: number[] = []
  if (perSecond <= 0) return out
  for (let ms = 0; ;) {
    ms += (-Math.log(1 - random.next()) / perSecond) * 1000
    if (ms >= seconds * 1000) return out
    out.push(ms)
  }
}

const any = <T>(list: readonly T[], random: Random): T => list[random.int(list.length)]!

/** Ten signals of one person about the slate at hand: watched or swiped away, now and then liked or touched. */
function aSitting(person: Person, random: Random): object[] {
  const { slateId, items } = person.slate!
  const signals: object[] = []
  while (signals.length < PER_BATCH) {
    const position = person.slate!.next++ % items.length
    const item = items[position]!
    const about = () => ({
      id: ids.next('sig'),
      at: new Date().toISOString(),
      slateId,
      position,
      contentId: item.contentId,
    })
    const likes = random.next() < 0.25
    signals.push(
      { ...about(), kind: 'impression' },
      {
        ...about(),
        kind: 'dwell',
        dwellMs: likes ? 9_000 + random.int(9_000) : 400 + random.int(2_500),
        durationMs: 12_000,
      },
    )
    if (likes && random.next() < 0.4) signals.push({ ...about(), kind: 'like' })
    if (likes && item.productIds[0] && random.next() < 0.4)
      signals.push({ ...about(), kind: 'click', productId: item.productIds[0] })
    if (!likes) signals.push({ ...about(), kind: 'swipe', dwellMs: 400 })
  }
  return signals.slice(0, PER_BATCH)
}

let http: HttpClient | undefined
process.on('message', (plan: LoadPlan) => {
  http ??= createHttpClient(plan.baseUrl, 256)
  void drive(plan, http).then(
    (result) => process.send!(result),
    (error: unknown) => process.send!({ failed: String(error) }),
  )
})
