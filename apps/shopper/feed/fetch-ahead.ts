// The beginnings of what comes two and three swipes later, brought into the browser's cache one after the other, so that a video
// element finds them there. One at a time and dropped as soon as they are no longer wanted: what is on screen needs the line more.
// It also measures the line. Pure: fetching and time are handed in.
export type Ahead = { url: string; bytes: number | null }

export type FetchAheadParts = {
  /** Resolves with the bytes that came. */
  fetchBytes: (ahead: Ahead, signal: AbortSignal) => Promise<number>
  now: () => number
}
export type FetchAhead = {
  /** What to have, the nearest first. What is under way and not among them is aborted. */
  want(items: readonly Ahead[]): void
  /** The beginning of `url` has been brought. */
  has(url: string): boolean
  /** Kilobits a second, a moving mean; null before enough has come. */
  kbps(): number | null
}

const REMEMBERED = 200
/** Less than this, or quicker than this, says nothing about a line (the cache answered). */
const MEASURED_FROM_BYTES = 64 * 1024
const MEASURED_FROM_MS = 20
const NEWEST_WEIGHS = 0.4

export function createFetchAhead({ fetchBytes, now }: FetchAheadParts): FetchAhead {
  const done = new Set<string>()
  let wanted: readonly Ahead[] = []
  let running: { url: string; abort: AbortController } | null = null
  let kbps: number | null = null

  const remember = (url: string) => {
    done.add(url)
    if (done.size > REMEMBERED) done.delete(done.values().next().value!)
  }
  const measure = (bytes: number, ms: number) => {
    if (bytes < MEASURED_FROM_BYTES || ms < MEASURED_FROM_MS) return
    const measured = (bytes * 8) / ms
    kbps = kbps === null ? measured : kbps + (measured - kbps) * NEWEST_WEIGHS
  }

  function next(): void {
    if (running) return
    const ahead = wanted.find((a) => !done.has(a.url))
    if (!ahead) return
    const abort = new AbortController()
    const mine = { url: ahead.url, abort }
    const since = now()
    running = mine
    fetchBytes(ahead, abort.signal)
      .then((bytes) => {
        measure(bytes, now() - since)
        remember(ahead.url)
      })
      .catch(() => {
        // Only a head start: the element itself asks again. Not asked for twice while it stays wanted.
        if (!abort.signal.aborted) remember(ahead.url)
      })
      .finally(() => {
        if (running === mine) running = null
        next()
      })
  }

  return {
    want(items) {
      wanted = items
      if (running && !items.some((a) => a.url === running!.url)) {
        running.abort.abort()
        running = null
      }
      next()
    },
    has: (url) => done.has(url),
    kbps: () => kbps,
  }
}
