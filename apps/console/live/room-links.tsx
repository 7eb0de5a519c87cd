// From one page of a room to its others: big screen, review, and once it is over the replay, where clips are cut.
import { Link } from '@tanstack/react-router'
import { History, LineChart, Tv } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '#app/ui'

type Props = { creatorId: string; roomId: string; over: boolean; size?: 's' | 'm' }

export function RoomLinks({ creatorId, roomId, over, size = 's' }: Props) {
  const { t } = useTranslation()
  const params = { creatorId, roomId }
  return (
    <>
      {over ? (
        <Link
          to="/creator/$creatorId/rooms/$roomId/replay"
          params={params}
          className={buttonClass({ size, variant: 'primary' })}
        >
          <History size={16} aria-hidden /> {t('live.links.replay')}
        </Link>
      ) : (
        <Link
          to="/creator/$creatorId/live/$roomId/screen"
          params={params}
          target="_blank"
          className={buttonClass({ size })}
        >
          <Tv size={16} aria-hidden /> {t('screen.title')}
        </Link>
      )}
      <Link to="/creator/$creatorId/live/$roomId/review" params={params} className={buttonClass({ size })}>
        <LineChart size={16} aria-hidden /> {t('screen.review')}
      </Link>
    </>
  )
}
