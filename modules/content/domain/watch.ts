// How a clip was watched, from signals to sums and from sums to rates (domain.md §2). Pure. One play is one stay on a clip: from
// its coming on screen until it is swiped away or the tab is hidden. Rounds of a loop add to the seconds, not to the plays.

export const MAX_SECOND = 600
/** 3 秒播放. */
export const PAST_3S_MS = 3_000
/** 有效播放: ten seconds, or to the end of what is shorter. */
export const EFFECTIVE_MS = 10_000
/** A browser tells where it is four times a second and a clip's last frame is not its length: this near to the end is the end. */
export const END_SLACK_MS = 500

export type WatchSignal = {
  kind: string
  contentId: string | null
  dwellMs: number | null
  clipAtMs?: number | null
  watched?: readonly (readonly [fromMs: number, toMs: number])[] | null
}

export const SECOND_COUNTS = ['playing', 'leaving', 'likes', 'comments', 'shares', 'follows'] as const
export type SecondCount = (typeof SECOND_COUNTS)[number]
export type WatchSecond = { second: number } & Record<SecondCount, number>

export const WATCH_SUMS = [
  'plays',
  'measured',
  'playedMs',
  'past3s',
  'effective',
  'past25',
  'past50',
  'past75',
  'finished',
] as const
export type WatchSums = Record<(typeof WATCH_SUMS)[number], number>
export type Watch = { itemId: string; sums: WatchSums; seconds: WatchSecond[] }

const OF_KIND: Record<string, SecondCount> = {
  like: 'likes',
  comment: 'comments',
  share: 'shares',
  follow: 'follows',
}

export const noSums = (): WatchSums => Object.fromEntries(WATCH_SUMS.map((k) => [k, 0])) as WatchSums
const noSecond = (second: number): WatchSecond =>
  ({ second, ...Object.fromEntries(SECOND_COUNTS.map((k) => [k, 0])) }) as WatchSecond

/** What a batch of signals adds; `durations`: the clips among the contents, with their length. Nothing else is counted. */
export function watchOf(signals: readonly WatchSignal[], durations: ReadonlyMap<string, number>): Watch[] {
  const items = new Map<string, { sums: WatchSums; seconds: Map<number, WatchSecond> }>()
  for (const s of signals) {
    const durationMs = s.contentId === null ? undefined : durations.get(s.contentId)
    if (durationMs === undefined || (s.kind !== 'dwell' && !(s.kind in OF_KIND))) continue
    let item = items.get(s.contentId!)
    if (!item) items.set(s.contentId!, (item = { sums: noSums(), seconds: new Map() }))
    const add = (second: number, count: SecondCount) => {
      let row = item.seconds.get(second)
      if (!row) item.seconds.set(second, (row = noSecond(second)))
      row[count] += 1
    }
    if (s.kind === 'dwell') addPlay(s, durationMs, item.sums, add)
    else if (typeof s.clipAtMs === 'number') add(secondOf(s.clipAtMs, durationMs), OF_KIND[s.kind]!)
  }
  return [...items].map(([itemId, { sums, seconds }]) => ({ itemId, sums, seconds: [...seconds.values()] }))
}

function addPlay(
  s: WatchSignal,
  durationMs: number,
  sums: WatchSums,
  add: (second: number, count: SecondCount) => void,
): void {
  const dwellMs = s.dwellMs ?? 0
  const parts = s.watched ?? null
  // Without parts only the time on screen is known; it is taken as played from the beginning, once.
  const playedMs = parts
    ? parts.reduce((sum, [from, to]) => sum + to - from, 0)
    : Math.min(dwellMs, durationMs)
  const reachedMs = parts ? Math.max(...parts.map(([, to]) => to)) : playedMs
  const finished = reachedMs >= durationMs - END_SLACK_MS
  sums.plays += 1
  sums.measured += parts ? 1 : 0
  sums.playedMs += playedMs
  sums.past3s += playedMs >= PAST_3S_MS || finished ? 1 : 0
  sums.effective += playedMs >= EFFECTIVE_MS || finished ? 1 : 0
  sums.past25 += reachedMs >= durationMs * 0.25 ? 1 : 0
  sums.past50 += reachedMs >= durationMs * 0.5 ? 1 : 0
  sums.past75 += reachedMs >= durationMs * 0.75 ? 1 : 0
  sums.finished += finished ? 1 : 0
  for (const [from, to] of parts ?? [])
    for (let second = secondOf(from, durationMs); second <= secondOf(to - 1, durationMs); second++)
      add(second, 'playing')
  // Lost where they got to at the furthest: who saw the end and left in the second round was not lost at its beginning.
  add(secondOf(reachedMs, durationMs), 'leaving')
}

const secondOf = (ms: number, durationMs: number): number =>
  Math.floor(Math.max(0, Math.min(ms, durationMs - 1, MAX_SECOND * 1000)) / 1000)

export const WATCH_RATES = ['past3s', 'effective', 'past25', 'past50', 'past75', 'finished'] as const
export type WatchRate = (typeof WATCH_RATES)[number]
/** Basis points of the plays; `averageMs` is what one play lasted, rounds counted. Null without plays. */
export type WatchRates = Record<WatchRate, number | null> & { averageMs: number | null }

export function ratesOf(sums: WatchSums): WatchRates {
  const of = (part: number) => (sums.plays === 0 ? null : Math.round((part * 10_000) / sums.plays))
  return {
    ...(Object.fromEntries(WATCH_RATES.map((k) => [k, of(sums[k])])) as Record<WatchRate, number | null>),
    averageMs: sums.plays === 0 ? null : Math.round(sums.playedMs / sums.plays),
  }
}

/** Clips with fewer plays say too little to be compared with. */
export const COMPARED_FROM_PLAYS = 20

/** The middle one of a creator's other clips, rate by rate; null where none has plays enough. */
export function medianRates(others: readonly WatchSums[]): { rates: WatchRates; of: number } {
  const known = others.filter((s) => s.plays >= COMPARED_FROM_PLAYS).map(ratesOf)
  const middle = (key: keyof WatchRates): number | null => {
    const values = known.flatMap((r) => r[key] ?? []).sort((a, b) => a - b)
    if (values.length === 0) return null
    const half = (values.length - 1) / 2
    return Math.round((values[Math.floor(half)]! + values[Math.ceil(half)]!) / 2)
  }
  return {
    of: known.length,
    rates: Object.fromEntries(
      [...WATCH_RATES, 'averageMs' as const].map((k) => [k, middle(k)]),
    ) as WatchRates,
  }
}

/** Every second of the clip, with who got as far as its beginning: all plays less those that left before (留存). */
export function curveOf(
  rows: readonly WatchSecond[],
  durationMs: number,
): (WatchSecond & { staying: number })[] {
  const by = new Map(rows.map((r) => [r.second, r]))
  let staying = rows.reduce((sum, r) => sum + r.leaving, 0)
  return Array.from({ length: Math.min(MAX_SECOND, Math.ceil(durationMs / 1000)) }, (_, second) => {
    const row = by.get(second) ?? noSecond(second)
    const here = { ...row, staying }
    staying -= row.leaving
    return here
  })
}
