// The demo's clock: moving time forward makes parcels arrive, return windows close and money settle, by the same jobs as always.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, DateTime, formatDays, InlineError, KeyValue, Panel, useLocale } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { advanceClock, getClock } from '#modules/ledger/contract'
import { useAct } from '../app/act.ts'
import { queries, queryOf, SESSION_KEY } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'

const STEPS = [1, 7, 30] as const
const DAY_MS = 86_400_000

export function ClockPage() {
  const { t } = useTranslation()
  const query = useQuery({ ...queryOf(getClock, {}), refetchInterval: 30_000 })
  const locale = useLocale()
  const aheadBy = (days: number) =>
    days === 0 ? t('clock.inStep') : t('clock.ahead', { days: formatDays(days, locale) })
  const [result, setResult] = useState<OutputOf<typeof advanceClock> | null>(null)
  const act = useAct(advanceClock, { inline: true })
  async function advance(days: number): Promise<void> {
    const done = await act.run({ days })
    if (!done) return
    setResult(done)
    // Everything that was read is from before.
    await queries.invalidateQueries({ predicate: (q) => q.queryKey[0] !== SESSION_KEY[0] })
    await queries.refetchQueries({ queryKey: SESSION_KEY })
  }
  return (
    <Page title={t('nav.clock')} scope="clock.write">
      <div className="narrow">
        <p className="muted">{t('clock.detail')}</p>
        <Panel title={t('clock.now')}>
          <Read query={query}>
            {(clock) => (
              <>
                <p className="clock-now num">
                  <DateTime at={clock.now} />
                </p>
                <p className="muted">{aheadBy(Math.round(clock.offsetMs / DAY_MS))}</p>
              </>
            )}
          </Read>
          <div className="buttons" role="group" aria-label={t('clock.advance')}>
            {STEPS.map((n) => (
              <Button
                key={n}
                variant={n === 7 ? 'primary' : 'secondary'}
                disabled={act.busy}
                onClick={() => void advance(n)}
              >
                {t('clock.days', { days: formatDays(n, locale) })}
              </Button>
            ))}
          </div>
          {act.busy ? <p role="status">{t('clock.running')}</p> : null}
          <p className="muted">{t('clock.noWayBack')}</p>
          <InlineError problem={act.problem} />
        </Panel>
        {result ? (
          <Panel title={t('clock.happened')}>
            <KeyValue
              facts={[
                { label: t('clock.received'), value: result.received },
                { label: t('clock.settled'), value: result.settled },
                { label: t('clock.refundsApproved'), value: result.refundsApproved },
              ]}
            />
          </Panel>
        ) : null}
      </div>
    </Page>
  )
}
