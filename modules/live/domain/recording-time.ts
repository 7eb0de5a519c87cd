// Which second of the recording a moment is. The recording holds pieces with gaps between them (the picture was away), so it is not the
// time since the room began.

export type Piece = { startedAtMs: number; durationMs: number }

/** A piece that is still being written lies on disk only when it is finished: so much after the last one still belongs to it. */
const OPEN_PIECE_MS = 60_000

/** Seconds, to the millisecond. Within a gap: the end of what was before it. */
export function recordingSecondAt(pieces: readonly Piece[], atMs: number): number {
  let beforeMs = 0
  let end = Number.NaN
  for (const p of pieces.toSorted((a, b) => a.startedAtMs - b.startedAtMs)) {
    if (p.startedAtMs > atMs) break
    beforeMs += Math.min(p.durationMs, atMs - p.startedAtMs)
    end = p.startedAtMs + p.durationMs
  }
  const open = atMs - end
  const isLast = !pieces.some((p) => p.startedAtMs > atMs)
  return (beforeMs + (isLast && open > 0 && open <= OPEN_PIECE_MS ? open : 0)) / 1_000
}
