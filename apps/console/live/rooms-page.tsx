// The creator's rooms: planned, on air, past; and the form that makes one.
import { Link, useNavigate } from '@tanstack/react-router'
import { Radio, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  buttonClass,
  DataTable,
  DateTime,
  EmptyState,
  Panel,
  Tag,
  useText,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listRooms } from '#modules/live/contract'
import { useCreatorId, useFilters } from '../app/address.ts'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { List, Page } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { useMay } from '../app/session.tsx'
import { ArchiveButton } from './archive-button.tsx'
import { clockText, ROOM_TONE } from './live-words.ts'
import { RoomForm } from './room-form.tsx'
import { useTick } from './use-tick.ts'

type Room = OutputOf<typeof listRooms>['items'][number]
const STATES = [
  'preview',
  'testing',
  'live',
  'interrupted',
  'ended',
  'archived',
] as const satisfies readonly Room['state'][]

export function RoomsPage() {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const may = useMay()
  const navigate = useNavigate()
  const [filters, setFilters] = useFilters()
  const [making, setMaking] = useState(false)
  const state = oneOf(STATES, filters.state)
  const query = useList(listRooms, { creatorId, limit: '50', ...(state ? { state } : {}) })
  const none = !state && query.data?.items.length === 0
  const add = may('live.run') ? (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t('live.rooms.make')}
    </Button>
  ) : null
  return (
    <Page title={t('nav.rooms')} scope="live.read" actions={none ? null : add}>
      <FilterChips
        label={t('orders.filter')}
        value={state ?? ''}
        onChange={(next) => setFilters({ state: next || undefined })}
        options={[
          { value: '' as const, label: t('app.all') },
          ...STATES.map((s) => ({ value: s, label: t(`live.state.${s}`) })),
        ]}
      />
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState
              icon={Radio}
              title={t(state ? 'live.rooms.noneHere' : 'live.rooms.none')}
              detail={t(state ? 'live.rooms.noneHereDetail' : 'live.rooms.noneDetail')}
              action={state ? undefined : add}
            />
          }
        >
          {(items) => <Rooms rooms={items} creatorId={creatorId} />}
        </List>
      </Panel>
      {making ? (
        <RoomForm
          creatorId={creatorId}
          onClose={() => setMaking(false)}
          onMade={(roomId) =>
            void navigate({ to: '/creator/$creatorId/rooms/$roomId', params: { creatorId, roomId } })
          }
        />
      ) : null}
    </Page>
  )
}

function Rooms({ rooms, creatorId }: { rooms: Room[]; creatorId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const nowMs = useTick()
  const columns: Column<Room>[] = [
    {
      key: 'title',
      head: t('live.rooms.room'),
      rowHeader: true,
      cell: (r) => (
        <Link
          to="/creator/$creatorId/rooms/$roomId"
          params={{ creatorId, roomId: r.roomId }}
          className="goods-cell"
        >
          {r.coverUrl ? (
            <img src={r.coverUrl} alt="" width={32} height={32} loading="lazy" />
          ) : (
            <span className="goods-blank" aria-hidden>
              <Radio size={16} />
            </span>
          )}
          <span className="clip">{text(r.title)}</span>
        </Link>
      ),
    },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (r) => <Tag tone={ROOM_TONE[r.state]}>{t(`live.state.${r.state}`)}</Tag>,
    },
    {
      key: 'planned',
      head: t('live.rooms.planned'),
      numeric: true,
      cell: (r) => (r.plannedAt ? <DateTime at={r.plannedAt} /> : '—'),
    },
    {
      key: 'started',
      head: t('live.rooms.started'),
      numeric: true,
      cell: (r) => (r.startedAt ? <DateTime at={r.startedAt} /> : '—'),
    },
    {
      key: 'time',
      head: t('live.rooms.onAir'),
      numeric: true,
      cell: (r) =>
        r.startedAt ? clockText((r.endedAt ? Date.parse(r.endedAt) : nowMs) - Date.parse(r.startedAt)) : '—',
    },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      action: true,
      cell: (r) => <Actions room={r} creatorId={creatorId} />,
    },
  ]
  return <DataTable label={t('nav.rooms')} columns={columns} rows={rooms} rowKey={(r) => r.roomId} />
}

function Actions({ room, creatorId }: { room: Room; creatorId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const over = room.state === 'ended' || room.state === 'archived'
  return (
    <span className="buttons">
      {room.state === 'ended' && may('live.run') ? <ArchiveButton size="s" room={room} /> : null}
      {over && room.startedAt ? (
        <Link
          to="/creator/$creatorId/rooms/$roomId/replay"
          params={{ creatorId, roomId: room.roomId }}
          className={buttonClass({ size: 's', variant: 'soft' })}
        >
          {t('live.links.replay')}
        </Link>
      ) : null}
      <Link
        to="/creator/$creatorId/rooms/$roomId"
        params={{ creatorId, roomId: room.roomId }}
        className={buttonClass({ size: 's', variant: over ? 'secondary' : 'soft' })}
      >
        {t(
          over
            ? 'live.rooms.look'
            : room.state === 'preview' || room.state === 'testing'
              ? 'live.rooms.prepare'
              : 'live.rooms.enter',
        )}
      </Link>
    </span>
  )
}
