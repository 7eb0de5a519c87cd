// How many may be inside at once, and who is asked to come back. A server that takes in more than it can do answers nobody in time; this one
// keeps a short line, as long as what it has been finishing lets it serve within a moment, and tells the rest when to return.
import { AppError } from '#kernel/errors'

/** Longest wait in a line that does not end. With the work itself an answer takes at most a second. */
const PATIENCE_MS = 400
/** A burst is let wait longer: a line that was empty so lately will be empty again. */
const BURST_MS = 2_000
/** A line that is always allowed: a hundred at once are no crowd. */
const SHORT_LINE = 128
const LONGEST_RETURN_S = 2

/** One a number of seconds: with ten times too many at the door, noting down each time where it was said costs as much as saying it. */
const refusals = new Map<number, AppError>()
const comeBackIn = (seconds: number): AppError => {
  const known = refusals.get(seconds) ?? new AppError('BUSY', { retryAfterSeconds: seconds })
  refusals.set(seconds, known)
  return known
}

export type Admission = {
  /** What to say to somebody who comes now, when the line is full; null when it is not. */
  refuse(): AppError | null
  /** Resolves when it is this caller's turn, with what to call when done. @throws AppError BUSY {retryAfterSeconds} */
  enter(): Promise<() => void>
  stats(): { inside: number; waiting: number; turnedAway: number }
}

type Waiting = { since: number; admit: () => void; turnAway: (error: AppError) => void }

export function createAdmission(atOnce: number, now: () => number = () => performance.now()): Admission {
  const line: Waiting[] = []
  const finished = countPerSecond(now)
  let [inside, turnedAway, emptyAt] = [0, 0, now()]
  const isBurst = () => now() - emptyAt <= BURST_MS
  const patience = () => (isBurst() ? BURST_MS : PATIENCE_MS)

  /** How long the line takes, at the rate of the last second; of a burst, which has no rate yet, a moment. */
  const busy = () => {
    turnedAway++
    const seconds = isBurst() ? 1 : Math.ceil((line.length + 1) / Math.max(1, finished.lastSecond()))
    return comeBackIn(Math.min(LONGEST_RETURN_S, seconds))
  }
  /** The place goes to the next in line who has not waited too long; with nobody there it is free. */
  const leave = () => {
    finished.add()
    const most = patience()
    for (let next = line.shift(); next; next = line.shift()) {
      if (now() - next.since <= most) {
        if (line.length === 0) emptyAt = now()
        return next.admit()
      }
      next.turnAway(busy())
    }
    emptyAt = now()
    inside--
  }
  const once = () => {
    let left = false
    return () => {
      if (!left) leave()
      left = true
    }
  }
  const isFull = () =>
    inside >= atOnce && line.length >= Math.max(SHORT_LINE, (finished.lastSecond() * PATIENCE_MS) / 1000)
  return {
    refuse: () => (isFull() ? busy() : null),
    async enter() {
      if (inside < atOnce) {
        inside++
        return once()
      }
      if (isFull()) throw busy()
      if (line.length === 0) emptyAt = now()
      await new Promise<void>((admit, turnAway) => {
        line.push({ since: now(), admit, turnAway })
      })
      return once()
    },
    stats: () => ({ inside, waiting: line.length, turnedAway }),
  }
}

const TENTHS = 10

/** How many within the last second, to a tenth of it. */
function countPerSecond(now: () => number): { add(): void; lastSecond(): number } {
  const counts = new Uint32Array(TENTHS)
  let latest = Math.floor(now() / 100)
  const forget = () => {
    const tenth = Math.floor(now() / 100)
    for (let t = Math.max(latest + 1, tenth - TENTHS + 1); t <= tenth; t++) counts[t % TENTHS] = 0
    latest = Math.max(latest, tenth)
  }
  return {
    add() {
      forget()
      counts[latest % TENTHS]! += 1
    },
    lastSecond() {
      forget()
      return counts.reduce((sum, n) => sum + n, 0)
    },
  }
}
