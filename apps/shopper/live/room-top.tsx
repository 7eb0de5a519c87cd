// The top of the room: who is on, whether one follows, how many watch, and the way out.
import { Link } from '@tanstack/react-router'
import { Eye, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import { Avatar, formatCount, IconButton, useLocale, useText, useToast } from '#app/ui'
import { setFollow, useFollowed } from '../feed/social.ts'
import { useLogged, useRoomStore } from './room-context.tsx'
import { useRoom } from './room-hold.ts'

export function RoomTop({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const toast = useToast()
  const store = useRoomStore()
  const { room } = useLogged()
  const viewers = useRoom(store, (s) => s.viewers)
  const followed = useFollowed(room.author)
  const name = text(room.author.name)
  return (
    <header className="room-top">
      <div className="room-author">
        <Link
          to="/author/$authorId"
          params={{ authorId: room.author.creatorId }}
          aria-label={t('feed.authorPage', { name })}
        >
          <Avatar url={room.author.avatarUrl} name={name} size={32} />
        </Link>
        <span className="room-names">
          <b>{name}</b>
          <small>{room.coHost ? t('live.coHost', { name: text(room.coHost.name) }) : text(room.title)}</small>
        </span>
        {followed ? null : (
          <button
            type="button"
            className="room-follow"
            aria-label={t('feed.follow', { name })}
            onClick={() =>
              void setFollow(room.author.creatorId, true, null).catch((e: unknown) =>
                toast({ text: problemOf(e, locale).title, tone: 'bad' }),
              )
            }
          >
            {t('feed.followShort')}
          </button>
        )}
      </div>
      {viewers === null || viewers === 0 || room.state === 'ended' || room.state === 'archived' ? (
        <span />
      ) : (
        <p className="room-viewers num" title={t('live.viewers', { n: formatCount(viewers, locale) })}>
          <Eye size={14} aria-hidden />
          <span className="visually-hidden">{t('live.viewers', { n: formatCount(viewers, locale) })}</span>
          <span aria-hidden>{formatCount(viewers, locale)}</span>
        </p>
      )}
      <IconButton className="room-close" icon={X} label={t('live.leave')} onClick={onLeave} />
    </header>
  )
}
