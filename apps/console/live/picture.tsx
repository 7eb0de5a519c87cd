// The room's own picture on the desk: what viewers get, from the same engine, with its sound as a level. It is silent until somebody
// asks to hear it: an anchor must not hear herself a second late.
import { Volume2, VolumeX } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#app/ui'
import type { Room } from './room-patch.ts'
import { startPicture, type PictureState } from './start-picture.ts'

type PictureProps = {
  room: Pick<Room, 'play' | 'coverUrl' | 'hasPicture' | 'orientation' | 'state'>
  /** Tells the level of the sound: a button that starts to measure, and a bar. */
  meter?: boolean
  children?: ReactNode
}

export function Picture({ room, meter = false, children }: PictureProps) {
  const { t } = useTranslation()
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<PictureState>('loading')
  const [muted, setMuted] = useState(true)
  const { play, hasPicture } = room
  const address = JSON.stringify(play)
  useEffect(() => {
    if (!video.current || !hasPicture) return
    return startPicture(video.current, JSON.parse(address) as Room['play'], setState)
  }, [address, hasPicture])
  return (
    <div className="live-picture" data-orientation={room.orientation}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what is said live has no captions */}
      <video
        ref={video}
        muted={muted}
        playsInline
        autoPlay
        poster={room.coverUrl ?? undefined}
        aria-label={t('live.picture.label')}
      />
      {hasPicture && state === 'playing' ? null : (
        <p className="live-picture-say">
          {t(
            hasPicture
              ? state === 'failed'
                ? 'live.picture.failed'
                : 'live.picture.loading'
              : room.state === 'interrupted'
                ? 'live.picture.interrupted'
                : 'live.picture.none',
          )}
        </p>
      )}
      <div className="live-picture-top">{children}</div>
      {hasPicture ? (
        <div className="live-picture-foot">
          <Button
            size="s"
            icon={muted ? VolumeX : Volume2}
            onClick={() => setMuted((m) => !m)}
            aria-pressed={!muted}
          >
            {t(muted ? 'live.picture.hear' : 'live.picture.mute')}
          </Button>
          {meter ? <SoundLevel video={video} on={!muted} /> : null}
        </div>
      ) : null}
    </div>
  )
}

const BARS = 16

/** Loudness of what arrives, as long as it is heard: a browser gives sound only after a touch. */
function SoundLevel({ video, on }: { video: React.RefObject<HTMLVideoElement | null>; on: boolean }) {
  const { t } = useTranslation()
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const element = video.current
    if (!on || !element) return
    const capture = (element as unknown as { captureStream?: () => MediaStream }).captureStream?.()
    if (!capture || capture.getAudioTracks().length === 0) return
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 1024
    context.createMediaStreamSource(capture).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let frame = 0
    const draw = () => {
      analyser.getFloatTimeDomainData(samples)
      const loud = Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length)
      const db = loud > 0 ? 20 * Math.log10(loud) : -100
      bar.current?.style.setProperty('--level', String(Math.max(0, Math.min(1, (db + 60) / 60))))
      frame = requestAnimationFrame(draw)
    }
    draw()
    return () => {
      cancelAnimationFrame(frame)
      void context.close()
    }
  }, [video, on])
  return on ? (
    <span className="live-level" role="img" aria-label={t('live.picture.level')} ref={bar}>
      {Array.from({ length: BARS }, (_, i) => (
        <i key={i} style={{ '--at': (i + 0.5) / BARS } as React.CSSProperties} />
      ))}
    </span>
  ) : null
}
