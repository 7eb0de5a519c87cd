// The second stage of a feed: what may come of showing each of the few that the first stage found best. Each head starts from what the
// first stage foretold (a slope and an offset, learned) and learns what that leaves, so that with no outcome seen it orders as the first
// stage did, and with each one a little better. Outcomes come at different times: the watch first, what is done to a thing until the
// next one is watched, a purchase within hours.
import { DAY_MS, MINUTE_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import { chanceOf, createCalibration, logOddsOf, type CalibrationOptions } from './calibration.ts'
import { createDelayedLabels, type DelayedLabelsDump, type Settled } from './delayed-labels.ts'
import {
  createEvidence,
  type Catalogue,
  type EvidenceDump,
  type Moment,
  type Shown,
  type Thing,
} from './evidence.ts'
import { createExample, keptExample, type Example } from './example.ts'
import type { FtrlRates } from './ftrl.ts'
import { createRanker, createScores, UNKNOWN, type RankerDump } from './ranker.ts'
import { wholeSpaceErrors } from './whole-space.ts'

/** `buyIfClicked` is of those who clicked; the chance of buying is its product with that of the click. */
export const SECOND_STAGE_HEADS = [
  'longView',
  'click',
  'like',
  'follow',
  'cart',
  'hide',
  'buyIfClicked',
] as const
export type SecondStageHead = (typeof SECOND_STAGE_HEADS)[number]
/** What is done to a thing while it is on screen. */
export type Act = Exclude<SecondStageHead, 'longView' | 'buyIfClicked'>

export type SecondStageOptions = {
  catalogue: Catalogue
  /** Chances of something nobody knows. */
  usual: Readonly<Record<SecondStageHead, number>>
  /** Places of the tables; powers of two. */
  weights: number
  itemRates: number
  personRates: number
  maxPeople: number
  /** Clicks that wait for a purchase, at most. */
  maxClicks: number
}
/** What the first stage foretold of a thing: larger is likelier, about 0 is usual. */
export type Forecast = {
  forecast: number
  /** Log-odds taken off the chance of buying before anything is known: a dear thing sells more seldom. */
  dearness: number
}
export type Foretold = Shown & Forecast
export type Watched = { enjoyed: boolean; finished: boolean; playedMs: number }
export type SecondStage = ReturnType<typeof createSecondStage>
export type SecondStageDump = {
  evidence: EvidenceDump
  ranker: RankerDump
  bases: readonly (readonly number[])[]
  open: readonly Open[]
  clicks: DelayedLabelsDump<Kept>
  counts: Counts
}

const HEADS = SECOND_STAGE_HEADS.length
/** Places of the heads in `SECOND_STAGE_HEADS`. */
export const SECOND_STAGE_HEAD = Object.fromEntries(
  SECOND_STAGE_HEADS.map((head, h) => [head, h]),
) as Readonly<Record<SecondStageHead, number>>
const HEAD = SECOND_STAGE_HEAD
const FREQUENT: FtrlRates = { alpha: 0.02, beta: 1, l1: 0.1, l2: 200 }
const RARE: FtrlRates = { alpha: 0.05, beta: 1, l1: 0.5, l2: 20 }
const BASE: CalibrationOptions = { halfLifeExamples: 20_000, prior: 20 }
const CALIBRATION: CalibrationOptions = { halfLifeExamples: 20_000, prior: 200 }
const VISIT_GAP_MS = 30 * MINUTE_MS
/** No head is made rarer than by this in log-odds: a surely loved thing is now and then hidden, too. */
const LEAST = 5
/** What was watched last may still be liked for so long. */
const OPEN_MS = 30 * MINUTE_MS
const PURCHASE = { windowMs: DAY_MS, correctionMs: 7 * DAY_MS }

/** Of those who did not click so many stand for all: each teaches next to nothing, and they are nearly all there are. */
const ONE_NO_IN = 8

/** An impression whose outcome is not all known. */
type Kept = { example: Example; /** Log-odds by head, of the first stage. */ given: Float64Array }
type Open = Kept & { key: string; person: number; atMs: number; labels: Int8Array }
type Counts = { learned: number; late: number; refused: number }

export function createSecondStage(o: SecondStageOptions) {
  const evidence = createEvidence({
    catalogue: o.catalogue,
    itemRates: o.itemRates,
    personRates: o.personRates,
    maxPeople: o.maxPeople,
    visitGapMs: VISIT_GAP_MS,
    utcOffsetHours: null, // within one person's list it is the same for all
    usual: { success: o.usual.longView, deep: o.usual.longView / 1.5, stay: Math.log1p(8) },
  })
  const ranker = createRanker({
    heads: SECOND_STAGE_HEADS.map((name) => ({ name, ...(name === 'longView' ? FREQUENT : RARE) })),
    weights: o.weights,
    calibration: CALIBRATION,
    random: seededRandom(1), // of the pairs, which this one has not
  })
  const usual = Float64Array.from(SECOND_STAGE_HEADS, (head) => logOddsOf(o.usual[head]))
  const bases = SECOND_STAGE_HEADS.map(() => createCalibration(BASE))
  /** By person, the longest ago first. */
  const open = new Map<number, Open>()
  const clicks = createDelayedLabels<Kept>({ ...PURCHASE, maxWaiting: o.maxClicks })
  const example = createExample(256, 0)
  const scores = createScores(HEADS)
  const given = new Float64Array(HEADS)
  const known = new Float64Array(HEADS)
  const labels = new Int8Array(HEADS)
  const gradients = new Float64Array(HEADS)
  let counts: Counts = { learned: 0, late: 0, refused: 0 }

  /**
   * What the first stage says of each head, in log-odds: it foretells the long view; what is not looked at is not clicked or liked either,
   * and what is hidden is what is not looked at.
   */
  function give({ forecast, dearness }: Forecast, given: Float64Array): void {
    given[HEAD.longView] = forecast + usual[HEAD.longView]!
    const view = chanceOf(bases[HEAD.longView]!.apply(given[HEAD.longView]!))
    const seen = Math.log(view / o.usual.longView)
    const passed = Math.log((1 - view) / (1 - o.usual.longView))
    for (let h: number = HEAD.click; h < HEAD.hide; h++) given[h] = usual[h]! + seen
    given[HEAD.hide] = usual[HEAD.hide]! + Math.max(passed, -LEAST)
    given[HEAD.buyIfClicked] = usual[HEAD.buyIfClicked]! - dearness
  }
  function setKnown(given: Float64Array): void {
    for (let h = 0; h < HEADS; h++) known[h] = bases[h]!.apply(given[h]!)
  }

  function learn({ example: x, given }: Kept, from: ArrayLike<number>): void {
    setKnown(given)
    ranker.learn(x, from, known)
    for (let h = 0; h < HEADS; h++) if (from[h] !== UNKNOWN) bases[h]!.learn(given[h]!, from[h]!)
    counts.learned++
  }

  /** Nothing more is done to it: what was not done, was not. */
  function close(last: Open): void {
    open.delete(last.person)
    last.labels[HEAD.longView] = UNKNOWN // known and learned when it was watched
    last.labels[HEAD.buyIfClicked] = UNKNOWN
    learn(last, last.labels)
    if (last.labels[HEAD.click] === 1) clicks.shown(last.key, last, last.atMs)
    else if (counts.learned % ONE_NO_IN === 0) learnPurchase(last, 'no', ONE_NO_IN)
  }

  /** Over everything shown: who did not click did not buy, and that is known at once. */
  function learnPurchase(of: Kept, settled: Settled, times = 1): void {
    setKnown(of.given)
    ranker.score(of.example, scores, known)
    const [click, buy] = [scores.chance[HEAD.click]!, scores.chance[HEAD.buyIfClicked]!]
    const yes = wholeSpaceErrors(click, buy, true)
    const no = wholeSpaceErrors(click, buy, false)
    const taken = settled === 'yes after a no'
    const error = settled === 'no' ? no : yes
    gradients.fill(0)
    gradients[HEAD.click] = times * (error.click - (taken ? no.click : 0))
    gradients[HEAD.buyIfClicked] = times * (error.buyIfClicked - (taken ? no.buyIfClicked : 0))
    ranker.descend(of.example, gradients)
  }

  /** Lets go of what nobody will touch any more. */
  function settle(nowMs: number): void {
    for (const last of open.values()) {
      if (nowMs - last.atMs <= OPEN_MS) break
      close(last)
    }
    clicks.release(nowMs, (of, settled) => learnPurchase(of, settled))
  }

  return {
    /** Turns to a person, here and now, for `foretell`; nothing may be learned until all that is considered was asked about. */
    turnTo(moment: Moment): void {
      evidence.open(moment, example)
      ranker.open(example)
    },
    /**
     * Chances by head of showing this then, into `out`; in the order of `SECOND_STAGE_HEADS`. Answers by how much, in log-odds, a long
     * view is likelier than the first stage's forecast has it.
     */
    foretell(thing: Thing & Forecast, out: Float64Array): number {
      evidence.add(thing)
      give(thing, given)
      setKnown(given)
      ranker.scoreNext(example, scores, known)
      out.set(scores.chance)
      return scores.logOdds[HEAD.longView]! - known[HEAD.longView]!
    },

    /** Log-odds of a long view that one unit of the first stage's forecast is worth. */
    scale: (): number => bases[HEAD.longView]!.slope,

    /** It was watched, or swiped away. Once for each `key`: a thing in a slate of a person. Numbers that are none are refused and counted. */
    watched(key: string, shown: Foretold, { enjoyed, finished, playedMs }: Watched): void {
      if (![shown.atMs, shown.forecast, shown.dearness, shown.durationMs, playedMs].every(Number.isFinite)) {
        counts.refused++
        return
      }
      settle(shown.atMs)
      const last = open.get(shown.person)
      if (last?.key === key) return
      if (last) close(last)
      evidence.read(shown, example)
      give(shown, given)
      const kept: Kept = { example: keptExample(example), given: given.slice() }
      setKnown(given)
      example.expectedOfPerson = chanceOf(known[HEAD.longView]! + ranker.orderOf(example, HEAD.longView))
      labels.fill(UNKNOWN)
      labels[HEAD.longView] = enjoyed ? 1 : 0
      learn(kept, labels)
      evidence.learn(shown, example, enjoyed)
      evidence.learnDeep(shown, example, finished, playedMs)
      open.set(shown.person, {
        ...kept,
        key,
        person: shown.person,
        atMs: shown.atMs,
        labels: new Int8Array(HEADS),
      })
      if (open.size > o.maxPeople) close(open.values().next().value!)
    },

    /** Something was done to what is on screen. */
    acted(key: string, person: number, act: Act): void {
      const last = open.get(person)
      if (last?.key === key) last.labels[HEAD[act]] = 1
      else counts.late++
    },

    /** A purchase that began with this showing. */
    bought(key: string, person: number, atMs: number): void {
      settle(atMs)
      const last = open.get(person)
      if (last?.key === key) {
        last.labels[HEAD.click] = 1
        close(last)
      }
      const found = clicks.happened(key)
      if (found) learnPurchase(found.entry, found.settled)
      else counts.late++
    },

    /** How it is doing: outcomes learned, those that came too late, clicks that wait, and the slope and offset of each head. */
    report: () => ({
      ...counts,
      open: open.size,
      waiting: clicks.waiting,
      calibration: ranker.calibration(),
    }),

    dump: (): SecondStageDump => ({
      evidence: evidence.dump(),
      ranker: ranker.dump(),
      bases: bases.map((base) => base.dump()),
      open: [...open.values()].map((last) => ({ ...last, labels: last.labels.slice() })),
      clicks: clicks.dump(),
      counts: { ...counts },
    }),
    /** Into a new one of the same options only. */
    restore(from: SecondStageDump): void {
      evidence.restore(from.evidence)
      ranker.restore(from.ranker)
      from.bases.forEach((state, h) => bases[h]!.restore(state))
      open.clear()
      for (const last of from.open) open.set(last.person, last)
      clicks.restore(from.clicks)
      counts = { ...from.counts }
    },
  }
}
