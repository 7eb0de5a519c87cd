// Stock of every variant: on the shelf, held, apart, by warehouse; what is sold in advance and what a campaign holds. What changed it, and
// why, is one click away.
import { useQuery } from '@tanstack/react-query'
import { Boxes, FileSpreadsheet, History, SlidersHorizontal, Warehouse as WarehouseIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DataTable,
  DateTime,
  EmptyState,
  formatWhole,
  IconButton,
  Money,
  Panel,
  Tag,
  type Column,
  useLocale,
  useText,
} from '#app/ui'
import { listStock, listWarehouses } from '#modules/shop/contract'
import { useFilters, useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { List, Page } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { SearchBox } from '../app/search-box.tsx'
import { useMay } from '../app/session.tsx'
import { ChangeStockSheet } from './change-stock-sheet.tsx'
import { MovementsSheet } from './movements-sheet.tsx'
import { StockFileSheet } from './stock-file-sheet.tsx'
import type { StockRow, Warehouse } from './stock-shapes.ts'
import { WarehousesSheet } from './warehouses-sheet.tsx'

const FILTERS = ['low', 'presale', 'campaign', 'bundle'] as const

export function InventoryPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const [open, setOpen] = useState<'places' | 'file' | null>(null)
  const only = oneOf(FILTERS, filters.only)
  const warehouses = useQuery(queryOf(listWarehouses, { shopId })).data?.items ?? []
  const query = useList(listStock, {
    shopId,
    limit: '50',
    ...(only ? { only } : {}),
    ...(filters.q ? { q: filters.q } : {}),
  })
  return (
    <Page
      title={t('nav.inventory')}
      scope="product.read"
      actions={
        may('stock.write') ? (
          <>
            <Button icon={FileSpreadsheet} onClick={() => setOpen('file')}>
              {t('inventory.file.open')}
            </Button>
            <Button icon={WarehouseIcon} onClick={() => setOpen('places')}>
              {t('inventory.warehouses')}
            </Button>
          </>
        ) : null
      }
    >
      <div className="toolbar">
        <FilterChips
          label={t('inventory.filter')}
          value={only ?? ''}
          onChange={(next) => setFilters({ only: next || undefined })}
          options={[
            { value: '', label: t('app.all') },
            ...FILTERS.map((f) => ({ value: f, label: t(`inventory.filters.${f}`) })),
          ]}
        />
        <SearchBox
          value={filters.q ?? ''}
          label={t('products.search')}
          onSearch={(q) => setFilters({ q: q || undefined })}
        />
      </div>
      <Panel flush>
        <List
          query={query}
          empty={<EmptyState icon={Boxes} title={t('inventory.none')} detail={t('inventory.noneDetail')} />}
        >
          {(items) => <StockTable rows={items} shopId={shopId} warehouses={warehouses} />}
        </List>
      </Panel>
      {open === 'places' ? (
        <WarehousesSheet shopId={shopId} warehouses={warehouses} onClose={() => setOpen(null)} />
      ) : null}
      {open === 'file' ? <StockFileSheet shopId={shopId} onClose={() => setOpen(null)} /> : null}
    </Page>
  )
}

function StockTable({
  rows,
  shopId,
  warehouses,
}: {
  rows: StockRow[]
  shopId: string
  warehouses: readonly Warehouse[]
}) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const may = useMay()
  const [open, setOpen] = useState<{ row: StockRow; what: 'change' | 'history' } | null>(null)
  const count = (n: number) => formatWhole(n, locale)
  const nameOf = new Map(warehouses.map((w) => [w.warehouseId, w.name]))
  const columns: Column<StockRow>[] = [
    {
      key: 'goods',
      head: t('products.product'),
      rowHeader: true,
      cell: (r) => (
        <span className="goods-cell">
          {r.imageUrl ? <img src={r.imageUrl} alt="" width={32} height={32} loading="lazy" /> : null}
          <span className="clip">
            {text(r.title)} <small className="muted">{text(r.skuName)}</small>
          </span>
        </span>
      ),
    },
    {
      key: 'available',
      head: t('inventory.available'),
      numeric: true,
      cell: (r) => (r.available <= 10 ? <Tag tone="amber">{count(r.available)}</Tag> : count(r.available)),
    },
    { key: 'reserved', head: t('inventory.reserved'), numeric: true, cell: (r) => count(r.reserved) },
    { key: 'onHand', head: t('inventory.onShelf'), numeric: true, cell: (r) => count(r.onHand) },
    { key: 'apart', head: t('inventory.apart'), numeric: true, cell: (r) => count(r.apart) },
    {
      key: 'places',
      head: t('inventory.places'),
      wide: true,
      cell: (r) =>
        r.parts ? (
          <span className="muted">{r.parts.map((p) => `${text(p.name)} × ${p.qty}`).join(' + ')}</span>
        ) : r.places.length === 0 ? (
          <span className="muted">{t('inventory.onePlace')}</span>
        ) : (
          r.places.map((p) => `${nameOf.get(p.warehouseId) ?? ''} ${count(p.onHand)}`).join(' · ')
        ),
    },
    { key: 'steps', head: t('inventory.steps'), cell: (r) => <Steps row={r} /> },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('inventory.act')}</span>,
      cell: (r) => (
        <span className="row-actions">
          {may('stock.write') && !r.parts ? (
            <IconButton
              icon={SlidersHorizontal}
              size={16}
              className="icon-button-s"
              label={t('inventory.changeOf', { name: `${text(r.title)} ${text(r.skuName)}` })}
              onClick={() => setOpen({ row: r, what: 'change' })}
            />
          ) : null}
          {r.parts ? null : (
            <IconButton
              icon={History}
              size={16}
              className="icon-button-s"
              label={t('inventory.historyOf', { name: `${text(r.title)} ${text(r.skuName)}` })}
              onClick={() => setOpen({ row: r, what: 'history' })}
            />
          )}
        </span>
      ),
    },
  ]
  const current = open && (rows.find((r) => r.skuId === open.row.skuId) ?? open.row)
  return (
    <>
      <DataTable label={t('nav.inventory')} columns={columns} rows={rows} rowKey={(r) => r.skuId} />
      {open?.what === 'change' ? (
        <ChangeStockSheet
          shopId={shopId}
          row={current!}
          warehouses={warehouses}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.what === 'history' ? (
        <MovementsSheet shopId={shopId} row={current!} onClose={() => setOpen(null)} />
      ) : null}
    </>
  )
}

/** What else is sold beside present stock. */
function Steps({ row }: { row: StockRow }) {
  const { t } = useTranslation()
  return (
    <>
      {row.presale ? (
        <p>
          <Tag tone="amber">{t('inventory.presale')}</Tag>{' '}
          <small>
            {t('inventory.left', { n: row.presale.left })} · <DateTime at={row.presale.shipsAt} as="date" />
            {row.presale.deposit ? (
              <>
                {' · '}
                {t('inventory.depositOf')} <Money minor={row.presale.deposit.minor} currency={row.currency} />
              </>
            ) : null}
          </small>
        </p>
      ) : null}
      {row.campaign ? (
        <p>
          <Tag tone="plum">{row.campaign.name}</Tag>{' '}
          <small>
            {t('inventory.left', { n: row.campaign.left })} · <DateTime at={row.campaign.endsAt} as="date" />
          </small>
        </p>
      ) : null}
    </>
  )
}
