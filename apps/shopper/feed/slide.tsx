// One item on the whole screen: the picture or clip, a scrim, who made it, why it is here, and its product.
import { Link } from '@tanstack/react-router'
import { Play, RotateCw } from 'lucide-react'
import { lazy, memo, Suspense, useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Tag, useText } from '#app/ui'
import { Carousel } from './carousel.tsx'
import type { FeedEntry } from './feed-store.ts'
import { ProductStrip } from './product-strip.tsx'
import { Rail } from './rail.tsx'
import { setLike } from './social.ts'
import { WhyChip } from './why-chip.tsx'

/** Rooms come with players and sockets: fetched when the first one is near. */
const LiveSlide = lazy(() => import('./live-slide.tsx').then((m) => ({ default: m.LiveSlide })))

/** Only some videos announce a room. */
const RoomChip = lazy(() => import('./room-chip.tsx').then((m) => ({ default: m.RoomChip })))

const DOUBLE_TAP_MS = 240

export type SlideProps = {
  entry: FeedEntry
  place: number
  active: boolean
  /** Within one of the item on screen: worth its pictures. */
  near: boolean
  paused: boolean
  failed: boolean
  setHost: (key: string, host: HTMLElement | null) => void
  onTogglePause: () => void
  onRetry: (key: string) => void
}

export const Slide = memo(function Slide(props: SlideProps) {
  const { entry, place, active, near } = props
  const text = useText()
  return (
    <article
      className="slide"
      data-place={place}
      data-content={entry.content.contentId}
      aria-label={text(entry.content.title)}
      aria-posinset={place + 1}
      aria-setsize={-1}
      inert={!active}
    >
      {near && entry.content.media.kind === 'live' ? (
        <Suspense fallback={<img className="slide-poster" src={entry.content.media.posterUrl} alt="" />}>
          <LiveSlide entry={entry} media={entry.content.media} active={active} paused={props.paused} />
        </Suspense>
      ) : null}
      {near && entry.content.media.kind !== 'live' ? (
        <>
          <SlideMedia {...props} />
          <div className="slide-scrim" aria-hidden />
          <div className="slide-below">
            <div className="slide-row">
              <Words entry={entry} active={active} />
              <Rail entry={entry} />
            </div>
            {entry.product ? <ProductStrip entry={entry} product={entry.product} /> : null}
          </div>
          {entry.content.media.kind === 'video' ? <div className="slide-progress" aria-hidden /> : null}
        </>
      ) : null}
    </article>
  )
})

function SlideMedia({ entry, active, paused, failed, setHost, onTogglePause, onRetry }: SlideProps) {
  const { t } = useTranslation()
  const text = useText()
  const { key } = entry
  const hostRef = useCallback((host: HTMLElement | null) => setHost(key, host), [key, setHost])
  const tap = useTap(onTogglePause, () => void setLike(entry, true).catch(() => {}))
  const { media } = entry.content
  const title = text(entry.content.title)
  if (media.kind === 'live') return null
  if (media.kind === 'images') {
    return (
      <div className="slide-media">
        <img className="slide-backdrop" src={media.images[0]?.url} alt="" decoding="async" />
        <Carousel
          pictures={media.images}
          alt={title}
          eager={active}
          active={active}
          className="slide-images"
        />
      </div>
    )
  }
  return (
    <div className="slide-media">
      <img
        className="slide-poster"
        src={media.posterUrl}
        alt=""
        width={media.width}
        height={media.height}
        decoding="async"
        fetchPriority={active ? 'high' : 'low'}
        draggable={false}
      />
      <div className="slide-video" ref={hostRef} />
      {failed ? (
        <div className="slide-failed" role="alert">
          <p>{t('feed.clipFailed')}</p>
          <Button icon={RotateCw} onClick={() => onRetry(key)}>
            {t('app.retry')}
          </Button>
        </div>
      ) : (
        <button
          type="button"
          className="slide-tap"
          aria-label={t(paused ? 'feed.play' : 'feed.pause', { title })}
          onClick={tap}
        >
          {paused && active ? (
            <Play size={72} fill="currentColor" strokeWidth={0} aria-hidden className="slide-play" />
          ) : null}
        </button>
      )}
    </div>
  )
}

/** One tap pauses, two like; the first waits just long enough to know. */
function useTap(once: () => void, twice: () => void): (event: React.MouseEvent) => void {
  const timer = useRef<number | null>(null)
  return (event) => {
    if (event.detail === 0) return once() // by keyboard
    if (timer.current !== null) {
      clearTimeout(timer.current)
      timer.current = null
      twice()
      return
    }
    timer.current = window.setTimeout(() => {
      timer.current = null
      once()
    }, DOUBLE_TAP_MS)
  }
}

function Words({ entry, active }: { entry: FeedEntry; active: boolean }) {
  const { t } = useTranslation()
  const text = useText()
  const [open, setOpen] = useState(false)
  const { content } = entry
  const caption = text(content.caption) || text(content.title)
  return (
    <div className="words">
      {content.announcesRoomId ? (
        <div className="room-chip-place" aria-live="polite">
          {active ? (
            <Suspense>
              <RoomChip content={content} roomId={content.announcesRoomId} />
            </Suspense>
          ) : null}
        </div>
      ) : null}
      <h2>
        <Link to="/author/$authorId" params={{ authorId: content.author.creatorId }}>
          @{text(content.author.name)}
        </Link>
        {entry.sponsored ? <Tag>{t('feed.ad')}</Tag> : null}
      </h2>
      <button
        type="button"
        className={`words-caption ${open ? 'is-open' : ''}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {caption}
      </button>
      <WhyChip entry={entry} />
    </div>
  )
}
