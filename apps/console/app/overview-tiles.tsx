// The tiles of an overview, for shop, creator and platform: every number with its definition, what it was before, its line,
// and a link to the rows behind it.
import { Link, type LinkProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  Delta,
  formatBps,
  formatMoney,
  formatWhole,
  Tile,
  useLocale,
  useText,
  type Currency,
  type Locale,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getOverview } from '#modules/compass/contract'
import { useMetrics } from './names.tsx'

type Overview = OutputOf<typeof getOverview>
type TileData = Overview['tiles'][number]
export type Unit = TileData['unit']

/** Less is better for these. */
const LESS_IS_BETTER = new Set(['refundRate'])
/** The honest ones stand in the colour of money that stays. */
const HONEST = new Set(['netAmount', 'keptLines'])

export function formatMetric(value: string | null, unit: Unit, currency: Currency, locale: Locale): string {
  if (value === null) return '—'
  if (unit === 'minor') return formatMoney(value, currency, locale)
  if (unit === 'bps') return formatBps(Number(value), locale)
  return formatWhole(BigInt(value), locale)
}

type TilesProps = {
  overview: Overview
  days: number
  /** Where a metric's rows are; null leaves the number without a link. */
  linkOf?: (metric: TileData['metric']) => LinkProps | null
  /** A longer run of the same numbers for the lines, where the period itself has one point only. */
  trend?: Overview | undefined
}

export function OverviewTiles({ overview, days, linkOf, trend }: TilesProps) {
  const text = useText()
  const locale = useLocale()
  return (
    <div className="tiles">
      {overview.tiles.map((tile) => {
        const link = linkOf?.(tile.metric) ?? null
        const figure = formatMetric(tile.value, tile.unit, overview.period.currency, locale)
        const series =
          (trend ?? overview).tiles.find((other) => other.metric === tile.metric)?.series ?? tile.series
        return (
          <Tile
            key={tile.metric}
            label={text(tile.name)}
            hint={<Definition metric={tile.metric} previousIs={tile.previousIs} />}
            value={link ? <Link {...link}>{figure}</Link> : figure}
            note={<Comparison tile={tile} days={days === 1 ? 1 : days === 7 ? 7 : 30} />}
            series={series.map((p) => numberOf(p.value))}
            growing
            tone={HONEST.has(tile.metric) ? 'jade' : LESS_IS_BETTER.has(tile.metric) ? 'rose' : 'plum'}
          />
        )
      })}
    </div>
  )
}

/** For drawing and comparing only; money itself stays in whole minor units. */
const numberOf = (value: string | null): number | null => (value === null ? null : Number(value))

/** A count that still grows is no fall against whole days: those are then told, not compared. */
function Comparison({ tile, days }: { tile: TileData; days: 1 | 7 | 30 }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const whole = tile.previousIs === 'wholeDays'
  if (whole && tile.unit === 'count' && tile.previous !== null)
    return <span>{t(`period.was${days}`, { n: formatMetric(tile.previous, 'count', 'CNY', locale) })}</span>
  return (
    <Delta
      now={numberOf(tile.value)}
      before={numberOf(tile.previous)}
      unit={tile.unit === 'bps' ? 'points' : 'ratio'}
      goodWhen={LESS_IS_BETTER.has(tile.metric) ? 'down' : 'up'}
      against={t(whole ? `period.whole${days}` : `period.before${days}`)}
      none={t('period.noneBefore')}
    />
  )
}

function Definition({ metric, previousIs }: { metric: string; previousIs: TileData['previousIs'] }) {
  const { t } = useTranslation()
  const text = useText()
  const found = useMetrics().find((m) => m.id === metric)
  if (!found) return null
  return (
    <>
      <b>{text(found.name)}</b>
      <p>{text(found.formula)}</p>
      <p className="muted">{t('metric.excludes', { what: text(found.excludes) })}</p>
      <p className="muted">{t(`metric.basis.${found.timeBasis}`)}</p>
      <p className="muted">{t(`metric.against.${previousIs}`)}</p>
    </>
  )
}
