// The creator's contents in every state; one that was turned down says which rule and what to change.
import { Link } from '@tanstack/react-router'
import { FileVideo, Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  buttonClass,
  DataTable,
  DateTime,
  EmptyState,
  Panel,
  Tag,
  useText,
  type Column,
  type Tone,
} from '#app/ui'
import { coverOf } from '#kernel/cover-of'
import type { OutputOf } from '#kernel/contract'
import { getMine, listMine, submit, withdraw } from '#modules/content/contract'
import { useAct } from '../app/act.ts'
import { useCreatorId, useFilters } from '../app/address.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { RuleName } from '../app/names.tsx'
import { List, Page } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { useMay } from '../app/session.tsx'

type Own = OutputOf<typeof listMine>['items'][number]
const STATES = [
  'draft',
  'processing',
  'reviewing',
  'scheduled',
  'published',
  'withdrawn',
  'rejected',
] as const satisfies readonly Own['state'][]
const TONE: Record<Own['state'], Tone> = {
  draft: 'neutral',
  processing: 'amber',
  reviewing: 'amber',
  scheduled: 'plum',
  published: 'jade',
  withdrawn: 'neutral',
  rejected: 'rose',
}

export function ContentsPage() {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const state = oneOf(STATES, filters.state)
  const query = useList(listMine, { creatorId, limit: '50', ...(state ? { state } : {}) })
  const none = !state && query.data?.items.length === 0
  const add = may('content.write') ? (
    <Link
      to="/creator/$creatorId/publish"
      params={{ creatorId }}
      className={buttonClass({ variant: 'primary' })}
    >
      <Upload size={18} aria-hidden /> {t('nav.publish')}
    </Link>
  ) : null
  return (
    <Page title={t('nav.contents')} scope="content.read" actions={none ? null : add}>
      <FilterChips
        label={t('orders.filter')}
        value={state ?? ''}
        onChange={(next) => setFilters({ state: next || undefined })}
        options={[
          { value: '' as const, label: t('app.all') },
          ...STATES.map((s) => ({ value: s, label: t(`contents.state.${s}`) })),
        ]}
      />
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState
              icon={FileVideo}
              title={t(state ? 'contents.noneHere' : 'contents.none')}
              detail={t(state ? 'contents.noneHereDetail' : 'contents.noneDetail')}
              action={state ? undefined : add}
            />
          }
        >
          {(items) => <Contents contents={items} creatorId={creatorId} />}
        </List>
      </Panel>
    </Page>
  )
}

function Contents({ contents, creatorId }: { contents: Own[]; creatorId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const columns: Column<Own>[] = [
    {
      key: 'title',
      head: t('funnel.bys.content'),
      rowHeader: true,
      cell: (c) => (
        <Link
          to="/creator/$creatorId/contents/$contentId"
          params={{ creatorId, contentId: c.contentId }}
          className="goods-cell"
        >
          <img src={coverOf(c.media) || undefined} alt="" width={32} height={32} loading="lazy" />
          <span className="clip">{text(c.title)}</span>
        </Link>
      ),
    },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (c) => (
        <>
          <Tag tone={TONE[c.state]}>{t(`contents.state.${c.state}`)}</Tag>
          {c.state === 'rejected' && c.rejectedRuleId ? <RuleName id={c.rejectedRuleId} /> : null}
        </>
      ),
    },
    { key: 'kind', head: t('publish.kind'), wide: true, cell: (c) => t(`publish.kinds.${c.media.kind}`) },
    { key: 'goods', head: t('publish.goodsCount'), numeric: true, cell: (c) => c.productIds.length },
    {
      key: 'views',
      head: t('contents.views'),
      numeric: true,
      cell: (c) => c.counters.views.toLocaleString(),
    },
    {
      key: 'likes',
      head: t('contents.likes'),
      numeric: true,
      cell: (c) => c.counters.likes.toLocaleString(),
    },
    {
      key: 'comments',
      head: t('contents.comments'),
      numeric: true,
      cell: (c) => c.counters.comments.toLocaleString(),
    },
    {
      key: 'at',
      head: t('contents.publishedAt'),
      numeric: true,
      cell: (c) => (c.publishedAt ? <DateTime at={c.publishedAt} as="date" /> : '—'),
    },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      action: true,
      cell: (c) => <Actions content={c} creatorId={creatorId} />,
    },
  ]
  return <DataTable label={t('nav.contents')} columns={columns} rows={contents} rowKey={(c) => c.contentId} />
}

function Actions({
  content: { contentId, actions, state, media },
  creatorId,
}: {
  content: Own
  creatorId: string
}) {
  const { t } = useTranslation()
  const may = useMay()
  const hand = useAct(submit, { refreshes: [listMine, getMine], says: t('contents.submitted') })
  const take = useAct(withdraw, { refreshes: [listMine, getMine], says: t('contents.withdrawn') })
  const bySecond =
    media.kind === 'video' && (state === 'published' || state === 'withdrawn') ? (
      <Link
        to="/creator/$creatorId/contents/$contentId/watch"
        params={{ creatorId, contentId }}
        className="link"
      >
        {t('contents.bySecond')}
      </Link>
    ) : null
  if (!may('content.write')) return bySecond
  const input = { creatorId, contentId }
  return (
    <span className="with-action">
      {bySecond}
      {state === 'published' ? (
        <a className="link" href={`/c/${contentId}`}>
          {t('contents.look')}
        </a>
      ) : null}
      {actions.includes('submit') ? (
        <Button size="s" variant="soft" loading={hand.busy} onClick={() => void hand.run(input)}>
          {t('contents.submit')}
        </Button>
      ) : null}
      {actions.includes('withdraw') ? (
        <Button size="s" loading={take.busy} onClick={() => void take.run(input)}>
          {t('contents.withdraw')}
        </Button>
      ) : null}
    </span>
  )
}
