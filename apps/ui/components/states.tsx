// Waiting, nothing there, and gone wrong: every list has all three.
import { CircleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { useWords } from './provider.tsx'
import { Spinner } from './spinner.tsx'

/** A grey shape where something will be; give it the final size through `className`. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span className={`skeleton ${className ?? ''}`} aria-hidden />
)

/** Says to a screen reader what a group of skeletons means. */
export function Loading({ children }: { children?: ReactNode }) {
  return (
    <div role="status" aria-busy="true">
      <span className="visually-hidden">{useWords().loading}</span>
      {children ?? <Spinner />}
    </div>
  )
}

type EmptyProps = { icon?: LucideIcon; title: string; detail?: string; action?: ReactNode }

/** What this is, why it is empty, and the one thing to do. */
export const EmptyState = ({ icon: Icon, title, detail, action }: EmptyProps) => (
  <div className="state">
    {Icon ? <Icon size={36} strokeWidth={1.75} aria-hidden className="state-icon" /> : null}
    <h2>{title}</h2>
    {detail ? <p>{detail}</p> : null}
    {action}
  </div>
)

/** The shape of the client's ApiProblem. */
export type ProblemLike = { title: string; detail: string; code: string; requestId: string | null }

/** What happened, what it means for money, what to do; with the code and the request id to quote. */
export function ErrorState({
  problem,
  onRetry,
  action,
}: {
  problem: ProblemLike
  onRetry?: () => void
  action?: ReactNode
}) {
  const w = useWords()
  return (
    <div className="state" role="alert">
      <CircleAlert size={36} strokeWidth={1.75} aria-hidden className="state-icon" />
      <h2>{problem.title}</h2>
      <p>{problem.detail}</p>
      {onRetry ? <Button onClick={onRetry}>{w.retry}</Button> : null}
      {action}
      <p className="state-code">
        {problem.code}
        {problem.requestId ? ` · ${w.requestId} ${problem.requestId}` : null}
      </p>
    </div>
  )
}

/** The same in one line, inside a form or a sheet. */
export const InlineError = ({ problem }: { problem: ProblemLike | null }) =>
  problem ? (
    <p className="inline-error" role="alert">
      <CircleAlert size={16} aria-hidden />
      <span>
        <b>{problem.title}</b> {problem.detail} <small>{problem.code}</small>
      </span>
    </p>
  ) : null
