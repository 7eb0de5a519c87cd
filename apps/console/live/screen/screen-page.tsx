// The big screen: made for a wall, over everything else, dark unless chosen otherwise. Numbers stand still and change at once; when they
// are old it says so instead of pretending.
import { Link } from '@tanstack/react-router'
import { Maximize2, Moon, Sun, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  applyTheme,
  buttonClass,
  clockOf,
  ErrorState,
  IconButton,
  readTheme,
  Skeleton,
  Tag,
  useLocale,
  useText,
} from '#app/ui'
import type { RoomScreen } from '#modules/live/contract'
import { Forbidden, useTitle } from '../../app/page.tsx'
import { useMembership } from '../../app/session.tsx'
import { GoodsBlock, MoneyBlock, PeopleBlock, SourcesBlock, StepsBlock, useFigures } from './numbers.tsx'
import { RoomCurve } from './room-curve.tsx'
import { isRunning, useScreen } from './use-screen.ts'
import './screen.css'

const KEY = 'serendip.screen-theme'
type Shade = 'dark' | 'light'

/** The document's own theme while this page is open; the person's choice comes back when it closes. */
function useShade(): [Shade, () => void] {
  const [shade, setShade] = useState<Shade>(() => (localStorage.getItem(KEY) === 'light' ? 'light' : 'dark'))
  useEffect(() => {
    document.documentElement.dataset.theme = shade
    localStorage.setItem(KEY, shade)
  }, [shade])
  useEffect(() => () => applyTheme(readTheme()), [])
  return [shade, () => setShade((s) => (s === 'dark' ? 'light' : 'dark'))]
}

export function ScreenPage() {
  const { t } = useTranslation()
  const text = useText()
  const [shade, turn] = useShade()
  const mine = useMembership()?.scopes.includes('live.read') ?? false
  const { creatorId, roomId, query, isStale } = useScreen()
  const screen = query.data
  useTitle(screen ? text(screen.title) : t('screen.title'))
  return (
    <div className="big-screen">
      <header className="screen-head">
        <h1>{screen ? text(screen.title) : t('screen.title')}</h1>
        {screen ? <Standing screen={screen} isStale={isStale} /> : null}
        <span className="screen-acts">
          <Link
            to="/creator/$creatorId/live/$roomId/review"
            params={{ creatorId, roomId }}
            className={buttonClass({ size: 's' })}
          >
            {t('screen.toReview')}
          </Link>
          <IconButton
            icon={shade === 'dark' ? Sun : Moon}
            label={t(shade === 'dark' ? 'screen.light' : 'screen.dark')}
            onClick={turn}
          />
          <IconButton
            icon={Maximize2}
            label={t('screen.full')}
            onClick={() =>
              void (document.fullscreenElement
                ? document.exitFullscreen()
                : document.documentElement.requestFullscreen())
            }
          />
          <Link
            to="/creator/$creatorId"
            params={{ creatorId }}
            className={buttonClass({ size: 's', variant: 'ghost' })}
            aria-label={t('screen.leave')}
          >
            <X size={18} aria-hidden />
          </Link>
        </span>
      </header>
      {screen ? (
        <Wall screen={screen} />
      ) : query.error ? (
        mine ? (
          <ErrorState problem={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Forbidden />
        )
      ) : (
        <div className="screen-wall">
          {Array.from({ length: 6 }, (_, i) => (
            <Skeleton key={i} className="screen-skeleton" />
          ))}
        </div>
      )}
    </div>
  )
}

function Standing({ screen, isStale }: { screen: RoomScreen; isStale: boolean }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const at = new Date(screen.asOf).toLocaleTimeString(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    hourCycle: 'h23',
  })
  const end = screen.endedAt ?? screen.asOf
  return (
    <p className="screen-standing num" role="status" aria-live="off">
      <Tag tone={screen.state === 'live' ? 'rose' : screen.state === 'interrupted' ? 'amber' : 'neutral'}>
        {t(`screen.state.${screen.state}`)}
      </Tag>
      {screen.startedAt ? (
        <span>{clockOf(Math.floor((Date.parse(end) - Date.parse(screen.startedAt)) / 1000))}</span>
      ) : null}
      {isStale ? (
        <Tag tone="amber">{t('screen.stale', { at })}</Tag>
      ) : (
        <span className="muted">{t('screen.asOf', { at })}</span>
      )}
    </p>
  )
}

function Wall({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  if (screen.startedAt === null) return <p className="screen-empty">{t('screen.notStarted')}</p>
  return (
    <div className="screen-wall">
      <MoneyBlock screen={screen} />
      <PeopleBlock screen={screen} live={isRunning(screen)} />
      <StepsBlock screen={screen} />
      <section className="screen-block screen-curve" aria-label={t('screen.curve')}>
        <h2>{t('screen.curve')}</h2>
        <RoomCurve screen={screen} />
        {isRunning(screen) ? <Seconds screen={screen} /> : null}
      </section>
      <LastOrders screen={screen} />
      <GoodsBlock screen={screen} />
      <div className="screen-side">
        <SourcesBlock screen={screen} />
        <Stream screen={screen} />
      </div>
    </div>
  )
}

/** The last ten minutes by the second: each order a mark, as high as what was paid. */
function Seconds({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  const { whole } = useFigures(screen)
  const end = Date.parse(screen.asOf)
  const most = Math.max(1, ...screen.seconds.map((s) => Number(s.paidMinor)))
  const orders = screen.seconds.reduce((sum, s) => sum + s.orders, 0)
  return (
    <div className="screen-seconds">
      <small>{t('screen.seconds', { n: whole(orders) })}</small>
      <svg viewBox="0 0 600 40" preserveAspectRatio="none" aria-hidden>
        {screen.seconds.map((s) => {
          const height = Math.max(4, (Number(s.paidMinor) / most) * 38)
          return (
            <rect
              key={s.at}
              x={600 - (end - Date.parse(s.at)) / 1000}
              width={1.6}
              y={40 - height}
              height={height}
            />
          )
        })}
      </svg>
    </div>
  )
}

function LastOrders({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const { money } = useFigures(screen)
  return (
    <section className="screen-block screen-orders" aria-label={t('screen.lastOrders')}>
      <h2>{t('screen.lastOrders')}</h2>
      {screen.lastOrders.length === 0 ? (
        <p className="muted">{t('screen.noOrders')}</p>
      ) : (
        <ol>
          {screen.lastOrders.map((o) => {
            const title = screen.products.find((p) => p.productId === o.productId)?.title
            return (
              <li key={o.lineId}>
                <time dateTime={o.at} className="num">
                  {new Date(o.at).toLocaleTimeString(locale === 'zh' ? 'zh-CN' : 'en-GB', {
                    hourCycle: 'h23',
                  })}
                </time>
                <b>{o.name}</b>
                <span className="clip">
                  {title ? text(title) : t('screen.gone')} × {o.qty}
                </span>
                <span className="num">
                  {money(o.paidMinor)}
                  {o.refundedMinor === '0' ? null : (
                    <small> {t('screen.refundedIs', { value: money(o.refundedMinor) })}</small>
                  )}
                </span>
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}

function Stream({ screen: { stream, state } }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  const running = state === 'live' || state === 'interrupted'
  const facts = [
    ...(running
      ? [[t('screen.stream.picture'), t(stream.hasPicture ? 'screen.stream.here' : 'screen.stream.away')]]
      : []),
    [t('screen.stream.interruptions'), String(stream.interruptions)],
    [t('screen.stream.awayFor'), clockOf(Math.round(stream.awayMs / 1000))],
    ...(stream.videoKbps === null ? [] : [[t('screen.stream.rate'), `${Math.round(stream.videoKbps)} kbps`]]),
    ...(stream.fps === null ? [] : [[t('screen.stream.frames'), stream.fps.toFixed(1)]]),
  ]
  return (
    <section className="screen-block" aria-label={t('screen.stream.head')}>
      <h2>{t('screen.stream.head')}</h2>
      <dl className="screen-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
