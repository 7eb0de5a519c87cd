// A room in a list: its picture, whether it is on, what it is about, and what it shows now.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Avatar, formatDateTime, useLocale, useNow, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { TrafficSource } from '#kernel/room-frames'
import type { listLive } from '#modules/live/contract'

export type RoomCard = OutputOf<typeof listLive>['items'][number]

/** The calm sign of a running room; the bars stand still where stillness is asked for. */
export function LiveMark() {
  const { t } = useTranslation()
  return (
    <span className="live-mark">
      <i aria-hidden />
      {t('live.mark')}
    </span>
  )
}

export function RoomTile({ room, from }: { room: RoomCard; from: TrafficSource }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const now = useNow()
  const name = text(room.author.name)
  const on = room.state === 'live' || room.state === 'interrupted'
  return (
    <li>
      <Link to="/live/$roomId" params={{ roomId: room.roomId }} search={{ from }} className="room-tile">
        {room.coverUrl ? (
          <img src={room.coverUrl} alt="" width={270} height={360} loading="lazy" decoding="async" />
        ) : (
          <span className="room-tile-blank">
            <Avatar url={room.author.avatarUrl} name={name} size={72} />
          </span>
        )}
        <span className="room-tile-head">
          {on ? (
            <LiveMark />
          ) : room.plannedAt ? (
            <span className="room-tile-when num">{formatDateTime(room.plannedAt, locale, now)}</span>
          ) : null}
        </span>
        <span className="room-tile-text">
          {room.explaining && on ? (
            <span className="room-tile-now">
              <img src={room.explaining.imageUrl} alt="" width={36} height={36} loading="lazy" />
              <span>{t('live.explaining')}</span>
            </span>
          ) : null}
          <b>{text(room.title)}</b>
          <small>
            <Avatar url={room.author.avatarUrl} name={name} size={20} /> <span>{name}</span>
          </small>
        </span>
      </Link>
    </li>
  )
}
