// Withdrawals that wait for another person than the one who asked: the money is held until somebody says yes or no.
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Button, DataTable, DateTime, InlineError, Money, Panel, type Column } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { listWaitingPayouts } from '#modules/ledger/contract'
import { PartyName } from '../platform/ledger-page.tsx'

type Waiting = OutputOf<typeof listWaitingPayouts>['items'][number]

export function WaitingPayouts({
  payouts,
  busy,
  problem,
  onDecide,
}: {
  payouts: Waiting[]
  busy: boolean
  problem: ApiProblem | null
  onDecide: (payoutId: Waiting['payoutId'], approve: boolean) => void
}) {
  const { t } = useTranslation()
  const columns: Column<Waiting>[] = [
    { key: 'at', head: t('payout.askedAt'), rowHeader: true, cell: (p) => <DateTime at={p.at} /> },
    { key: 'party', head: t('ledger.party'), cell: (p) => <PartyName id={p.party} /> },
    {
      key: 'amount',
      head: t('payout.amount'),
      numeric: true,
      cell: (p) => <Money minor={p.amountMinor} currency={p.currency} />,
    },
    { key: 'lines', head: t('payout.lines'), numeric: true, cell: (p) => p.lines },
    {
      key: 'decide',
      head: t('payout.decide'),
      numeric: true,
      cell: (p) => (
        <span className="buttons">
          <Button variant="primary" size="s" loading={busy} onClick={() => onDecide(p.payoutId, true)}>
            {t('payout.approve')}
          </Button>
          <Button size="s" disabled={busy} onClick={() => onDecide(p.payoutId, false)}>
            {t('payout.reject')}
          </Button>
        </span>
      ),
    },
  ]
  return (
    <Panel flush title={t('payout.waiting')}>
      <p className="muted panel-note">{t('payout.waitingDetail')}</p>
      <DataTable label={t('payout.waiting')} columns={columns} rows={payouts} rowKey={(p) => p.payoutId} />
      <InlineError problem={problem} />
    </Panel>
  )
}
