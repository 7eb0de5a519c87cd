// The lines of the check list: what is right, what is in the way, and for each what to do.
import { CircleAlert, CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Check, CheckState } from './check-list.ts'

const ICON = {
  ok: CircleCheck,
  warn: CircleAlert,
  bad: CircleX,
  waiting: CircleDashed,
} as const satisfies Record<CheckState, unknown>

export function CheckList({ checks }: { checks: readonly Check[] }) {
  const { t } = useTranslation()
  return (
    <ul className="live-checks">
      {checks.map((c) => {
        const Icon = ICON[c.state]
        return (
          <li key={c.id} data-state={c.state}>
            <Icon size={18} aria-hidden />
            <span>
              <b>
                {t(`live.check.${c.id}.name`)}
                {c.must ? <small className="muted"> · {t('live.check.must')}</small> : null}
              </b>
              <span className="muted">
                {t(`live.check.${c.id}.${c.state}` as 'live.check.bag.ok', { n: c.n })}
              </span>
            </span>
            <span className="visually-hidden">{t(`live.check.states.${c.state}`)}</span>
          </li>
        )
      })}
    </ul>
  )
}
