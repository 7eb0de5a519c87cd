// Where the clip on screen is, for what is told of it: at which second it was liked, which parts played, where it was left.
import { createWatchParts, type WatchParts } from './watch-parts.ts'

let current: { key: string; parts: WatchParts } | null = null

/** The item that came on screen; what an earlier one still reports is not its own. */
export function followClip(key: string): WatchParts {
  current = { key, parts: createWatchParts() }
  return current.parts
}

export function noteClipTime(key: string, ms: number, durationMs: number): void {
  if (current?.key === key) current.parts.note(ms, durationMs)
}

/** Milliseconds into the clip, when `key` is on screen and has played. */
export const clipTimeOf = (key: string): number | null => (current?.key === key ? current.parts.at() : null)
