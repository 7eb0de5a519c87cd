// Putting a room away asks first: there is no way back, and what is lost by it depends on whether it was ever on.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, InlineError } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { archiveRoom, getDeskRoom, listRooms } from '#modules/live/contract'
import { useAct } from '../app/act.ts'

type Room = Pick<OutputOf<typeof listRooms>['items'][number], 'creatorId' | 'roomId' | 'startedAt'>

export function ArchiveButton({ room, size = 'm' }: { room: Room; size?: 's' | 'm' }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const archive = useAct(archiveRoom, {
    inline: true,
    refreshes: [getDeskRoom, listRooms],
    says: t('live.rooms.archived'),
    onDone: () => setAsking(false),
  })
  const { creatorId, roomId } = room
  return (
    <>
      <Button variant="ghost" size={size} onClick={() => setAsking(true)}>
        {t('live.rooms.archive')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('live.rooms.archiveAsk')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button>
            <Button
              variant="danger"
              loading={archive.busy}
              onClick={() => void archive.run({ creatorId, roomId })}
            >
              {t('live.rooms.archive')}
            </Button>
          </>
        }
      >
        <p>{t(room.startedAt ? 'live.rooms.archiveEnded' : 'live.rooms.archiveMeans')}</p>
        <InlineError problem={archive.problem} />
      </Dialog>
    </>
  )
}
