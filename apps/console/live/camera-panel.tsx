// Sending from this browser instead of OBS: the camera, the screen, or a test picture that shows whether the whole way works.
import { Camera, MonitorUp, Square, TvMinimal } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '#app/client'
import { Button, InlineError, Panel } from '#app/ui'
import type { Publish } from './fresh-keys.ts'
import type { Room } from './room-patch.ts'
import { sendCamera, type CameraKind, type Sending } from './whip-camera.ts'

const KINDS = [
  { kind: 'test', icon: TvMinimal },
  { kind: 'camera', icon: Camera },
  { kind: 'screen', icon: MonitorUp },
] as const

/** Sent until it is stopped or the page is left: a camera that goes on behind somebody's back is none of ours. */
let sending: { roomId: string; sending: Sending } | null = null

export function CameraPanel({ room, publish }: { room: Room; publish: Publish | null }) {
  const { t } = useTranslation()
  const [on, setOn] = useState(() => sending?.roomId === room.roomId)
  const [busy, setBusy] = useState<CameraKind | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const own = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (own.current && sending) own.current.srcObject = sending.sending.stream
  }, [on])

  async function start(kind: CameraKind): Promise<void> {
    if (!publish) return
    setBusy(kind)
    setProblem(null)
    try {
      const made = await sendCamera(kind, publish, () => void stop())
      sending = { roomId: room.roomId, sending: made }
      setOn(true)
    } catch (error) {
      setProblem(problemOfCamera(error, (key) => t(`live.camera.${key}`)))
    } finally {
      setBusy(null)
    }
  }
  async function stop(): Promise<void> {
    const was = sending
    sending = null
    setOn(false)
    await was?.sending.stop()
  }

  const offered = publish?.whipUrl != null
  return (
    <Panel title={t('live.camera.title')}>
      <p className="muted">{t('live.camera.what')}</p>
      {publish === null ? (
        <p>{t('live.camera.needKey')}</p>
      ) : !offered ? (
        <p>{t('live.camera.notOffered')}</p>
      ) : on ? (
        <div className="live-camera">
          <video ref={own} autoPlay muted playsInline aria-label={t('live.camera.own')} />
          <Button icon={Square} onClick={() => void stop()}>
            {t('live.camera.stop')}
          </Button>
        </div>
      ) : (
        <div className="buttons">
          {KINDS.map(({ kind, icon }) => (
            <Button
              key={kind}
              icon={icon}
              loading={busy === kind}
              disabled={busy !== null}
              onClick={() => void start(kind)}
            >
              {t(`live.camera.kind.${kind}`)}
            </Button>
          ))}
        </div>
      )}
      <InlineError problem={problem} />
    </Panel>
  )
}

function problemOfCamera(
  error: unknown,
  say: (key: 'refused' | 'missing' | 'failed' | 'refusedDetail' | 'failedDetail') => string,
): ApiProblem {
  if (error instanceof ApiProblem) return error
  const name = error instanceof DOMException ? error.name : ''
  const refused = name === 'NotAllowedError'
  const missing = name === 'NotFoundError' || name === 'OverconstrainedError'
  return new ApiProblem({
    code: 'NO_ANSWER',
    title: say(refused ? 'refused' : missing ? 'missing' : 'failed'),
    detail: say(refused ? 'refusedDetail' : 'failedDetail'),
    requestId: null,
    status: 0,
    errors: [],
    data: {},
  })
}
