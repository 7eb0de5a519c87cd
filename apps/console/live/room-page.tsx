// One address for a room through its life: set up while nobody sees it, the control desk while it is on, what came of it afterwards.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { getDeskRoom } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { DeskPage } from './desk-page.tsx'
import { EndedPage } from './ended-page.tsx'
import { SetUpPage } from './set-up-page.tsx'
import { useBrowserCamera } from './use-browser-camera.ts'

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

/** Another screen under the same address: who is led by the keyboard begins at its head, not nowhere. */
function useHeadAfter(screen: string | null): void {
  const before = useRef(screen)
  useEffect(() => {
    const changed = before.current !== null && screen !== null && before.current !== screen
    before.current = screen
    const head = changed ? document.querySelector<HTMLElement>('main h1') : null
    if (!head || (document.activeElement && document.activeElement !== document.body)) return
    head.tabIndex = -1
    head.focus({ preventScroll: true })
  }, [screen])
}

export function RoomPage() {
  const { creatorId = '' } = useParams({ strict: false }) as { creatorId?: string }
  const roomId = useRoomId()
  const query = useRoomQuery(creatorId, roomId)
  const { t } = useTranslation()
  const state = query.data?.state
  const onAir = state === 'live' || state === 'interrupted'
  const over = state === 'ended' || state === 'archived'
  const camera = useBrowserCamera(roomId, over)
  useHeadAfter(state === undefined ? null : onAir ? 'desk' : over ? 'ended' : 'setUp')
  if (query.data && onAir) return <DeskPage room={query.data} camera={camera} />
  if (query.data && over) return <EndedPage room={query.data} />
  if (query.data) return <SetUpPage room={query.data} camera={camera} />
  return (
    <Page title={t('nav.rooms')} scope="live.read">
      <Read query={query}>{() => null}</Read>
    </Page>
  )
}
