// One content on its own page: what a shared link or an author's grid opens.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouter } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, IconButton, useText } from '#app/ui'
import { getContent } from '#modules/content/contract'
import { queryOf } from '../app/api.ts'
import { useTitle } from '../app/page.tsx'
import { AppSkeleton } from '../app/skeleton.tsx'
import type { FeedEntry } from './feed-store.ts'
import { FeedView } from './feed-view.tsx'

export function ContentPage() {
  const { t } = useTranslation()
  const text = useText()
  const { contentId } = useParams({ from: '/c/$contentId' })
  const query = useQuery(queryOf(getContent, { contentId }))
  const entries = useMemo<FeedEntry[]>(() => {
    if (!query.data) return []
    const { content, products } = query.data
    return [
      {
        key: content.contentId,
        slateId: null,
        position: 0,
        content,
        product: products[0] ?? null,
        attribution: {},
        why: [],
        sponsored: false,
      },
    ]
  }, [query.data])
  const title = entries[0] ? text(entries[0].content.title) : t('nav.content')
  useTitle(title)
  if (query.error) return <ErrorState problem={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <AppSkeleton />
  return (
    <>
      <h1 className="visually-hidden">{title}</h1>
      <FeedView label={title} entries={entries} index={0} top={<BackButton />} />
    </>
  )
}

function BackButton() {
  const { t } = useTranslation()
  const router = useRouter()
  const navigate = useNavigate()
  return (
    <IconButton
      className="feed-back"
      icon={ChevronLeft}
      label={t('nav.back')}
      onClick={() => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/' }))}
    />
  )
}
