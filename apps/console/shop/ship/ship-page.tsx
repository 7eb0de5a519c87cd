// Ship and print: choose the parcels of a queue, book them with a carrier and print their labels in one go; or ship numbers that exist
// already, scanned one by one or pasted as a table.
import { useQuery } from '@tanstack/react-query'
import { PackageCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  Checkbox,
  DataTable,
  DateTime,
  EmptyState,
  Field,
  Panel,
  Select,
  Segmented,
  useText,
  type Column,
} from '#app/ui'
import { CARRIERS } from '#kernel/carriers'
import { getShipQueues, listShopOrders, SHIP_QUEUES } from '#modules/trade/contract'
import { useFilters, useShopId } from '../../app/address.ts'
import { queryOf } from '../../app/api.ts'
import { FilterChips } from '../../app/filter-chips.tsx'
import { useList } from '../../app/list.ts'
import { List, Page } from '../../app/page.tsx'
import { oneOf } from '../../app/search.ts'
import { useMay } from '../../app/session.tsx'
import { OrderGoods } from '../order-goods.tsx'
import { StateTags, type ShopOrder } from '../order-state.tsx'
import { PasteForm } from './paste-form.tsx'
import { usePrint } from './print.ts'
import { Results } from './results.tsx'
import { firstCarrier, MOST_ROWS } from './rows.ts'
import { ScanForm } from './scan-form.tsx'
import { SenderPanel } from './sender-panel.tsx'
import { useShipBatch } from './ship-batch.ts'

const WAYS = ['book', 'scan', 'paste'] as const
type Way = (typeof WAYS)[number]

export function ShipPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const queue = oneOf(SHIP_QUEUES, filters.queue) ?? 'to-ship'
  const way = oneOf(WAYS, filters.way) ?? 'book'
  const [carrier, setCarrier] = useState(firstCarrier)
  const counts = useQuery({ ...queryOf(getShipQueues, { shopId }), refetchInterval: 30_000 }).data?.counts
  return (
    <Page title={t('nav.ship')} scope="order.read">
      <div className="toolbar">
        <FilterChips
          label={t('shipping.queues')}
          value={queue}
          onChange={(next) => setFilters({ queue: next === 'to-ship' ? undefined : next })}
          options={SHIP_QUEUES.map((value) => ({
            value,
            label: t(`shipping.queue.${value}`),
            count: counts?.[value] ?? 0,
            urgent: value === 'ship-late' || value === 'no-movement',
          }))}
        />
      </div>
      {may('order.ship') ? (
        <div className="ship-bar">
          <Field label={t('ship.carrier')}>
            <CarrierSelect value={carrier} onChange={setCarrier} />
          </Field>
          <Segmented
            label={t('shipping.ways')}
            value={way}
            onChange={(next: Way) => setFilters({ way: next === 'book' ? undefined : next })}
            options={WAYS.map((value) => ({ value, label: t(`shipping.way.${value}`) }))}
          />
        </div>
      ) : null}
      {way === 'scan' && may('order.ship') ? <ScanForm shopId={shopId} carrier={carrier} /> : null}
      {way === 'paste' && may('order.ship') ? <PasteForm shopId={shopId} carrier={carrier} /> : null}
      <Queue
        key={queue}
        shopId={shopId}
        queue={queue}
        carrier={carrier}
        choosing={way === 'book' && may('order.ship')}
      />
      <SenderPanel shopId={shopId} />
    </Page>
  )
}

function CarrierSelect({ value, onChange }: { value: string; onChange: (carrier: string) => void }) {
  const text = useText()
  return (
    <Select value={value} onChange={(e) => onChange(e.target.value)}>
      {CARRIERS.map((c) => (
        <option key={c.zh} value={c.zh}>
          {text(c)}
        </option>
      ))}
    </Select>
  )
}

type QueueProps = { shopId: string; queue: (typeof SHIP_QUEUES)[number]; carrier: string; choosing: boolean }

function Queue({ shopId, queue, carrier, choosing }: QueueProps) {
  const { t } = useTranslation()
  const query = useList(listShopOrders, { shopId, queue, limit: '100' })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const batch = useShipBatch()
  const print = usePrint()
  const shippable = (query.data?.items ?? []).filter((o) => o.actions.includes('ship'))
  const wanted = shippable.filter((o) => chosen.has(o.orderId)).slice(0, MOST_ROWS)
  async function bookAndPrint(): Promise<void> {
    const rows = wanted.map((o) => ({ orderId: o.orderId, carrier, trackingNo: null }))
    const done = await batch.run({ shopId, rows })
    if (!done) return
    setChosen(new Set())
    const packageIds = done.results.flatMap((r) => r.package?.packageId ?? [])
    if (packageIds.length > 0) await print.run({ shopId, packageIds })
  }
  return (
    <>
      {batch.results ? <Results shopId={shopId} results={batch.results} /> : null}
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState
              icon={PackageCheck}
              title={t('shipping.none')}
              detail={t(`shipping.noneIn.${queue}`)}
            />
          }
        >
          {(items) => (
            <>
              {choosing && shippable.length > 0 ? (
                <div className="ship-choose">
                  <Checkbox
                    label={t('shipping.all', { n: shippable.length })}
                    checked={wanted.length > 0 && wanted.length === Math.min(shippable.length, MOST_ROWS)}
                    onChange={(e) =>
                      setChosen(new Set(e.target.checked ? shippable.map((o) => o.orderId) : []))
                    }
                  />
                  <Button
                    variant="primary"
                    disabled={wanted.length === 0}
                    loading={batch.busy || print.busy}
                    onClick={() => void bookAndPrint()}
                  >
                    {t('shipping.bookAndPrint', { n: wanted.length })}
                  </Button>
                </div>
              ) : null}
              <ShipTable
                orders={items}
                shopId={shopId}
                chosen={choosing ? chosen : null}
                onChoose={(orderId) =>
                  setChosen((all) => {
                    const next = new Set(all)
                    if (!next.delete(orderId)) next.add(orderId)
                    return next
                  })
                }
              />
            </>
          )}
        </List>
      </Panel>
    </>
  )
}

type ShipTableProps = {
  orders: ShopOrder[]
  shopId: string
  /** Null: nothing is chosen here. */
  chosen: ReadonlySet<string> | null
  onChoose: (orderId: string) => void
}

function ShipTable({ orders, shopId, chosen, onChoose }: ShipTableProps) {
  const { t } = useTranslation()
  const text = useText()
  const choose: Column<ShopOrder> = {
    key: 'choose',
    head: <span className="visually-hidden">{t('shipping.choose')}</span>,
    cell: (o) =>
      o.actions.includes('ship') ? (
        <Checkbox
          label={
            <span className="visually-hidden">
              {t('shipping.chooseOne', { name: text(o.lines[0]!.title) })}
            </span>
          }
          checked={chosen!.has(o.orderId)}
          onChange={() => onChoose(o.orderId)}
        />
      ) : null,
  }
  const columns: Column<ShopOrder>[] = [
    ...(chosen ? [choose] : []),
    {
      key: 'goods',
      head: t('orders.goods'),
      rowHeader: true,
      cell: (o) => <OrderGoods shopId={shopId} orderId={o.orderId} lines={o.lines} />,
    },
    {
      key: 'pieces',
      head: t('order.pieces'),
      numeric: true,
      cell: (o) => o.lines.reduce((n, l) => n + l.qty - l.shippedQty, 0) || '—',
    },
    { key: 'state', head: t('orders.stateHead'), cell: (o) => <StateTags order={o} /> },
    {
      key: 'to',
      head: t('shipping.to'),
      cell: (o) => <span className="clip">{`${o.address.name} · ${o.address.region}`}</span>,
    },
    {
      key: 'note',
      head: t('order.note'),
      wide: true,
      cell: (o) => <span className="clip">{o.note ?? '—'}</span>,
    },
    {
      key: 'shipBy',
      head: t('orders.shipBy'),
      numeric: true,
      cell: (o) =>
        o.shipBy ? (
          <span className={o.late ? 'bad' : undefined}>
            <DateTime at={o.shipBy} />
          </span>
        ) : (
          '—'
        ),
    },
  ]
  return (
    <DataTable
      label={t('nav.ship')}
      columns={columns}
      rows={orders}
      rowKey={(o) => o.orderId}
      selected={(o) => chosen?.has(o.orderId) ?? false}
    />
  )
}
