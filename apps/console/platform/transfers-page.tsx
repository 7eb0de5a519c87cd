// Transfers, newest first, by account, order or kind; one of them with its two sides and everything linked to it.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DataTable, DateTime, EmptyState, KeyValue, Money, Panel, Sheet, Tag, type Column } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getTransfer, listTransfers } from '#modules/ledger/contract'
import { useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { useAccountKindName, useKindName, usePartyTypeName, usePhaseName } from '../app/ledger-words.ts'
import { useList } from '../app/list.ts'
import { ShortId } from '../app/names.tsx'
import { BackLink, List, Page, Read } from '../app/page.tsx'
import { SearchBox } from '../app/search-box.tsx'
import { PartyName } from './ledger-page.tsx'

type Transfer = OutputOf<typeof listTransfers>['items'][number]
type Entry = Transfer['entries'][number]

export function TransfersPage() {
  const { t } = useTranslation()
  const kindName = useKindName()
  const phaseName = usePhaseName()
  const [filters, setFilters] = useFilters()
  const { account, order, kind, transfer } = filters
  const query = useList(listTransfers, {
    limit: '50',
    ...(account ? { accountId: account } : {}),
    ...(order ? { orderId: order } : {}),
    ...(kind ? { kind } : {}),
  })
  const columns: Column<Transfer>[] = [
    {
      key: 'kind',
      head: t('ledger.kind'),
      rowHeader: true,
      cell: (f) => (
        <button type="button" className="link-plain" onClick={() => setFilters({ transfer: f.transferId })}>
          {kindName(f.kind)}
        </button>
      ),
    },
    {
      key: 'phase',
      head: t('ledger.phase'),
      cell: (f) => <Tag tone={f.phase === 'pending' ? 'amber' : 'neutral'}>{phaseName(f.phase)}</Tag>,
    },
    {
      key: 'amount',
      head: t('payout.amount'),
      numeric: true,
      cell: (f) => <Money minor={sizeOf(f)} currency={f.currency} />,
    },
    {
      key: 'order',
      head: t('orders.no'),
      cell: (f) =>
        f.orderId ? (
          <Link to="/platform/transfers" search={{ order: f.orderId }} className="link-plain">
            <ShortId id={f.orderId} />
          </Link>
        ) : (
          '—'
        ),
    },
    { key: 'at', head: t('ledger.at'), numeric: true, cell: (f) => <DateTime at={f.at} /> },
    { key: 'entries', head: t('ledger.entries'), numeric: true, cell: (f) => f.entries.length },
    { key: 'id', head: t('ledger.no'), cell: (f) => <ShortId id={f.transferId} /> },
  ]
  return (
    <Page
      title={t('nav.transfers')}
      scope="ledger.read"
      back={<BackLink to="/platform/ledger">{t('nav.ledger')}</BackLink>}
    >
      <div className="toolbar">
        <SearchBox
          value={order ?? ''}
          label={t('ledger.searchOrder')}
          onSearch={(next) =>
            setFilters(next.startsWith('trf_') ? { transfer: next } : { order: next || undefined })
          }
        />
        {account || kind ? (
          <button
            type="button"
            className="link"
            onClick={() => setFilters({ account: undefined, kind: undefined })}
          >
            {t('ledger.allAccounts')}
          </button>
        ) : null}
      </div>
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState
              icon={ScrollText}
              title={t('ledger.noTransfers')}
              detail={t('ledger.noTransfersDetail')}
            />
          }
        >
          {(items) => (
            <DataTable
              label={t('nav.transfers')}
              columns={columns}
              rows={items}
              rowKey={(f) => f.transferId}
              selected={(f) => f.transferId === transfer}
            />
          )}
        </List>
      </Panel>
      {transfer ? (
        <TransferSheet
          transferId={transfer}
          onClose={() => setFilters({ transfer: undefined })}
          onGo={(next) => setFilters({ transfer: next })}
        />
      ) : null}
    </Page>
  )
}

/** What one side amounts to: the sum of what goes in. */
const sizeOf = (f: Transfer): bigint =>
  f.entries.reduce((sum, e) => (BigInt(e.amountMinor) > 0n ? sum + BigInt(e.amountMinor) : sum), 0n)

function TransferSheet({
  transferId,
  onClose,
  onGo,
}: {
  transferId: string
  onClose: () => void
  onGo: (transferId: string) => void
}) {
  const { t } = useTranslation()
  const kindName = useKindName()
  const phaseName = usePhaseName()
  const query = useQuery(queryOf(getTransfer, { transferId }))
  return (
    <Sheet open onClose={onClose} side="right" title={t('ledger.transfer')} className="sheet-wide">
      <Read query={query}>
        {(f) => (
          <div className="stack">
            <KeyValue
              facts={[
                { label: t('ledger.kind'), value: kindName(f.kind) },
                { label: t('ledger.phase'), value: phaseName(f.phase) },
                { label: t('ledger.at'), value: <DateTime at={f.at} /> },
                { label: t('ledger.no'), value: <code className="whole-id">{f.transferId}</code> },
                ...(f.orderId
                  ? [{ label: t('orders.no'), value: <code className="whole-id">{f.orderId}</code> }]
                  : []),
              ]}
            />
            <Panel flush title={t('ledger.entries')}>
              <Entries transfer={f} />
            </Panel>
            {f.linked.length > 0 ? (
              <Panel title={t('ledger.linked')}>
                <ul className="stack">
                  {f.linked.map((l) => (
                    <li key={l.transferId}>
                      <button type="button" className="link-plain" onClick={() => onGo(l.transferId)}>
                        {kindName(l.kind)} · {phaseName(l.phase)}
                      </button>{' '}
                      <Money minor={sizeOf(l)} currency={l.currency} />{' '}
                      <span className="muted">
                        <DateTime at={l.at} />
                      </span>
                    </li>
                  ))}
                </ul>
              </Panel>
            ) : null}
          </div>
        )}
      </Read>
    </Sheet>
  )
}

function Entries({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation()
  const accountKindName = useAccountKindName()
  const partyName = usePartyTypeName()
  const sum = transfer.entries.reduce((total, e) => total + BigInt(e.amountMinor), 0n)
  const columns: Column<Entry>[] = [
    {
      key: 'party',
      head: t('ledger.party'),
      rowHeader: true,
      cell: (e) => (
        <>
          <PartyName id={e.partyId} /> <small className="muted">{partyName(e.partyType)}</small>
        </>
      ),
    },
    { key: 'account', head: t('ledger.account'), cell: (e) => accountKindName(e.kind) },
    { key: 'layer', head: t('ledger.layer'), cell: (e) => t(`ledger.${e.layer}`) },
    {
      key: 'amount',
      head: t('payout.amount'),
      numeric: true,
      cell: (e) => (
        <Money
          className={e.amountMinor.startsWith('-') ? '' : 'good'}
          minor={e.amountMinor}
          currency={transfer.currency}
        />
      ),
    },
  ]
  return (
    <DataTable
      label={t('ledger.entries')}
      columns={columns}
      rows={transfer.entries}
      rowKey={(e) => `${e.accountId}-${e.layer}-${e.amountMinor}`}
      foot={
        <tr>
          <th scope="row" colSpan={3}>
            {t('ledger.total')}
          </th>
          <td className={`table-numeric num ${sum === 0n ? 'good' : 'bad'}`}>
            <Money minor={sum} currency={transfer.currency} />
          </td>
        </tr>
      }
    />
  )
}
