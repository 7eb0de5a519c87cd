// How long one item was really on screen: hidden tabs do not count. Pure, with time handed in.

export type WatchClock = {
  start(): void
  pause(): void
  resume(): void
  /** Milliseconds since the last `take` (or start), and starts counting anew. */
  take(): number
}

export function createWatchClock(now: () => number): WatchClock {
  let since: number | null = null
  let gathered = 0
  const running = () => (since === null ? 0 : Math.max(0, now() - since))
  return {
    start() {
      since = now()
      gathered = 0
    },
    pause() {
      gathered += running()
      since = null
    },
    resume() {
      since ??= now()
    },
    take() {
      const total = gathered + running()
      gathered = 0
      if (since !== null) since = now()
      return total
    },
  }
}
