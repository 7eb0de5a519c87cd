// The shop's after-sale desk: eighteen queues, the nearest deadline first; several agreed to at once, one opened beside the list.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PackageCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  buttonClass,
  Checkbox,
  DataTable,
  EmptyState,
  Money,
  Panel,
  Sheet,
  useText,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import {
  AFTER_SALE_QUEUES,
  approveAfterSales,
  getShopAfterSale,
  listShopAfterSales,
} from '#modules/trade/contract'
import { useAct } from '../app/act.ts'
import { useFilters, useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { List, Page, Read } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { useMay } from '../app/session.tsx'
import { CaseState, CaseView } from './case-view.tsx'
import { Deadline } from './deadline.tsx'
import { CASE_READS, ShopMoves } from './shop-moves.tsx'

type Row = OutputOf<typeof listShopAfterSales>['items'][number]
const URGENT = new Set<string>(['expiring', 'awaiting-evidence'])
const MOST = 50

export function AfterSalesPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const [filters, setFilters] = useFilters()
  const queue = oneOf(AFTER_SALE_QUEUES, filters.queue) ?? 'to-decide'
  const query = useList(listShopAfterSales, { shopId, queue, limit: String(MOST) })
  const counts = query.data?.first.counts
  return (
    <Page
      title={t('nav.refunds')}
      scope="order.read"
      actions={
        <Link to="/shop/$shopId/refunds" params={{ shopId }} className={buttonClass({ size: 's' })}>
          {t('afterSale.allRefunds')}
        </Link>
      }
    >
      <p className="muted">{t('refund.silence')}</p>
      <div className="toolbar">
        <FilterChips
          label={t('afterSale.queues')}
          value={queue}
          onChange={(next) => setFilters({ queue: next === 'to-decide' ? undefined : next, case: undefined })}
          options={AFTER_SALE_QUEUES.map((value) => ({
            value,
            label: t(`afterSale.queue.${value}`),
            ...(counts ? { count: counts[value] } : {}),
            urgent: URGENT.has(value),
          }))}
        />
      </div>
      <Queue key={queue} shopId={shopId} query={query} />
      {filters.case ? (
        <CaseSheet
          shopId={shopId}
          afterSaleId={filters.case}
          onClose={() => setFilters({ case: undefined })}
        />
      ) : null}
    </Page>
  )
}

type QueueProps = { shopId: string; query: ReturnType<typeof useList<typeof listShopAfterSales>> }

function Queue({ shopId, query }: QueueProps) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const approvable = (query.data?.items ?? []).filter((r) => r.state === 'applied')
  const wanted = approvable.filter((r) => chosen.has(r.afterSaleId)).slice(0, MOST)
  const approve = useAct(approveAfterSales, {
    refreshes: CASE_READS,
    says: t('afterSale.moved'),
    onDone: () => setChosen(new Set()),
  })
  const choosing = may('refund.decide') && approvable.length > 0
  const columns = useColumns((afterSaleId) => setFilters({ case: afterSaleId }))
  const flip = (afterSaleId: string) =>
    setChosen((all) => {
      const next = new Set(all)
      if (!next.delete(afterSaleId)) next.add(afterSaleId)
      return next
    })
  const choice: Column<Row> = {
    key: 'choose',
    head: <span className="visually-hidden">{t('shipping.choose')}</span>,
    cell: (r) =>
      r.state === 'applied' ? (
        <Checkbox
          label={
            <span className="visually-hidden">
              {t('shipping.chooseOne', { name: r.lines[0] ? text(r.lines[0].title) : r.orderId })}
            </span>
          }
          checked={chosen.has(r.afterSaleId)}
          onChange={() => flip(r.afterSaleId)}
        />
      ) : null,
  }
  return (
    <Panel flush>
      <List
        query={query}
        empty={
          <EmptyState icon={PackageCheck} title={t('afterSale.none')} detail={t('afterSale.noneDetail')} />
        }
      >
        {(items) => (
          <>
            {choosing ? (
              <div className="ship-choose">
                <Checkbox
                  label={t('shipping.all', { n: approvable.length })}
                  checked={wanted.length > 0 && wanted.length === approvable.length}
                  onChange={(e) =>
                    setChosen(new Set(e.target.checked ? approvable.map((r) => r.afterSaleId) : []))
                  }
                />
                <Button
                  variant="primary"
                  disabled={wanted.length === 0}
                  loading={approve.busy}
                  onClick={() => void approve.run({ shopId, afterSaleIds: wanted.map((r) => r.afterSaleId) })}
                >
                  {t('afterSale.approveChosen', { n: wanted.length })}
                </Button>
              </div>
            ) : null}
            <DataTable
              label={t('nav.refunds')}
              columns={choosing ? [choice, ...columns] : columns}
              rows={items}
              rowKey={(r) => r.afterSaleId}
              selected={(r) => r.afterSaleId === filters.case}
            />
          </>
        )}
      </List>
    </Panel>
  )
}

function useColumns(open: (afterSaleId: string) => void): Column<Row>[] {
  const { t } = useTranslation()
  const text = useText()
  return [
    {
      key: 'goods',
      head: t('orders.goods'),
      rowHeader: true,
      cell: (r) => (
        <button type="button" className="goods-cell" onClick={() => open(r.afterSaleId)}>
          {r.lines[0] ? <img src={r.lines[0].imageUrl} alt="" width={32} height={32} loading="lazy" /> : null}
          <span className="clip">
            {r.lines[0] ? text(r.lines[0].title) : r.orderId}
            {r.lines.length > 1 ? ` ${t('orders.andOthers', { n: r.lines.length - 1 })}` : ''}
          </span>
        </button>
      ),
    },
    { key: 'type', head: t('afterSale.typeHead'), cell: (r) => t(`afterSale.type.${r.type}`) },
    { key: 'state', head: t('orders.stateHead'), cell: (r) => <CaseState of={r} /> },
    {
      key: 'amount',
      head: t('afterSale.asked'),
      numeric: true,
      cell: (r) =>
        r.asksMoney ? (
          <Money minor={BigInt(r.amountMinor) + BigInt(r.freightMinor)} currency={r.currency} />
        ) : (
          '—'
        ),
    },
    {
      key: 'reason',
      head: t('refund.reason'),
      cell: (r) => <span className="clip">{t(`refund.reasons.${r.reason}`)}</span>,
    },
    {
      key: 'due',
      head: t('afterSale.until'),
      numeric: true,
      cell: (r) => (r.dueAt ? <Deadline at={r.dueAt} /> : '—'),
    },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      action: true,
      cell: (r) => (
        <Button size="s" onClick={() => open(r.afterSaleId)}>
          {t('afterSale.open')}
        </Button>
      ),
    },
  ]
}

type CaseSheetProps = { shopId: string; afterSaleId: string; onClose: () => void }

function CaseSheet({ shopId, afterSaleId, onClose }: CaseSheetProps) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery({ ...queryOf(getShopAfterSale, { shopId, afterSaleId }), staleTime: 0 })
  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      title={t('afterSale.case')}
      className="sheet-wide"
      footer={query.data && may('refund.decide') ? <ShopMoves of={query.data} /> : null}
    >
      <Read query={query}>
        {(c) => (
          <div className="stack">
            <CaseView of={c} />
            <p>
              <Link to="/shop/$shopId/orders/$orderId" params={{ shopId, orderId: c.orderId }}>
                {t('afterSale.toOrder')}
              </Link>
            </p>
          </div>
        )}
      </Read>
    </Sheet>
  )
}
