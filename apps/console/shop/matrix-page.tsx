// The accounts that speak for the shop: what each did for it in the period, what is on air and comes next, one calendar of them all.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Avatar,
  Button,
  DataTable,
  DateTime,
  Dialog,
  EmptyState,
  formatBps,
  formatCount,
  InlineError,
  Money,
  Panel,
  Tag,
  Tile,
  useLocale,
  useText,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { endAccount, getMatrix } from '#modules/alliance/contract'
import { getShopCalendar } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { useFilters, useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { PeriodPicker, readDays, type Days } from '../app/period.tsx'
import { useMay } from '../app/session.tsx'
import { Calendar } from '../live/programme-calendar.tsx'
import { InviteAccount } from './invite-account.tsx'

type Matrix = OutputOf<typeof getMatrix>
type Account = Matrix['accounts'][number]

export function MatrixPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const days = readDays(filters.days)
  const query = useQuery(queryOf(getMatrix, { shopId, days }))
  const hasLinked = query.data?.accounts.some((a) => a.state === 'linked') ?? false
  return (
    <Page
      title={t('nav.matrix')}
      scope="analytics.read"
      actions={<PeriodPicker value={days} onChange={(next) => setFilters({ days: next })} />}
    >
      <Read query={query}>
        {(matrix) => (
          <>
            <Shares matrix={matrix} days={days} />
            <Panel flush title={t('matrix.accounts')}>
              {matrix.accounts.length === 0 ? (
                <EmptyState icon={Users} title={t('matrix.none')} detail={t('matrix.noneDetail')} />
              ) : (
                <Accounts matrix={matrix} shopId={shopId} days={days} />
              )}
            </Panel>
          </>
        )}
      </Read>
      {may('member.write') ? <InviteAccount shopId={shopId} /> : null}
      {hasLinked ? (
        <Calendar read={(span) => queryOf(getShopCalendar, { shopId, ...span })} acts={null} />
      ) : null}
    </Page>
  )
}

/** Whose sales they are; the three amounts add up to what the shop was paid. */
function Shares({ matrix: { sales, period }, days }: { matrix: Matrix; days: Days }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const shopId = useShopId()
  const search = { days, stage: 'paid' }
  const amount = (minor: string) => <Money minor={minor} currency={period.currency} />
  return (
    <div className="tiles">
      <Tile
        label={t('matrix.share')}
        value={sales.ownShareBps === null ? '—' : formatBps(sales.ownShareBps, locale)}
        hint={t('matrix.shareHint')}
      />
      <Tile label={t('matrix.own')} value={amount(sales.ownMinor)} />
      <Tile label={t('matrix.others')} value={amount(sales.othersMinor)} />
      <Tile
        label={t('matrix.nobody')}
        value={
          <Link to="/shop/$shopId/lines" params={{ shopId }} search={{ ...search, creatorId: 'none' }}>
            {amount(sales.nobodyMinor)}
          </Link>
        }
      />
    </div>
  )
}

type AccountsProps = { matrix: Matrix; shopId: string; days: Days }

function Accounts({ matrix: { accounts, period }, shopId, days }: AccountsProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const may = useMay()
  const [leaving, setLeaving] = useState<Account | null>(null)
  const text = useText()
  const end = useAct(endAccount, {
    refreshes: [getMatrix, getShopCalendar],
    says: t('matrix.ended'),
    inline: true,
    onDone: () => setLeaving(null),
  })
  const columns: Column<Account>[] = [
    { key: 'who', head: t('matrix.account'), rowHeader: true, cell: (a) => <Who account={a} /> },
    { key: 'now', head: t('matrix.coming'), cell: (a) => <Coming account={a} /> },
    {
      key: 'followers',
      head: t('matrix.followers'),
      numeric: true,
      cell: (a) => formatCount(a.followers, locale),
    },
    { key: 'contents', head: t('matrix.contents'), numeric: true, cell: (a) => a.newContents },
    { key: 'rooms', head: t('matrix.rooms'), numeric: true, cell: (a) => a.rooms },
    { key: 'hours', head: t('matrix.hours'), numeric: true, cell: (a) => hoursOf(a.liveMs, locale) },
    {
      key: 'paid',
      head: t('matrix.paid'),
      numeric: true,
      cell: (a) => (
        <Link
          to="/shop/$shopId/lines"
          params={{ shopId }}
          search={{ days, stage: 'paid', creatorId: a.creatorId }}
        >
          <Money minor={a.paidMinor} currency={period.currency} />
        </Link>
      ),
    },
    {
      key: 'refunded',
      head: t('matrix.refunded'),
      numeric: true,
      cell: (a) => <Money minor={a.refundedMinor} currency={period.currency} />,
    },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      numeric: true,
      cell: (a) =>
        may('member.write') ? (
          <Button size="s" onClick={() => setLeaving(a)}>
            {t(a.state === 'invited' ? 'matrix.takeBack' : 'matrix.end')}
          </Button>
        ) : null,
    },
  ]
  return (
    <>
      <DataTable label={t('matrix.accounts')} columns={columns} rows={accounts} rowKey={(a) => a.linkId} />
      <Dialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t(leaving?.state === 'invited' ? 'matrix.takeBackTitle' : 'matrix.endTitle', {
          name: leaving ? text(leaving.name) : '',
        })}
        actions={
          <>
            <Button onClick={() => setLeaving(null)}>{t('app.cancel')}</Button>
            <Button
              variant="danger"
              loading={end.busy}
              onClick={() => leaving && void end.run({ shopId, linkId: leaving.linkId })}
            >
              {t(leaving?.state === 'invited' ? 'matrix.takeBack' : 'matrix.end')}
            </Button>
          </>
        }
      >
        <p>{t(leaving?.state === 'invited' ? 'matrix.takeBackDetail' : 'matrix.endDetail')}</p>
        <InlineError problem={end.problem} />
      </Dialog>
    </>
  )
}

function Who({ account: a }: { account: Account }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <span className="goods-cell">
      <Avatar url={a.avatarUrl} name={text(a.name)} size={32} />
      <span className="account-cell">
        <a className="link" href={`/author/${a.creatorId}`}>
          {text(a.name)}
        </a>
        <span className="tags">
          <Tag tone={a.kind === 'official' ? 'amber' : 'neutral'}>{t(`matrix.kind.${a.kind}`)}</Tag>
          {a.state === 'invited' ? <Tag>{t('matrix.invited')}</Tag> : null}
          {a.label ? <small className="muted">{a.label}</small> : null}
        </span>
      </span>
    </span>
  )
}

/** On air now, or what comes next. */
function Coming({ account: { onAirRoomId, next } }: { account: Account }) {
  const { t } = useTranslation()
  const text = useText()
  if (onAirRoomId)
    return (
      <a className="link" href={`/live/${onAirRoomId}`}>
        <Tag tone="rose">{t('matrix.onAir')}</Tag>
      </a>
    )
  if (!next) return '—'
  return (
    <span className="account-cell">
      <DateTime at={next.at} />
      <small className="muted clip">{text(next.title)}</small>
    </span>
  )
}

const hoursOf = (ms: number, locale: string): string =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(ms / 3_600_000)
