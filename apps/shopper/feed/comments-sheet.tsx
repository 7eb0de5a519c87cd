// What people say under a content, and a line to say something oneself.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { MessageCircle, Pin, Trash2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, problemOf } from '#app/client'
import {
  Avatar,
  Button,
  buttonClass,
  DateTime,
  EmptyState,
  ErrorState,
  Field,
  IconButton,
  InlineError,
  Input,
  Sheet,
  Tag,
  useLocale,
  useText,
  useToast,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { deleteComment, listComments, postComment } from '#modules/content/contract'
import { api, queries } from '../app/api.ts'
import { useAccount } from '../app/session.tsx'
import { RowsSkeleton } from '../app/skeleton.tsx'
import { feeds, tell } from './feeds.ts'
import { countComment } from './social.ts'

type Comment = OutputOf<typeof listComments>['items'][number]

const keyOf = (contentId: string) => [listComments.id, { contentId }]

export function CommentsSheet({ contentId, onClose }: { contentId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery<
    OutputOf<typeof listComments>,
    ApiProblem,
    Comment[],
    readonly unknown[],
    string | undefined
  >({
    queryKey: keyOf(contentId),
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listComments, { contentId, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: (data) => data.pages.flatMap((p) => p.items),
  })
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('comments.title')}
      tall
      footer={<WriteComment contentId={contentId} />}
    >
      {query.error ? <ErrorState problem={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <RowsSkeleton /> : null}
      {query.data?.length === 0 ? (
        <EmptyState icon={MessageCircle} title={t('comments.empty')} detail={t('comments.emptyDetail')} />
      ) : null}
      <ul className="comments">
        {query.data?.map((c) => (
          <CommentRow key={c.commentId} contentId={contentId} comment={c} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('app.more')}
        </Button>
      ) : null}
    </Sheet>
  )
}

function CommentRow({ contentId, comment }: { contentId: string; comment: Comment }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const text = useText()
  const toast = useToast()
  async function remove(): Promise<void> {
    try {
      await api.call(deleteComment, { contentId, commentId: comment.commentId })
      await queries.invalidateQueries({ queryKey: keyOf(contentId) })
      toast(t('comments.deleted'))
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
    }
  }
  return (
    <li className="comment">
      <Avatar url={comment.avatarUrl} name={comment.nickname} size={32} />
      <div className="comment-body">
        <p className="muted comment-meta">
          {comment.nickname} · <DateTime at={comment.at} as="ago" />
          {comment.pinned ? (
            <Tag tone="plum">
              <Pin size={12} aria-hidden className="inline-icon" /> {t('comments.pinned')}
            </Tag>
          ) : null}
          {comment.held ? <Tag tone="amber">{t('comments.held')}</Tag> : null}
        </p>
        <p>{comment.text}</p>
        {comment.reply ? (
          <p className="comment-reply">
            <b>
              {comment.reply.shopId
                ? t('comments.shop', { name: comment.reply.shopName ? text(comment.reply.shopName) : '' })
                : t('comments.author')}
            </b>{' '}
            {comment.reply.text}
          </p>
        ) : null}
      </div>
      {comment.deletable ? (
        <IconButton icon={Trash2} size={18} label={t('comments.delete')} onClick={() => void remove()} />
      ) : null}
    </li>
  )
}

function WriteComment({ contentId }: { contentId: string }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const account = useAccount()
  const here = useLocation()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)

  if (account.guest) {
    return (
      <Link
        to="/login"
        search={{ next: here.href }}
        className={buttonClass({ variant: 'secondary', block: true })}
      >
        {t('comments.logInFirst')}
      </Link>
    )
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!text.trim()) return
    setBusy(true)
    setProblem(null)
    try {
      const { held } = await api.call(postComment, { contentId, text })
      setText('')
      if (!held) tellComment(contentId)
      await queries.invalidateQueries({ queryKey: keyOf(contentId) })
    } catch (error) {
      setProblem(problemOf(error, locale))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(e) => void submit(e)}>
      <InlineError problem={problem} />
      <div className="write-comment">
        <Field label={t('comments.yours')} hideLabel>
          <Input
            value={text}
            onChange={(e) => setText(e.target.value)}
            maxLength={300}
            placeholder={t('comments.placeholder')}
            autoComplete="off"
          />
        </Field>
        <Button type="submit" variant="primary" loading={busy} disabled={!text.trim()}>
          {t('comments.send')}
        </Button>
      </div>
    </form>
  )
}

/** The count on the rail goes up at once; the signal cites the place it was read in. */
function tellComment(contentId: string): void {
  for (const feed of Object.values(feeds)) {
    const { entries, index } = feed.get()
    const entry = entries[index]
    if (entry?.content.contentId !== contentId) continue
    tell(entry, 'comment')
    countComment(contentId, entry.content.counters.comments + 1)
  }
}
