// Test-then-train over impressions: each is foretold before its outcome is learned, everything of one instant before any of it, and an
// outcome only once it is known (`immediate` labels with the impression, the others when its playing has ended). `syncMs` says how old
// a model may get: 0 learns every instant, Infinity nothing after `from`. An impression that was logged twice (same person, item and
// instant) is foretold twice and learned once.
import { createTimeQueue } from '../ranking/time-queue.ts'
import type { Impressions } from './shapes.ts'

export type ImpressionModel = {
  /** Foretells impression `row`: writes into `out[k][row]`, k as in `outputs`. `willLearn`: its outcome will be told. */
  score(row: number, out: readonly Float64Array[], willLearn: boolean): void
  /** What was known at once of impression `row` … */
  learn(row: number): void
  /** … and what was known when its playing had ended. */
  learnLate(row: number): void
}
export type ImpressionContender = {
  name: string
  outputs: readonly string[]
  create(data: Impressions): ImpressionModel
}

export type ImpressionRun = {
  /** One column an output; row r of it is impression `from + r`. */
  readonly columns: Readonly<Record<string, Float64Array>>
  /** Impressions a second of `now`, over the whole run: each foretold and learned in every head. */
  readonly perSecond: number
}

export type ImpressionStreamOptions = { from: number; to: number; syncMs: number; now: () => number }

export function runImpressions(
  data: Impressions,
  contender: ImpressionContender,
  { from, to, syncMs, now }: ImpressionStreamOptions,
): ImpressionRun {
  const { atMs, playedMs } = data
  const model = contender.create(data)
  const columns = contender.outputs.map(() => new Float64Array(to))
  const late = createTimeQueue<number>()
  let [learnedTo, scored, learned] = [0, 0, 0]

  /** Learns in order of time all that was known before `untilMs`. */
  function learnUntil(untilMs: number): void {
    for (;;) {
      const nextMs = learnedTo < scored ? atMs[learnedTo]! : Infinity
      if (late.nextMs < untilMs && late.nextMs <= nextMs) model.learnLate(late.take()!)
      else if (nextMs < untilMs) {
        const row = learnedTo++
        if (isRepeat(data, row)) continue
        model.learn(row)
        learned++
        late.add(atMs[row]! + playedMs[row]!, row)
      } else return
    }
  }

  const started = now()
  let syncedMs = -Infinity
  for (let row = 0; row < to;) {
    const instantMs = atMs[row]!
    let end = row
    while (end < to && atMs[end] === instantMs) end++
    // Before `from` every model learns at once: only what is told of is told at the pace asked for.
    if (row < from || syncMs === 0) learnUntil(instantMs)
    else {
      if (syncedMs === -Infinity) {
        learnUntil(instantMs)
        syncedMs = instantMs
      }
      if (instantMs - syncedMs >= syncMs) {
        learnUntil(instantMs)
        syncedMs = instantMs
      }
    }
    for (; row < end; row++) {
      model.score(row, columns, (row < from || syncMs < Infinity) && !isRepeat(data, row))
      scored = row + 1
    }
  }
  const seconds = now() - started
  return {
    columns: Object.fromEntries(contender.outputs.map((name, k) => [name, columns[k]!.subarray(from, to)])),
    perSecond: (to + learned) / 2 / seconds,
  }
}

/** The same person, item and instant as a row shortly before: logged twice. */
export function isRepeat({ person, item, atMs }: Impressions, row: number): boolean {
  for (let other = row - 1; other >= 0 && atMs[other] === atMs[row]; other--)
    if (person[other] === person[row] && item[other] === item[row]) return true
  return false
}
