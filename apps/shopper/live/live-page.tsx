// Who is live now, and what is planned: the way into rooms for those who do not wait for one to come by.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Radio } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Button, buttonClass, EmptyState, ErrorState } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listLive, listUpcoming } from '#modules/live/contract'
import { api } from '../app/api.ts'
import { Page, Section } from '../app/page.tsx'
import { RowsSkeleton } from '../app/skeleton.tsx'
import { MyProgrammes } from './programmes.tsx'
import { RoomTile, type RoomCard } from './room-tile.tsx'

type Rooms = OutputOf<typeof listLive>
const AGAIN_MS = 20_000

const useRooms = (endpoint: typeof listLive | typeof listUpcoming) =>
  useInfiniteQuery<Rooms, ApiProblem, RoomCard[], readonly unknown[], string | undefined>({
    queryKey: [endpoint.id, 'pages'],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(endpoint, { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: (data) => data.pages.flatMap((p) => p.items),
    refetchInterval: AGAIN_MS,
  })

export function LivePage() {
  const { t } = useTranslation()
  const live = useRooms(listLive)
  const upcoming = useRooms(listUpcoming)
  const problem = live.error ?? upcoming.error
  const nothing = live.data?.length === 0 && upcoming.data?.length === 0
  return (
    <Page title={t('live.list')} back>
      <MyProgrammes />
      {problem ? (
        <ErrorState
          problem={problem}
          onRetry={() => void Promise.all([live.refetch(), upcoming.refetch()])}
        />
      ) : live.isPending || upcoming.isPending ? (
        <RowsSkeleton />
      ) : nothing ? (
        <EmptyState
          icon={Radio}
          title={t('live.noneAtAll')}
          detail={t('live.noneAtAllDetail')}
          action={
            <Link to="/" className={buttonClass({ variant: 'primary' })}>
              {t('feed.toRecommend')}
            </Link>
          }
        />
      ) : (
        <>
          <Section title={t('live.nowLive')}>
            {live.data?.length === 0 ? (
              <EmptyState icon={Radio} title={t('live.noneLive')} detail={t('live.noneLiveDetail')} />
            ) : null}
            <Grid query={live} />
          </Section>
          {upcoming.data && upcoming.data.length > 0 ? (
            <Section title={t('live.calendar')}>
              <Grid query={upcoming} />
            </Section>
          ) : null}
        </>
      )}
    </Page>
  )
}

function Grid({ query }: { query: ReturnType<typeof useRooms> }) {
  const { t } = useTranslation()
  return (
    <>
      <ul className="room-grid">
        {query.data?.map((r) => (
          <RoomTile key={r.roomId} room={r} from="calendar" />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('app.more')}
        </Button>
      ) : null}
    </>
  )
}
