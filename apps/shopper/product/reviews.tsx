// What buyers say, the newest three first; more on demand.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Button, DateTime, InlineError, Skeleton, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listReviews } from '#modules/trade/contract'
import { api } from '../app/api.ts'

type ReviewPage = OutputOf<typeof listReviews>
const FIRST = 3

export function Reviews({ productId }: { productId: string }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery<
    ReviewPage,
    ApiProblem,
    { pages: ReviewPage[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: [listReviews.id, { productId }],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(
        listReviews,
        { productId, limit: pageParam ? 20 : FIRST, ...(pageParam ? { cursor: pageParam } : {}) },
        { signal },
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const first = query.data?.pages[0]
  return (
    <section className="reviews">
      <header className="section-head">
        <h3>{first ? t('reviews.title', { n: first.count }) : t('reviews.heading')}</h3>
        {first && first.averageRating !== null ? (
          <span className="rating num">
            <Star size={16} fill="currentColor" aria-hidden /> {first.averageRating.toFixed(1)}
          </span>
        ) : null}
      </header>
      <InlineError problem={query.error} />
      {query.isPending ? <Skeleton /> : null}
      {first?.count === 0 ? <p className="muted">{t('reviews.none')}</p> : null}
      <ul>
        {query.data?.pages
          .flatMap((p) => p.items)
          .map((r) => (
            <ReviewRow key={r.reviewId} review={r} />
          ))}
      </ul>
      {query.hasNextPage ? (
        <Button size="s" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('app.more')}
        </Button>
      ) : null}
    </section>
  )
}

function ReviewRow({ review }: { review: ReviewPage['items'][number] }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <li className="review">
      <p className="review-head">
        <b>{review.author}</b>
        <Stars rating={review.rating} />
        <span className="muted">
          <DateTime at={review.createdAt} as="date" />
        </span>
      </p>
      <p className="muted review-sku">{text(review.skuName)}</p>
      <p>{review.text}</p>
      {review.reply ? (
        <p className="review-reply">
          <b>{t('reviews.shop')}</b> {review.reply}
        </p>
      ) : null}
    </li>
  )
}

export function Stars({ rating }: { rating: number }) {
  const { t } = useTranslation()
  return (
    <span className="stars" role="img" aria-label={t('reviews.rating', { n: rating })}>
      {[1, 2, 3, 4, 5].map((n) => (
        <Star key={n} size={14} fill={n <= rating ? 'currentColor' : 'none'} aria-hidden />
      ))}
    </span>
  )
}
