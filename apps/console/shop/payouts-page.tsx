// Payouts, and one of them explained entry by entry. What its entries do not explain is shown as a number; it must be zero.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Banknote } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DataTable, DateTime, EmptyState, Money, Panel, Tile, useText, type Column } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { decideShopPayout, getPayout, listPayouts } from '#modules/ledger/contract'
import { WaitingPayouts } from '../agreements/waiting-payouts.tsx'
import { useAct } from '../app/act.ts'
import { useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { useList } from '../app/list.ts'
import { Statements } from '../app/statements.tsx'
import { ShortId } from '../app/names.tsx'
import { BackLink, List, Page, Read } from '../app/page.tsx'
import { useKindName } from '../app/ledger-words.ts'

type Payout = OutputOf<typeof listPayouts>['items'][number]
type Item = OutputOf<typeof getPayout>['items'][number]

export function PayoutsPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const query = useList(listPayouts, { shopId })
  const columns: Column<Payout>[] = [
    {
      key: 'at',
      head: t('payout.at'),
      rowHeader: true,
      cell: (p) => (
        <Link
          to="/shop/$shopId/payouts/$payoutId"
          params={{ shopId, payoutId: p.payoutId }}
          className="link-plain"
        >
          <DateTime at={p.at} />
        </Link>
      ),
    },
    {
      key: 'amount',
      head: t('payout.amount'),
      numeric: true,
      cell: (p) => <Money minor={p.amountMinor} currency={p.currency} />,
    },
    { key: 'lines', head: t('payout.lines'), numeric: true, cell: (p) => p.lines },
    { key: 'no', head: t('payout.no'), cell: (p) => <ShortId id={p.payoutId} /> },
  ]
  return (
    <Page title={t('nav.payouts')} scope="finance.read">
      <Waiting shopId={shopId} waiting={query.data?.first.waiting ?? []} />
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState
              icon={Banknote}
              title={t('payout.none')}
              detail={t('payout.noneDetail')}
              action={
                <Link to="/shop/$shopId/money" params={{ shopId }} className="link">
                  {t('payout.toMoney')}
                </Link>
              }
            />
          }
        >
          {(items) => (
            <DataTable label={t('nav.payouts')} columns={columns} rows={items} rowKey={(p) => p.payoutId} />
          )}
        </List>
      </Panel>
      <Statements of={{ shopId }} />
    </Page>
  )
}

/** Those that a second person must approve. */
function Waiting({ shopId, waiting }: { shopId: string; waiting: Payout[] }) {
  const { t } = useTranslation()
  const act = useAct(decideShopPayout, {
    inline: true,
    says: t('payout.decided'),
    refreshes: [listPayouts, getPayout],
  })
  if (waiting.length === 0) return null
  return (
    <WaitingPayouts
      payouts={waiting}
      busy={act.busy}
      problem={act.problem}
      onDecide={(payoutId, approve) => void act.run({ shopId, payoutId, approve })}
    />
  )
}

export function PayoutPage() {
  const { t } = useTranslation()
  const text = useText()
  const shopId = useShopId()
  const kindName = useKindName()
  const { payoutId = '' } = useParams({ strict: false })
  const query = useQuery(queryOf(getPayout, { shopId, payoutId }))
  const columns = (currency: 'CNY' | 'USD'): Column<Item>[] => [
    {
      key: 'what',
      head: t('money.what'),
      rowHeader: true,
      cell: (i) =>
        i.orderId ? (
          <Link
            to="/shop/$shopId/money"
            params={{ shopId }}
            search={{ order: i.orderId }}
            className="link-plain clip"
          >
            {i.title ? text(i.title) : <ShortId id={i.orderId} />}
          </Link>
        ) : (
          (i.title && text(i.title)) || i.transferId
        ),
    },
    { key: 'kind', head: t('ledger.kind'), cell: (i) => kindName(i.kind) },
    { key: 'at', head: t('ledger.at'), numeric: true, cell: (i) => <DateTime at={i.at} /> },
    {
      key: 'amount',
      head: t('payout.amount'),
      numeric: true,
      cell: (i) => <Money minor={i.amountMinor} currency={currency} />,
    },
  ]
  return (
    <Page
      title={t('payout.title')}
      scope="finance.read"
      back={
        <BackLink to="/shop/$shopId/payouts" params={{ shopId }}>
          {t('nav.payouts')}
        </BackLink>
      }
    >
      <Read query={query}>
        {(p) => (
          <>
            <div className="tiles">
              <Tile
                label={t('payout.amount')}
                value={<Money minor={p.amountMinor} currency={p.currency} />}
                note={<DateTime at={p.at} />}
              />
              <Tile label={t('payout.lines')} value={p.items.length} note={t('payout.linesNote')} />
              <Tile
                label={t('payout.unexplained')}
                hint={<p>{t('payout.unexplainedHint')}</p>}
                value={
                  <span className={p.unexplainedMinor === '0' ? 'good' : 'bad'}>
                    <Money minor={p.unexplainedMinor} currency={p.currency} />
                  </span>
                }
                note={t(p.unexplainedMinor === '0' ? 'payout.explained' : 'payout.alarm')}
              />
            </div>
            <Panel flush title={t('payout.items')}>
              <DataTable
                label={t('payout.items')}
                columns={columns(p.currency)}
                rows={p.items}
                rowKey={(i) => i.entryId}
              />
            </Panel>
          </>
        )}
      </Read>
    </Page>
  )
}
