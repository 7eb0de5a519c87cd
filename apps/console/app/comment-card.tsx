// One comment at work: who said it under what, the answer and whose it is, and a form to answer. Creators and shops that answer in
// their stead share it; what else may be done is handed in.
import { Pin } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar, Button, DateTime, Field, InlineError, Panel, Tag, Textarea, useText } from '#app/ui'
import type { ApiProblem } from '#app/client'
import type { DeskComment } from '#modules/content/contract'

const REPLY_MAX = 300

type Answering = {
  busy: boolean
  problem: ApiProblem | null
  /** Resolves true when it was taken. */
  send: (text: string) => Promise<boolean>
}

export function CommentCard({
  comment,
  answering,
  actions,
}: {
  comment: DeskComment
  /** Null: this person may not answer. */
  answering: Answering | null
  actions?: ReactNode
}) {
  const { t } = useTranslation()
  const text = useText()
  const [open, setOpen] = useState(false)
  const { reply } = comment
  return (
    <li>
      <Panel className="comment-card">
        <p className="comment-head">
          <Avatar url={comment.avatarUrl} name={comment.nickname} size={32} />
          <b>{comment.nickname}</b>
          <span className="muted">
            <DateTime at={comment.at} as="ago" />
          </span>
          {comment.pinned ? (
            <Tag tone="plum">
              <Pin size={12} aria-hidden className="inline-icon" /> {t('comments.pinned')}
            </Tag>
          ) : null}
          {comment.held ? <Tag tone="amber">{t('comments.held')}</Tag> : null}
          <span className="muted comment-under">
            {t('comments.under', { title: text(comment.contentTitle) })}
          </span>
        </p>
        <p className="prose">{comment.text}</p>
        {reply && !open ? (
          <p className="prose quote">
            <b>
              {reply.shopId
                ? t('comments.byShop', { name: reply.shopName ? text(reply.shopName) : '' })
                : t('comments.byAuthor')}
            </b>{' '}
            {reply.text}
          </p>
        ) : null}
        {open && answering ? (
          <Answer answering={answering} before={reply?.text ?? ''} onClose={() => setOpen(false)} />
        ) : (
          <div className="comment-acts">
            {answering && !comment.held ? (
              <Button size="s" variant={reply ? 'secondary' : 'soft'} onClick={() => setOpen(true)}>
                {t(reply ? 'comments.change' : 'comments.answer')}
              </Button>
            ) : null}
            {actions}
          </div>
        )}
      </Panel>
    </li>
  )
}

function Answer({
  answering,
  before,
  onClose,
}: {
  answering: Answering
  before: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [answer, setAnswer] = useState(before)
  return (
    <form
      className="form"
      onSubmit={(e) => {
        e.preventDefault()
        void answering.send(answer).then((taken) => taken && onClose())
      }}
    >
      <Field
        label={t('comments.yourAnswer')}
        hint={t('comments.public')}
        error={answering.problem?.fieldError('text') ?? null}
        required
      >
        <Textarea maxLength={REPLY_MAX} value={answer} onChange={(e) => setAnswer(e.target.value)} />
      </Field>
      <InlineError problem={answering.problem} />
      <div className="buttons">
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button type="submit" variant="primary" loading={answering.busy} disabled={answer.trim() === ''}>
          {t('comments.send')}
        </Button>
      </div>
    </form>
  )
}
