// Joining somebody's room: take the invitation, look at oneself, go on, and leave. The own picture is always mute here, and the host's sound
// comes only when asked for: nobody hears themselves.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Camera, Radio, TvMinimal } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resolveLiveUrl, sendCamera, type CameraState, type WhipCamera } from '#app/client'
import {
  Button,
  EmptyState,
  Field,
  InlineError,
  Panel,
  Select,
  Tag,
  useText,
  type ProblemLike,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { acceptCoHost, getCoHosting, leaveCoHost } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { Page } from '../app/page.tsx'
import { useSession } from '../app/session.tsx'
import { bareKey, reasonOf } from './use-browser-camera.ts'
import { sourceOf, type CameraKind, type Source } from './camera-sources.ts'
import { TalkPicture } from './talk-picture.tsx'

type Taken = OutputOf<typeof acceptCoHost>
const EVERY_MS = 2_000

export function CoHostPage() {
  const { t } = useTranslation()
  const text = useText()
  const { code = '' } = useParams({ strict: false }) as { code?: string }
  const creators = useSession().memberships.filter(
    (m) => m.orgKind === 'creator' && m.scopes.includes('live.run') && !m.suspended,
  )
  const [creatorId, setCreatorId] = useState<string>(creators[0]?.orgId ?? '')
  const [taken, setTaken] = useState<Taken | null>(null)
  const accept = useAct(acceptCoHost, { inline: true, onDone: setTaken })
  return (
    <Page title={t('live.coHost.join.title')}>
      {creators.length === 0 ? (
        <EmptyState title={t('live.coHost.join.noCreator')} detail={t('live.coHost.join.noCreatorDetail')} />
      ) : taken ? (
        <Joined taken={taken} creatorId={creatorId} />
      ) : (
        <div className="narrow">
          <Panel>
            <p>{t('live.coHost.join.detail')}</p>
            <Field label={t('live.coHost.join.who')}>
              <Select value={creatorId} onChange={(e) => setCreatorId(e.target.value)}>
                {creators.map((m) => (
                  <option key={m.orgId} value={m.orgId}>
                    {text(m.name)}
                  </option>
                ))}
              </Select>
            </Field>
            <Button
              variant="primary"
              loading={accept.busy}
              onClick={() => void accept.run({ creatorId, code })}
            >
              {t('live.coHost.join.accept')}
            </Button>
            <InlineError problem={accept.problem} />
          </Panel>
        </div>
      )}
    </Page>
  )
}

function Joined({ taken, creatorId }: { taken: Taken; creatorId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const { coHostId } = taken.coHost
  const query = useQuery({
    ...queryOf(getCoHosting, { creatorId, coHostId }),
    staleTime: 0,
    refetchInterval: EVERY_MS,
  })
  const { coHost, host } = query.data ?? taken
  const leave = useAct(leaveCoHost, { inline: true, refreshes: [getCoHosting] })
  const isOver = !['invited', 'accepted', 'onAir'].includes(coHost.state)
  const own = useOwnPicture(taken.publish, isOver)
  if (isOver)
    return <EmptyState title={t('live.coHost.join.over')} detail={t('live.coHost.join.overDetail')} />
  return (
    <div className="live-joined">
      <Panel title={t('live.coHost.join.host', { name: text(host.name) })}>
        <TalkPicture play={host.play} talk={host.talk} name={text(host.name)} />
      </Panel>
      <Panel
        title={t('live.coHost.join.own')}
        action={own.sending === 'live' ? <Tag tone="rose">{t('live.coHost.state.onAir')}</Tag> : null}
      >
        {own.source ? (
          <>
            <video
              className="live-own"
              ref={own.video}
              autoPlay
              muted
              playsInline
              aria-label={t('live.coHost.join.own')}
            />
            <p className="muted" role="status">
              {t(own.sending ? `live.camera.state.${own.sending}` : 'live.coHost.join.ready')}
            </p>
          </>
        ) : null}
        <div className="buttons">
          {own.source === null ? (
            <>
              <Button variant="primary" icon={Camera} onClick={() => void own.look('camera')}>
                {t('live.coHost.join.camera')}
              </Button>
              <Button icon={TvMinimal} onClick={() => void own.look('test')}>
                {t('live.coHost.join.test')}
              </Button>
            </>
          ) : own.sending === null ? (
            <Button variant="primary" icon={Radio} onClick={own.send}>
              {t('live.coHost.join.start')}
            </Button>
          ) : null}
          <Button
            variant="danger"
            loading={leave.busy}
            onClick={() => void leave.run({ creatorId, coHostId })}
          >
            {t('live.coHost.join.stop')}
          </Button>
        </div>
        <InlineError problem={own.problem ?? leave.problem} />
      </Panel>
    </div>
  )
}

/** The own camera: looked at first, sent when asked, let go when it is over or the page is left. */
function useOwnPicture(publish: Taken['publish'], isOver: boolean) {
  const { t } = useTranslation()
  const video = useRef<HTMLVideoElement>(null)
  const [source, setSource] = useState<Source | null>(null)
  const [sending, setSending] = useState<CameraState | null>(null)
  const [problem, setProblem] = useState<ProblemLike | null>(null)
  const held = useRef<{ source: Source | null; camera: WhipCamera | null }>({ source: null, camera: null })
  const letGo = () => {
    void held.current.camera?.stop()
    held.current.source?.stop()
    held.current = { source: null, camera: null }
  }
  useEffect(() => {
    if (video.current && source) video.current.srcObject = source.stream
  }, [source])
  useEffect(() => (isOver ? letGo() : undefined), [isOver])
  useEffect(() => letGo, [])
  const say = (why: 'refused' | 'missing' | 'failed', code = ''): void =>
    setProblem({
      title: t(`live.camera.${why}`),
      detail: t(why === 'refused' ? 'live.camera.refusedDetail' : 'live.camera.failedDetail'),
      code,
      requestId: null,
    })
  return {
    video,
    source,
    sending,
    problem,
    async look(kind: CameraKind): Promise<void> {
      setProblem(null)
      try {
        const next = await sourceOf(kind)
        held.current.source = next
        setSource(next)
      } catch (error) {
        say(reasonOf(error))
      }
    },
    send(): void {
      if (!source || publish.whipUrl === null) return say('failed')
      held.current.camera = sendCamera({
        media: source.stream,
        whipUrl: resolveLiveUrl(publish.whipUrl, location),
        key: bareKey(publish.key),
        onState: (state, code) => {
          setSending(state)
          if (state === 'refused') say('failed', code ?? '')
        },
      })
    },
  }
}
