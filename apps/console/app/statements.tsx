// Monthly statements, each to be saved as PDF, CSV or XLSX; for shop, creator and agency alike.
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { buttonClass, DataTable, Money, Panel, type Column } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import {
  listAgencyStatements,
  listCreatorStatements,
  listShopStatements,
  STATEMENT_FORMATS,
} from '#modules/ledger/contract'
import { queryOf } from './api.ts'
import { Read } from './page.tsx'

type Of = { shopId: string } | { creatorId: string } | { agencyId: string }
type Month = OutputOf<typeof listShopStatements>['items'][number]

const sourceOf = (of: Of) =>
  'shopId' in of
    ? { query: queryOf(listShopStatements, of), path: `/api/v1/shops/${of.shopId}/finance` }
    : 'creatorId' in of
      ? { query: queryOf(listCreatorStatements, of), path: `/api/v1/creators/${of.creatorId}/earnings` }
      : { query: queryOf(listAgencyStatements, of), path: `/api/v1/agencies/${of.agencyId}/earnings` }

export function Statements({ of }: { of: Of }) {
  const { t } = useTranslation()
  const { query, path } = sourceOf(of)
  const read = useQuery(query)
  const money = (minor: string) => <Money minor={minor} currency="CNY" />
  const columns: Column<Month>[] = [
    { key: 'month', head: t('statement.month'), rowHeader: true, cell: (m) => m.month },
    { key: 'lines', head: t('payout.lines'), numeric: true, cell: (m) => m.lines },
    { key: 'opening', head: t('statement.opening'), numeric: true, cell: (m) => money(m.openingMinor) },
    { key: 'sum', head: t('statement.sum'), numeric: true, cell: (m) => money(m.sumMinor) },
    { key: 'closing', head: t('statement.closing'), numeric: true, cell: (m) => money(m.closingMinor) },
    {
      key: 'files',
      head: t('statement.save'),
      numeric: true,
      cell: (m) => (
        <span className="buttons">
          {STATEMENT_FORMATS.map((format) => (
            <a
              key={format}
              className={buttonClass({ size: 's' })}
              href={`${path}/statements/file?month=${m.month}&format=${format}`}
              download
              aria-label={t('statement.saveAs', { month: m.month, format: format.toUpperCase() })}
            >
              <Download size={14} aria-hidden /> {format.toUpperCase()}
            </a>
          ))}
        </span>
      ),
    },
  ]
  return (
    <Panel flush title={t('statement.title')}>
      <Read query={read}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted panel-note">{t('statement.none')}</p>
          ) : (
            <DataTable label={t('statement.title')} columns={columns} rows={items} rowKey={(m) => m.month} />
          )
        }
      </Read>
    </Panel>
  )
}
