// The room's numbers, each a sum of rows: order lines of the room, people whose picture moves. The honest one beside the flattering one.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatWhole, Money, useLocale } from '#app/ui'
import { getRoomTotals } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { useLine, type RoomLine } from './room-line.ts'
import type { Room } from './room-patch.ts'

/** Refunds come without an order in the room: they are asked for. */
const EVERY_MS = 5_000

export const useTotals = (creatorId: string, roomId: string, running: boolean) =>
  useQuery({
    ...queryOf(getRoomTotals, { creatorId, roomId }),
    staleTime: 0,
    refetchInterval: running ? EVERY_MS : false,
  })

export function Numbers({ room, line }: { room: Room; line: RoomLine | null }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const running = room.state === 'live' || room.state === 'interrupted'
  const { data } = useTotals(room.creatorId, room.roomId, running)
  const currency = data?.currency ?? 'CNY'
  const figure = (n: number | undefined) => (n === undefined ? '—' : formatWhole(n, locale))
  const figures = [
    { key: 'paid', value: data ? <Money minor={data.paidMinor} currency={currency} /> : '—' },
    {
      key: 'net',
      value: data ? (
        <Money minor={BigInt(data.paidMinor) - BigInt(data.refundedMinor)} currency={currency} />
      ) : (
        '—'
      ),
    },
    { key: 'orders', value: figure(data?.orders) },
    { key: 'buyers', value: figure(data?.buyers) },
    { key: 'units', value: figure(data?.units) },
  ] as const
  return (
    <dl className="live-numbers">
      {figures.map((f) => (
        <div key={f.key}>
          <dt>{t(`live.numbers.${f.key}`)}</dt>
          <dd className="num">{f.value}</dd>
        </div>
      ))}
      {line ? <Viewers line={line} /> : null}
    </dl>
  )
}

function Viewers({ line }: { line: RoomLine }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const viewers = useLine(line, (s) => s.viewers)
  return (
    <div>
      <dt>{t('live.numbers.viewers')}</dt>
      <dd className="num">{viewers === null ? '—' : formatWhole(viewers, locale)}</dd>
    </div>
  )
}
