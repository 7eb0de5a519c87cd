// One thing to be judged, as it was handed in: pictures, clip, words and facts; and the verdict, which names its rule.
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, DateTime, Field, InlineError, KeyValue, Panel, Tag, Textarea, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { decideReview, getReview, listReviews } from '#modules/governance/contract'
import { useAct } from '../app/act.ts'
import { useRules } from '../app/names.tsx'
import { isTyping } from '../app/typing.ts'

type Review = OutputOf<typeof getReview>
type DetailProps = {
  review: Review
  rejecting: boolean
  onRejecting: (rejecting: boolean) => void
  onDone: () => void
}

export function ReviewDetail({ review, rejecting, onRejecting, onDone }: DetailProps) {
  const { t } = useTranslation()
  const text = useText()
  const { snapshot } = review
  return (
    <article className="review">
      <Panel
        title={text(review.title)}
        action={
          <span className="tags">
            <Tag tone="plum">{t(`review.kinds.${review.kind}`)}</Tag>
            {review.overdue ? <Tag tone="rose">{t('review.overdue')}</Tag> : null}
          </span>
        }
      >
        <p className="muted">
          {t('review.opened')} <DateTime at={review.openedAt} /> · {t('review.due')}{' '}
          <DateTime at={review.dueAt} />
        </p>
        <p className="both-read">
          <span lang="zh-CN">{review.title.zh}</span>
          <span lang="en">{review.title.en}</span>
        </p>
        {snapshot.videoUrl ? (
          // What was handed in may have no captions; the words beside it are what is judged.
          <video
            className="review-clip"
            src={snapshot.videoUrl}
            poster={snapshot.images[0]}
            controls
            playsInline
            preload="metadata"
            aria-label={t('publish.preview')}
          >
            <track kind="captions" />
          </video>
        ) : null}
        {snapshot.images.length > 0 && !snapshot.videoUrl ? (
          <div className="review-pictures" role="region" tabIndex={0} aria-label={t('review.pictures')}>
            {snapshot.images.map((url, i) => (
              <a key={url} href={url} target="_blank" rel="noreferrer">
                <img
                  src={url}
                  alt={t('product.pictureN', { n: i + 1 })}
                  width={180}
                  height={180}
                  loading="lazy"
                />
              </a>
            ))}
          </div>
        ) : null}
        {snapshot.description ? (
          <p className="both-read prose">
            <span lang="zh-CN">{snapshot.description.zh}</span>
            <span lang="en">{snapshot.description.en}</span>
          </p>
        ) : null}
        <KeyValue facts={snapshot.facts.map((f) => ({ label: text(f.label), value: text(f.value) }))} />
        {snapshot.findings ? (
          <>
            <h3>{t('review.findings')}</h3>
            <KeyValue
              facts={snapshot.findings.map((f) => ({
                label: `${text(f.label)} ${f.ruleId}`,
                value: text(f.value),
              }))}
            />
          </>
        ) : null}
      </Panel>
      {review.state === 'queued' ? (
        <Verdict review={review} rejecting={rejecting} onRejecting={onRejecting} onDone={onDone} />
      ) : (
        <Decided review={review} />
      )}
      {review.earlier.length > 0 ? (
        <Panel title={t('review.earlier')}>
          <ul className="stack">
            {review.earlier.map((e) => (
              <li key={e.reviewId}>
                {e.verdict ? (
                  <Tag tone={e.verdict === 'passed' ? 'jade' : 'rose'}>
                    {t(`review.verdicts.${e.verdict}`)}
                  </Tag>
                ) : null}{' '}
                {e.ruleId} {e.note}{' '}
                <span className="muted">{e.decidedAt ? <DateTime at={e.decidedAt} /> : null}</span>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </article>
  )
}

function Decided({ review }: { review: Review }) {
  const { t } = useTranslation()
  const text = useText()
  const rule = useRules().find((r) => r.ruleId === review.ruleId)
  if (!review.verdict)
    return (
      <div className="notice notice-amber" role="status">
        <b>{t('review.takenBack')}</b>
      </div>
    )
  return (
    <div className={`notice notice-${review.verdict === 'passed' ? 'jade' : 'rose'}`}>
      <div>
        <b>
          {t(`review.verdicts.${review.verdict}`)} {review.ruleId} {rule ? text(rule.title) : ''}
        </b>
        {review.note ? <p>{review.note}</p> : null}
        <p className="muted">
          {review.reviewer === 'system' ? t('review.bySystem') : review.reviewer} ·{' '}
          {review.decidedAt ? <DateTime at={review.decidedAt} /> : null}
        </p>
      </div>
    </div>
  )
}

function Verdict({ review, rejecting, onRejecting, onDone }: DetailProps) {
  const { t } = useTranslation()
  const text = useText()
  const rules = useRules().filter((r) => r.appliesTo.includes(review.kind))
  const [ruleId, setRuleId] = useState<(typeof rules)[number]['ruleId'] | null>(null)
  const [note, setNote] = useState('')
  const act = useAct(decideReview, {
    inline: true,
    refreshes: [listReviews, getReview],
    says: t('review.decided'),
  })
  const { reviewId, version } = review
  async function decide(verdict: 'passed' | 'rejected'): Promise<void> {
    const done = await act.run({
      reviewId,
      verdict,
      expectedVersion: version,
      ...(verdict === 'rejected' && ruleId ? { ruleId } : {}),
      ...(note.trim() && verdict === 'rejected' ? { note } : {}),
    })
    if (done) onDone()
  }
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        event.repeat ||
        isTyping(event.target) ||
        act.busy
      )
        return
      const key = event.key.toLowerCase()
      if (key === 'a') void decide('passed')
      else if (key === 'r') onRejecting(true)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })
  return (
    <Panel title={t('review.verdict')}>
      {act.problem?.code === 'STALE' ? (
        <p className="notice notice-amber" role="alert">
          <b>{t('app.stale')}</b> {t('review.staleDetail')}
        </p>
      ) : (
        <InlineError problem={act.problem} />
      )}
      {rejecting ? (
        <>
          <fieldset className="rules">
            <legend className="field-label">{t('review.whichRule')}</legend>
            {rules.map((r) => (
              <label key={r.ruleId} className="rule">
                <input
                  type="radio"
                  name="rule"
                  checked={ruleId === r.ruleId}
                  onChange={() => setRuleId(r.ruleId)}
                />
                <span>
                  <b>
                    {r.ruleId} {text(r.title)}
                  </b>
                  <small className="muted">{text(r.explanation)}</small>
                </span>
              </label>
            ))}
          </fieldset>
          <Field
            label={t('review.note')}
            hint={t('review.noteHint')}
            error={act.problem?.fieldError('note') ?? null}
          >
            <Textarea maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
          </Field>
          <div className="buttons">
            <Button onClick={() => onRejecting(false)}>{t('app.cancel')}</Button>
            <Button
              variant="danger"
              loading={act.busy}
              disabled={ruleId === null}
              onClick={() => void decide('rejected')}
            >
              {t('review.reject')}
            </Button>
          </div>
        </>
      ) : (
        <div className="buttons">
          <Button onClick={() => onRejecting(true)}>
            {t('review.reject')} <kbd>R</kbd>
          </Button>
          <Button variant="primary" loading={act.busy} onClick={() => void decide('passed')}>
            {t('review.pass')} <kbd>A</kbd>
          </Button>
        </div>
      )}
    </Panel>
  )
}
