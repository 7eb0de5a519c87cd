// How the picture arrives, in one line of figures, and beneath it what to change, in words.
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { InlineError, useText } from '#app/ui'
import { getRoomHealth } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { KEY_FRAME_MS, type Health } from './check-list.ts'

const EVERY_MS = 2_000

export const useHealth = (creatorId: string, roomId: string, on: boolean) =>
  useQuery({
    ...queryOf(getRoomHealth, { creatorId, roomId }),
    enabled: on,
    refetchInterval: EVERY_MS,
    staleTime: 0,
    retry: false,
  })

/** `away`: the picture is gone; what was last measured says nothing any more. */
export function HealthStrip({
  query,
  away = false,
}: {
  query: ReturnType<typeof useHealth>
  away?: boolean
}) {
  const { t } = useTranslation()
  const text = useText()
  if (query.error) return <InlineError problem={query.error} />
  const h = query.data?.health
  if (!h || away) return <p className="muted live-health-none">{t('live.health.none')}</p>
  const bad = new Set(query.data!.advice.map((a) => a.code))
  const figures = [
    { key: 'video', value: kbps(h.videoKbps), bad: bad.has('bitrateLow') || bad.has('bitrateHigh') },
    { key: 'fps', value: String(Math.round(h.fps)), bad: bad.has('frameRateLow') },
    {
      key: 'keyFrame',
      value: h.keyFrameEveryMs === null ? '—' : `${(h.keyFrameEveryMs / 1000).toFixed(1)} s`,
      bad: bad.has('keyFrameTooFar') || (h.keyFrameEveryMs ?? 0) > KEY_FRAME_MS,
    },
    { key: 'size', value: `${h.width}×${h.height}`, bad: bad.has('tooLarge') },
    { key: 'audio', value: h.audioCodec === null ? '—' : kbps(h.audioKbps), bad: bad.has('noAudio') },
  ] as const
  return (
    <div className="live-health">
      {figures.every((f) => !f.bad) && query.data!.advice.length === 0 ? (
        <p className="live-health-good">
          <CircleCheck size={16} aria-hidden /> {t('live.health.good')}
        </p>
      ) : null}
      <dl className="live-health-figures">
        {figures.map((f) => (
          <div key={f.key} data-bad={f.bad || undefined}>
            <dt>{t(`live.health.${f.key}`)}</dt>
            <dd className="num">{f.value}</dd>
          </div>
        ))}
      </dl>
      {query.data!.advice.map((a) => (
        <p key={a.code} className="live-advice">
          <TriangleAlert size={16} aria-hidden />
          <span>
            <b>{text(a.what)}</b> {text(a.change)}
          </span>
        </p>
      ))}
    </div>
  )
}

const kbps = (n: number): string => (n >= 1000 ? `${(n / 1000).toFixed(1)} Mbps` : `${Math.round(n)} kbps`)

export type { Health }
