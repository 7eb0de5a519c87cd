// The published protocol of sessions (as in SR-GNN and after it): every prefix of every test session, full ranking, P@20 and
// MRR@20; nothing is masked, for a fifth of what follows was in the prefix already. Legacy: no time, and no learning on the way.
import type { Random } from '#kernel/random'
import { bootstrapMean, totalsByPerson, type Interval } from './intervals.ts'
import { hitAt, placeOf, reciprocalRank, type Place } from './ranking-metrics.ts'
import { listOf, type Sessions } from './shapes.ts'

export type SessionRanker = {
  /** Writes how likely each item is to come next; -Infinity for none. */
  score(prefix: readonly number[], out: Float64Array): void
}
export type SessionContender = {
  name: string
  /** Learns `train`, and never looks at `prefixes` and `label`. */
  create(sessions: Pick<Sessions, 'train' | 'items'>): SessionRanker
}
export type SessionRow = { name: string; hit20: Interval; mrr20: Interval; tests: number; seconds: number }

export type SessionOptions = { random: Random; maxTests?: number; now: () => number }

export function runSessions(sessions: Sessions, contender: SessionContender, o: SessionOptions): SessionRow {
  const started = o.now()
  const ranker = contender.create({ train: sessions.train, items: sessions.items })
  const scores = new Float64Array(sessions.items.length)
  const step = Math.max(1, Math.ceil(sessions.label.length / (o.maxTests ?? Infinity)))
  const places: Place[] = []
  for (let i = 0; i < sessions.label.length; i += step) {
    ranker.score(Array.from(listOf(sessions.prefixes, i)), scores)
    places.push(placeOf(scores, sessions.label[i]!))
  }
  // Whose prefix it is was not published: each stands for itself, and the intervals are a little too narrow for it.
  const alone = Uint32Array.from(places, (_, i) => i)
  const interval = (outcome: (place: Place) => number) =>
    bootstrapMean(totalsByPerson(alone, Float64Array.from(places, outcome), places.length), o.random)
  return {
    name: contender.name,
    hit20: interval((place) => hitAt(place, 20)),
    mrr20: interval((place) => reciprocalRank(place, 20)),
    tests: places.length,
    seconds: o.now() - started,
  }
}

export function sessionReport(name: string, rows: readonly SessionRow[]): string {
  const percent = (value: number) => (100 * value).toFixed(2)
  const cells = rows.map(({ name: model, hit20, mrr20, tests, seconds }) =>
    [
      model.padEnd(12),
      `P@20 ${percent(hit20.mean)} (${percent(hit20.low)}–${percent(hit20.high)})`,
      `MRR@20 ${percent(mrr20.mean)} (${percent(mrr20.low)}–${percent(mrr20.high)})`,
      `${tests} prefixes`,
      `${seconds.toFixed(1)} s`,
    ].join('  '),
  )
  return [`${name}, published protocol (legacy): every prefix, full ranking`, '', ...cells].join('\n')
}
