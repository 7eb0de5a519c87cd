// One clock for the picture and the sound of a peer. Why: each counts from a random number at its own rate; arrival says where they
// start, the sender's reports (RFC 3550 §6.4.1) say it exactly a little later, and the difference is taken up slowly so that no time runs back.

export type TrackClock = {
  /** Milliseconds on the common clock; never less than the one before. */
  toMs(rtpTimestamp: number, arrivedMs: number): number
  /** @param ntpMs the sender's wall clock at `rtpTimestamp`. */
  report(rtpTimestamp: number, ntpMs: number): void
}

const FULL = 0x1_0000_0000
/** How fast a wrong start is corrected: 20 ms for each second of media. */
const CORRECTION = 0.02

type State = {
  rate: number
  first: number | null
  high: number
  last: number
  baseMs: number
  ntpBaseMs: number | null
  lastMs: number
}

export const createMediaClock = () => {
  const tracks: State[] = []
  let reference: State | null = null

  /** What the reports say the start of `track` should be, once both have reported. */
  const wantedBase = (track: State): number | null =>
    reference === null || reference === track || reference.ntpBaseMs === null || track.ntpBaseMs === null
      ? null
      : reference.baseMs + (track.ntpBaseMs - reference.ntpBaseMs)

  const unwrapped = (track: State, timestamp: number): number => {
    let difference = (timestamp - track.high) % FULL
    if (difference > FULL / 2) difference -= FULL
    else if (difference < -FULL / 2) difference += FULL
    return track.last + difference
  }

  return {
    /** The first track made is the one the others follow. @param rate ticks a second: 90,000 or 48,000. */
    track(rate: number): TrackClock {
      const track: State = { rate, first: null, high: 0, last: 0, baseMs: 0, ntpBaseMs: null, lastMs: 0 }
      tracks.push(track)
      reference ??= track
      return {
        toMs(rtpTimestamp, arrivedMs) {
          if (track.first === null) {
            track.first = rtpTimestamp
            track.high = rtpTimestamp
            track.last = 0
            track.baseMs = arrivedMs
            track.lastMs = arrivedMs
            return arrivedMs
          }
          const position = unwrapped(track, rtpTimestamp)
          const steppedMs = ((position - track.last) / rate) * 1000
          track.last = position
          track.high = rtpTimestamp
          const wanted = wantedBase(track)
          if (wanted !== null && steppedMs > 0) {
            const most = steppedMs * CORRECTION
            track.baseMs += Math.max(-most, Math.min(most, wanted - track.baseMs))
          }
          track.lastMs = Math.max(track.lastMs, track.baseMs + (position / rate) * 1000)
          return track.lastMs
        },
        report(rtpTimestamp, ntpMs) {
          if (track.first === null) return
          track.ntpBaseMs = ntpMs - (unwrapped(track, rtpTimestamp) / rate) * 1000
        },
      }
    },
  }
}
