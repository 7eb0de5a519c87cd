// What buyers said, and the shop's answers.
import { Link } from '@tanstack/react-router'
import { MessageSquareText, Star } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, DateTime, EmptyState, Field, InlineError, Panel, Textarea, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getTodos, listShopReviews, replyReview } from '#modules/trade/contract'
import { useAct } from '../app/act.ts'
import { useFilters, useShopId } from '../app/address.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { List, Page } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { useProductName } from './product-name.tsx'

type Review = OutputOf<typeof listShopReviews>['items'][number]

export function ReviewsPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const [filters, setFilters] = useFilters()
  const unanswered = filters.unanswered === 'true'
  const query = useList(listShopReviews, { shopId, ...(unanswered ? { unanswered: 'true' } : {}) })
  return (
    <Page title={t('nav.reviewsOfGoods')} scope="order.read">
      <FilterChips
        label={t('orders.filter')}
        value={unanswered ? 'open' : 'all'}
        onChange={(next) => setFilters({ unanswered: next === 'open' ? 'true' : undefined })}
        options={[
          { value: 'all', label: t('app.all') },
          { value: 'open', label: t('goodsReview.unanswered') },
        ]}
      />
      <List
        query={query}
        empty={
          <Panel>
            <EmptyState
              icon={MessageSquareText}
              title={t('goodsReview.none')}
              detail={t('goodsReview.noneDetail')}
            />
          </Panel>
        }
      >
        {(items) => (
          <ul className="stack">
            {items.map((r) => (
              <ReviewCard key={r.reviewId} review={r} shopId={shopId} />
            ))}
          </ul>
        )}
      </List>
    </Page>
  )
}

function ReviewCard({ review, shopId }: { review: Review; shopId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const nameOf = useProductName(shopId)
  const [open, setOpen] = useState(false)
  const [answer, setAnswer] = useState(review.reply ?? '')
  const act = useAct(replyReview, {
    inline: true,
    says: t('goodsReview.answered'),
    refreshes: [listShopReviews, getTodos],
    onDone: () => setOpen(false),
  })
  return (
    <li>
      <Panel>
        <p className="review-head">
          <span className="stars" role="img" aria-label={t('goodsReview.stars', { n: review.rating })}>
            {[1, 2, 3, 4, 5].map((n) => (
              <Star key={n} size={15} fill={n <= review.rating ? 'currentColor' : 'none'} aria-hidden />
            ))}
          </span>
          <Link
            to="/shop/$shopId/products/$productId"
            params={{ shopId, productId: review.productId }}
            className="link-plain"
          >
            <b>{nameOf(review.productId)}</b>
          </Link>
          <span className="muted">
            {text(review.skuName)} · {review.author} · <DateTime at={review.createdAt} as="date" />
          </span>
        </p>
        <p className="prose">{review.text}</p>
        {review.reply && !open ? (
          <p className="prose quote">
            <b>{t('goodsReview.yourAnswer')}</b> {review.reply}
          </p>
        ) : null}
        {open ? (
          <form
            className="form"
            onSubmit={(e) => {
              e.preventDefault()
              void act.run({ shopId, reviewId: review.reviewId, text: answer })
            }}
          >
            <Field
              label={t('goodsReview.yourAnswer')}
              hint={t('goodsReview.public')}
              error={act.problem?.fieldError('text') ?? null}
              required
            >
              <Textarea maxLength={500} value={answer} onChange={(e) => setAnswer(e.target.value)} />
            </Field>
            <InlineError problem={act.problem} />
            <div className="buttons">
              <Button onClick={() => setOpen(false)}>{t('app.cancel')}</Button>
              <Button type="submit" variant="primary" loading={act.busy} disabled={answer.trim() === ''}>
                {t('goodsReview.send')}
              </Button>
            </div>
          </form>
        ) : may('refund.decide') ? (
          <div>
            <Button size="s" onClick={() => setOpen(true)}>
              {t(review.reply ? 'goodsReview.change' : 'goodsReview.answer')}
            </Button>
          </div>
        ) : null}
      </Panel>
    </li>
  )
}
