// What the platform found fault with in this room: which rule, at which second of the recording.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Panel } from '#app/ui'
import { listViolations } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { RuleName } from '../app/names.tsx'
import { Read } from '../app/page.tsx'
import { clockText } from './live-words.ts'
import type { Room } from './room-patch.ts'
import { useTick } from './use-tick.ts'

export const useViolations = (creatorId: string, roomId: string) =>
  useQuery({ ...queryOf(listViolations, { creatorId, roomId }), staleTime: 0 })

/** So long a new one stays at the top of the desk. */
const FRESH_MS = 5 * 60_000

/** The newest one, where everybody at the desk sees it at once. */
export function ViolationAlert({ room }: { room: Pick<Room, 'creatorId' | 'roomId'> }) {
  const { t } = useTranslation()
  const nowMs = useTick(5_000)
  const { data } = useViolations(room.creatorId, room.roomId)
  const newest = data?.items.toSorted((a, b) => Date.parse(b.raisedAt) - Date.parse(a.raisedAt))[0]
  if (!newest || nowMs - Date.parse(newest.raisedAt) > FRESH_MS) return null
  return (
    <p className="notice notice-rose live-violation-now" role="alert">
      <span>
        <b>{t('live.violations.now')}</b> <span className="num">{clockText(newest.atSeconds * 1000)}</span> ·{' '}
        {newest.note}
      </span>
      <RuleName id={newest.ruleId} />
    </p>
  )
}

export function ViolationsPanel({ room }: { room: Pick<Room, 'creatorId' | 'roomId'> }) {
  const { t } = useTranslation()
  const query = useViolations(room.creatorId, room.roomId)
  return (
    <Panel title={t('live.violations.title')}>
      <Read query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('live.violations.none')}</p>
          ) : (
            <ol className="live-violations">
              {items.map((v) => (
                <li key={v.violationId}>
                  <b className="num">{clockText(v.atSeconds * 1000)}</b>
                  <span>
                    <RuleName id={v.ruleId} />
                    {v.note}
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Read>
    </Panel>
  )
}
