// A room that is over, watched again: the recording with the browser's own controls, and beside it what was explained when; a tap on
// it goes to that moment. Goods are sold at today's price of their shop.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { CloudOff, Radio } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Avatar,
  buttonClass,
  DateTime,
  EmptyState,
  formatCountdown,
  InlineError,
  Price,
  useText,
} from '#app/ui'
import { problemOf } from '#app/client'
import { getReplay } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { currentLocale } from '../app/i18n.ts'
import { Page, Read, Section } from '../app/page.tsx'
import { useSheets } from '../app/sheets.ts'
import { momentAt, momentsOf, type Replay } from './replay-moments.ts'

export function ReplayPage() {
  const { t } = useTranslation()
  const text = useText()
  const { roomId } = useParams({ from: '/live/$roomId/replay' })
  const query = useQuery({ ...queryOf(getReplay, { roomId }), staleTime: 60_000 })
  const missing = query.error?.code === 'NOT_FOUND'
  return (
    <Page title={query.data ? text(query.data.title) : t('live.replayTitle')} back>
      {missing ? (
        <EmptyState
          icon={Radio}
          title={t('live.missing')}
          detail={t('live.missingDetail')}
          action={
            <Link to="/live" className={buttonClass({ variant: 'primary' })}>
              {t('live.list')}
            </Link>
          }
        />
      ) : (
        <Read query={query}>{(replay) => <Recording replay={replay} />}</Read>
      )}
    </Page>
  )
}

function Recording({ replay }: { replay: Replay }) {
  const { t } = useTranslation()
  const text = useText()
  const video = useRef<HTMLVideoElement>(null)
  const [atMs, setAtMs] = useState(0)
  const [failed, setFailed] = useState(false)
  const moments = useMemo(() => momentsOf(replay), [replay])
  const now = momentAt(moments, atMs)
  const name = text(replay.author.name)
  useHls(video, replay.playlistUrl, () => setFailed(true))

  function goTo(ms: number): void {
    if (!video.current) return
    video.current.currentTime = ms / 1_000
    void video.current.play().catch(() => {}) // the controls are there
    video.current.scrollIntoView({ block: 'nearest' })
  }

  return (
    <>
      <p className="replay-author">
        <Link to="/author/$authorId" params={{ authorId: replay.author.creatorId }}>
          <Avatar url={replay.author.avatarUrl} name={name} size={32} /> <b>{name}</b>
        </Link>
        <span className="muted">
          <DateTime at={replay.startedAt} /> ·{' '}
          <span className="num">{formatCountdown(replay.durationMs)}</span>
        </span>
      </p>
      {replay.playlistUrl === null ? (
        <EmptyState icon={CloudOff} title={t('live.replayNone')} detail={t('live.replayNoneDetail')} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- what was said live was not written down; its moments are listed below
        <video
          ref={video}
          className="replay-video"
          controls
          playsInline
          preload="metadata"
          poster={replay.coverUrl ?? undefined}
          aria-label={text(replay.title)}
          onTimeUpdate={(e) => setAtMs(e.currentTarget.currentTime * 1_000)}
        />
      )}
      {failed ? <InlineError problem={problemOf(null, currentLocale())} /> : null}
      {replay.playlistUrl !== null && moments.length > 0 ? (
        <Section title={t('live.moments')}>
          <ol className="moments">
            {moments.map((m) => (
              <MomentRow key={m.fromMs} replay={replay} moment={m} isNow={m === now} onGo={goTo} />
            ))}
          </ol>
        </Section>
      ) : null}
      <Goods replay={replay} />
    </>
  )
}

type MomentRowProps = {
  replay: Replay
  moment: ReturnType<typeof momentsOf>[number]
  isNow: boolean
  onGo: (ms: number) => void
}

function MomentRow({ replay, moment, isNow, onGo }: MomentRowProps) {
  const text = useText()
  const card = replay.products.find((p) => p.productId === moment.productId)
  if (!card) return null
  return (
    <li>
      <button
        type="button"
        className={`moment ${isNow ? 'is-now' : ''}`}
        aria-current={isNow ? 'true' : undefined}
        onClick={() => onGo(moment.fromMs)}
      >
        <img src={card.imageUrl} alt="" width={40} height={40} loading="lazy" />
        <span>{text(card.title)}</span>
        <span className="num muted">{formatCountdown(moment.fromMs)}</span>
      </button>
    </li>
  )
}

function Goods({ replay }: { replay: Replay }) {
  const { t } = useTranslation()
  const text = useText()
  const { open } = useSheets()
  if (replay.products.length === 0) return null
  return (
    <Section title={t('live.replayGoods')}>
      <ul className="product-grid">
        {replay.products.map((p) => (
          <li key={p.productId}>
            <button
              type="button"
              className="card product-tile"
              onClick={() => open({ sheet: 'product', product: p.productId })}
            >
              <img src={p.imageUrl} alt="" width={240} height={240} loading="lazy" decoding="async" />
              <span className="product-tile-title">{text(p.title)}</span>
              <Price size="s" minor={p.minPriceMinor} listMinor={p.listPriceMinor} currency={p.currency} />
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** By itself where the browser can, else by script, which is fetched only here. */
function useHls(
  video: React.RefObject<HTMLVideoElement | null>,
  url: string | null,
  onFailed: () => void,
): void {
  const failed = useRef(onFailed)
  failed.current = onFailed
  useEffect(() => {
    const element = video.current
    if (!element || url === null) return
    let gone = false
    let destroy = () => {}
    void (async () => {
      const { default: Hls } = await import('hls.js')
      if (gone) return
      if (!Hls.isSupported()) {
        element.src = url
        return
      }
      const hls = new Hls({ enableWorker: false })
      destroy = () => hls.destroy()
      hls.on(Hls.Events.ERROR, (_event, { fatal }) => fatal && failed.current())
      hls.loadSource(url)
      hls.attachMedia(element)
    })().catch(() => failed.current())
    return () => {
      gone = true
      destroy()
      element.removeAttribute('src')
    }
  }, [video, url])
}
