// The server's clock as this device can know it: every frame says what time it was when it left, so it can only be later than that
// when it arrives. The frame that travelled fastest tells most truly, and fast ones are common; so countdowns on several devices
// agree without asking anything. Its own clock is monotonic: a device whose time is set anew does not jump.
export type ServerClock = ReturnType<typeof createServerClock>

/** Long enough to have met fast frames, short enough that two quartzes do not part. */
const WINDOW_MS = 120_000
const MAX_SAMPLES = 240

/** `now`: milliseconds of a clock that never goes back. */
export function createServerClock(now: () => number) {
  let samples: { at: number; ahead: number }[] = []
  let ahead: number | null = null

  return {
    /** `serverMs`: what the server's clock said when it sent this. */
    observe(serverMs: number): void {
      const at = now()
      // A sample that is lower and older than another can never be the highest again.
      samples = samples.filter((s) => at - s.at <= WINDOW_MS && s.ahead > serverMs - at)
      samples.push({ at, ahead: serverMs - at })
      if (samples.length > MAX_SAMPLES) samples.shift()
      ahead = samples[0]!.ahead
    },
    /** Null until something was heard. */
    nowMs: (): number | null => (ahead === null ? null : now() + ahead),
  }
}
