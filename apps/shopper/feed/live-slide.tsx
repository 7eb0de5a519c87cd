// A live room as an item of the feed: its poster at once, its picture while it is the item on screen, what it explains now, and the
// whole of it is the way in. The picture goes along into the room.
import { Link, useNavigate } from '@tanstack/react-router'
import { Eye, Radio } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCount, useLocale, useText } from '#app/ui'
import type { ContentMedia } from '#kernel/content-card'
import type { TrafficSource } from '#kernel/room-frames'
import { LivePicture } from '../live/live-picture-view.tsx'
import { useHeldRoom, useRoom } from '../live/room-hold.ts'
import { bestOffer } from '../live/room-offer.ts'
import { LiveMark } from '../live/room-tile.tsx'
import { useServerNow } from '../live/use-server-now.ts'
import type { FeedEntry } from './feed-store.ts'
import { rememberOrigin } from './origin.ts'
import { ProductStrip } from './product-strip.tsx'
import { Rail } from './rail.tsx'
import { tell } from './feeds.ts'
import { WhyChip } from './why-chip.tsx'

export type LiveMedia = Extract<ContentMedia, { kind: 'live' }>

/** A swipe past a room opens nothing. */
const WORTH_OPENING_MS = 250

const sourceOf = (pathname: string): TrafficSource => (pathname === '/following' ? 'following' : 'feed')

type Props = { entry: FeedEntry; media: LiveMedia; active: boolean; paused: boolean }

export function LiveSlide({ entry, media, active, paused }: Props) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const navigate = useNavigate()
  const stays = useStays(active)
  const from = sourceOf(location.pathname)
  const store = useHeldRoom(stays ? media.roomId : null, from)
  const room = useRoom(store, (s) => s.logged?.room ?? null)
  const viewers = useRoom(store, (s) => s.viewers)
  const over = room !== null && room.state !== 'live' && room.state !== 'interrupted'
  const title = text(entry.content.title)
  const enter = () => {
    // Who buys in the room was brought there by this place of the slate.
    for (const productId of Object.keys(entry.attribution)) rememberOrigin(productId, entry)
    if (entry.product) tell(entry, 'click', { productId: entry.product.productId })
    void navigate({ to: '/live/$roomId', params: { roomId: media.roomId }, search: { from } })
  }
  // What is explained changes while one watches; the card follows it.
  const item = room?.bag.find((i) => i.productId === room.explainingProductId) ?? null
  const product = room ? (item?.card ?? null) : entry.product
  const nowMs = useServerNow(store, (room?.sales.length ?? 0) > 0)
  const play = room?.play ?? media.play
  return (
    <>
      <div className="slide-media">
        <LivePicture
          roomId={media.roomId}
          play={stays && !paused && !over && play ? play : null}
          posterUrl={media.posterUrl}
          landscape={media.width > media.height}
          entered={false}
        />
        <button
          type="button"
          className="slide-tap"
          aria-label={t('live.enterTitle', { title })}
          onClick={enter}
        />
      </div>
      <div className="slide-scrim" aria-hidden />
      <p className="live-slide-mark">
        {over ? null : <LiveMark />}
        {viewers !== null && viewers > 0 ? (
          <span className="live-slide-viewers num">
            <Eye size={14} aria-hidden /> {t('live.viewers', { n: formatCount(viewers, locale) })}
          </span>
        ) : null}
      </p>
      <div className="slide-below">
        <div className="slide-row">
          <div className="words">
            <h2>
              <Link to="/author/$authorId" params={{ authorId: entry.content.author.creatorId }}>
                @{text(entry.content.author.name)}
              </Link>
            </h2>
            <p className="words-caption">{title}</p>
            <WhyChip entry={entry} />
            <button type="button" className="live-slide-enter" onClick={enter}>
              <Radio size={16} aria-hidden /> {t(over ? 'live.ended' : 'live.enter')}
            </button>
          </div>
          <Rail entry={entry} />
        </div>
        {product ? (
          <ProductStrip
            entry={entry}
            product={product}
            roomId={media.roomId}
            offer={room && item ? bestOffer(room, item, nowMs) : null}
          />
        ) : null}
      </div>
    </>
  )
}

function useStays(active: boolean): boolean {
  const [stays, setStays] = useState(false)
  useEffect(() => {
    if (!active) return setStays(false)
    const timer = setTimeout(() => setStays(true), WORTH_OPENING_MS)
    return () => clearTimeout(timer)
  }, [active])
  return active && stays
}
