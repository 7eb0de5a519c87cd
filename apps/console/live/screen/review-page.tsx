// A room looked at afterwards: the same numbers as on the wall, its curve, what was done and what stood around it, and the minutes as
// a file. It states what happened; what to do next time is for whoever was there.
import { Link } from '@tanstack/react-router'
import { Download, Presentation } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  buttonClass,
  clockOf,
  DataTable,
  DateTime,
  EmptyState,
  Panel,
  Tag,
  useLocale,
  useText,
  type Column,
} from '#app/ui'
import type { RoomScreen } from '#modules/live/contract'
import { BackLink, Page, Read, TilesSkeleton } from '../../app/page.tsx'
import { eventWords } from './event-words.ts'
import { minutesCsv } from './minutes-csv.ts'
import { momentsOf, type Moment } from './moments.ts'
import { GoodsBlock, MoneyBlock, PeopleBlock, SourcesBlock, StepsBlock, useFigures } from './numbers.tsx'
import { RoomCurve } from './room-curve.tsx'
import { isRunning, useScreen } from './use-screen.ts'
import './screen.css'

export function ReviewPage() {
  const { t } = useTranslation()
  const text = useText()
  const { creatorId, roomId, query } = useScreen()
  const screen = query.data
  return (
    <Page
      title={screen ? text(screen.title) : t('screen.review')}
      scope="live.read"
      back={
        <BackLink to="/creator/$creatorId/rooms" params={{ creatorId }}>
          {t('nav.rooms')}
        </BackLink>
      }
      detail={screen ? <Time screen={screen} /> : null}
      actions={
        <>
          <Link
            to="/creator/$creatorId/live/$roomId/screen"
            params={{ creatorId, roomId }}
            className={buttonClass()}
          >
            <Presentation size={16} aria-hidden /> {t('screen.title')}
          </Link>
          {screen && screen.minutes.length > 0 ? <Save screen={screen} /> : null}
        </>
      }
    >
      <Read query={query} skeleton={<TilesSkeleton count={8} />}>
        {(data) => (data.startedAt === null ? <NotYet /> : <Review screen={data} />)}
      </Read>
    </Page>
  )
}

function Time({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  return (
    <p className="muted num">
      <Tag tone={isRunning(screen) ? 'rose' : 'neutral'}>{t(`screen.state.${screen.state}`)}</Tag>{' '}
      {screen.startedAt ? <DateTime at={screen.startedAt} /> : null}
      {screen.startedAt && screen.endedAt ? (
        <>
          {' – '}
          <DateTime at={screen.endedAt} /> ·{' '}
          {clockOf(Math.floor((Date.parse(screen.endedAt) - Date.parse(screen.startedAt)) / 1000))}
        </>
      ) : null}
    </p>
  )
}

function NotYet() {
  const { t } = useTranslation()
  return (
    <Panel>
      <EmptyState icon={Presentation} title={t('screen.notStarted')} detail={t('screen.notStartedDetail')} />
    </Panel>
  )
}

function Save({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  const save = () => {
    const head = {
      at: t('screen.csv.at'),
      online: t('screen.minute.online'),
      entries: t('screen.minute.entries'),
      chats: t('screen.minute.chats'),
      likes: t('screen.minute.likes'),
      orders: t('screen.minute.orders'),
      paid: `${t('screen.minute.paid')} (${screen.currency})`,
      refunded: `${t('screen.minute.refunded')} (${screen.currency})`,
    }
    const url = URL.createObjectURL(
      new Blob([minutesCsv(screen.minutes, head)], { type: 'text/csv;charset=utf-8' }),
    )
    const link = document.createElement('a')
    link.href = url
    link.download = `${screen.roomId}.csv`
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <Button icon={Download} onClick={save}>
      {t('screen.csv.save')}
    </Button>
  )
}

function Review({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <div className="screen-wall screen-review">
      <MoneyBlock screen={screen} />
      <StepsBlock screen={screen} />
      <PeopleBlock screen={screen} live={false} />
      <Facts screen={screen} />
      <section className="screen-block screen-curve" aria-label={t('screen.curve')}>
        <h2>{t('screen.curve')}</h2>
        <RoomCurve screen={screen} />
        <Outside screen={screen} />
      </section>
      <Moments screen={screen} />
      <GoodsBlock screen={screen} />
      <SourcesBlock screen={screen} />
      <p className="screen-note screen-previous">{text(screen.definitions.previous!)}</p>
    </div>
  )
}

/** What was paid or given back after the end: in the totals, not in the curve. */
function Outside({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  const { money, whole } = useFigures(screen)
  const { orders, paidMinor, refundedMinor } = screen.outside
  if (orders === 0 && refundedMinor === '0') return null
  return (
    <p className="screen-note num">
      {t('screen.outside', { orders: whole(orders), paid: money(paidMinor), refunded: money(refundedMinor) })}
    </p>
  )
}

/** What stands out, as facts: numbers of this room against each other, no advice. */
function Facts({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  const text = useText()
  const { money, whole, time } = useFigures(screen)
  const best = screen.minutes.reduce<RoomScreen['minutes'][number] | null>(
    (top, m) => (BigInt(m.paidMinor) > BigInt(top?.paidMinor ?? '0') ? m : top),
    null,
  )
  const silent = screen.products.filter((p) => p.explainedSeconds > 0 && p.orders === 0)
  const unexplained = screen.products.filter((p) => p.explainedSeconds === 0 && p.orders > 0)
  const names = (list: typeof silent) =>
    list.map((p) => (p.title ? text(p.title) : t('screen.gone'))).join(t('screen.comma'))
  const lost = screen.steps
    .slice(1)
    .reduce((worst, s) => ((s.rateBps ?? 10_001) < (worst.rateBps ?? 10_001) ? s : worst))
  const facts = [
    best ? (
      <>
        <DateTime at={best.at} />{' '}
        {t('screen.fact.best', { paid: money(best.paidMinor), orders: whole(best.orders) })}
      </>
    ) : null,
    lost.rateBps === null
      ? null
      : t('screen.fact.lost', { step: t(`screen.step.${lost.step}`), n: whole(lost.fromPrevious) }),
    silent.length > 0 ? t('screen.fact.silent', { goods: names(silent) }) : null,
    unexplained.length > 0 ? t('screen.fact.unexplained', { goods: names(unexplained) }) : null,
    screen.stream.interruptions > 0
      ? t('screen.fact.away', { n: whole(screen.stream.interruptions), time: time(screen.stream.awayMs) })
      : null,
  ].filter((f) => f !== null)
  return (
    <section className="screen-block" aria-label={t('screen.fact.head')}>
      <h2>{t('screen.fact.head')}</h2>
      <ul className="screen-list num">
        {facts.length === 0 ? <li>{t('screen.fact.none')}</li> : facts.map((f, i) => <li key={i}>{f}</li>)}
      </ul>
      {screen.replay ? (
        <a href={`/live/${screen.roomId}/replay`} className={buttonClass({ size: 's' })}>
          {t('screen.toReplay', { time: clockOf(Math.round(screen.replay.durationMs / 1000)) })}
        </a>
      ) : isRunning(screen) ? null : (
        <p className="muted">{t('screen.noReplay')}</p>
      )}
    </section>
  )
}

/** The day is in the head of the page. */
function Clock({ at }: { at: string }) {
  const locale = useLocale()
  return (
    <time dateTime={at} className="num">
      {new Date(at).toLocaleTimeString(locale === 'zh' ? 'zh-CN' : 'en-GB', { hourCycle: 'h23' })}
    </time>
  )
}

function Moments({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { money, whole } = useFigures(screen)
  const rows = momentsOf(screen)
  const online = (m: Moment) => {
    if (m.onlineAt === null || m.onlineAfter === null) return '—'
    const change = m.onlineAfter - m.onlineAt
    return `${whole(m.onlineAt)} → ${whole(m.onlineAfter)} (${change > 0 ? '+' : change < 0 ? '−' : '±'}${Math.abs(change)})`
  }
  const columns: Column<Moment>[] = [
    { key: 'at', head: t('screen.moment.at'), cell: (m) => <Clock at={m.at} /> },
    {
      key: 'replay',
      head: t('screen.moment.replay'),
      numeric: true,
      cell: (m) => (m.atMs === null ? '—' : clockOf(Math.floor(m.atMs / 1000))),
    },
    {
      key: 'what',
      head: t('screen.moment.what'),
      rowHeader: true,
      cell: (m) => eventWords(m.event, screen, locale, t),
    },
    { key: 'online', head: t('screen.moment.online'), numeric: true, cell: online },
    { key: 'orders', head: t('screen.minute.orders'), numeric: true, cell: (m) => whole(m.orders) },
    { key: 'paid', head: t('screen.minute.paid'), numeric: true, cell: (m) => money(String(m.paidMinor)) },
  ]
  return (
    <div className="screen-block screen-goods">
      <h2>{t('screen.moment.head')}</h2>
      <p className="screen-note">{t('screen.moment.means')}</p>
      {rows.length === 0 ? (
        <p className="muted">{t('screen.moment.none')}</p>
      ) : (
        <div className="screen-scroll">
          <DataTable
            label={t('screen.moment.head')}
            columns={columns}
            rows={rows}
            rowKey={(m) => String(m.seq)}
          />
        </div>
      )}
    </div>
  )
}
