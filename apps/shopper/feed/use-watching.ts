// Tells that an item is on screen, and for how long it was when it leaves. Hidden tabs do not count.
import { useEffect } from 'react'
import type { FeedEntry } from './feed-store.ts'
import { tell } from './feeds.ts'
import { createWatchClock } from './watch-clock.ts'

/** After coming back to a hidden tab, shorter rests say nothing about the item. */
const WORTH_TELLING_MS = 2_000

export function useWatching(entry: FeedEntry | undefined): void {
  const key = entry?.key
  useEffect(() => {
    if (!entry) return
    const clock = createWatchClock(() => performance.now())
    const durationMs = entry.content.media.kind === 'video' ? entry.content.media.durationMs : undefined
    const tellDwell = (kind: 'dwell' | 'swipe', dwellMs: number) =>
      tell(entry, kind, { dwellMs: Math.round(dwellMs), ...(durationMs ? { durationMs } : {}) })
    let told = false
    tell(entry, 'impression')
    clock.start()

    const onVisibility = () => {
      if (!document.hidden) return clock.resume()
      clock.pause()
      const dwellMs = clock.take()
      if (!told || dwellMs >= WORTH_TELLING_MS) tellDwell('dwell', dwellMs)
      told = true
    }
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      const dwellMs = clock.take()
      if (!told || dwellMs >= WORTH_TELLING_MS) tellDwell('dwell', dwellMs)
      if (!told) tellDwell('swipe', dwellMs)
    }
    // The item is its key; a new object for the same place must not tell twice.
  }, [key])
}
