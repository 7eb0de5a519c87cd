// Clips cut from a room: how far each is, why one failed, and the way to publish.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { clockText } from '#app/client'
import { Button, buttonClass, Panel, Tag, useLocale, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { ERRORS, type ErrorCode } from '#kernel/errors'
import type { OwnContent } from '#modules/content/contract'
import { listRoomClips } from '#modules/live/contract'
import { retryClip } from '#modules/media/contract'
import { useAct } from '../../app/act.ts'
import { useCreatorId } from '../../app/address.ts'
import { queryOf } from '../../app/api.ts'
import { Read } from '../../app/page.tsx'

type Made = OutputOf<typeof listRoomClips>['items'][number]
const LOOK_MS = 1_500

export function MadeClips({ roomId }: { roomId: string }) {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const query = useQuery({
    ...queryOf(listRoomClips, { creatorId, roomId }),
    refetchInterval: (q) => (q.state.data?.items.some((c) => c.clipState === 'processing') ? LOOK_MS : false),
  })
  return (
    <Panel title={t('cut.madeClips')}>
      <Read query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('cut.none')}</p>
          ) : (
            <ul className="cut-made">
              {items.map((clip) => (
                <MadeClip key={clip.contentId} clip={clip} />
              ))}
            </ul>
          )
        }
      </Read>
    </Panel>
  )
}

function MadeClip({ clip }: { clip: Made }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const creatorId = useCreatorId()
  const again = useAct(retryClip, { refreshes: [listRoomClips] })
  const error = clip.reason ? ERRORS[clip.reason.code as ErrorCode] : undefined
  return (
    <li>
      {clip.posterUrl ? (
        <img src={clip.posterUrl} alt="" width={54} height={96} loading="lazy" />
      ) : (
        <span className="cut-no-poster" />
      )}
      <div>
        <strong>{text(clip.title)}</strong>
        <small className="muted num">
          {clockText(clip.fromMs)} – {clockText(clip.toMs)}
        </small>
        {clip.clipState === 'processing' ? (
          <progress max={1} value={clip.progress} aria-label={t('cut.progress')} />
        ) : null}
        {clip.clipState === 'failed' ? (
          <small className="cut-why">
            {error ? `${error.title[locale]} · ${error.hint[locale]}` : t('cut.broke')}
          </small>
        ) : null}
      </div>
      <Tag
        tone={clip.clipState === 'failed' ? 'rose' : clip.clipState === 'processing' ? 'amber' : 'neutral'}
      >
        {clip.clipState === 'failed'
          ? t('cut.failedClip')
          : clip.clipState === 'processing'
            ? t('cut.inWork')
            : t(`contents.state.${clip.state as OwnContent['state']}`)}
      </Tag>
      {clip.clipState === 'failed' && clip.uploadId ? (
        <Button
          size="s"
          loading={again.busy}
          onClick={() => void again.run({ creatorId, uploadId: clip.uploadId! })}
        >
          {t('cut.again')}
        </Button>
      ) : (
        <Link
          to="/creator/$creatorId/contents/$contentId"
          params={{ creatorId, contentId: clip.contentId }}
          className={buttonClass({ size: 's' })}
        >
          {t('cut.publish')}
        </Link>
      )}
    </li>
  )
}
