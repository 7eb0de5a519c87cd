// Sending from this browser instead of OBS: the camera, the screen, or a test picture that shows whether the whole way works.
import { Camera, MonitorUp, Square, TvMinimal } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resolveLiveUrl, sendCamera, type CameraState, type WhipCamera } from '#app/client'
import { Button, InlineError, Panel, type ProblemLike } from '#app/ui'
import type { Publish } from './fresh-keys.ts'
import { sourceOf, type CameraKind, type Source } from './camera-sources.ts'

const KINDS = [
  { kind: 'test', icon: TvMinimal },
  { kind: 'camera', icon: Camera },
  { kind: 'screen', icon: MonitorUp },
] as const

type Sent = { kind: CameraKind; source: Source; camera: WhipCamera }

export function CameraPanel({ publish }: { publish: Publish | null }) {
  const { t } = useTranslation()
  const [sent, setSent] = useState<Sent | null>(null)
  const [busy, setBusy] = useState<CameraKind | null>(null)
  const [state, setState] = useState<CameraState>('connecting')
  const [problem, setProblem] = useState<ProblemLike | null>(null)
  const own = useRef<HTMLVideoElement>(null)
  const now = useRef<Sent | null>(null)
  useEffect(() => {
    now.current = sent
    if (own.current && sent) own.current.srcObject = sent.source.stream
  }, [sent])
  // Left, it stops: a camera that goes on behind somebody's back is none of ours.
  useEffect(() => () => void letGo(now.current), [])

  async function start(kind: CameraKind): Promise<void> {
    if (publish?.whipUrl == null) return
    setBusy(kind)
    setProblem(null)
    try {
      const source = await sourceOf(kind)
      const camera = sendCamera({
        media: source.stream,
        whipUrl: resolveLiveUrl(publish.whipUrl, location),
        key: bareKey(publish.key),
        onState: (next, code) => {
          setState(next)
          if (next !== 'refused') return
          setProblem({ ...said('failed'), code: code ?? '' })
          source.stop()
          setSent(null)
        },
      })
      setSent({ kind, source, camera })
    } catch (error) {
      setProblem(said(reasonOf(error)))
    } finally {
      setBusy(null)
    }
  }
  const said = (why: 'refused' | 'missing' | 'failed'): ProblemLike => ({
    title: t(`live.camera.${why}`),
    detail: t(why === 'refused' ? 'live.camera.refusedDetail' : 'live.camera.failedDetail'),
    code: '',
    requestId: null,
  })

  const offered = publish?.whipUrl != null
  return (
    <Panel title={t('live.camera.title')}>
      <p className="muted">{t('live.camera.what')}</p>
      {publish === null ? (
        <p>{t('live.camera.needKey')}</p>
      ) : !offered ? (
        <p>{t('live.camera.notOffered')}</p>
      ) : sent ? (
        <div className="live-camera">
          <video ref={own} autoPlay muted playsInline aria-label={t('live.camera.own')} />
          <p className="muted" role="status">
            {t(`live.camera.state.${state}`)}
          </p>
          <Button
            icon={Square}
            onClick={() => {
              void letGo(sent)
              setSent(null)
            }}
          >
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

/** What OBS types is the stream's name with its key behind it; WHIP carries the key alone. */
const bareKey = (typed: string): string =>
  new URLSearchParams(typed.slice(typed.indexOf('?'))).get('key') ?? typed

async function letGo(sent: Sent | null): Promise<void> {
  sent?.source.stop()
  await sent?.camera.stop()
}

function reasonOf(error: unknown): 'refused' | 'missing' | 'failed' {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'failed'
}
