// One clip by the second, for the person who made it: the rates first, each with what it means and leaves out, beside the creator's
// own median; then the clip and the curve of who stays and where they leave. Moving on the curve moves the clip.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Timer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  buttonClass,
  clockOf,
  DateTime,
  Delta,
  EmptyState,
  formatBps,
  formatWhole,
  Panel,
  SecondCurve,
  Tile,
  useLocale,
  useText,
} from '#app/ui'
import { getWatch, type WatchReport } from '#modules/content/contract'
import { useCreatorId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { LiveEntries } from './live-entries.tsx'
import { BackLink, Page, Read, TilesSkeleton } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'

const RATES = ['past3s', 'finished', 'averageMs', 'effective', 'past25', 'past50', 'past75'] as const

export function WatchPage() {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const creatorId = useCreatorId()
  const { contentId = '' } = useParams({ strict: false })
  const query = useQuery(queryOf(getWatch, { creatorId, contentId }))
  return (
    <Page
      title={query.data ? text(query.data.title) : t('watch.title')}
      scope="content.read"
      detail={query.data ? <Counted report={query.data} /> : null}
      back={
        <BackLink to="/creator/$creatorId/contents" params={{ creatorId }}>
          {t('nav.contents')}
        </BackLink>
      }
      actions={
        may('content.write') ? (
          <Link
            to="/creator/$creatorId/contents/$contentId"
            params={{ creatorId, contentId }}
            className={buttonClass()}
          >
            {t('publish.edit')}
          </Link>
        ) : null
      }
    >
      <Read query={query} skeleton={<TilesSkeleton count={7} />}>
        {(report) => (report.plays === 0 ? <NotYet /> : <Report report={report} />)}
      </Read>
    </Page>
  )
}

function Counted({ report }: { report: WatchReport }) {
  const { t } = useTranslation()
  const locale = useLocale()
  if (report.since === null) return null
  return (
    <p className="muted">
      {t('watch.counted', { plays: formatWhole(report.plays, locale) })} <DateTime at={report.since} />
    </p>
  )
}

function NotYet() {
  const { t } = useTranslation()
  return (
    <Panel>
      <EmptyState icon={Timer} title={t('watch.none')} detail={t('watch.noneDetail')} />
    </Panel>
  )
}

function Report({ report }: { report: WatchReport }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const creatorId = useCreatorId()
  const { rates, median, medianOf } = report
  return (
    <>
      <div className="tiles watch-tiles">
        {RATES.map((rate) => {
          const value = rates[rate]
          const isTime = rate === 'averageMs'
          const show = (v: number) =>
            isTime ? t('watch.seconds', { n: (v / 1000).toFixed(1) }) : formatBps(v, locale)
          return (
            <Tile
              key={rate}
              label={t(`watch.rate.${rate}`)}
              hint={
                <>
                  <p>{t(`watch.means.${rate}`)}</p>
                  <p>{t('watch.leavesOut')}</p>
                  {medianOf > 0 ? <p>{t('watch.medianIs', { n: medianOf })}</p> : null}
                </>
              }
              value={value === null ? '—' : show(value)}
              note={
                <Delta
                  now={value}
                  before={median[rate]}
                  unit={isTime ? 'ratio' : 'points'}
                  goodWhen="up"
                  against={median[rate] === null ? '' : t('watch.against', { median: show(median[rate]) })}
                  none={t('watch.noMedian')}
                />
              }
            />
          )
        })}
      </div>
      <BySecond report={report} />
      <LiveEntries creatorId={creatorId} contentId={report.contentId} />
    </>
  )
}

function BySecond({ report }: { report: WatchReport }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { media, seconds, plays, measuredPlays } = report
  const [at, setAt] = useState(() => steepest(seconds))
  const clip = useRef<HTMLVideoElement>(null)
  const moving = useRef(false)
  const row = seconds[Math.min(at, seconds.length - 1)]
  const whole = (n: number) => formatWhole(n, locale)
  const share = (n: number) => formatBps(Math.round((n / Math.max(1, plays)) * 10_000), locale)

  const move = (second: number) => {
    setAt(second)
    const el = clip.current
    if (!el) return
    moving.current = true
    el.pause()
    el.currentTime = second
  }
  useEffect(() => {
    const el = clip.current
    if (el && el.currentTime === 0) el.currentTime = at
    // Once, so that the picture is the one the first reading is about.
  }, [])
  if (media.kind !== 'video' || !row) return null
  const acts = (['likes', 'comments', 'shares', 'follows'] as const).filter((k) => row[k] > 0)
  return (
    <Panel title={t('watch.bySecond')} className="watch-panel">
      <div className="watch">
        <video
          ref={clip}
          className="watch-clip"
          src={media.videoUrl}
          poster={media.posterUrl}
          width={media.width}
          height={media.height}
          muted
          playsInline
          controls
          preload="metadata"
          onPlay={() => (moving.current = false)}
          onTimeUpdate={(e) => {
            if (!moving.current) setAt(Math.min(seconds.length - 1, Math.floor(e.currentTarget.currentTime)))
          }}
        />
        <div className="watch-side">
          <dl className="watch-reading" aria-live="off">
            <div>
              <dt>{t('watch.at')}</dt>
              <dd className="num">{clockOf(at)}</dd>
            </div>
            <div>
              <dt>{t('watch.staying')}</dt>
              <dd className="num">
                {share(row.staying)} <small>{whole(row.staying)}</small>
              </dd>
            </div>
            <div>
              <dt>{t('watch.leaving')}</dt>
              <dd className="num watch-rose">
                {share(row.leaving)} <small>{whole(row.leaving)}</small>
              </dd>
            </div>
            <div>
              <dt>{t('watch.playing')}</dt>
              <dd className="num">{measuredPlays === 0 ? '—' : whole(row.playing)}</dd>
            </div>
            <div>
              <dt>{t('watch.acts')}</dt>
              <dd className="num">
                {acts.length === 0
                  ? '—'
                  : acts.map((k) => t(`watch.act.${k}`, { n: whole(row[k]) })).join(' · ')}
              </dd>
            </div>
          </dl>
          <SecondCurve
            label={t('watch.bySecond')}
            points={seconds.map((s) => ({ ...s, acts: s.likes + s.comments + s.shares + s.follows }))}
            at={at}
            onMove={move}
            stayingLabel={t('watch.staying')}
            leavingLabel={t('watch.leaving')}
            describe={(second) => {
              const s = seconds[second]!
              return t('watch.describe', {
                at: clockOf(second),
                staying: share(s.staying),
                leaving: whole(s.leaving),
              })
            }}
          />
          <p className="muted">{t('watch.note', { plays: whole(plays), measured: whole(measuredPlays) })}</p>
        </div>
      </div>
    </Panel>
  )
}

/** After the first second, which everybody swipes past in: where the clip loses most. */
function steepest(seconds: WatchReport['seconds']): number {
  let worst = 0
  for (const s of seconds)
    if (s.second > 0 && s.leaving > (worst === 0 ? 0 : seconds[worst]!.leaving)) worst = s.second
  return worst
}
