// The books: do they balance, and what is in every account. From an account to its transfers, from a transfer to its entries.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Landmark } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DataTable, EmptyState, Money, Panel, type Column } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getHealth, listAccounts } from '#modules/ledger/contract'
import { useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useAccountKindName, usePartyTypeName } from '../app/ledger-words.ts'
import { useList } from '../app/list.ts'
import { CreatorName } from '../app/names.tsx'
import { List, Page, Read, TilesSkeleton } from '../app/page.tsx'
import { ShopName } from '../app/shop-name.tsx'
import { TaxExport } from './tax-export.tsx'
import { HealthTiles } from './health-tiles.tsx'

type Account = OutputOf<typeof listAccounts>['items'][number]
/** The parties a ledger knows; an account of another is under “all”. */
const PARTIES = [
  'merchant',
  'creator',
  'agency',
  'recruiter',
  'fund',
  'platform',
  'clearing',
  'provider',
  'bank',
] as const

export function LedgerPage() {
  const { t } = useTranslation()
  const kindName = useAccountKindName()
  const partyName = usePartyTypeName()
  const [filters, setFilters] = useFilters()
  const health = useQuery(queryOf(getHealth, {}))
  const query = useList(listAccounts, { limit: '50', ...(filters.party ? { partyType: filters.party } : {}) })
  const columns: Column<Account>[] = [
    {
      key: 'party',
      head: t('ledger.party'),
      rowHeader: true,
      cell: (a) => <PartyName id={a.partyId} />,
    },
    { key: 'type', head: t('ledger.partyType'), cell: (a) => partyName(a.partyType) },
    {
      key: 'kind',
      head: t('ledger.account'),
      cell: (a) => (
        <Link to="/platform/transfers" search={{ account: a.accountId }} className="link-plain">
          {kindName(a.kind)}
        </Link>
      ),
    },
    {
      key: 'pending',
      head: t('ledger.pending'),
      numeric: true,
      cell: (a) => <Money minor={a.pendingMinor} currency={a.currency} />,
    },
    {
      key: 'posted',
      head: t('ledger.posted'),
      numeric: true,
      cell: (a) => <Money minor={a.postedMinor} currency={a.currency} />,
    },
  ]
  return (
    <Page title={t('nav.ledger')} scope="ledger.read">
      <Read query={health} skeleton={<TilesSkeleton count={4} />}>
        {(data) => <HealthTiles health={data} />}
      </Read>
      <TaxExport />
      <Panel
        flush
        title={t('ledger.accounts')}
        action={
          <FilterChips
            label={t('ledger.partyType')}
            value={filters.party ?? ''}
            onChange={(party) => setFilters({ party: party || undefined })}
            options={[
              { value: '', label: t('app.all') },
              ...PARTIES.map((p) => ({ value: p, label: partyName(p) })),
            ]}
          />
        }
      >
        <List
          query={query}
          empty={<EmptyState icon={Landmark} title={t('ledger.none')} detail={t('ledger.noneDetail')} />}
        >
          {(items) => (
            <DataTable
              label={t('ledger.accounts')}
              columns={columns}
              rows={items}
              rowKey={(a) => a.accountId}
            />
          )}
        </List>
      </Panel>
    </Page>
  )
}

export function PartyName({ id }: { id: string }) {
  if (id.startsWith('shp_')) return <ShopName id={id} />
  if (id.startsWith('crt_')) return <CreatorName id={id} />
  return <code className="short-id">{id.length > 20 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id}</code>
}
