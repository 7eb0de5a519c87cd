// One address for a room through its life: set up while nobody sees it, the control desk while it is on, what came of it afterwards.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { getDeskRoom } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { DeskPage } from './desk-page.tsx'
import { EndedPage } from './ended-page.tsx'
import { SetUpPage } from './set-up-page.tsx'

/** While nobody is told by a socket the page asks itself; on air this is only the safety net. */
const QUIET_MS = 2_000
const ON_AIR_MS = 15_000

export const useRoomId = (): string => (useParams({ strict: false }) as { roomId?: string }).roomId ?? ''

export const useRoomQuery = (creatorId: string, roomId: string) =>
  useQuery({
    ...queryOf(getDeskRoom, { creatorId, roomId }),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'ended' || data.state === 'archived'
        ? false
        : data.state === 'live' || data.state === 'interrupted'
          ? ON_AIR_MS
          : QUIET_MS,
  })

export function RoomPage() {
  const { creatorId = '' } = useParams({ strict: false }) as { creatorId?: string }
  const roomId = useRoomId()
  const query = useRoomQuery(creatorId, roomId)
  const { t } = useTranslation()
  const state = query.data?.state
  if (query.data && (state === 'live' || state === 'interrupted')) return <DeskPage room={query.data} />
  if (query.data && (state === 'ended' || state === 'archived')) return <EndedPage room={query.data} />
  if (query.data) return <SetUpPage room={query.data} />
  return (
    <Page title={t('nav.rooms')} scope="live.read">
      <Read query={query}>{() => null}</Read>
    </Page>
  )
}
