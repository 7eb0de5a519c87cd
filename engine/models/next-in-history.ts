// What a person turns to next, from dated histories that are all there: the evidence of `history-evidence.ts`, weighed by a blend.
// The blend is taught with the last known thing of each person, against counts made without any of those: counts and lessons never
// share a pair, or each would point to itself. Then the counts are made again from all that is known.
import { seededRandom } from '#kernel/random'
import type { SplitRanker } from '../evaluation/fixed-split.ts'
import {
  leaveLastOut,
  type Histories,
  type HistoryContender,
  type TimedLists,
} from '../evaluation/last-out.ts'
import { listOf } from '../evaluation/shapes.ts'
import { createGatedBlend, type GatedBlend } from './gated-blend.ts'
import {
  createHistoryEvidence,
  datedSteps,
  HISTORY_EVIDENCE,
  HISTORY_SITUATION,
  type HistoryEvidence,
  type HistoryEvidenceOptions,
} from './history-evidence.ts'

export type NextInHistoryOptions = HistoryEvidenceOptions & {
  learningRate: number
  /** Lessons at most, and how many are taken before the blend steps. */
  lessons: number
  lessonsAStep: number
  seed: number | string
  /** Whether the last known thing is counted at last, or only answered from. */
  countLast: boolean
}

/** First guesses, kept after a look at the last but one things of Amazon Beauty; candidates fewer or more made no difference. */
export const NEXT_IN_HISTORY: NextInHistoryOptions = {
  degree: 400,
  soonHalfLifeDays: 60,
  backward: 0.5,
  damping: 0.5,
  dayDecay: 0.7,
  scale: 20,
  neighbours: 200,
  listsPerItem: 500,
  maxItemsToPropose: 100,
  maxItemsToSay: 800,
  popularCandidates: 300,
  aroundDays: 3,
  learningRate: 0.1,
  lessons: 6_000,
  lessonsAStep: 10,
  seed: 1,
  countLast: true,
}

export const nextInHistory = (
  name = 'serendip',
  options: Partial<NextInHistoryOptions> = {},
): HistoryContender => ({
  name,
  create: (histories) => createNextInHistory(histories, { ...NEXT_IN_HISTORY, ...options }),
})

export function createNextInHistory(histories: Histories, o: NextInHistoryOptions): SplitRanker {
  const { known: before, last } = leaveLastOut(histories.known)
  const earlier = createHistoryEvidence(histories, before, o)
  const blend = createGatedBlend({
    evidence: HISTORY_EVIDENCE,
    situation: HISTORY_SITUATION,
    learningRate: o.learningRate,
  })
  const scores = new Float64Array(histories.itemCount)
  const random = seededRandom(o.seed)
  const people = last.offsets.length - 1
  const lessons = Array.from({ length: people }, (_, person) => ({ person, draw: random.next() }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, o.lessons)
  lessons.forEach(({ person }, lesson) => {
    const [sought] = listOf(last, person)
    if (sought !== undefined) teach(blend, earlier, before, person, sought, scores)
    if (lesson % o.lessonsAStep === 0) blend.settle()
  })
  blend.settle()
  const evidence = o.countLast ? createHistoryEvidence(histories, histories.known, o) : earlier
  return {
    score(person, out) {
      out.fill(-Infinity)
      const history = datedSteps(histories.known, person)
      if (history.length === 0) return
      evidence.consider(person, history)
      const { rows, items } = evidence.table
      blend.score(rows, items.length, evidence.features, scores)
      items.forEach((item, i) => (out[item] = scores[i]!))
    },
  }
}

function teach(
  blend: GatedBlend,
  evidence: HistoryEvidence,
  before: TimedLists,
  person: number,
  sought: number,
  scores: Float64Array,
): void {
  const history = datedSteps(before, person)
  if (history.length === 0) return
  evidence.consider(person, history)
  const { rows, items } = evidence.table
  const chosen = evidence.table.find(sought)
  if (chosen < 0) return
  blend.score(rows, items.length, evidence.features, scores)
  // What they have is never an answer, so nothing is to be learned from its not having been one.
  for (const { item } of history) {
    const own = evidence.table.find(item)
    if (own >= 0) scores[own] = -Infinity
  }
  blend.learn(rows, items.length, evidence.features, scores, chosen)
}
