// On a video that announces a room: when it begins, and the way in as soon as it is on, also while the video is being watched. Fetched
// when the first such video is on screen; its line is kept free from the start, so that nothing moves when it is filled.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CalendarClock, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar, formatDateTime, useLocale, useNow, useText } from '#app/ui'
import type { ContentCard } from '#kernel/content-card'
import { getRoomSign } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'

const ASK_MS = 8_000
/** Those who watch the same video do not all ask in the same moment. */
const SPREAD_MS = 2_000

export function RoomChip({ content, roomId }: { content: ContentCard; roomId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const now = useNow()
  const [everyMs] = useState(() => ASK_MS + Math.random() * SPREAD_MS)
  const { data: sign } = useQuery({
    ...queryOf(getRoomSign, { roomId }),
    staleTime: ASK_MS,
    refetchInterval: ({ state }) => (state.data?.state === 'ended' || state.error ? false : everyMs),
  })
  if (!sign) return null
  const onAir = sign.state === 'live' || sign.state === 'interrupted'
  if (!onAir && sign.state !== 'preview') return null
  const name = text(content.author.name)
  const title = text(sign.title)
  const word = onAir ? t('live.chipOn') : t('live.chipAt', { when: whenOf() })
  return (
    <Link
      to="/live/$roomId"
      params={{ roomId }}
      search={{ from: 'video', by: content.contentId }}
      className={`room-chip ${onAir ? 'is-on' : ''}`}
    >
      {onAir ? (
        <span className="on-air-ring">
          <Avatar url={content.author.avatarUrl} name={name} size={24} />
        </span>
      ) : (
        <CalendarClock size={16} aria-hidden />
      )}
      <b>{word}</b>
      {onAir ? <span className="room-chip-title">{title}</span> : null}
      <ChevronRight size={16} aria-hidden />
    </Link>
  )

  function whenOf(): string {
    return sign!.plannedAt ? formatDateTime(sign!.plannedAt, locale, now) : t('live.chipSoon')
  }
}
