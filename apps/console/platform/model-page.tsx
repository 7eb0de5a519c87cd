// How the feed's model is doing: does it foretell, is it up to date, has it room, and where does the time go.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DataTable, DateTime, EmptyState, Panel, Tag, Tile, useLocale, type Column } from '#app/ui'
import { BrainCircuit } from 'lucide-react'
import type { OutputOf } from '#kernel/contract'
import { getModelHealth } from '#modules/interest/contract'
import { queryOf } from '../app/api.ts'
import { Page, Read, TilesSkeleton } from '../app/page.tsx'
import { CalibrationPlot } from './calibration-plot.tsx'
import { useFeedWords } from './feed-words.ts'

type Health = OutputOf<typeof getModelHealth>
const REFRESH_MS = 5_000
/** Stages that are told of: these, and whichever failed. */
const SLOWEST = 10
/** A model further behind than this is stale to a shopper who swipes. */
const LATE_MS = 1_000

export function ModelPage() {
  const { t } = useTranslation()
  const query = useQuery({ ...queryOf(getModelHealth, {}), refetchInterval: REFRESH_MS })
  return (
    <Page title={t('nav.model')} scope="signal.read" detail={<p className="muted">{t('model.detail')}</p>}>
      <Read query={query} skeleton={<TilesSkeleton count={6} />}>
        {(health) => (
          <>
            <ModelTiles health={health} />
            <div className="columns even">
              <Panel title={t('model.calibration')}>
                {health.foretold.curve.length > 0 ? (
                  <CalibrationPlot curve={health.foretold.curve} />
                ) : (
                  <EmptyState
                    icon={BrainCircuit}
                    title={t('model.tooFew')}
                    detail={t('model.tooFewDetail')}
                  />
                )}
              </Panel>
              <Panel title={t('model.tables')} flush>
                <Tables tables={health.tables} />
              </Panel>
            </div>
            <Panel title={t('model.promises')} flush action={<Spread spread={health.spread} />}>
              <Promises promises={health.promises} />
            </Panel>
            <Panel title={t('model.stages')} flush action={<Fallbacks slates={health.slates} />}>
              <Stages stages={health.stages} />
            </Panel>
            <Refused refused={health.refused} />
          </>
        )}
      </Read>
    </Page>
  )
}

const useFigures = () => {
  const locale = useLocale()
  const tag = locale === 'zh' ? 'zh-CN' : 'en'
  return {
    share: (value: number | null, digits = 1) =>
      value === null
        ? '—'
        : new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: digits }).format(value),
    number: (value: number, digits = 0) =>
      new Intl.NumberFormat(tag, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(
        value,
      ),
  }
}

function ModelTiles({ health: { foretold, returns, next, lag, ready, engine } }: { health: Health }) {
  const { t } = useTranslation()
  const { share, number } = useFigures()
  const { areaUnderCurve: area, calibrationError: error, outcomes } = foretold
  return (
    <div className="tiles">
      <Tile
        label={t('model.area')}
        hint={<p>{t('model.areaHint')}</p>}
        value={area === null ? '—' : number(area, 3)}
        note={t('model.outcomes', { n: number(outcomes) })}
      />
      <Tile
        label={t('model.error')}
        hint={<p>{t('model.errorHint')}</p>}
        value={share(error)}
        note={t('model.enjoyed', { share: share(foretold.enjoyedShare, 0) })}
      />
      <Tile
        label={t('model.returnsArea')}
        hint={<p>{t('model.returnsAreaHint')}</p>}
        value={returns.areaUnderCurve === null ? '—' : number(returns.areaUnderCurve, 3)}
        note={
          returns.outcomes === 0
            ? t('model.returnsNone')
            : t('model.returnsOutcomes', {
                n: number(returns.outcomes),
                share: share(returns.returnedShare),
              })
        }
      />
      <Tile
        label={t('model.returnsError')}
        hint={<p>{t('model.returnsErrorHint')}</p>}
        value={share(returns.calibrationError)}
        note={t('model.returnsWaiting', { n: number(returns.waiting) })}
      />
      <Tile
        label={t('model.next')}
        hint={<p>{t('model.nextHint')}</p>}
        value={share(next.hit20)}
        note={
          !engine.ready ? (
            <span className="bad">{t('model.engineAway')}</span>
          ) : engine.restarts > 0 ? (
            t('model.engineRestarts', { n: number(engine.restarts) })
          ) : (
            t('model.nextTrend', { share: share(next.trendHit20) })
          )
        }
      />
      <Tile
        label={t('model.lag')}
        hint={<p>{t('model.lagHint')}</p>}
        value={
          <span className={ready && (lag.lagMs ?? 0) <= LATE_MS ? 'good' : 'bad'}>
            {lag.lagMs === null ? '—' : t('model.seconds', { s: number(lag.lagMs / 1_000, 2) })}
          </span>
        }
        note={
          !ready ? (
            t('model.catchingUp')
          ) : lag.snapshotAt ? (
            <>
              {t('model.savedAt')} <DateTime at={lag.snapshotAt} />
            </>
          ) : (
            t('model.notSaved')
          )
        }
      />
    </div>
  )
}

const STATE_TONE = { kept: 'jade', 'short of candidates': 'amber', 'price at its limit': 'rose' } as const

function Promises({ promises }: { promises: Health['promises'] }) {
  const { t } = useTranslation()
  const { share, number } = useFigures()
  const columns: Column<Health['promises'][number]>[] = [
    {
      key: 'name',
      head: t('model.promise'),
      rowHeader: true,
      cell: (p) => t(`model.promiseNames.${p.name}`),
    },
    { key: 'floor', head: t('model.floor'), numeric: true, cell: (p) => share(p.floor) },
    { key: 'served', head: t('model.served'), numeric: true, cell: (p) => share(p.served) },
    { key: 'price', head: t('model.price'), numeric: true, cell: (p) => number(p.price, 2) },
    {
      key: 'state',
      head: t('model.state'),
      cell: (p) => <Tag tone={STATE_TONE[p.state]}>{t(`model.states.${p.state}`)}</Tag>,
    },
  ]
  return <DataTable label={t('model.promises')} columns={columns} rows={promises} rowKey={(p) => p.name} />
}

/** How equal exposure is; above the ceiling the long tail is promised more. */
function Spread({ spread: { gini, ceiling, tailShare } }: { spread: Health['spread'] }) {
  const { t } = useTranslation()
  const { share, number } = useFigures()
  return (
    <span className={gini !== null && gini > ceiling ? 'bad' : 'muted'}>
      {t('model.spread', {
        gini: gini === null ? '—' : number(gini, 2),
        ceiling: number(ceiling, 2),
        tail: share(tailShare, 0),
      })}
    </span>
  )
}

function Tables({ tables }: { tables: Health['tables'] }) {
  const { t } = useTranslation()
  const { number, share } = useFigures()
  const columns: Column<Health['tables'][number]>[] = [
    {
      key: 'name',
      head: t('model.table'),
      rowHeader: true,
      cell: (row) => t(`model.tableNames.${row.name}`),
    },
    { key: 'used', head: t('model.used'), numeric: true, cell: (row) => number(row.used) },
    { key: 'room', head: t('model.room'), numeric: true, cell: (row) => number(row.room) },
    {
      key: 'fill',
      head: t('model.fill'),
      numeric: true,
      cell: (row) => {
        const fill = row.room > 0 ? row.used / row.room : 0
        return <Tag tone={fill > 0.9 ? 'rose' : fill > 0.7 ? 'amber' : 'neutral'}>{share(fill)}</Tag>
      },
    },
  ]
  return <DataTable label={t('model.tables')} columns={columns} rows={tables} rowKey={(row) => row.name} />
}

/** Slates that were the popular ones instead of ranked ones: none, when all is well. */
function Fallbacks({ slates }: { slates: Health['slates'] }) {
  const { t } = useTranslation()
  const { number } = useFigures()
  return (
    <span className={slates.fallbacks === 0 ? 'muted' : 'bad'}>
      {t('model.fallbacks', { n: number(slates.fallbacks), of: number(slates.served) })}
    </span>
  )
}

function Stages({ stages }: { stages: Health['stages'] }) {
  const { t } = useTranslation()
  const { number } = useFigures()
  const { nameOf } = useFeedWords()
  const columns: Column<Health['stages'][number]>[] = [
    { key: 'stage', head: t('slate.stage'), rowHeader: true, cell: (s) => nameOf(s.stage) },
    { key: 'runs', head: t('model.runs'), numeric: true, cell: (s) => number(s.runs) },
    { key: 'mean', head: t('model.meanMs'), numeric: true, cell: (s) => number(s.meanMs, 2) },
    { key: 'max', head: t('model.maxMs'), numeric: true, cell: (s) => number(s.maxMs, 1) },
    {
      key: 'failures',
      head: t('model.failures'),
      numeric: true,
      cell: (s) => <span className={s.failures > 0 ? 'bad' : undefined}>{number(s.failures)}</span>,
    },
  ]
  const byTime = stages.toSorted((a, b) => b.meanMs - a.meanMs)
  const told = byTime.filter((s, place) => place < SLOWEST || s.failures > 0)
  return <DataTable label={t('model.stages')} columns={columns} rows={told} rowKey={(s) => s.stage} />
}

/** Said only when there is something to say. */
function Refused({ refused }: { refused: Health['refused'] }) {
  const { t } = useTranslation()
  const { number } = useFigures()
  const some = refused.filter((r) => r.count > 0)
  if (some.length === 0) return null
  const columns: Column<Health['refused'][number]>[] = [
    { key: 'reason', head: t('model.reason'), rowHeader: true, cell: (r) => t(`model.reasons.${r.reason}`) },
    { key: 'count', head: t('model.count'), numeric: true, cell: (r) => number(r.count) },
  ]
  return (
    <Panel title={t('model.refused')} flush>
      <DataTable label={t('model.refused')} columns={columns} rows={some} rowKey={(r) => r.reason} />
    </Panel>
  )
}
