// Facts in two columns, what happened when, and a white card with a heading: the quiet parts of a desk's page.
import type { ReactNode } from 'react'

export type Fact = { label: ReactNode; value: ReactNode }

export const KeyValue = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="key-value">
    {facts.map((f, i) => (
      <div key={i}>
        <dt>{f.label}</dt>
        <dd>{f.value}</dd>
      </div>
    ))}
  </dl>
)

export type TimelineStep = { key: string; title: ReactNode; at: ReactNode; note?: ReactNode }

export const Timeline = ({ steps, label }: { steps: readonly TimelineStep[]; label: string }) => (
  <ol className="timeline" aria-label={label}>
    {steps.map((s) => (
      <li key={s.key}>
        <b>{s.title}</b> <span className="muted">{s.at}</span>
        {s.note ? <p className="muted">{s.note}</p> : null}
      </li>
    ))}
  </ol>
)

type PanelProps = {
  title?: ReactNode
  action?: ReactNode
  className?: string
  flush?: boolean
  children: ReactNode
}

/** `flush`: a table that reaches the card's edges. */
export const Panel = ({ title, action, className, flush = false, children }: PanelProps) => (
  <section className={`panel ${flush ? 'panel-flush' : ''} ${className ?? ''}`}>
    {title ? (
      <header className="panel-head">
        <h2>{title}</h2>
        {action}
      </header>
    ) : null}
    {children}
  </section>
)

/** The sum of amounts as a column of lines, the last one strong. */
export const Breakdown = ({
  lines,
}: {
  lines: readonly { key: string; label: ReactNode; amount: ReactNode; strong?: boolean; sub?: boolean }[]
}) => (
  <dl className="breakdown">
    {lines.map((l) => (
      <div key={l.key} data-strong={l.strong || undefined} data-sub={l.sub || undefined}>
        <dt>{l.label}</dt>
        <dd className="num">{l.amount}</dd>
      </div>
    ))}
  </dl>
)
