// The shop's money: what is on its way, what may be taken out, and every sold line with where each cent of it went.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Landmark } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DataTable,
  DateTime,
  Dialog,
  EmptyState,
  formatBps,
  InlineError,
  Money,
  Panel,
  Tag,
  Tile,
  useLocale,
  useText,
  type Column,
  type Tone,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getShopFinance, listPayouts, listShopSettlements, withdraw } from '#modules/ledger/contract'
import { useAct } from '../app/act.ts'
import { useFilters, useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { List, Page, Read, TilesSkeleton } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { useMay } from '../app/session.tsx'
import { InCare } from './in-care.tsx'
import { ExplainSheet } from './explain-sheet.tsx'

type Sale = OutputOf<typeof listShopSettlements>['items'][number]
type Finance = OutputOf<typeof getShopFinance>

const STATES = ['pending', 'settled', 'refunded'] as const satisfies readonly Sale['state'][]
const TONE: Record<Sale['state'], Tone> = { pending: 'amber', settled: 'jade', refunded: 'neutral' }

export function MoneyPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const state = oneOf(STATES, filters.state)
  const finance = useQuery(queryOf(getShopFinance, { shopId }))
  const sales = useList(listShopSettlements, { shopId, limit: '50', ...(state ? { state } : {}) })
  return (
    <Page
      title={t('nav.money')}
      scope="finance.read"
      actions={
        finance.data && may('finance.withdraw') ? <Withdraw finance={finance.data} shopId={shopId} /> : null
      }
    >
      <Read query={finance} skeleton={<TilesSkeleton count={4} />}>
        {(data) => (
          <>
            <Balances finance={data} shopId={shopId} />
            <InCare finance={data} shopId={shopId} />
          </>
        )}
      </Read>
      <Panel
        flush
        title={t('money.settlements')}
        action={
          <FilterChips
            label={t('orders.filter')}
            value={state ?? ''}
            onChange={(next) => setFilters({ state: next || undefined })}
            options={[
              { value: '' as const, label: t('app.all') },
              ...STATES.map((s) => ({ value: s, label: t(`money.state.${s}`) })),
            ]}
          />
        }
      >
        <List
          query={sales}
          empty={<EmptyState icon={Landmark} title={t('money.none')} detail={t('money.noneDetail')} />}
        >
          {(items) => <Settlements sales={items} onExplain={(order) => setFilters({ order })} />}
        </List>
      </Panel>
      {filters.order ? (
        <ExplainSheet
          shopId={shopId}
          orderId={filters.order}
          onClose={() => setFilters({ order: undefined })}
        />
      ) : null}
    </Page>
  )
}

function Balances({ finance: f, shopId }: { finance: Finance; shopId: string }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const money = (minor: string) => <Money minor={minor} currency={f.currency} />
  return (
    <div className="tiles">
      <Tile
        label={t('money.pending')}
        hint={<p>{t('money.pendingHint')}</p>}
        value={
          <Link to="/shop/$shopId/money" params={{ shopId }} search={{ state: 'pending' }}>
            {money(f.pendingMinor)}
          </Link>
        }
        note={t('money.pendingNote')}
      />
      <Tile
        label={t('money.available')}
        hint={<p>{t('money.availableHint')}</p>}
        value={
          <Link
            to="/shop/$shopId/money"
            params={{ shopId }}
            search={{ state: 'settled' }}
            className={f.availableMinor.startsWith('-') ? 'bad' : 'good'}
          >
            {money(f.availableMinor)}
          </Link>
        }
        note={t('money.availableNote')}
      />
      <Tile
        label={t('money.paidOut')}
        value={
          <Link to="/shop/$shopId/payouts" params={{ shopId }}>
            {money(f.paidOutMinor)}
          </Link>
        }
        note={t('money.paidOutNote')}
      />
      <Tile
        label={t('money.net')}
        hint={<p>{t('money.netHint', { rate: formatBps(f.settled.takeRateBps, locale) })}</p>}
        value={
          <Link to="/shop/$shopId/money" params={{ shopId }} search={{ state: 'settled' }} className="good">
            {money(f.settled.netMinor)}
          </Link>
        }
        note={
          <>
            {t('money.ofPaid')} {money(f.settled.paidMinor)} · {t('money.takeRate')}{' '}
            {formatBps(f.settled.takeRateBps, locale)}
          </>
        }
      />
    </div>
  )
}

function Settlements({ sales, onExplain }: { sales: Sale[]; onExplain: (orderId: string) => void }) {
  const { t } = useTranslation()
  const text = useText()
  const minus = (minor: string | undefined, s: Sale) =>
    minor && minor !== '0' ? <Money minor={-BigInt(minor)} currency={s.currency} /> : '—'
  const columns: Column<Sale>[] = [
    {
      key: 'what',
      head: t('products.product'),
      rowHeader: true,
      cell: (s) => (
        <button type="button" className="link-plain clip" onClick={() => onExplain(s.orderId)}>
          {s.kind === 'freight' ? t('order.freight') : text(s.title)}
          {s.qty > 1 ? ` × ${s.qty}` : ''}
        </button>
      ),
    },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (s) => <Tag tone={TONE[s.state]}>{t(`money.state.${s.state}`)}</Tag>,
    },
    {
      key: 'paid',
      head: t('money.paid'),
      numeric: true,
      cell: (s) => <Money minor={s.paidMinor} currency={s.currency} />,
    },
    { key: 'fee', head: t('money.fee'), numeric: true, cell: (s) => minus(s.platformFee.amountMinor, s) },
    {
      key: 'commission',
      head: t('money.commission'),
      numeric: true,
      cell: (s) => minus(s.commission?.amountMinor, s),
    },
    {
      key: 'recruiter',
      head: t('money.recruiter'),
      numeric: true,
      wide: true,
      cell: (s) => minus(s.recruiter?.amountMinor, s),
    },
    {
      key: 'net',
      head: t('money.netHead'),
      numeric: true,
      cell: (s) => <Money className="good" minor={s.merchantNetMinor} currency={s.currency} />,
    },
    {
      key: 'refunded',
      head: t('money.refunded'),
      numeric: true,
      cell: (s) => minus(s.merchantRefundedMinor, s),
    },
    {
      key: 'paidAt',
      head: t('money.paidAt'),
      numeric: true,
      cell: (s) => <DateTime at={s.paidAt} as="date" />,
    },
    {
      key: 'settledAt',
      head: t('money.settledAt'),
      numeric: true,
      cell: (s) => (s.settledAt ? <DateTime at={s.settledAt} as="date" /> : '—'),
    },
  ]
  return (
    <DataTable
      label={t('money.settlements')}
      columns={columns}
      rows={sales}
      rowKey={(s) => `${s.orderId}-${s.lineId ?? 'freight'}`}
    />
  )
}

function Withdraw({ finance, shopId }: { finance: Finance; shopId: string }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const act = useAct(withdraw, {
    inline: true,
    says: t('money.withdrawn'),
    refreshes: [getShopFinance, listPayouts, listShopSettlements],
    onDone: () => setAsking(false),
  })
  const nothing = BigInt(finance.availableMinor) <= 0n
  return (
    <>
      <Button variant="primary" disabled={nothing} onClick={() => setAsking(true)}>
        {t('money.withdraw')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('money.withdrawTitle')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button>
            <Button variant="primary" loading={act.busy} onClick={() => void act.run({ shopId })}>
              {t('money.withdraw')}
            </Button>
          </>
        }
      >
        <p>
          {t('money.withdrawDetail')}{' '}
          <b>
            <Money minor={finance.availableMinor} currency={finance.currency} />
          </b>
        </p>
        <InlineError problem={act.problem} />
      </Dialog>
    </>
  )
}
