// Puts the clocks of one publisher after another onto one line that never runs back. Sound and picture of one clock always move by the
// same offset: moving each by its own is what makes them drift apart after a reconnect.

export type Track = 'video' | 'audio'
export type Placed = { atMs: number; clockJumped: boolean }

export type Timeline = {
  /**
   * Where a frame lies; null: it belongs before the start of its session and is left out. `compositionMs`: how much later it is shown,
   * by which a session that begins with it is drawn nearer, as a player stands still at a hole in what is shown.
   */
  place(track: Track, timestampMs: number, wallMs: number, compositionMs?: number): Placed | null
  /** The next frame opens a session: it follows the last one at once, whatever its clock says. */
  restart(): void
  lastMs(): number
}

/** Between the last frame of a session and the first of the next. */
const JOIN_GAP_MS = 40
const BACK_MS = 200
const AHEAD_MS = 3000
/** A pause of the sender in which the wall clock passed as well is no fault of its clock. */
const CLOCK_FAULT_MS = 1500

export function createTimeline(): Timeline {
  /** The newest first; the one before is kept for frames of the other track that were still under way. */
  let offsets: number[] = []
  let last: Record<Track, number | null> = { video: null, audio: null }
  let lastMs = -1
  let floorMs = 0
  let lastWallMs = 0

  const fits = (track: Track, atMs: number) => {
    const own = last[track]
    return own === null
      ? Math.abs(atMs - lastMs) <= AHEAD_MS
      : atMs - own >= -BACK_MS && atMs - own <= AHEAD_MS
  }

  return {
    place(track, timestampMs, wallMs, compositionMs = 0) {
      let clockJumped = false
      let atMs: number
      if (offsets.length === 0) {
        atMs = lastMs < 0 ? 0 : lastMs + Math.max(1, JOIN_GAP_MS - compositionMs)
        floorMs = atMs
        offsets = [atMs - timestampMs]
      } else {
        const fitting = offsets.find((offset) => fits(track, timestampMs + offset))
        if (fitting === undefined) {
          const own = last[track] ?? lastMs
          const stepMs = timestampMs + offsets[0]! - own
          clockJumped = Math.abs(stepMs - (wallMs - lastWallMs)) > CLOCK_FAULT_MS
          atMs = Math.max(own, lastMs) + JOIN_GAP_MS / 2
          offsets = [atMs - timestampMs, offsets[0]!]
        } else atMs = timestampMs + fitting
      }
      if (atMs < floorMs) return null
      const own = last[track]
      if (own !== null && atMs <= own) atMs = own + 1
      last[track] = atMs
      lastMs = Math.max(lastMs, atMs)
      lastWallMs = wallMs
      return { atMs, clockJumped }
    },
    restart() {
      offsets = []
      last = { video: null, audio: null }
    },
    lastMs: () => lastMs,
  }
}
