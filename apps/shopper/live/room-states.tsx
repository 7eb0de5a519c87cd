// Everything a room can be that is not 'on': entering, planned, interrupted, over, gone, out of bounds. Goods stay within reach in
// each of them where they can still be bought.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ban, CalendarClock, CloudOff, MonitorX, Radio, RotateCw, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import {
  Button,
  buttonClass,
  EmptyState,
  ErrorState,
  formatCountdown,
  formatDateTime,
  Loading,
  Spinner,
  useLocale,
} from '#app/ui'
import { getReplay, listLive } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { Page } from '../app/page.tsx'
import { useSheets } from '../app/sheets.ts'
import { setFollow, useFollowed } from '../feed/social.ts'
import { restartPicture } from './live-picture.ts'
import { usePictureState } from './live-picture-view.tsx'
import { AuthorProgrammes } from './programmes.tsx'
import { RoomTile } from './room-tile.tsx'
import { useRoomNow, useRoomStore } from './room-context.tsx'
import { useRoom } from './room-hold.ts'
import { useServerNow } from './use-server-now.ts'

const DAY_MS = 86_400_000

export function RoomLoading() {
  const { t } = useTranslation()
  return (
    <div className="room is-loading">
      <div className="room-stage">
        <div className="curtain">
          <Loading>
            <Spinner />
            <p>{t('live.loading')}</p>
          </Loading>
        </div>
      </div>
    </div>
  )
}

/** Over the picture: what keeps it from being one. Nothing while it plays. */
export function Curtain() {
  const room = useRoomNow()
  if (room.state === 'ended' || room.state === 'archived') return <Ended />
  if (room.state === 'preview' || room.state === 'testing') return <Upcoming />
  return <PictureNotes />
}

function PictureNotes() {
  const { t } = useTranslation()
  const room = useRoomNow()
  const store = useRoomStore()
  const line = useRoom(store, (s) => s.line.is)
  const picture = usePictureState(room.roomId)
  if (room.state === 'interrupted')
    return (
      <Note
        icon={<CloudOff size={22} aria-hidden />}
        title={t('live.interrupted')}
        detail={t('live.interruptedDetail')}
      />
    )
  if (picture === 'unsupported')
    return (
      <Note
        icon={<MonitorX size={22} aria-hidden />}
        title={t('live.unsupported')}
        detail={t('live.unsupportedDetail')}
      />
    )
  if (picture === 'failed')
    return (
      <Note icon={<MonitorX size={22} aria-hidden />} title={t('live.pictureFailed')}>
        <Button size="s" icon={RotateCw} onClick={() => restartPicture(room.play)}>
          {t('app.retry')}
        </Button>
      </Note>
    )
  if (line === 'away')
    return <Note quiet icon={<WifiOff size={16} aria-hidden />} title={t('live.reconnecting')} />
  return picture === 'waiting' || picture === 'loading' ? (
    <div className="curtain-wait" aria-hidden>
      <Spinner />
    </div>
  ) : null
}

type NoteProps = { icon: ReactNode; title: string; detail?: string; quiet?: boolean; children?: ReactNode }

const Note = ({ icon, title, detail, quiet = false, children }: NoteProps) => (
  <div className={`curtain-note ${quiet ? 'is-quiet' : ''}`} role="status">
    {icon}
    <p>
      <b>{title}</b>
      {detail ? <span>{detail}</span> : null}
    </p>
    {children}
  </div>
)

function Upcoming() {
  const { t } = useTranslation()
  const locale = useLocale()
  const room = useRoomNow()
  const store = useRoomStore()
  const sheets = useSheets()
  const nowMs = useServerNow(store, true)
  const followed = useFollowed(room.author)
  const leftMs = room.plannedAt === null ? null : Date.parse(room.plannedAt) - nowMs
  return (
    <div className="curtain">
      <CalendarClock size={36} strokeWidth={1.75} aria-hidden />
      <h2>{t('live.upcoming')}</h2>
      {room.plannedAt !== null && leftMs! > 0 ? (
        <>
          {leftMs! < DAY_MS ? (
            <p className="curtain-clock num">{t('live.startsIn', { time: formatCountdown(leftMs!) })}</p>
          ) : null}
          <p>{t('live.plannedAt', { when: formatDateTime(room.plannedAt, locale, new Date(nowMs)) })}</p>
        </>
      ) : (
        <p>{t('live.startsSoon')}</p>
      )}
      {followed ? (
        <p className="curtain-small">{t('feed.following')}</p>
      ) : (
        <>
          <Button
            variant="primary"
            onClick={() => void setFollow(room.author.creatorId, true, null).catch(() => {})}
          >
            {t('feed.followShort')}
          </Button>
          <p className="curtain-small">{t('live.followToKnow')}</p>
        </>
      )}
      {room.bag.length > 0 ? (
        <Button className="curtain-plain" onClick={() => sheets.open({ sheet: 'bag', room: room.roomId })}>
          {t('live.peek')}
        </Button>
      ) : null}
    </div>
  )
}

function Ended() {
  const { t } = useTranslation()
  const room = useRoomNow()
  const lastedMs =
    room.startedAt && room.endedAt ? Date.parse(room.endedAt) - Date.parse(room.startedAt) : null
  return (
    <div className="curtain is-ended">
      <Radio size={36} strokeWidth={1.75} aria-hidden />
      <h2>{t('live.ended')}</h2>
      {lastedMs === null ? null : (
        <p className="num">{t('live.endedDetail', { time: formatCountdown(lastedMs) })}</p>
      )}
      <ReplayLink roomId={room.roomId} />
      <AuthorProgrammes authorId={room.author.creatorId} only={1} />
      <OtherRooms but={room.roomId} />
    </div>
  )
}

/** There once the last piece is written. */
function ReplayLink({ roomId }: { roomId: string }) {
  const { t } = useTranslation()
  const { data } = useQuery({ ...queryOf(getReplay, { roomId }), retry: false })
  return data && data.playlistUrl !== null ? (
    <Link to="/live/$roomId/replay" params={{ roomId }} className={buttonClass({ variant: 'primary' })}>
      {t('live.replay')}
    </Link>
  ) : null
}

function OtherRooms({ but }: { but: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(queryOf(listLive, { limit: 7 }))
  const others = data?.items.filter((r) => r.roomId !== but).slice(0, 6) ?? []
  return others.length === 0 ? (
    <Link to="/live" className={buttonClass({ variant: 'secondary' })}>
      {t('live.calendar')}
    </Link>
  ) : (
    <section className="curtain-others">
      <h3>{t('live.others')}</h3>
      <ul>
        {others.map((r) => (
          <RoomTile key={r.roomId} room={r} from="other" />
        ))}
      </ul>
    </section>
  )
}

/** Nothing was ever shown: not there, or not reachable. */
export function NotOpen({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="room-closed">
      <Page title={t('live.list')} back>
        {problem.code === 'NOT_FOUND' ? (
          <EmptyState
            icon={Radio}
            title={t('live.missing')}
            detail={t('live.missingDetail')}
            action={
              <Link to="/live" className={buttonClass({ variant: 'primary' })}>
                {t('live.list')}
              </Link>
            }
          />
        ) : (
          <ErrorState problem={problem} onRetry={onRetry} />
        )}
      </Page>
    </div>
  )
}

export function Blocked() {
  const { t } = useTranslation()
  return (
    <div className="room-closed">
      <Page title={t('live.list')} back>
        <EmptyState
          icon={Ban}
          title={t('live.blocked')}
          detail={t('live.blockedDetail')}
          action={
            <Link to="/" className={buttonClass({ variant: 'primary' })}>
              {t('feed.toRecommend')}
            </Link>
          }
        />
      </Page>
    </div>
  )
}
