// An agency's share of what its creators sell, and its recruiting fees, per order line.
import { useTranslation } from 'react-i18next'
import { DataTable, Money, Panel } from '#app/ui'
import { getAgencyEarnings } from '#modules/ledger/contract'
import { useAgencyId } from '../app/address.ts'
import { EarningTable, EarningTiles, type Earnings } from '../app/earnings.tsx'
import { useList } from '../app/list.ts'
import { CreatorName } from '../app/names.tsx'
import { Statements } from '../app/statements.tsx'
import { Page, TilesSkeleton } from '../app/page.tsx'

type Share = { creatorId: string; lines: number; netMinor: bigint; clawedBackMinor: bigint }

export function AgencyEarningsPage() {
  const { t } = useTranslation()
  const agencyId = useAgencyId()
  const query = useList(getAgencyEarnings, { agencyId, limit: '100' })
  return (
    <Page title={t('agency.title')} scope="commission.read">
      <p className="muted">{t('agency.detail')}</p>
      {query.data ? (
        <EarningTiles earnings={query.data.first} />
      ) : query.isPending ? (
        <TilesSkeleton count={4} />
      ) : null}
      {query.data && query.data.items.length > 0 ? (
        <Creators
          earnings={query.data.items}
          currency={query.data.first.currency}
          partial={query.hasNextPage}
        />
      ) : null}
      <EarningTable query={query} withCreator />
      <Statements of={{ agencyId }} />
    </Page>
  )
}

/** Added up over the lines that are on this page, and said so while there are more. */
function Creators({
  earnings,
  currency,
  partial,
}: {
  earnings: Earnings['items']
  currency: Earnings['currency']
  partial: boolean
}) {
  const { t } = useTranslation()
  const shares = new Map<string, Share>()
  for (const e of earnings) {
    if (!e.creatorId) continue
    const share = shares.get(e.creatorId) ?? {
      creatorId: e.creatorId,
      lines: 0,
      netMinor: 0n,
      clawedBackMinor: 0n,
    }
    share.lines += 1
    share.netMinor += BigInt(e.netMinor)
    share.clawedBackMinor += BigInt(e.clawedBackMinor)
    shares.set(e.creatorId, share)
  }
  const rows = [...shares.values()].toSorted((a, b) => (b.netMinor > a.netMinor ? 1 : -1))
  if (rows.length === 0) return null
  return (
    <Panel
      flush
      title={t('agency.creators')}
      action={partial ? <span className="muted">{t('agency.partial', { n: earnings.length })}</span> : null}
    >
      <DataTable
        label={t('agency.creators')}
        rows={rows}
        rowKey={(r) => r.creatorId}
        columns={[
          {
            key: 'who',
            head: t('funnel.bys.creator'),
            rowHeader: true,
            cell: (r) => <CreatorName id={r.creatorId} />,
          },
          { key: 'lines', head: t('payout.lines'), numeric: true, cell: (r) => r.lines },
          {
            key: 'net',
            head: t('agency.share'),
            numeric: true,
            cell: (r) => <Money className="good" minor={r.netMinor} currency={currency} />,
          },
          {
            key: 'back',
            head: t('earnings.clawedBack'),
            numeric: true,
            cell: (r) =>
              r.clawedBackMinor === 0n ? '—' : <Money minor={r.clawedBackMinor} currency={currency} />,
          },
        ]}
      />
    </Panel>
  )
}
