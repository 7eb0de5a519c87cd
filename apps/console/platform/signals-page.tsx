// What people saw and did, newest first; each row leads to the slate it was part of.
import { Link } from '@tanstack/react-router'
import { Radar } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DataTable, DateTime, EmptyState, Panel, Select, Tag, type Column, type Tone } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { list } from '#modules/signals/contract'
import { useFilters } from '../app/address.ts'
import { useList } from '../app/list.ts'
import { ContentName, ShortId } from '../app/names.tsx'
import { List, Page } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { SearchBox } from '../app/search-box.tsx'

type Signal = OutputOf<typeof list>['items'][number]
export type SignalKind = Signal['kind']

export const KINDS = [
  'impression',
  'dwell',
  'swipe',
  'click',
  'sheet',
  'like',
  'unlike',
  'comment',
  'follow',
  'share',
  'cart',
  'notInterested',
  'buy',
  'return',
  'unbuy',
] as const satisfies readonly SignalKind[]
export const KIND_TONE: Partial<Record<SignalKind, Tone>> = {
  buy: 'jade',
  click: 'plum',
  sheet: 'plum',
  cart: 'plum',
  notInterested: 'rose',
  return: 'rose',
  like: 'rose',
}

export function SignalsPage() {
  const { t } = useTranslation()
  const [filters, setFilters] = useFilters()
  const kind = oneOf(KINDS, filters.kind)
  const query = useList(list, {
    limit: '100',
    ...(kind ? { kind } : {}),
    ...(filters.account ? { accountId: filters.account } : {}),
    ...(filters.content ? { contentId: filters.content } : {}),
  })
  const columns: Column<Signal>[] = [
    {
      key: 'kind',
      head: t('signals.kind'),
      rowHeader: true,
      cell: (s) => <Tag tone={KIND_TONE[s.kind] ?? 'neutral'}>{t(`signals.kinds.${s.kind}`)}</Tag>,
    },
    { key: 'at', head: t('signals.at'), numeric: true, cell: (s) => <DateTime at={s.at} /> },
    {
      key: 'who',
      head: t('signals.account'),
      cell: (s) => (
        <button type="button" className="link-plain" onClick={() => setFilters({ account: s.accountId })}>
          <ShortId id={s.accountId} />
        </button>
      ),
    },
    {
      key: 'content',
      head: t('funnel.bys.content'),
      cell: (s) =>
        s.contentId ? (
          <span className="clip">
            <ContentName id={s.contentId} />
          </span>
        ) : (
          '—'
        ),
    },
    {
      key: 'dwell',
      head: t('signals.dwell'),
      numeric: true,
      cell: (s) =>
        s.dwellMs === null
          ? '—'
          : t('signals.seconds', {
              s: (s.dwellMs / 1000).toFixed(1),
              of: s.durationMs ? (s.durationMs / 1000).toFixed(0) : '—',
            }),
    },
    {
      key: 'position',
      head: t('signals.position'),
      numeric: true,
      cell: (s) => (s.position === null ? '—' : s.position + 1),
    },
    {
      key: 'slate',
      head: t('signals.slate'),
      cell: (s) =>
        s.slateId ? (
          <Link to="/platform/slates/$slateId" params={{ slateId: s.slateId }} className="link">
            <ShortId id={s.slateId} />
          </Link>
        ) : (
          '—'
        ),
    },
  ]
  return (
    <Page title={t('nav.signals')} scope="signal.read">
      <p className="muted">{t('signals.detail')}</p>
      <div className="toolbar">
        <Select
          className="control-s"
          aria-label={t('signals.kind')}
          value={kind ?? ''}
          onChange={(e) => setFilters({ kind: e.target.value || undefined })}
        >
          <option value="">{t('signals.allKinds')}</option>
          {KINDS.map((k) => (
            <option key={k} value={k}>
              {t(`signals.kinds.${k}`)}
            </option>
          ))}
        </Select>
        <SearchBox
          value={filters.account ?? ''}
          label={t('signals.searchAccount')}
          onSearch={(account) => setFilters({ account: account || undefined })}
        />
        <SearchBox
          value={filters.content ?? ''}
          label={t('signals.searchContent')}
          onSearch={(content) => setFilters({ content: content || undefined })}
        />
      </div>
      <Panel flush>
        <List
          query={query}
          empty={<EmptyState icon={Radar} title={t('signals.none')} detail={t('signals.noneDetail')} />}
        >
          {(items) => (
            <DataTable label={t('nav.signals')} columns={columns} rows={items} rowKey={(s) => s.id} />
          )}
        </List>
      </Panel>
    </Page>
  )
}
