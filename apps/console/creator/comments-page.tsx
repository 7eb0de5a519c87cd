// Everything said under a creator's contents: what waits for an answer, what asks, what the filter held back; and who may answer.
import { useQuery } from '@tanstack/react-query'
import { MessageCircle } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, EmptyState, Field, InlineError, Panel, Switch, Textarea, useText } from '#app/ui'
import {
  COMMENT_FILTERS,
  deleteComment,
  getCommentFilter,
  listDeskComments,
  listHosts,
  pinComment,
  releaseComment,
  replyToComment,
  setCommentFilter,
  setHost,
  type DeskComment,
} from '#modules/content/contract'
import { useAct } from '../app/act.ts'
import { useCreatorId, useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { CommentCard } from '../app/comment-card.tsx'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { List, Page, Read } from '../app/page.tsx'
import { SearchBox } from '../app/search-box.tsx'
import { oneOf } from '../app/search.ts'
import { useMay } from '../app/session.tsx'

type Asking =
  { what: 'delete'; comment: DeskComment } | { what: 'hosts'; comment: DeskComment } | { what: 'words' }
const REFRESHED = [listDeskComments] as const

export function CommentsPage() {
  const { t } = useTranslation()
  const may = useMay()
  const creatorId = useCreatorId()
  const [filters, setFilters] = useFilters()
  const [asking, setAsking] = useState<Asking | null>(null)
  const show = oneOf(COMMENT_FILTERS, filters.show)
  const query = useList(listDeskComments, {
    creatorId,
    ...(show ? { show } : {}),
    ...(filters.q ? { q: filters.q } : {}),
  })
  const narrowed = Boolean(show || filters.q)
  const close = () => setAsking(null)
  return (
    <Page
      title={t('nav.comments')}
      scope="content.read"
      actions={
        may('content.write') ? (
          <Button onClick={() => setAsking({ what: 'words' })}>{t('comments.filterWords')}</Button>
        ) : null
      }
    >
      <div className="toolbar">
        <FilterChips
          label={t('comments.filter')}
          value={show ?? ''}
          onChange={(next) => setFilters({ show: next || undefined })}
          options={[
            { value: '' as const, label: t('app.all') },
            ...COMMENT_FILTERS.map((f) => ({ value: f, label: t(`comments.show.${f}`) })),
          ]}
        />
        <SearchBox
          value={filters.q ?? ''}
          label={t('comments.search')}
          onSearch={(q) => setFilters({ q: q || undefined })}
        />
      </div>
      <List
        query={query}
        empty={
          <Panel>
            <EmptyState
              icon={MessageCircle}
              title={t(narrowed ? 'comments.noneHere' : 'comments.none')}
              detail={t(narrowed ? 'comments.noneHereDetail' : 'comments.noneDetail')}
            />
          </Panel>
        }
      >
        {(items) => (
          <ul className="stack">
            {items.map((c) => (
              <Comment key={c.commentId} comment={c} creatorId={creatorId} onAsk={setAsking} />
            ))}
          </ul>
        )}
      </List>
      {asking?.what === 'delete' ? <Deleting comment={asking.comment} onClose={close} /> : null}
      {asking?.what === 'hosts' ? (
        <Hosts comment={asking.comment} creatorId={creatorId} onClose={close} />
      ) : null}
      {asking?.what === 'words' ? <FilterWords creatorId={creatorId} onClose={close} /> : null}
    </Page>
  )
}

function Comment({
  comment,
  creatorId,
  onAsk,
}: {
  comment: DeskComment
  creatorId: string
  onAsk: (asking: Asking) => void
}) {
  const { t } = useTranslation()
  const may = useMay()
  const { commentId, pinned, held } = comment
  const answer = useAct(replyToComment, { inline: true, says: t('comments.answered'), refreshes: REFRESHED })
  const pin = useAct(pinComment, {
    refreshes: REFRESHED,
    says: t(pinned ? 'comments.unpinnedNow' : 'comments.pinnedNow'),
  })
  const release = useAct(releaseComment, { refreshes: REFRESHED, says: t('comments.released') })
  const mayWrite = may('content.write')
  return (
    <CommentCard
      comment={comment}
      answering={
        mayWrite
          ? {
              busy: answer.busy,
              problem: answer.problem,
              send: async (text) => (await answer.run({ creatorId, commentId, text })) !== null,
            }
          : null
      }
      actions={
        mayWrite ? (
          <>
            {held ? (
              <Button
                size="s"
                variant="soft"
                loading={release.busy}
                onClick={() => void release.run({ creatorId, commentId })}
              >
                {t('comments.release')}
              </Button>
            ) : (
              <Button
                size="s"
                loading={pin.busy}
                onClick={() => void pin.run({ creatorId, commentId, pinned: !pinned })}
              >
                {t(pinned ? 'comments.unpin' : 'comments.pin')}
              </Button>
            )}
            <Button size="s" onClick={() => onAsk({ what: 'delete', comment })}>
              {t('comments.delete')}
            </Button>
            <Button size="s" variant="ghost" onClick={() => onAsk({ what: 'hosts', comment })}>
              {t('comments.hosting')}
            </Button>
          </>
        ) : null
      }
    />
  )
}

function Deleting({ comment, onClose }: { comment: DeskComment; onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct(deleteComment, {
    inline: true,
    refreshes: REFRESHED,
    says: t('comments.deleted'),
    onDone: onClose,
  })
  const { contentId, commentId } = comment
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('comments.deleteTitle')}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button variant="danger" loading={act.busy} onClick={() => void act.run({ contentId, commentId })}>
            {t('comments.delete')}
          </Button>
        </>
      }
    >
      <p className="prose">{comment.text}</p>
      <p className="muted">{t('comments.deleteDetail')}</p>
      <InlineError problem={act.problem} />
    </Dialog>
  )
}

/** Which shops may answer under this content. On or off at once; taking it back leaves the answers that were given. */
function Hosts({
  comment,
  creatorId,
  onClose,
}: {
  comment: DeskComment
  creatorId: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const { contentId } = comment
  const query = useQuery(queryOf(listHosts, { creatorId, contentId }))
  const act = useAct(setHost, { inline: true, refreshes: [listHosts] })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('comments.hosting')}
      actions={<Button onClick={onClose}>{t('app.close')}</Button>}
    >
      <p>{t('comments.hostingDetail', { title: text(comment.contentTitle) })}</p>
      <Read query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('comments.noHosts')}</p>
          ) : (
            items.map((h) => (
              <Switch
                key={h.shopId}
                label={text(h.name)}
                checked={h.granted}
                disabled={act.busy}
                onChange={(e) =>
                  void act.run({ creatorId, contentId, shopId: h.shopId, granted: e.target.checked })
                }
              />
            ))
          )
        }
      </Read>
      <InlineError problem={act.problem} />
    </Dialog>
  )
}

function FilterWords({ creatorId, onClose }: { creatorId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery({ ...queryOf(getCommentFilter, { creatorId }), refetchOnMount: 'always' })
  const [draft, setDraft] = useState<string | null>(null)
  const act = useAct(setCommentFilter, {
    inline: true,
    refreshes: [getCommentFilter],
    says: t('comments.wordsSaved'),
    onDone: onClose,
  })
  const value = draft ?? query.data?.words.join('\n') ?? ''
  const words = [...new Set(value.split(/[\n,，、]/).map((w) => w.trim()))].filter(Boolean)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('comments.filterWords')}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            variant="primary"
            loading={act.busy}
            disabled={query.data === undefined}
            onClick={() => void act.run({ creatorId, words })}
          >
            {t('app.save')}
          </Button>
        </>
      }
    >
      <Read query={query}>
        {() => (
          <Field label={t('comments.words')} hint={t('comments.wordsHint')}>
            <Textarea rows={6} value={value} onChange={(e) => setDraft(e.target.value)} />
          </Field>
        )}
      </Read>
      <InlineError problem={act.problem} />
    </Dialog>
  )
}
