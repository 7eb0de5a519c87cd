// From many to few. Heights follow the logarithm, because a true scale would show one bar and four lines; the figures above
// say what is true, and so does the rate below.
import type { CSSProperties, ReactNode } from 'react'

export type FunnelStep = {
  key: string
  label: string
  count: number
  value: ReactNode
  note: ReactNode
  tone: 'plum' | 'rose' | 'jade'
}

export function FunnelBars({ steps, label }: { steps: readonly FunnelStep[]; label: string }) {
  const most = Math.log1p(Math.max(...steps.map((s) => s.count), 1))
  return (
    <ol className="funnel" aria-label={label}>
      {steps.map((s) => (
        <li key={s.key}>
          <span className="funnel-label">{s.label}</span>
          <b className="funnel-value num">{s.value}</b>
          <span className="funnel-well" aria-hidden>
            <span
              className={`funnel-bar funnel-${s.tone}`}
              style={
                {
                  '--share': `${Math.max(3, Math.round((Math.log1p(s.count) / most) * 100))}%`,
                } as CSSProperties
              }
            />
          </span>
          <span className="funnel-note num">{s.note}</span>
        </li>
      ))}
    </ol>
  )
}
