// Which parts of a clip really played while it was on screen, gathered from the player's clock. Each round of a loop is a part of
// its own, so that a creator sees what is watched again. Pure.
import type { SignalIn } from '#modules/signals/contract'

export type WatchedParts = NonNullable<SignalIn['watched']>

export type WatchParts = {
  /** The player is at `ms` of a clip of `durationMs`. */
  note(ms: number, durationMs: number): void
  /** Where the clip is; null before it has played. */
  at(): number | null
  /** What played since the last `take`, and begins anew from here. */
  take(): WatchedParts
}

/** The same bound as the server's. */
const PARTS_MAX = 20
/** The player tells four times a second; a longer step forwards is a jump, not playing. */
const STEP_MAX_MS = 1_500
const BACK_MS = 200
/** This near to the end before a jump back to the beginning, it played to its end. */
const ROUND_MS = 1_000

export function createWatchParts(): WatchParts {
  let parts: [number, number][] = []
  let last: number | null = null

  const open = (ms: number) => parts.push([ms, ms])
  return {
    note(ms, durationMs) {
      const part = parts.at(-1)
      if (last === null || !part) open(ms)
      else if (ms < last - BACK_MS) {
        const round = last >= durationMs - ROUND_MS && ms <= ROUND_MS
        if (round) part[1] = durationMs
        open(round ? 0 : ms)
        parts.at(-1)![1] = ms
      } else if (ms - last > STEP_MAX_MS) open(ms)
      else part[1] = Math.max(part[1], ms)
      last = ms
    },
    at: () => last,
    take() {
      const taken = parts
        .map(([from, to]): [number, number] => [Math.round(from), Math.round(to)])
        .filter(([from, to]) => from < to)
        .slice(0, PARTS_MAX)
      parts = last === null ? [] : [[last, last]]
      return taken
    },
  }
}
