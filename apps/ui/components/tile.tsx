// One number at work: its name, its definition, what it was before, and its line. The value is handed in as a link, which
// then covers the tile.
import { Info } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { useWords } from './provider.tsx'

type TileProps = {
  label: string
  hint?: ReactNode
  value: ReactNode
  note?: ReactNode
  series?: readonly (number | null)[]
  /** The last point is of a day that is not over. */
  growing?: boolean
  tone?: ChartTone
}
export type ChartTone = 'plum' | 'jade' | 'rose'

export const Tile = ({ label, hint, value, note, series, growing = false, tone = 'plum' }: TileProps) => (
  <article className="tile">
    <header className="tile-head">
      <h2>{label}</h2>
      {hint ? <Hint label={label}>{hint}</Hint> : null}
    </header>
    <div className="tile-value num">{value}</div>
    <div className="tile-note">{note}</div>
    {series ? <Sparkline values={series} growing={growing} tone={tone} /> : null}
  </article>
)

/** A small i that says more; opens by click, so that touch and keyboard have it too. */
export function Hint({ label, children }: { label: string; children: ReactNode }) {
  const w = useWords()
  return (
    <Popover.Root>
      <Popover.Trigger className="hint" aria-label={`${label} · ${w.about}`}>
        <Info size={14} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="hint-body" sideOffset={4} collisionPadding={12} aria-label={label}>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

const WIDTH = 200
const HEIGHT = 32

/** A line without axes; a day without a value is a gap, never a zero; the way to a day that is not over is dotted. */
export function Sparkline({
  values,
  growing = false,
  tone = 'plum',
}: {
  values: readonly (number | null)[]
  growing?: boolean
  tone?: ChartTone
}) {
  const known = values.filter((v) => v !== null)
  if (known.length < 2) return <span className="sparkline" aria-hidden />
  const low = Math.min(...known)
  const span = Math.max(...known) - low || 1
  const step = WIDTH / (values.length - 1)
  const pathOf = (from: number, to: number) => {
    let pen = 'M'
    return values
      .slice(from, to)
      .map((v, i) => {
        if (v === null) {
          pen = 'M'
          return ''
        }
        const y = HEIGHT - 3 - ((v - low) / span) * (HEIGHT - 6)
        const point = `${pen}${((from + i) * step).toFixed(1)} ${y.toFixed(1)}`
        pen = 'L'
        return point
      })
      .join('')
  }
  const whole = values.length - (growing ? 1 : 0)
  return (
    <svg
      className={`sparkline sparkline-${tone}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <path d={pathOf(0, whole)} />
      {growing ? <path className="sparkline-growing" d={pathOf(whole - 1, values.length)} /> : null}
    </svg>
  )
}

type DeltaProps = {
  now: number | null
  before: number | null
  unit: 'ratio' | 'points'
  goodWhen: 'up' | 'down'
  against: string
  none: string
}

/** ↑ 18.2% against the days before; of a rate the difference in points, since a ratio of ratios misleads. */
export function Delta({ now, before, unit, goodWhen, against, none }: DeltaProps) {
  if (now === null || before === null || (unit === 'ratio' && before === 0)) return <span>{none}</span>
  const change = unit === 'points' ? (now - before) / 100 : ((now - before) / Math.abs(before)) * 100
  const direction = change > 0 ? 'up' : change < 0 ? 'down' : 'same'
  const tone = direction === 'same' ? 'same' : direction === goodWhen ? 'good' : 'bad'
  const size = Math.abs(change)
  const digits = size < 100 ? 1 : 0
  const figure = `${size.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}${unit === 'points' ? 'pt' : '%'}`
  return (
    <span>
      <b className={`delta delta-${tone} num`}>
        {{ up: '↑', down: '↓', same: '→' }[direction]} {figure}
      </b>{' '}
      {against}
    </span>
  )
}
