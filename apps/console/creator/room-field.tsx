// Which room a video announces: one's own rooms, and those of other accounts that the same person runs, as long as they are not over.
import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Field, formatDateTime, Panel, Select, useLocale, useNow, useText } from '#app/ui'
import { listRooms } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { useSession } from '../app/session.tsx'

const OPEN: readonly string[] = ['preview', 'testing', 'live', 'interrupted']

type Props = {
  creatorId: string
  value: string | null
  onChange: (roomId: string | null) => void
  busy?: boolean
}

export function RoomField({ creatorId, value, onChange, busy = false }: Props) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const now = useNow()
  const { memberships } = useSession()
  const others = memberships.filter(
    (m) => m.orgKind === 'creator' && m.orgId !== creatorId && !m.suspended && m.scopes.includes('live.run'),
  )
  const lists = useQueries({
    queries: [creatorId, ...others.map((m) => m.orgId)].map((id) =>
      queryOf(listRooms, { creatorId: id, limit: 50 }),
    ),
  })
  const rooms = lists.flatMap((l) => l.data?.items ?? []).filter((r) => OPEN.includes(r.state))
  const loaded = lists.every((l) => l.data)
  const of = (id: string) => others.find((m) => m.orgId === id)
  return (
    <Panel title={t('publish.room.title')}>
      <Field
        label={t('publish.room.field')}
        hint={t(loaded && rooms.length === 0 ? 'publish.room.noneYet' : 'publish.room.hint')}
      >
        <Select
          value={value ?? ''}
          disabled={busy || !loaded}
          onChange={(e) => onChange(e.target.value || null)}
        >
          <option value="">{t('publish.room.none')}</option>
          {rooms.map((r) => (
            <option key={r.roomId} value={r.roomId}>
              {[
                t(`live.state.${r.state}`),
                text(r.title),
                r.plannedAt && r.state === 'preview' ? formatDateTime(r.plannedAt, locale, now) : null,
                of(r.creatorId) ? text(of(r.creatorId)!.name) : null,
              ]
                .filter(Boolean)
                .join(' · ')}
            </option>
          ))}
        </Select>
      </Field>
    </Panel>
  )
}
