// The review queue, made for the keyboard: A passes, R rejects, J and K move. What is decided is what was seen: an edit in
// between is refused and shown anew.
import { useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTime, EmptyState, Panel, Segmented, Tag, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getReview, listReviews } from '#modules/governance/contract'
import { useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { List, Page, Read } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { isTyping } from '../app/typing.ts'
import { ReviewDetail } from './review-detail.tsx'

export type ReviewRow = OutputOf<typeof listReviews>['items'][number]
const STATES = ['queued', 'decided'] as const
const KINDS = ['product', 'content'] as const

export function ReviewsPage() {
  const { t } = useTranslation()
  const [filters, setFilters] = useFilters()
  const state = oneOf(STATES, filters.state) ?? 'queued'
  const kind = oneOf(KINDS, filters.kind)
  const query = useList(listReviews, { state, limit: '50', ...(kind ? { kind } : {}) })
  const rows = query.data?.items ?? []
  const at = Math.max(
    0,
    rows.findIndex((r) => r.reviewId === filters.review),
  )
  const current =
    filters.review && !rows.some((r) => r.reviewId === filters.review) ? filters.review : rows[at]?.reviewId
  const [rejecting, setRejecting] = useState(false)
  const go = useCallback(
    (step: number) => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))]
      setRejecting(false)
      if (next) setFilters({ review: next.reviewId })
    },
    [rows, at, setFilters],
  )
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const key = event.key.toLowerCase()
      if (key === 'j') go(1)
      else if (key === 'k') go(-1)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [go])
  const first = query.data?.first
  return (
    <Page
      title={t('nav.reviews')}
      scope="review.decide"
      detail={
        first && first.overdue > 0 ? (
          <Tag tone="rose">{t('platform.overdue', { n: first.overdue })}</Tag>
        ) : null
      }
      actions={
        <Segmented
          label={t('orders.stateHead')}
          value={state}
          onChange={(next) => setFilters({ state: next === 'queued' ? undefined : next, review: undefined })}
          options={STATES.map((s) => ({ value: s, label: t(`review.states.${s}`) }))}
        />
      }
    >
      <div className="toolbar">
        <FilterChips
          label={t('review.kind')}
          value={kind ?? ''}
          onChange={(next) => setFilters({ kind: next || undefined, review: undefined })}
          options={[
            { value: '' as const, label: t('app.all') },
            ...KINDS.map((k) => ({ value: k, label: t(`review.kinds.${k}`) })),
          ]}
        />
        <p className="muted keys">
          <kbd>A</kbd> {t('review.pass')} <kbd>R</kbd> {t('review.reject')} <kbd>J</kbd> {t('review.next')}{' '}
          <kbd>K</kbd> {t('review.previous')}
        </p>
      </div>
      <List
        query={query}
        empty={
          <Panel>
            <EmptyState
              icon={CircleCheck}
              title={t(state === 'queued' ? 'review.none' : 'review.noneDecided')}
              detail={t(state === 'queued' ? 'review.noneDetail' : 'review.noneDecidedDetail')}
            />
          </Panel>
        }
      >
        {(items) => (
          <div className="queue">
            <Queue rows={items} current={current} onChoose={(review) => setFilters({ review })} />
            {current ? (
              <Current
                reviewId={current}
                rejecting={rejecting}
                onRejecting={setRejecting}
                onDone={() => go(1)}
              />
            ) : null}
          </div>
        )}
      </List>
    </Page>
  )
}

function Queue({
  rows,
  current,
  onChoose,
}: {
  rows: ReviewRow[]
  current: string | undefined
  onChoose: (reviewId: string) => void
}) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <nav className="queue-list" aria-label={t('nav.reviews')}>
      <ol>
        {rows.map((r) => (
          <li key={r.reviewId}>
            <button
              type="button"
              className="queue-row"
              aria-current={r.reviewId === current ? 'true' : undefined}
              onClick={() => onChoose(r.reviewId)}
            >
              {r.coverUrl ? (
                <img src={r.coverUrl} alt="" width={44} height={44} loading="lazy" />
              ) : (
                <span className="goods-blank" aria-hidden />
              )}
              <span>
                <b className="clip">{text(r.title)}</b>
                <small className="muted">
                  {t(`review.kinds.${r.kind}`)} · <DateTime at={r.openedAt} />
                </small>
              </span>
              {r.verdict ? (
                <Tag tone={r.verdict === 'passed' ? 'jade' : 'rose'}>{t(`review.verdicts.${r.verdict}`)}</Tag>
              ) : r.overdue ? (
                <Tag tone="rose">{t('review.overdue')}</Tag>
              ) : null}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

type CurrentProps = {
  reviewId: string
  rejecting: boolean
  onRejecting: (rejecting: boolean) => void
  onDone: () => void
}

function Current({ reviewId, ...rest }: CurrentProps) {
  const query = useQuery({ ...queryOf(getReview, { reviewId }), staleTime: 0 })
  return (
    <Read query={query}>{(review) => <ReviewDetail key={review.reviewId} review={review} {...rest} />}</Read>
  )
}
