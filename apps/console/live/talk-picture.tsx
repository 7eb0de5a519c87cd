// The other side of a co-hosting, heard with as little delay as there is: WHEP, and the ordinary line where that is refused (the other
// sends from OBS, or no seat is free). Silent until asked: without headphones two people in one room echo.
import { Volume2, VolumeX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { playWhep, resolveLiveUrl } from '#app/client'
import { Button } from '#app/ui'
import type { Room } from './room-patch.ts'
import { startPicture } from './start-picture.ts'

type Props = { play: Room['play']; talk: string | null; name: string; heard?: boolean }

export function TalkPicture({ play, talk, name, heard = false }: Props) {
  const { t } = useTranslation()
  const video = useRef<HTMLVideoElement>(null)
  const token = useRef(talk)
  token.current = talk
  const [muted, setMuted] = useState(!heard)
  const [line, setLine] = useState<'loading' | 'fast' | 'slow'>('loading')
  const address = JSON.stringify(play)
  useEffect(() => {
    const element = video.current
    const urls = JSON.parse(address) as Room['play']
    if (!element) return
    let stop = () => {}
    const slow = () => {
      stop()
      stop = startPicture(element, urls, (state) => setLine(state === 'playing' ? 'slow' : 'loading'))
    }
    setLine('loading')
    if (urls.whep === null) slow()
    else
      stop = playWhep({
        video: element,
        whepUrl: resolveLiveUrl(urls.whep, location),
        token: () => token.current ?? '',
        onState: (state) =>
          state === 'refused' ? slow() : setLine(state === 'playing' ? 'fast' : 'loading'),
      })
    return () => stop()
  }, [address])
  return (
    <div className="live-talk">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what is said live has no captions */}
      <video
        ref={video}
        autoPlay
        playsInline
        muted={muted}
        data-line={line}
        aria-label={t('live.coHost.picture', { name })}
      />
      <span className="live-talk-name">{name}</span>
      {line === 'fast' ? null : (
        <p className="muted" role="status">
          {t(line === 'slow' ? 'live.coHost.slow' : 'live.coHost.loading')}
        </p>
      )}
      <Button
        size="s"
        icon={muted ? VolumeX : Volume2}
        aria-pressed={!muted}
        onClick={() => setMuted((m) => !m)}
      >
        {t(muted ? 'live.coHost.hear' : 'live.coHost.mute')}
      </Button>
    </div>
  )
}
