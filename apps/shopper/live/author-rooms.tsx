// On an author's page: live now, and what comes next.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listLive, listUpcoming } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { Section } from '../app/page.tsx'
import { RoomTile } from './room-tile.tsx'

export function AuthorRooms({ authorId }: { authorId: string }) {
  const { t } = useTranslation()
  const live = useQuery(queryOf(listLive, { creatorId: authorId, limit: 1 }))
  const upcoming = useQuery(queryOf(listUpcoming, { creatorId: authorId, limit: 4 }))
  const now = live.data?.items ?? []
  const next = upcoming.data?.items ?? []
  if (now.length + next.length === 0) return null
  return (
    <Section title={t(now.length > 0 ? 'live.nowLive' : 'live.calendar')}>
      <ul className="room-grid">
        {[...now, ...next].map((r) => (
          <RoomTile key={r.roomId} room={r} from="author" />
        ))}
      </ul>
    </Section>
  )
}
