// Who is on duty in this room, and what was sold while they were. The numbers are sums of order lines paid within the shift: people who
// work side by side have the same lines, and that is said.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DataTable,
  Dialog,
  Field,
  InlineError,
  Money,
  Panel,
  Select,
  Tag,
  useLocale,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { endShift, handOver, listShifts, startShift } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { clockText } from './live-words.ts'
import type { Room } from './room-patch.ts'

type Shifts = OutputOf<typeof listShifts>
type Shift = Shifts['shifts'][number]
const ROLES = ['anchor', 'assistant', 'control', 'field', 'buyer'] as const

export const useShifts = (creatorId: string, roomId: string) =>
  useQuery({ ...queryOf(listShifts, { creatorId, roomId }), staleTime: 0, refetchInterval: 15_000 })

export function ShiftsPanel({ room }: { room: Pick<Room, 'creatorId' | 'roomId' | 'state'> }) {
  const { t } = useTranslation()
  const may = useMay()
  const { creatorId, roomId } = room
  const query = useShifts(creatorId, roomId)
  const over = room.state === 'ended' || room.state === 'archived'
  return (
    <Panel title={t('live.shifts.title')}>
      <Read query={query}>
        {(data) => (
          <>
            {!over && may('live.run') ? (
              <StartForm creatorId={creatorId} roomId={roomId} people={data.people} />
            ) : null}
            {data.shifts.length === 0 ? (
              <p className="muted">{t('live.shifts.none')}</p>
            ) : (
              <ShiftTable room={room} data={data} over={over} />
            )}
          </>
        )}
      </Read>
    </Panel>
  )
}

const nameOf = (people: Shifts['people'], accountId: string, gone: string): string => {
  const found = people.find((p) => p.accountId === accountId)
  return found?.nickname || gone
}

function StartForm({
  creatorId,
  roomId,
  people,
}: {
  creatorId: string
  roomId: string
  people: Shifts['people']
}) {
  const { t } = useTranslation()
  const members = people.filter((p) => p.role !== null)
  const [accountId, setAccountId] = useState<string>(members[0]?.accountId ?? '')
  const [role, setRole] = useState<(typeof ROLES)[number]>('anchor')
  const start = useAct(startShift, { refreshes: [listShifts], inline: true })
  return (
    <div>
      <div className="row-form">
        <Field label={t('live.shifts.who')}>
          <Select value={accountId} onChange={(e) => setAccountId(e.target.value)}>
            {members.map((p) => (
              <option key={p.accountId} value={p.accountId}>
                {p.nickname}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('live.shifts.as')}>
          <Select value={role} onChange={(e) => setRole(e.target.value as typeof role)}>
            {ROLES.map((r) => (
              <option key={r} value={r}>
                {t(`live.shifts.role.${r}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Button
          loading={start.busy}
          disabled={accountId === ''}
          onClick={() => void start.run({ creatorId, roomId, accountId: accountId as `usr_${string}`, role })}
        >
          {t('live.shifts.start')}
        </Button>
      </div>
      <InlineError problem={start.problem} />
    </div>
  )
}

function ShiftTable({
  room: { creatorId, roomId },
  data,
  over,
}: {
  room: Pick<Room, 'creatorId' | 'roomId'>
  data: Shifts
  over: boolean
}) {
  const { t } = useTranslation()
  const may = useMay()
  const locale = useLocale()
  const [handing, setHanding] = useState<Shift | null>(null)
  const end = useAct(endShift, { refreshes: [listShifts] })
  const currency = data.currency ?? 'CNY'
  const columns: Column<Shift>[] = [
    {
      key: 'who',
      head: t('live.shifts.who'),
      rowHeader: true,
      cell: (s) => nameOf(data.people, s.accountId, t('live.shifts.gone')),
    },
    { key: 'role', head: t('live.shifts.as'), cell: (s) => <Tag>{t(`live.shifts.role.${s.role}`)}</Tag> },
    {
      key: 'time',
      head: t('live.shifts.time'),
      cell: (s) => (
        <span className="num">
          {timeOfDay(s.startedAt, locale)} · {clockText(s.results.seconds * 1000)}
          {s.endedAt === null ? ` · ${t('live.shifts.on')}` : ''}
        </span>
      ),
    },
    {
      key: 'paid',
      head: t('live.shifts.paid'),
      numeric: true,
      cell: (s) => <Money minor={s.results.paidMinor} currency={currency} />,
    },
    {
      key: 'refunded',
      head: t('live.shifts.refunded'),
      numeric: true,
      cell: (s) => <Money minor={s.results.refundedMinor} currency={currency} />,
    },
    { key: 'orders', head: t('live.numbers.orders'), numeric: true, cell: (s) => s.results.orders },
    {
      key: 'viewers',
      head: t('live.shifts.viewers'),
      numeric: true,
      wide: true,
      cell: (s) => s.results.viewers,
    },
    {
      key: 'hour',
      head: t('live.shifts.perHour'),
      numeric: true,
      wide: true,
      cell: (s) =>
        s.results.seconds < 60 ? (
          '—'
        ) : (
          <Money
            minor={(BigInt(s.results.paidMinor) * 3600n) / BigInt(s.results.seconds)}
            currency={currency}
          />
        ),
    },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      action: true,
      cell: (s) =>
        s.endedAt === null && !over && may('live.run') ? (
          <span className="buttons">
            <Button size="s" onClick={() => setHanding(s)}>
              {t('live.shifts.handOver')}
            </Button>
            <Button
              size="s"
              variant="ghost"
              loading={end.busy}
              onClick={() => void end.run({ creatorId, roomId, shiftId: s.shiftId })}
            >
              {t('live.shifts.end')}
            </Button>
          </span>
        ) : null,
    },
  ]
  return (
    <>
      <DataTable
        label={t('live.shifts.title')}
        columns={columns}
        rows={data.shifts}
        rowKey={(s) => s.shiftId}
      />
      <p className="muted">{t('live.shifts.same')}</p>
      {handing ? (
        <HandOver
          creatorId={creatorId}
          roomId={roomId}
          shift={handing}
          people={data.people}
          onClose={() => setHanding(null)}
        />
      ) : null}
    </>
  )
}

const timeOfDay = (at: string, locale: 'zh' | 'en'): string =>
  new Date(at).toLocaleTimeString(locale === 'zh' ? 'zh-CN' : 'en-GB', { hour: '2-digit', minute: '2-digit' })

function HandOver({
  creatorId,
  roomId,
  shift,
  people,
  onClose,
}: {
  creatorId: string
  roomId: string
  shift: Shift
  people: Shifts['people']
  onClose: () => void
}) {
  const { t } = useTranslation()
  const others = people.filter((p) => p.role !== null && p.accountId !== shift.accountId)
  const [accountId, setAccountId] = useState<string>(others[0]?.accountId ?? '')
  const hand = useAct(handOver, { refreshes: [listShifts], inline: true, onDone: onClose })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('live.shifts.handOver')}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            variant="primary"
            disabled={accountId === ''}
            loading={hand.busy}
            onClick={() =>
              void hand.run({
                creatorId,
                roomId,
                shiftId: shift.shiftId,
                accountId: accountId as `usr_${string}`,
              })
            }
          >
            {t('live.shifts.handOver')}
          </Button>
        </>
      }
    >
      {others.length === 0 ? (
        <p>{t('live.shifts.alone')}</p>
      ) : (
        <Field label={t('live.shifts.to')}>
          <Select value={accountId} onChange={(e) => setAccountId(e.target.value)}>
            {others.map((p) => (
              <option key={p.accountId} value={p.accountId}>
                {p.nickname}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <p className="muted">{t('live.shifts.handDetail')}</p>
      <InlineError problem={hand.problem} />
    </Dialog>
  )
}
