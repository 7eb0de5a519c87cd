// What was foretold against what happened: on the diagonal every chance kept its word. The table beside it says the same in figures.
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#kernel/contract'
import type { getModelHealth } from '#modules/interest/contract'

type Point = OutputOf<typeof getModelHealth>['foretold']['curve'][number]

const SIZE = 240
const EDGE = 28
const span = SIZE - 2 * EDGE
const x = (share: number) => EDGE + share * span
const y = (share: number) => SIZE - EDGE - share * span
const MARKS = [0, 0.5, 1]

export function CalibrationPlot({ curve }: { curve: readonly Point[] }) {
  const { t } = useTranslation()
  const most = Math.max(...curve.map((p) => p.rows))
  const line = curve
    .map((p, i) => `${i ? 'L' : 'M'}${x(p.foretold).toFixed(1)} ${y(p.happened).toFixed(1)}`)
    .join('')
  return (
    <figure className="calibration">
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={t('model.plot')}>
        <rect x={EDGE} y={EDGE} width={span} height={span} className="plot-frame" />
        <path d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} className="plot-ideal" />
        <path d={line} className="plot-line" />
        {curve.map((p) => (
          <circle
            key={p.foretold}
            cx={x(p.foretold)}
            cy={y(p.happened)}
            r={2 + 3 * Math.sqrt(p.rows / most)}
            className="plot-dot"
          >
            <title>
              {t('model.point', {
                foretold: (100 * p.foretold).toFixed(0),
                happened: (100 * p.happened).toFixed(0),
                n: p.rows,
              })}
            </title>
          </circle>
        ))}
        {MARKS.map((m) => (
          <g key={m} className="plot-mark">
            <text x={x(m)} y={SIZE - EDGE + 14} textAnchor="middle">{`${100 * m}%`}</text>
            <text x={EDGE - 5} y={y(m) + 4} textAnchor="end">{`${100 * m}%`}</text>
          </g>
        ))}
      </svg>
      <figcaption className="muted">{t('model.plotCaption')}</figcaption>
    </figure>
  )
}
