// A creator's commission, estimated, settled and clawed back; and taking out what is settled.
import { Banknote } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, DataTable, DateTime, Dialog, EmptyState, InlineError, Money, Panel } from '#app/ui'
import { getCreatorEarnings, listCreatorPayouts, withdrawCreator } from '#modules/ledger/contract'
import { useAct } from '../app/act.ts'
import { useCreatorId } from '../app/address.ts'
import { EarningTable, EarningTiles, type Earnings } from '../app/earnings.tsx'
import { useList } from '../app/list.ts'
import { ShortId } from '../app/names.tsx'
import { List, Page, TilesSkeleton } from '../app/page.tsx'
import { Statements } from '../app/statements.tsx'
import { useMay } from '../app/session.tsx'

export function EarningsPage() {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const may = useMay()
  const query = useList(getCreatorEarnings, { creatorId, limit: '50' })
  const first = query.data?.first
  return (
    <Page
      title={t('nav.earnings')}
      scope="commission.read"
      actions={first && may('finance.withdraw') ? <Withdraw earnings={first} creatorId={creatorId} /> : null}
    >
      {first ? <EarningTiles earnings={first} /> : query.isPending ? <TilesSkeleton count={4} /> : null}
      <EarningTable query={query} />
      <Payouts creatorId={creatorId} />
      <Statements of={{ creatorId }} />
    </Page>
  )
}

function Payouts({ creatorId }: { creatorId: string }) {
  const { t } = useTranslation()
  const query = useList(listCreatorPayouts, { creatorId })
  return (
    <Panel flush title={t('nav.payouts')}>
      <List
        query={query}
        empty={<EmptyState icon={Banknote} title={t('payout.none')} detail={t('earnings.noPayouts')} />}
      >
        {(items) => (
          <DataTable
            label={t('nav.payouts')}
            rows={items}
            rowKey={(p) => p.payoutId}
            columns={[
              { key: 'at', head: t('payout.at'), rowHeader: true, cell: (p) => <DateTime at={p.at} /> },
              {
                key: 'amount',
                head: t('payout.amount'),
                numeric: true,
                cell: (p) => <Money minor={p.amountMinor} currency={p.currency} />,
              },
              { key: 'lines', head: t('payout.lines'), numeric: true, cell: (p) => p.lines },
              { key: 'no', head: t('payout.no'), cell: (p) => <ShortId id={p.payoutId} /> },
            ]}
          />
        )}
      </List>
    </Panel>
  )
}

function Withdraw({ earnings, creatorId }: { earnings: Earnings; creatorId: string }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const act = useAct(withdrawCreator, {
    inline: true,
    says: t('money.withdrawn'),
    refreshes: [getCreatorEarnings, listCreatorPayouts],
    onDone: () => setAsking(false),
  })
  return (
    <>
      <Button
        variant="primary"
        disabled={BigInt(earnings.availableMinor) <= 0n}
        onClick={() => setAsking(true)}
      >
        {t('money.withdraw')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('money.withdrawTitle')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button>
            <Button variant="primary" loading={act.busy} onClick={() => void act.run({ creatorId })}>
              {t('money.withdraw')}
            </Button>
          </>
        }
      >
        <p>
          {t('money.withdrawDetail')}{' '}
          <b>
            <Money minor={earnings.availableMinor} currency={earnings.currency} />
          </b>
        </p>
        <InlineError problem={act.problem} />
      </Dialog>
    </>
  )
}
