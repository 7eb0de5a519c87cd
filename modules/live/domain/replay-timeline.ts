// From the wall clock to the place in the replay. A recording has gaps where the picture was away: what happened in one is told
// where the picture comes back.

export type Piece = { startedAtMs: number; durationMs: number }

export const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, p) => sum + p.durationMs, 0)

/** Milliseconds into the replay at which `atMs` of the wall clock is shown; before the first picture 0, after the last its end. */
export function placeInReplay(pieces: readonly Piece[], atMs: number): number {
  let before = 0
  for (const { startedAtMs, durationMs } of pieces) {
    if (atMs < startedAtMs) return before
    if (atMs < startedAtMs + durationMs) return before + (atMs - startedAtMs)
    before += durationMs
  }
  return before
}

/** The wall clock of a place in the replay. */
export function wallClockOf(pieces: readonly Piece[], placeMs: number): number {
  let before = 0
  for (const { startedAtMs, durationMs } of pieces) {
    if (placeMs < before + durationMs) return startedAtMs + (placeMs - before)
    before += durationMs
  }
  const last = pieces.at(-1)
  return last ? last.startedAtMs + last.durationMs : 0
}

/** The pieces that hold any of [fromMs, toMs) of the replay, and how far into the first of them it begins. */
export function piecesBetween<P extends Piece>(
  pieces: readonly P[],
  fromMs: number,
  toMs: number,
): { pieces: P[]; skipMs: number } {
  const found: P[] = []
  let before = 0
  let skipMs = 0
  for (const piece of pieces) {
    const end = before + piece.durationMs
    if (end > fromMs && before < toMs) {
      if (found.length === 0) skipMs = Math.max(0, fromMs - before)
      found.push(piece)
    }
    before = end
  }
  return { pieces: found, skipMs }
}
