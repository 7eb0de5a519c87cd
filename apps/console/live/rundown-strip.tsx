// The rundown while it runs: what is on and its clock, what comes next, how far the evening is from its plan, and one key to move on.
import { useQuery } from '@tanstack/react-query'
import { ListOrdered, SkipForward } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Tag, useText } from '#app/ui'
import { getDeskRoom, getRundown, nextInRundown } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { queryOf, refresh } from '../app/api.ts'
import { useMay } from '../app/session.tsx'
import { clockText, RUNDOWN_TONE } from './live-words.ts'
import type { Room } from './room-patch.ts'
import { clockOf, leftMs, type Row } from './rundown-clock.ts'
import { useTick } from './use-tick.ts'

/** Others edit it too; what is explained is told by the socket. */
const EVERY_MS = 15_000

export const useRundown = (creatorId: string, roomId: string) =>
  useQuery({ ...queryOf(getRundown, { creatorId, roomId }), staleTime: 0, refetchInterval: EVERY_MS })

export function useNext(room: Room, rows: readonly Row[]) {
  const { creatorId, roomId } = room
  const act = useAct(nextInRundown, { refreshes: [getRundown] })
  const on = rows.find((r) => r.state === 'now') ?? null
  return {
    busy: act.busy,
    /** To the named row, or the next one. */
    run: async (rowId?: Row['rowId']) => {
      await act.run({ creatorId, roomId, after: on?.rowId ?? null, ...(rowId ? { rowId } : {}) })
      await refresh(getDeskRoom)
    },
  }
}

export function RundownStrip({ room, onEdit }: { room: Room; onEdit: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const query = useRundown(room.creatorId, room.roomId)
  const rows = query.data?.rows ?? []
  const next = useNext(room, rows)
  const nowMs = useTick()
  const clock = clockOf(rows, nowMs)
  const nameOf = (row: Row) => {
    const item = room.bag.find((b) => b.productId === row.productId)
    return item ? text(item.card.title) : t('live.rundown.gone')
  }
  const left = clock.on ? leftMs(clock.on, nowMs) : 0
  const offPlan =
    clock.on !== null && room.explainingProductId !== null && room.explainingProductId !== clock.on.productId
  return (
    <section className="live-rundown" aria-label={t('live.rundown.title')}>
      <div className="live-rundown-now">
        {clock.on ? (
          <>
            <Tag tone={RUNDOWN_TONE[clock.on.role]}>{t(`live.rundown.role.${clock.on.role}`)}</Tag>
            <b className="live-rundown-name">{nameOf(clock.on)}</b>
            <span className="live-rundown-left num" data-over={left < 0 || undefined}>
              {left >= 0
                ? t('live.rundown.left', { time: clockText(left) })
                : t('live.rundown.over', { time: clockText(-left) })}
            </span>
            {offPlan ? <Tag tone="amber">{t('live.rundown.offPlan')}</Tag> : null}
          </>
        ) : (
          <span className="muted">
            {t(
              rows.length === 0
                ? 'live.rundown.none'
                : clock.next
                  ? 'live.rundown.notBegun'
                  : 'live.rundown.allDone',
            )}
          </span>
        )}
      </div>
      {rows.length > 0 ? (
        <div className="live-rundown-facts muted num">
          <span>{t('live.rundown.progress', { done: clock.done, all: rows.length })}</span>
          {Math.abs(clock.behindMs) >= 30_000 ? (
            <span data-late={clock.behindMs > 0 || undefined}>
              {t(clock.behindMs > 0 ? 'live.rundown.behind' : 'live.rundown.ahead', {
                time: clockText(Math.abs(clock.behindMs)),
              })}
            </span>
          ) : null}
        </div>
      ) : null}
      <div className="live-rundown-next">
        {clock.next ? (
          <span className="muted live-rundown-name">
            {t('live.rundown.next', { name: nameOf(clock.next) })}
          </span>
        ) : null}
        {may('live.run') && (clock.next || clock.on) ? (
          <Button
            size="s"
            variant="primary"
            icon={SkipForward}
            loading={next.busy}
            onClick={() => void next.run()}
          >
            {t(clock.next ? 'live.rundown.goNext' : 'live.rundown.finish')} <kbd>N</kbd>
          </Button>
        ) : null}
        <Button size="s" icon={ListOrdered} onClick={onEdit}>
          {t('live.rundown.edit')}
        </Button>
      </div>
    </section>
  )
}
