// Tells that an item is on screen, and when it leaves for how long it was, which parts of its clip played and where it was left.
// Hidden tabs do not count.
import { useEffect } from 'react'
import { followClip } from './clip-place.ts'
import type { FeedEntry } from './feed-store.ts'
import { tell } from './feeds.ts'
import { createWatchClock } from './watch-clock.ts'

/** After coming back to a hidden tab, shorter rests say nothing about the item. */
const WORTH_TELLING_MS = 2_000
/** Parts that outlast the stay by more are a confused player: left out, so that the dwell itself is not refused. */
const TRUSTED_WITHIN_MS = 1_500

export function useWatching(entry: FeedEntry | undefined): void {
  const key = entry?.key
  useEffect(() => {
    if (!entry) return
    const clock = createWatchClock(() => performance.now())
    const clip = followClip(entry.key)
    const durationMs = entry.content.media.kind === 'video' ? entry.content.media.durationMs : undefined
    const tellLeaving = (kind: 'dwell' | 'swipe', dwellMs: number) =>
      tell(entry, kind, { dwellMs: Math.round(dwellMs), ...(durationMs ? { durationMs } : {}) })
    const tellDwell = (dwellMs: number) => {
      const watched = clip.take()
      const playedMs = watched.reduce((sum, [from, to]) => sum + to - from, 0)
      const trusted = watched.length > 0 && playedMs <= dwellMs + TRUSTED_WITHIN_MS
      tell(entry, 'dwell', {
        dwellMs: Math.round(dwellMs),
        ...(durationMs ? { durationMs } : {}),
        ...(trusted ? { watched } : {}),
      })
    }
    let told = false
    tell(entry, 'impression')
    clock.start()

    const onVisibility = () => {
      if (!document.hidden) return clock.resume()
      clock.pause()
      const dwellMs = clock.take()
      if (!told || dwellMs >= WORTH_TELLING_MS) tellDwell(dwellMs)
      told = true
    }
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      const dwellMs = clock.take()
      if (!told || dwellMs >= WORTH_TELLING_MS) tellDwell(dwellMs)
      if (!told) tellLeaving('swipe', dwellMs)
    }
    // The item is its key; a new object for the same place must not tell twice.
  }, [key])
}
