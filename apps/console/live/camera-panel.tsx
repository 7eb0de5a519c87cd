// Sending from this browser instead of OBS: the camera, the screen, or a test picture that shows whether the whole way works.
import { Camera, MonitorUp, Square, TvMinimal } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, InlineError, Panel } from '#app/ui'
import type { Publish } from './fresh-keys.ts'
import type { BrowserCamera } from './use-browser-camera.ts'

const KINDS = [
  { kind: 'test', icon: TvMinimal },
  { kind: 'camera', icon: Camera },
  { kind: 'screen', icon: MonitorUp },
] as const

type CameraPanelProps = { publish: Publish | null; camera: BrowserCamera }

export function CameraPanel({ publish, camera }: CameraPanelProps) {
  const { t } = useTranslation()
  const { sent, busy, state, problem } = camera
  const own = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (own.current && sent) own.current.srcObject = sent.source.stream
  }, [sent])
  return (
    <Panel title={t('live.camera.title')}>
      {sent ? (
        <div className="live-camera">
          <video ref={own} autoPlay muted playsInline aria-label={t('live.camera.own')} />
          <div className="stack">
            <p role="status">
              <b>{t(`live.camera.state.${state}`)}</b>
            </p>
            <p className="muted">{t('live.camera.keepOpen')}</p>
            <span className="buttons">
              <Button icon={Square} onClick={camera.stop}>
                {t('live.camera.stop')}
              </Button>
            </span>
          </div>
        </div>
      ) : (
        <>
          <p className="muted">{t('live.camera.what')}</p>
          {publish === null ? (
            <p>{t('live.camera.needKey')}</p>
          ) : publish.whipUrl == null ? (
            <p>{t('live.camera.notOffered')}</p>
          ) : (
            <div className="buttons">
              {KINDS.map(({ kind, icon }) => (
                <Button
                  key={kind}
                  icon={icon}
                  loading={busy === kind}
                  disabled={busy !== null}
                  onClick={() => void camera.start(kind, publish)}
                >
                  {t(`live.camera.kind.${kind}`)}
                </Button>
              ))}
            </div>
          )}
        </>
      )}
      <InlineError problem={problem} />
    </Panel>
  )
}
