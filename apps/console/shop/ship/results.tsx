// What became of a batch: how many left, which did not and why. Nothing is lost: what failed still stands in its queue.
import { Printer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Panel } from '#app/ui'
import { ShortId } from '../../app/names.tsx'
import { usePrint } from './print.ts'
import type { BatchResult } from './ship-batch.ts'

export function Results({ shopId, results }: { shopId: string; results: BatchResult }) {
  const { t } = useTranslation()
  const print = usePrint()
  const packageIds = results.flatMap((r) => r.package?.packageId ?? [])
  const failed = results.filter((r) => r.problem !== null)
  return (
    <Panel title={t('shipping.results')}>
      <div className="ship-results" role="status">
        <p>
          <b className="num">{packageIds.length}</b> {t('shipping.resultDone')}
          {failed.length > 0 ? (
            <>
              {' · '}
              <b className="num bad">{failed.length}</b> {t('shipping.resultFailed')}
            </>
          ) : null}
        </p>
        {packageIds.length > 0 ? (
          <Button icon={Printer} loading={print.busy} onClick={() => void print.run({ shopId, packageIds })}>
            {t('shipping.printAgain')}
          </Button>
        ) : null}
      </div>
      {failed.length > 0 ? (
        <ul className="ship-failures">
          {failed.map((r) => (
            <li key={r.orderId}>
              <ShortId id={r.orderId} />
              <span>
                <b>{r.problem!.title}</b>
                <small className="muted">{r.problem!.detail}</small>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  )
}
