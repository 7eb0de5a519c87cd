// The protection fund: what was paid in, advanced, recovered and is there, with every movement; and paying in.
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  Field,
  InlineError,
  Money,
  MoneyInput,
  Panel,
  Tile,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getFund, listFund, replenishFund } from '#modules/ledger/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { useKindName } from '../app/ledger-words.ts'
import { useList } from '../app/list.ts'
import { List, Page, Read, TilesSkeleton } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'

type Line = OutputOf<typeof listFund>['items'][number]

export function FundPage() {
  const { t } = useTranslation()
  const may = useMay()
  const kindName = useKindName()
  const fund = useQuery(queryOf(getFund, {}))
  const lines = useList(listFund, { limit: '50' })
  const columns: Column<Line>[] = [
    { key: 'at', head: t('ledger.at'), rowHeader: true, cell: (l) => <DateTime at={l.at} /> },
    { key: 'kind', head: t('ledger.kind'), cell: (l) => kindName(l.kind) },
    {
      key: 'amount',
      head: t('payout.amount'),
      numeric: true,
      cell: (l) => (
        <Money
          className={l.amountMinor.startsWith('-') ? '' : 'good'}
          minor={l.amountMinor}
          currency={l.currency}
        />
      ),
    },
  ]
  return (
    <Page title={t('nav.fund')} scope="ledger.read">
      <p className="muted">{t('fund.detail')}</p>
      <Read query={fund} skeleton={<TilesSkeleton count={4} />}>
        {(f) => (
          <div className="tiles">
            <Tile
              label={t('fund.balance')}
              value={
                <span className={f.balanceMinor.startsWith('-') ? 'bad' : 'good'}>
                  <Money minor={f.balanceMinor} currency={f.currency} />
                </span>
              }
              note={f.balanceMinor.startsWith('-') ? t('fund.short') : t('fund.balanceNote')}
            />
            <Tile
              label={t('fund.paidIn')}
              value={<Money minor={f.paidInMinor} currency={f.currency} />}
              note={t('fund.paidInNote')}
            />
            <Tile
              label={t('fund.advanced')}
              value={<Money minor={f.advancedMinor} currency={f.currency} />}
              note={t('fund.advancedNote')}
            />
            <Tile
              label={t('fund.recovered')}
              value={<Money minor={f.recoveredMinor} currency={f.currency} />}
              note={
                <>
                  {t('fund.outstanding')} <Money minor={f.outstandingMinor} currency={f.currency} />
                </>
              }
            />
          </div>
        )}
      </Read>
      {may('money.decide') ? <Replenish /> : null}
      <Panel flush title={t('fund.lines')}>
        <List
          query={lines}
          empty={<EmptyState icon={ShieldCheck} title={t('fund.none')} detail={t('fund.noneDetail')} />}
        >
          {(items) => (
            <DataTable label={t('fund.lines')} columns={columns} rows={items} rowKey={(l) => l.entryId} />
          )}
        </List>
      </Panel>
    </Page>
  )
}

function Replenish() {
  const { t } = useTranslation()
  const [amountMinor, setAmount] = useState<string | null>(null)
  const act = useAct(replenishFund, {
    inline: true,
    says: t('fund.replenished'),
    refreshes: [getFund, listFund],
    onDone: () => setAmount(null),
  })
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (amountMinor !== null) await act.run({ amountMinor })
  }
  return (
    <Panel title={t('fund.replenish')}>
      <form className="row-form" onSubmit={(e) => void submit(e)}>
        <Field label={t('payout.amount')} hint={t('fund.replenishHint')}>
          <MoneyInput minor={amountMinor} onChange={setAmount} />
        </Field>
        <Button
          type="submit"
          variant="primary"
          loading={act.busy}
          disabled={amountMinor === null || amountMinor === '0'}
        >
          {t('fund.pay')}
        </Button>
      </form>
      <InlineError problem={act.problem} />
    </Panel>
  )
}
