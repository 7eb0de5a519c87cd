// The two feeds: what is found for you, and those you follow.
import { Link } from '@tanstack/react-router'
import { Compass, Sparkles } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass, EmptyState, ErrorState, Loading, Skeleton } from '#app/ui'
import { useTitle } from '../app/page.tsx'
import { useOnline } from '../app/online.tsx'
import { feeds, type Surface } from './feeds.ts'
import { FeedView } from './feed-view.tsx'

export function FeedPage({ surface }: { surface: Surface }) {
  const { t } = useTranslation()
  const store = feeds[surface]
  const state = useSyncExternalStore(store.subscribe, store.get)
  const online = useOnline()
  const label = t(surface === 'recommend' ? 'feed.recommend' : 'feed.followingTab')
  useTitle(label)
  useEffect(() => {
    if (state.status === 'idle') void store.loadMore()
  }, [state.status, store])
  useEffect(() => {
    if (online && store.get().status === 'error') void store.loadMore()
  }, [online, store])

  return (
    <>
      <h1 className="visually-hidden">{label}</h1>
      <FeedView
        key={surface}
        label={label}
        entries={state.entries}
        index={state.index}
        nudges={state.nudges}
        onShow={store.show}
        top={<FeedTabs />}
        tail={<Tail surface={surface} />}
      />
    </>
  )
}

function FeedTabs() {
  const { t } = useTranslation()
  return (
    <nav className="feed-tabs" aria-label={t('feed.tabs')}>
      <Link to="/following" activeProps={{ 'aria-current': 'page' }} activeOptions={{ includeSearch: false }}>
        {t('feed.followingTab')}
      </Link>
      <Link
        to="/"
        activeProps={{ 'aria-current': 'page' }}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        {t('feed.recommend')}
      </Link>
      <Link to="/live" className="feed-live">
        {t('live.list')}
      </Link>
    </nav>
  )
}

/** The last place of the list: it is never a blank screen. */
function Tail({ surface }: { surface: Surface }) {
  const { t } = useTranslation()
  const store = feeds[surface]
  const { status, problem, entries } = useSyncExternalStore(store.subscribe, store.get)
  const again = () => void store.loadMore()
  if (status === 'ready') return null
  return (
    <article className="feed-tail">
      {status === 'error' && problem ? <ErrorState problem={problem} onRetry={again} /> : null}
      {status === 'loading' || status === 'idle' ? <SlideSkeleton /> : null}
      {status === 'end' && surface === 'following' && entries.length === 0 ? (
        <EmptyState
          icon={Compass}
          title={t('feed.nobodyFollowed')}
          detail={t('feed.nobodyFollowedDetail')}
          action={
            <Link to="/" className={buttonClass({ variant: 'primary' })}>
              {t('feed.toRecommend')}
            </Link>
          }
        />
      ) : null}
      {status === 'end' && !(surface === 'following' && entries.length === 0) ? (
        <EmptyState
          icon={Sparkles}
          title={t('feed.end')}
          detail={t('feed.endDetail')}
          action={
            <Button variant="primary" onClick={again}>
              {t('feed.lookAgain')}
            </Button>
          }
        />
      ) : null}
    </article>
  )
}

const SlideSkeleton = () => (
  <div className="slide-skeleton">
    <Loading>
      <Skeleton className="slide-skeleton-name" />
      <Skeleton className="slide-skeleton-line" />
      <Skeleton className="slide-skeleton-card" />
    </Loading>
  </div>
)
