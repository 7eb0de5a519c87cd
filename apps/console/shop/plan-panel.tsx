// The product's commission plan: what a creator gets of each sale, and ending it.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, DateTime, Field, formatBps, InlineError, Input, Panel, useLocale } from '#app/ui'
import { listPlans, setPlan } from '#modules/alliance/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'
import { readPercent, writePercent } from '../app/percent.ts'
import { useMay } from '../app/session.tsx'

export function PlanPanel({ shopId, productId }: { shopId: string; productId: string }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const may = useMay()
  const query = useQuery(queryOf(listPlans, { shopId, limit: '100' }))
  const plan = query.data?.items.find((p) => p.productId === productId)
  const [percent, setPercent] = useState('')
  const rateBps = plan?.rateBps
  useEffect(() => setPercent(rateBps === undefined ? '' : writePercent(rateBps)), [rateBps])
  const save = useAct(setPlan, { says: t('plan.saved'), refreshes: [listPlans], inline: true })
  const next = readPercent(percent)
  return (
    <Panel title={t('plan.title')}>
      <p className="muted">{t('plan.detail')}</p>
      <Read query={query}>
        {() => (
          <>
            {plan ? (
              <p>
                {t('plan.now', { rate: formatBps(plan.rateBps, locale), n: plan.creatorCount })} ·{' '}
                {t('plan.since')} <DateTime at={plan.from} />
              </p>
            ) : (
              <p>{t('plan.none')}</p>
            )}
            {may('plan.write') ? (
              <div className="row-form">
                <Field label={t('plan.rate')} error={save.problem?.fieldError('rateBps') ?? null}>
                  <Input inputMode="decimal" value={percent} onChange={(e) => setPercent(e.target.value)} />
                </Field>
                <Button
                  loading={save.busy}
                  disabled={next === null || next === plan?.rateBps}
                  onClick={() => void save.run({ shopId, productId, rateBps: next })}
                >
                  {t('app.save')}
                </Button>
                {plan ? (
                  <Button
                    variant="danger"
                    loading={save.busy}
                    onClick={() => void save.run({ shopId, productId, rateBps: null })}
                  >
                    {t('plan.end')}
                  </Button>
                ) : null}
              </div>
            ) : null}
            <InlineError problem={save.problem} />
          </>
        )}
      </Read>
    </Panel>
  )
}
