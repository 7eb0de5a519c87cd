// A creator's page: who it is, and everything published, newest first.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Clapperboard, Images, Play, Radio } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf, type ApiProblem } from '#app/client'
import {
  Avatar,
  Button,
  Count,
  EmptyState,
  ErrorState,
  formatCount,
  useLocale,
  useText,
  useToast,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { ContentCard } from '#kernel/content-card'
import { coverOf } from '#kernel/cover-of'
import { getAuthorShop } from '#modules/alliance/contract'
import { getAuthor, listAuthorContents } from '#modules/content/contract'
import { api, queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { setFollow, useFollowed } from '../feed/social.ts'
import { AuthorProgrammes } from '../live/programmes.tsx'
import { AuthorRooms } from '../live/author-rooms.tsx'
import { SpeaksFor } from './shop-accounts.tsx'

type ContentPage = OutputOf<typeof listAuthorContents>

export function AuthorPage() {
  const { t } = useTranslation()
  const text = useText()
  const { authorId } = useParams({ from: '/author/$authorId' })
  const query = useQuery(queryOf(getAuthor, { authorId }))
  // With the page, so that nothing moves when it comes; the page does not fail for it.
  const shop = useQuery(queryOf(getAuthorShop, { authorId }))
  return (
    <Page title={query.data ? text(query.data.author.name) : t('author.title')} back>
      <Read query={query} waits={shop.isPending}>
        {({ author }) => (
          <>
            <Profile author={author} shop={shop.data?.shop ?? null} />
            <AuthorRooms authorId={authorId} />
            <AuthorProgrammes authorId={authorId} />
            <Contents authorId={authorId} />
          </>
        )}
      </Read>
    </Page>
  )
}

type ProfileProps = {
  author: OutputOf<typeof getAuthor>['author']
  shop: OutputOf<typeof getAuthorShop>['shop']
}

function Profile({ author, shop }: ProfileProps) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const toast = useToast()
  const followed = useFollowed(author)
  return (
    <section className="card author">
      <Avatar url={author.avatarUrl} name={text(author.name)} size={72} />
      <dl className="author-figures">
        {(['followers', 'likes', 'contents'] as const).map((what) => (
          <div key={what}>
            <dd>
              <Count n={author[what]} />
            </dd>
            <dt>{t(`author.${what}`)}</dt>
          </div>
        ))}
      </dl>
      {shop ? <SpeaksFor shop={shop} /> : null}
      <p className="author-bio">{text(author.bio)}</p>
      <Button
        block
        variant={followed ? 'secondary' : 'primary'}
        aria-pressed={followed}
        onClick={() =>
          void setFollow(author.creatorId, !followed, null).catch((e: unknown) =>
            toast({ text: problemOf(e, locale).title, tone: 'bad' }),
          )
        }
      >
        {t(followed ? 'feed.following' : 'feed.followShort')}
      </Button>
    </section>
  )
}

function Contents({ authorId }: { authorId: string }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery<
    ContentPage,
    ApiProblem,
    ContentCard[],
    readonly unknown[],
    string | undefined
  >({
    queryKey: [listAuthorContents.id, { authorId }],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(
        listAuthorContents,
        { authorId, limit: 24, ...(pageParam ? { cursor: pageParam } : {}) },
        { signal },
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: (data) => data.pages.flatMap((p) => p.items),
  })
  if (query.error) return <ErrorState problem={query.error} onRetry={() => void query.refetch()} />
  return (
    <>
      {query.data?.length === 0 ? (
        <EmptyState icon={Clapperboard} title={t('author.none')} detail={t('author.noneDetail')} />
      ) : null}
      <ul className="content-grid">
        {query.data?.map((c) => (
          <ContentTile key={c.contentId} content={c} />
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

function ContentTile({ content }: { content: ContentCard }) {
  const text = useText()
  const locale = useLocale()
  const picture = coverOf(content.media)
  const Kind = { video: Play, images: Images, live: Radio }[content.media.kind]
  return (
    <li>
      <ContentLink content={content}>
        <img
          src={picture}
          alt={text(content.title)}
          width={270}
          height={480}
          loading="lazy"
          decoding="async"
        />
        <span className="content-tile-count num">
          <Kind size={14} aria-hidden /> {formatCount(content.counters.views, locale)}
        </span>
      </ContentLink>
    </li>
  )
}

function ContentLink({ content, children }: { content: ContentCard; children: ReactNode }) {
  const { media, contentId } = content
  return media.kind === 'live' ? (
    <Link
      to="/live/$roomId"
      params={{ roomId: media.roomId }}
      search={{ from: 'author' }}
      className="content-tile"
    >
      {children}
    </Link>
  ) : (
    <Link to="/c/$contentId" params={{ contentId }} className="content-tile">
      {children}
    </Link>
  )
}
