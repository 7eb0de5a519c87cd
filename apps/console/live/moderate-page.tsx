// The room on a moderator's phone: chat and its tools, what is explained, and the next product in one touch.
import { Pin, SkipForward } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, EmptyState, Tag, useText } from '#app/ui'
import { useCreatorId } from '../app/address.ts'
import { Page, Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { ChatPanel } from './chat-panel.tsx'
import { ROOM_TONE } from './live-words.ts'
import { useRoomId, useRoomQuery } from './room-page.tsx'
import { useLine, useRoomLine } from './room-line.ts'
import type { Room } from './room-patch.ts'
import { clockOf } from './rundown-clock.ts'
import { useNext, useRundown } from './rundown-strip.tsx'
import { useTick } from './use-tick.ts'

export function ModeratePage() {
  const { t } = useTranslation()
  const text = useText()
  const creatorId = useCreatorId()
  const query = useRoomQuery(creatorId, useRoomId())
  return (
    <Page title={query.data ? text(query.data.title) : t('live.moderate.title')} scope="live.moderate">
      <Read query={query}>
        {(room) =>
          room.state === 'live' || room.state === 'interrupted' ? (
            <Moderate room={room} />
          ) : (
            <EmptyState title={t('live.moderate.notOn')} detail={t('live.moderate.notOnDetail')} />
          )
        }
      </Read>
    </Page>
  )
}

function Moderate({ room }: { room: Room }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const line = useRoomLine(room.creatorId, room.roomId, true, room.seq)
  const viewers = useLine(line, (s) => s.viewers)
  const plan = useRundown(room.creatorId, room.roomId)
  const rows = plan.data?.rows ?? []
  const next = useNext(room, rows)
  const clock = clockOf(rows, useTick(5_000))
  const nameOf = (productId: string | null | undefined) => {
    const item = room.bag.find((b) => b.productId === productId)
    return item ? text(item.card.title) : null
  }
  return (
    <div className="live-moderate">
      <div className="live-moderate-head">
        <Tag tone={ROOM_TONE[room.state]}>{t(`live.state.${room.state}`)}</Tag>
        {viewers === null ? null : (
          <span className="num muted">{t('live.prompter.watching', { n: viewers })}</span>
        )}
      </div>
      <div className="live-moderate-now">
        <span>
          <Pin size={14} aria-hidden /> {nameOf(room.explainingProductId) ?? t('live.moderate.nothing')}
        </span>
        {may('live.run') && clock.next ? (
          <Button variant="soft" icon={SkipForward} loading={next.busy} onClick={() => void next.run()}>
            {t('live.rundown.next', { name: nameOf(clock.next.productId) ?? '' })}
          </Button>
        ) : null}
      </div>
      <ChatPanel room={room} line={line} />
    </div>
  )
}
