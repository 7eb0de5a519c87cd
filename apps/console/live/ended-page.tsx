// A room that is over: what was sold, who did it, how the plan went, what the platform found fault with.
import { useTranslation } from 'react-i18next'
import { DataTable, DateTime, Panel, Tag, useText, type Column } from '#app/ui'
import { BackLink, Page, Read } from '../app/page.tsx'
import { clockText, ROOM_TONE, RUNDOWN_TONE } from './live-words.ts'
import { Numbers } from './numbers.tsx'
import { RoomLinks } from './room-links.tsx'
import type { Room } from './room-patch.ts'
import { tookMs, type Row } from './rundown-clock.ts'
import { useRundown } from './rundown-strip.tsx'
import { ShiftsPanel } from './shifts-panel.tsx'
import { ViolationsPanel } from './violations-panel.tsx'

export function EndedPage({ room }: { room: Room }) {
  const { t } = useTranslation()
  const text = useText()
  const { creatorId, roomId } = room
  const plan = useRundown(creatorId, roomId)
  return (
    <Page
      title={text(room.title)}
      scope="live.read"
      back={
        <BackLink to="/creator/$creatorId/rooms" params={{ creatorId }}>
          {t('nav.rooms')}
        </BackLink>
      }
      detail={
        <span className="tags">
          <Tag tone={ROOM_TONE[room.state]}>{t(`live.state.${room.state}`)}</Tag>
          {room.endReason ? <span className="muted">{t(`live.ended.reason.${room.endReason}`)}</span> : null}
        </span>
      }
      actions={room.startedAt ? <RoomLinks creatorId={creatorId} roomId={roomId} over size="m" /> : null}
    >
      {room.startedAt && room.endedAt ? (
        <p className="muted num">
          <DateTime at={room.startedAt} /> – <DateTime at={room.endedAt} /> ·{' '}
          {clockText(Date.parse(room.endedAt) - Date.parse(room.startedAt))}
        </p>
      ) : null}
      <Numbers room={room} line={null} />
      <ShiftsPanel room={room} />
      <Panel flush title={t('live.ended.plan')}>
        <Read query={plan}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p className="muted live-pad">{t('live.rundown.none')}</p>
            ) : (
              <PlanTable room={room} rows={rows} />
            )
          }
        </Read>
      </Panel>
      <ViolationsPanel room={room} />
    </Page>
  )
}

function PlanTable({ room, rows }: { room: Room; rows: readonly Row[] }) {
  const { t } = useTranslation()
  const text = useText()
  const end = room.endedAt ? Date.parse(room.endedAt) : 0
  const columns: Column<Row>[] = [
    {
      key: 'product',
      head: t('products.product'),
      rowHeader: true,
      cell: (r) => {
        const item = room.bag.find((b) => b.productId === r.productId)
        return <span className="clip">{item ? text(item.card.title) : t('live.rundown.gone')}</span>
      },
    },
    {
      key: 'role',
      head: t('live.rundown.roleOf'),
      cell: (r) => <Tag tone={RUNDOWN_TONE[r.role]}>{t(`live.rundown.role.${r.role}`)}</Tag>,
    },
    { key: 'planned', head: t('live.rundown.minutes'), numeric: true, cell: (r) => r.minutes },
    {
      key: 'took',
      head: t('live.ended.took'),
      numeric: true,
      cell: (r) => {
        const took = tookMs(r, end)
        return took === null ? t('live.ended.notReached') : clockText(took)
      },
    },
    {
      key: 'off',
      head: t('live.ended.off'),
      numeric: true,
      cell: (r) => {
        const took = tookMs(r, end)
        if (took === null) return '—'
        const off = took - r.minutes * 60_000
        return `${off >= 0 ? '+' : '−'}${clockText(Math.abs(off))}`
      },
    },
  ]
  return <DataTable label={t('live.ended.plan')} columns={columns} rows={rows} rowKey={(r) => r.rowId} />
}
