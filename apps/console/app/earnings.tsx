// Commission per order line, for creator and agency alike: estimated until the return window is over, then settled, and what
// a refund took back stands beside it.
import { WalletCards } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import {
  DataTable,
  DateTime,
  EmptyState,
  formatBps,
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
import type { getCreatorEarnings } from '#modules/ledger/contract'
import type { ListQuery } from './list.ts'
import { ContentName, CreatorName } from './names.tsx'
import { List } from './page.tsx'

export type Earnings = OutputOf<typeof getCreatorEarnings>
type Earning = Earnings['items'][number]
const TONE: Record<Earning['state'], Tone> = { estimated: 'amber', settled: 'jade', 'clawed-back': 'rose' }

export function EarningTiles({ earnings: e }: { earnings: Earnings }) {
  const { t } = useTranslation()
  const money = (minor: string) => <Money minor={minor} currency={e.currency} />
  return (
    <div className="tiles">
      <Tile
        label={t('earnings.estimated')}
        hint={<p>{t('earnings.estimatedHint')}</p>}
        value={money(e.estimatedMinor)}
        note={t('earnings.estimatedNote')}
      />
      <Tile
        label={t('earnings.settled')}
        hint={<p>{t('earnings.settledHint')}</p>}
        value={<span className="good">{money(e.settledMinor)}</span>}
        note={t('earnings.settledNote')}
      />
      <Tile
        label={t('earnings.clawedBack')}
        hint={<p>{t('earnings.clawedBackHint')}</p>}
        value={
          <span className={e.clawedBackMinor === '0' ? undefined : 'bad'}>{money(e.clawedBackMinor)}</span>
        }
        note={t('earnings.clawedBackNote')}
      />
      <Tile
        label={t('money.available')}
        value={money(e.availableMinor)}
        note={
          <>
            {t('money.paidOut')} {money(e.paidOutMinor)}
          </>
        }
      />
    </div>
  )
}

export function EarningTable({
  query,
  withCreator = false,
}: {
  query: ListQuery<Earning, Earnings>
  withCreator?: boolean
}) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const currency = query.data?.first.currency ?? 'CNY'
  const money = (minor: string) => (minor === '0' ? '—' : <Money minor={minor} currency={currency} />)
  const columns: Column<Earning>[] = [
    {
      key: 'title',
      head: t('products.product'),
      rowHeader: true,
      cell: (e) => <span className="clip">{text(e.title)}</span>,
    },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (e) => <Tag tone={TONE[e.state]}>{t(`earnings.state.${e.state}`)}</Tag>,
    },
    ...(withCreator
      ? [
          {
            key: 'creator',
            head: t('funnel.bys.creator'),
            cell: (e: Earning) => (e.creatorId ? <CreatorName id={e.creatorId} /> : '—'),
          },
        ]
      : []),
    {
      key: 'content',
      head: t('funnel.bys.content'),
      wide: true,
      cell: (e) =>
        e.contentId ? (
          <span className="clip">
            <ContentName id={e.contentId} />
          </span>
        ) : (
          '—'
        ),
    },
    {
      key: 'base',
      head: t('earnings.base'),
      numeric: true,
      wide: withCreator,
      cell: (e) => money(e.baseMinor),
    },
    { key: 'rate', head: t('plan.rateHead'), numeric: true, cell: (e) => formatBps(e.rateBps, locale) },
    { key: 'commission', head: t('money.commission'), numeric: true, cell: (e) => money(e.commissionMinor) },
    {
      key: 'tech',
      head: t('money.techFee'),
      numeric: true,
      wide: withCreator,
      cell: (e) => money(e.techFeeMinor),
    },
    { key: 'agency', head: t('earnings.agency'), numeric: true, cell: (e) => money(e.agencyMinor) },
    {
      key: 'net',
      head: t('earnings.net'),
      numeric: true,
      cell: (e) => <b className="good">{money(e.netMinor)}</b>,
    },
    { key: 'back', head: t('earnings.clawedBack'), numeric: true, cell: (e) => money(e.clawedBackMinor) },
    {
      key: 'paidAt',
      head: t('money.paidAt'),
      numeric: true,
      cell: (e) => <DateTime at={e.paidAt} as="date" />,
    },
    {
      key: 'settledAt',
      head: t('money.settledAt'),
      numeric: true,
      cell: (e) => (e.settledAt ? <DateTime at={e.settledAt} as="date" /> : '—'),
    },
  ]
  return (
    <Panel flush title={t('earnings.lines')}>
      <List
        query={query}
        empty={<EmptyState icon={WalletCards} title={t('earnings.none')} detail={t('earnings.noneDetail')} />}
      >
        {(items) => (
          <DataTable
            label={t('earnings.lines')}
            columns={columns}
            rows={items}
            rowKey={(e) => `${e.orderId}-${e.lineId ?? ''}-${e.creatorId ?? ''}`}
          />
        )}
      </List>
    </Panel>
  )
}
