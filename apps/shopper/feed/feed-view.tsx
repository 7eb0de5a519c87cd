// The vertical list itself: one item fills it, scrolling snaps, three video elements serve all. Used by both feeds and by a
// single shared item.
import { ChevronDown, ChevronUp, Captions, CaptionsOff, Volume2, VolumeX } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import { IconButton, useLocale, useToast } from '#app/ui'
import { rememberPlace } from '../app/last-place.ts'
import { FeedAside } from './feed-aside.tsx'
import type { FeedEntry } from './feed-store.ts'
import { glide, headingFor, isGliding } from './glide.ts'
import { prefersStillness, setPlayback, toggleSound, usePlayback } from './playback.ts'
import { Slide } from './slide.tsx'
import { setLike, useLiked } from './social.ts'
import { useFeedKeys } from './use-feed-keys.ts'
import { useVideoPool } from './use-video-pool.ts'
import { useWatching } from './use-watching.ts'

type FeedViewProps = {
  label: string
  entries: readonly FeedEntry[]
  index: number
  nudges?: number
  onShow?: (index: number) => void
  /** Top of the screen: tabs or a way back. */
  top: ReactNode
  /** After the last item: loading, the end, or an error. */
  tail?: ReactNode
}

export function FeedView({ label, entries, index, nudges = 0, onShow, top, tail }: FeedViewProps) {
  const locale = useLocale()
  const toast = useToast()
  const scroller = useRef<HTMLDivElement>(null)
  const [paused, setPaused] = useState(prefersStillness)
  const settled = useSettled(index)
  const { setHost, failed, retry } = useVideoPool(entries, index, paused)
  const entry = entries[index]
  const liked = useLiked(entry?.content)
  useWatching(entry)
  useEffect(() => rememberPlace(location.pathname), [])

  const show = useRef(onShow)
  show.current = onShow
  const move = useCallback((by: number) => {
    const el = scroller.current
    if (!el) return
    // Two quick presses go two items on, even while the first is still on its way.
    const place = Math.round(headingFor(el) / el.clientHeight) + by
    glide(el, place * el.clientHeight, prefersStillness())
    // Where it goes is known: its clip starts with the glide, not after it.
    show.current?.(Math.round(headingFor(el) / el.clientHeight))
  }, [])
  const togglePause = useCallback(() => setPaused((p) => !p), [])
  useFeedKeys({
    next: () => move(1),
    previous: () => move(-1),
    toggle: togglePause,
    mute: toggleSound,
    like: () =>
      entry &&
      void setLike(entry, !liked).catch((e: unknown) =>
        toast({ text: problemOf(e, locale).title, tone: 'bad' }),
      ),
  })
  useOnScreen(scroller, entries.length, onShow)
  useKeptFrame(scroller, entries, index)
  const followed = useRef(nudges)
  useEffect(() => {
    if (nudges !== followed.current) move(1)
    followed.current = nudges
  }, [nudges, move])
  useEffect(() => setPaused(prefersStillness()), [entry?.key])

  return (
    <div className="feed">
      <div className="feed-stage">
        <header className="feed-top">
          <FeedControls
            hasCaptions={entry?.content.media.kind === 'video' && entry.content.media.captions !== null}
          />
          {top}
        </header>
        <div ref={scroller} className="feed-scroller" role="feed" aria-label={label} tabIndex={0}>
          {entries.map((e, i) => (
            <Slide
              key={e.key}
              entry={e}
              place={i}
              active={i === index}
              near={Math.abs(i - index) <= 1 && i <= Math.max(index, settled + 1)}
              paused={paused}
              failed={failed.has(e.key)}
              setHost={setHost}
              onTogglePause={togglePause}
              onRetry={retry}
            />
          ))}
          {tail}
        </div>
        {onShow ? <StepButtons onMove={move} atStart={index === 0} /> : null}
      </div>
      {entry ? <FeedAside entry={entry} /> : null}
    </div>
  )
}

function FeedControls({ hasCaptions }: { hasCaptions: boolean }) {
  const { t } = useTranslation()
  const { muted, captions } = usePlayback()
  return (
    <div className="feed-controls">
      <IconButton
        icon={muted ? VolumeX : Volume2}
        label={t(muted ? 'feed.unmute' : 'feed.mute')}
        onClick={toggleSound}
      />
      {hasCaptions ? (
        <IconButton
          icon={captions ? Captions : CaptionsOff}
          label={t(captions ? 'feed.captionsOff' : 'feed.captionsOn')}
          onClick={() => setPlayback({ captions: !captions })}
        />
      ) : null}
    </div>
  )
}

/** For a mouse; a finger swipes. */
function StepButtons({ onMove, atStart }: { onMove: (by: number) => void; atStart: boolean }) {
  const { t } = useTranslation()
  return (
    <div className="feed-steps">
      <IconButton icon={ChevronUp} label={t('feed.previous')} disabled={atStart} onClick={() => onMove(-1)} />
      <IconButton icon={ChevronDown} label={t('feed.next')} onClick={() => onMove(1)} />
    </div>
  )
}

const SETTLED_AFTER_MS = 250

/** The place a moment later: the pictures of what comes next wait until the clip on screen has had the line to itself. */
function useSettled(index: number): number {
  const [settled, setSettled] = useState(index)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(index), SETTLED_AFTER_MS)
    return () => clearTimeout(timer)
  }, [index])
  return settled
}

/** Reports the item that fills most of the screen; while it glides, only the one it goes to. */
function useOnScreen(
  scroller: React.RefObject<HTMLDivElement | null>,
  count: number,
  onShow?: (index: number) => void,
): void {
  const latest = useRef(onShow)
  latest.current = onShow
  useEffect(() => {
    const root = scroller.current
    if (!root || count === 0) return
    const observer = new IntersectionObserver(
      (seen) => {
        const heading = isGliding(root) ? Math.round(headingFor(root) / root.clientHeight) : null
        for (const s of seen) {
          if (!s.isIntersecting || !(s.target instanceof HTMLElement)) continue
          const place = Number(s.target.dataset.place)
          if (heading === null || heading === place) latest.current?.(place)
        }
      },
      { root, threshold: 0.6 },
    )
    for (const slide of root.querySelectorAll('.slide')) observer.observe(slide)
    // A finger that takes over a glide may end where it began, which no observer tells.
    const onRest = () => {
      const place = Math.round(root.scrollTop / root.clientHeight)
      if (!isGliding(root) && place < count) latest.current?.(place)
    }
    root.addEventListener('scrollend', onRest)
    return () => {
      observer.disconnect()
      root.removeEventListener('scrollend', onRest)
    }
  }, [scroller, count])
}

/** Keeps the same item on screen when the list starts in the middle, loses its beginning, or the window changes its size. */
function useKeptFrame(
  scroller: React.RefObject<HTMLDivElement | null>,
  entries: readonly FeedEntry[],
  index: number,
): void {
  const latest = useRef(index)
  latest.current = index
  const first = entries[0]?.key
  const restore = useCallback(() => {
    const el = scroller.current
    if (el) el.scrollTo({ top: latest.current * el.clientHeight, behavior: 'instant' })
  }, [scroller])
  useLayoutEffect(restore, [first, restore])
  useEffect(() => {
    addEventListener('resize', restore)
    return () => removeEventListener('resize', restore)
  }, [restore])
}
