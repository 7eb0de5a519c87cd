// One learner's part of a stream: its people's next things foretold, then learned. With `learners` 1 it has all the people.
import { NEXT_ITEM, createInterestEngine, partitionOf, type InterestEngine } from '#engine'
import type { Dataset } from '#engine/evaluation/dataset'
import { DAY_MS } from '#kernel/clock'

export type Part = { learner: number; learners: number }
export type StreamLearner = ReturnType<typeof createStreamLearner>

const LIST = 10
/** Which tenth of the events teaches the blend moves HR@10 by half a per cent; more of them leave less to that chance. */
const TEACH_EVERY = 4
const NEVER_MS = 100 * 365 * DAY_MS
/** Nothing is kept apart: who is likeliest is asked, not what makes a good page. */
const FREE = { penalty: 0, maxRun: Infinity }

export function createStreamLearner(data: Dataset, { learner, learners }: Part, startedMs: number) {
  const { person, item, atMs } = data.interactions
  const owner = Uint8Array.from(data.people, (id) => partitionOf(id, learners))
  const met = data.people.map(() => new Set<string>())
  const engine: InterestEngine = createInterestEngine({
    room: {
      people: data.people.length,
      items: data.items.length,
      features: data.featureCount + 2,
      described: data.itemFeatures.reduce((sum, own) => sum + own.length + 2, 0),
    },
    model: NEXT_ITEM,
    actions: ['review'],
    teachEvery: TEACH_EVERY,
    personTtlMs: NEVER_MS,
    itemTtlMs: NEVER_MS,
    diversity: { author: FREE, seller: FREE, category: FREE },
    ...(learners > 1 && { exchange: { startedMs } }),
  })
  const isOurs = (e: number) => owner[person[e]!] === learner

  function learn(e: number): void {
    const [id, at] = [data.items[item[e]!]!, atMs[e]!]
    if (!engine.knows(id)) {
      const features = data.itemFeatures[item[e]!]!.map((feature) => `attribute:${feature}`)
      engine.publish({ id, author: '', seller: '', category: '', features }, at)
    }
    const wrong = engine.observe(
      { person: data.people[person[e]!]!, item: id, action: 'review', atMs: at },
      at,
    )
    if (wrong) throw new Error(`event ${e}: ${wrong}`)
    met[person[e]!]!.add(id)
  }

  return {
    engine,
    /** Which of our events `from`…`to` were foretold among the first ten, asked before any of them was learned. */
    foretell(from: number, to: number): [event: number, hit: 0 | 1][] {
      const hits: [number, 0 | 1][] = []
      for (let e = from; e < to; e++) {
        if (!isOurs(e)) continue
        const slate = engine.slate(data.people[person[e]!]!, LIST, atMs[e]!, met[person[e]!])
        const id = data.items[item[e]!]
        hits.push([e, slate.some((s) => s.id === id) ? 1 : 0])
      }
      return hits
    },
    /** How many of `from`…`to` were ours. */
    learn(from: number, to: number): number {
      let own = 0
      for (let e = from; e < to; e++) if (isOurs(e) && ++own) learn(e)
      return own
    },
    /** What was learned before a dump is in it; who met what is not. */
    recall(to: number): void {
      for (let e = 0; e < to; e++) if (isOurs(e)) met[person[e]!]!.add(data.items[item[e]!]!)
    },
  }
}
