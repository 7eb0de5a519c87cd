// What machines said of a content, check by check, each with its rule: what was found, where, and what nobody could look at.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Panel, Tag, useText, type Tone } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getMine } from '#modules/content/contract'
import { RuleName } from '../app/names.tsx'

type Check = OutputOf<typeof getMine>['checks'][number]

const TONE: Record<Check['verdict'], Tone> = {
  passed: 'jade',
  toReview: 'amber',
  rejected: 'rose',
  notRun: 'neutral',
}

export function Checks({ checks, creatorId }: { checks: readonly Check[]; creatorId: string }) {
  const { t } = useTranslation()
  const text = useText()
  if (checks.length === 0) return null
  return (
    <Panel title={t('checks.title')}>
      <ul className="checks">
        {checks.map((c) => (
          <li key={c.check}>
            <span className="checks-head">
              <b>{t(`checks.names.${c.check}`)}</b>
              <Tag tone={TONE[c.verdict]}>{t(`checks.verdicts.${c.verdict}`)}</Tag>
            </span>
            {c.evidence ? <p>{text(c.evidence)}</p> : null}
            {c.verdict === 'rejected' || c.verdict === 'toReview' ? (
              <p className="muted">
                <RuleName id={c.ruleId} />
                {c.contentId ? (
                  <>
                    {' · '}
                    <a className="link" href={`/c/${c.contentId}`}>
                      {t('checks.other')}
                    </a>
                  </>
                ) : null}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      {checks.some((c) => c.verdict === 'notRun') ? <p className="muted">{t('checks.notRunMeans')}</p> : null}
      {checks.some((c) => c.verdict === 'rejected') ? (
        <p className="muted">
          {t('checks.appeal')}{' '}
          <Link to="/creator/$creatorId/contents" params={{ creatorId }} className="link">
            {t('nav.contents')}
          </Link>
        </p>
      ) : null}
    </Panel>
  )
}
