// Where the live picture is shown: poster first, the moving picture over it as soon as there is one.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useToast } from '#app/ui'
import { muteForNow, usePlayback } from '../feed/playback.ts'
import {
  mutePicture,
  pictureState,
  showPicture,
  subscribeToPicture,
  type PictureState,
} from './live-picture.ts'
import type { Room } from './room-events.ts'

export const usePictureState = (roomId: string): PictureState =>
  useSyncExternalStore(subscribeToPicture, () => pictureState(roomId))

type Props = {
  roomId: string
  /** Null: nothing to show, the poster stands. */
  play: Room['play'] | null
  posterUrl: string | null
  landscape: boolean
  entered: boolean
}

export function LivePicture({ roomId, play, posterUrl, landscape, entered }: Props) {
  const { t } = useTranslation()
  const toast = useToast()
  const host = useRef<HTMLDivElement>(null)
  const { muted } = usePlayback()
  const latest = useRef(play)
  latest.current = play
  const onForcedMute = useCallback(() => {
    muteForNow()
    toast(t('feed.soundNeedsTap'))
  }, [t, toast])
  const shows = play !== null
  useEffect(() => mutePicture(muted), [muted])
  useEffect(() => {
    if (!shows || !host.current) return
    return showPicture({ roomId, play: latest.current!, host: host.current, entered, onForcedMute })
  }, [roomId, shows, entered, onForcedMute])
  return (
    <div className={`live-picture ${landscape ? 'is-landscape' : ''}`}>
      {posterUrl ? (
        <img className="live-poster" src={posterUrl} alt="" fetchPriority="high" draggable={false} />
      ) : null}
      <div ref={host} className="live-video" />
    </div>
  )
}
