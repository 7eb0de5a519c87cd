// The platform's published rules: what every rejection cites.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Panel, Tag, useText } from '#app/ui'
import { listRules } from '#modules/governance/contract'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'

export function RulesPage() {
  const { t } = useTranslation()
  const text = useText()
  const query = useQuery(queryOf(listRules, {}))
  return (
    <Page title={t('nav.rules')}>
      <p className="muted">{t('rules.detail')}</p>
      <Read query={query}>
        {({ items }) => (
          <Panel>
            <dl className="role-list">
              {items.map((r) => (
                <div key={r.ruleId}>
                  <dt>
                    <b>
                      {r.ruleId} {text(r.title)}
                    </b>{' '}
                    {r.appliesTo.map((k) => (
                      <Tag key={k}>{t(`review.kinds.${k}`)}</Tag>
                    ))}
                  </dt>
                  <dd className="muted">{text(r.explanation)}</dd>
                </div>
              ))}
            </dl>
          </Panel>
        )}
      </Read>
    </Page>
  )
}
