// The right rail: the author, and what a viewer can do about the content.
import { Link } from '@tanstack/react-router'
import { Heart, MessageCircle, Plus, Check, Forward, type LucideIcon } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import { Avatar, formatCount, useLocale, useText, useToast } from '#app/ui'
import { useSheets } from '../app/sheets.ts'
import type { FeedEntry } from './feed-store.ts'
import { setFollow, setLike, useContentState, useFollowed } from './social.ts'
import { useShare } from './use-share.ts'

export function Rail({ entry }: { entry: FeedEntry }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const text = useText()
  const toast = useToast()
  const sheets = useSheets()
  const share = useShare()
  const { author, authorRoomId, contentId } = entry.content
  const { liked, likes, comments, shares } = useContentState(entry.content)
  const followed = useFollowed(author)
  const name = text(author.name)
  const failed = (error: unknown) => toast({ text: problemOf(error, locale).title, tone: 'bad' })

  return (
    <div className="rail">
      <div className="rail-author">
        {authorRoomId ? (
          <Link
            to="/live/$roomId"
            params={{ roomId: authorRoomId }}
            search={{ from: 'author', by: contentId }}
            className="on-air-ring"
            aria-label={t('feed.authorOnAir', { name })}
          >
            <Avatar url={author.avatarUrl} name={name} size={48} />
          </Link>
        ) : (
          <Link
            to="/author/$authorId"
            params={{ authorId: author.creatorId }}
            aria-label={t('feed.authorPage', { name })}
          >
            <Avatar url={author.avatarUrl} name={name} size={48} />
          </Link>
        )}
        <button
          type="button"
          className={`rail-follow ${followed ? 'is-on' : ''}`}
          aria-pressed={followed}
          aria-label={t(followed ? 'feed.unfollow' : 'feed.follow', { name })}
          onClick={() => void setFollow(author.creatorId, !followed, entry).catch(failed)}
        >
          {followed ? (
            <Check size={14} strokeWidth={3} aria-hidden />
          ) : (
            <Plus size={14} strokeWidth={3} aria-hidden />
          )}
        </button>
      </div>
      <RailButton
        icon={Heart}
        on={liked}
        pressed={liked}
        label={t(liked ? 'feed.unlike' : 'feed.like')}
        count={likes}
        onClick={() => void setLike(entry, !liked).catch(failed)}
      />
      {entry.content.media.kind === 'live' ? null : (
        <RailButton
          icon={MessageCircle}
          label={t('feed.comments')}
          count={comments}
          onClick={() => sheets.open({ sheet: 'comments', content: entry.content.contentId })}
        />
      )}
      <RailButton icon={Forward} label={t('feed.share')} count={shares} onClick={() => void share(entry)} />
    </div>
  )
}

type RailButtonProps = {
  icon: LucideIcon
  label: string
  count: number
  on?: boolean
  pressed?: boolean
  onClick: () => void
}

function RailButton({ icon: Icon, label, count, on = false, pressed, onClick }: RailButtonProps) {
  const locale = useLocale()
  const countId = useId()
  return (
    <div className={`rail-item ${on ? 'is-on' : ''}`}>
      <button
        type="button"
        aria-pressed={pressed}
        aria-label={label}
        aria-describedby={countId}
        onClick={onClick}
      >
        <Icon size={32} fill="currentColor" strokeWidth={1.5} aria-hidden />
      </button>
      <span id={countId} className="num">
        {count > 0 ? formatCount(count, locale) : label}
      </span>
    </div>
  )
}
