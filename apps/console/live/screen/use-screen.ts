// The room's numbers, asked anew every two seconds while it runs. A poll that fails leaves the last numbers standing, said to be old.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { getScreen, type RoomScreen } from '#modules/live/contract'
import { useCreatorId } from '../../app/address.ts'
import { queryOf } from '../../app/api.ts'

const EVERY_MS = 2_000

export const isRunning = (s: Pick<RoomScreen, 'state'>): boolean =>
  s.state === 'live' || s.state === 'interrupted'

export function useScreen() {
  const creatorId = useCreatorId()
  const { roomId = '' } = useParams({ strict: false })
  const query = useQuery({
    ...queryOf(getScreen, { creatorId, roomId: roomId as `rom_${string}` }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && !isRunning(state.data) ? 30_000 : EVERY_MS),
    refetchIntervalInBackground: true,
  })
  return { creatorId, roomId, query, isStale: query.data !== undefined && query.error !== null }
}
