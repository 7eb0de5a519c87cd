// The second picture of a room with a co-host: beside the host's, both with sound. It takes its half only while it moves: a co-host whose
// picture stands still leaves the host the whole screen, and comes back by itself. Fetched when there is one.
import { useEffect, useRef, useState } from 'react'
import { useText } from '#app/ui'
import { usePlayback } from '../feed/playback.ts'
import { createLivePlayer } from './live-player.ts'
import { useRoomNow } from './room-context.tsx'
import './co-host.css'

export default function CoHostPicture() {
  const text = useText()
  const { coHost, author } = useRoomNow()
  const { muted } = usePlayback()
  const video = useRef<HTMLVideoElement>(null)
  const [moves, setMoves] = useState(false)
  const address = JSON.stringify(coHost?.play)
  useEffect(() => {
    const play = JSON.parse(address) as NonNullable<typeof coHost>['play']
    if (!video.current || Object.values(play).every((url) => url === null)) return
    const player = createLivePlayer()
    player.on('playing', () => setMoves(true))
    player.on('stalled', () => setMoves(false))
    player.on('failed', () => setMoves(false))
    player.attach(video.current, play)
    return player.destroy
  }, [address])
  if (!coHost) return null
  return (
    <div className="co-host" data-on={moves || undefined}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what is said live has no captions */}
      <video ref={video} muted={muted} playsInline tabIndex={-1} aria-hidden />
      {moves ? (
        <>
          <b className="co-host-name is-host">{text(author.name)}</b>
          <b className="co-host-name">{text(coHost.name)}</b>
        </>
      ) : null}
    </div>
  )
}
