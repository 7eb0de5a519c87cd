// What became of the draft: saved and when, not saved and why, or saved by somebody else meanwhile, with the choice between the two.
import { useTranslation } from 'react-i18next'
import { Button, useLocale } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getMine } from '#modules/content/contract'
import type { ServerDraft } from './server-draft.ts'

type Own = OutputOf<typeof getMine>

export function DraftNotice({ draft, onTake }: { draft: ServerDraft; onTake: (own: Own) => void }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { theirs, problem, savedAt } = draft
  if (theirs)
    return (
      <div className="notice notice-amber" role="alert">
        <p>{t('publish.draft.other')}</p>
        <p className="buttons">
          <Button size="s" onClick={() => onTake(theirs)}>
            {t('publish.draft.take')}
          </Button>
          <Button size="s" onClick={() => void draft.overwrite()}>
            {t('publish.draft.overwrite')}
          </Button>
        </p>
      </div>
    )
  if (draft.gone)
    return (
      <div className="notice notice-amber" role="alert">
        <p>{t('publish.draft.gone')}</p>
        <p className="buttons">
          <Button size="s" onClick={draft.asNew}>
            {t('publish.draft.asNew')}
          </Button>
        </p>
      </div>
    )
  if (problem)
    return (
      <p className="muted" role="status">
        {t('publish.draft.notSaved', { why: problem.title })}
      </p>
    )
  return savedAt ? (
    <p className="muted" role="status">
      {t('publish.draft.saved', {
        at: savedAt.toLocaleTimeString(locale === 'zh' ? 'zh-CN' : 'en-GB', { hourCycle: 'h23' }),
      })}
    </p>
  ) : null
}
