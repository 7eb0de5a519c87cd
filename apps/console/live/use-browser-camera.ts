// The picture this browser sends. It belongs to the room's address, not to one of its screens: set-up gives way to the desk at the very
// moment the doors open, and the picture must go on through that.
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resolveLiveUrl, sendCamera, type CameraState, type WhipCamera } from '#app/client'
import type { ProblemLike } from '#app/ui'
import { sourceOf, type CameraKind, type Source } from './camera-sources.ts'
import type { Publish } from './fresh-keys.ts'

export type SentPicture = { kind: CameraKind; source: Source; camera: WhipCamera }
export type BrowserCamera = {
  sent: SentPicture | null
  busy: CameraKind | null
  state: CameraState
  problem: ProblemLike | null
  start(kind: CameraKind, publish: Publish): Promise<void>
  stop(): void
}

/** `over`: nothing is sent to a room that has ended. */
export function useBrowserCamera(roomId: string, over: boolean): BrowserCamera {
  const { t } = useTranslation()
  const [sent, setSent] = useState<SentPicture | null>(null)
  const [busy, setBusy] = useState<CameraKind | null>(null)
  const [state, setState] = useState<CameraState>('connecting')
  const [problem, setProblem] = useState<ProblemLike | null>(null)
  const now = useRef<SentPicture | null>(null)
  const here = useRef(roomId)

  function stop(): void {
    void letGo(now.current)
    now.current = null
    setSent(null)
  }
  // Left, it stops: a camera that goes on behind somebody's back is none of ours.
  useEffect(() => {
    here.current = roomId
    return () => {
      here.current = ''
      stop()
    }
  }, [roomId])
  useEffect(() => {
    if (over) stop()
  }, [over])
  const sending = sent !== null
  useEffect(() => {
    if (!sending) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [sending])

  const said = (why: 'refused' | 'missing' | 'failed'): ProblemLike => ({
    title: t(`live.camera.${why}`),
    detail: t(why === 'refused' ? 'live.camera.refusedDetail' : 'live.camera.failedDetail'),
    code: '',
    requestId: null,
  })

  async function start(kind: CameraKind, publish: Publish): Promise<void> {
    if (publish.whipUrl == null) return
    setBusy(kind)
    setProblem(null)
    try {
      const source = await sourceOf(kind)
      if (here.current !== roomId) return source.stop()
      const camera = sendCamera({
        media: source.stream,
        whipUrl: resolveLiveUrl(publish.whipUrl, location),
        key: bareKey(publish.key),
        onState: (next, code) => {
          setState(next)
          if (next !== 'refused') return
          setProblem({ ...said('failed'), code: code ?? '' })
          source.stop()
          now.current = null
          setSent(null)
        },
      })
      now.current = { kind, source, camera }
      setSent(now.current)
    } catch (error) {
      setProblem(said(reasonOf(error)))
    } finally {
      setBusy(null)
    }
  }
  return { sent, busy, state, problem, start, stop }
}

/** What OBS types is the stream's name with its key behind it; WHIP carries the key alone. */
export const bareKey = (typed: string): string =>
  new URLSearchParams(typed.slice(typed.indexOf('?'))).get('key') ?? typed

async function letGo(sent: SentPicture | null): Promise<void> {
  sent?.source.stop()
  await sent?.camera.stop()
}

export function reasonOf(error: unknown): 'refused' | 'missing' | 'failed' {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'failed'
}
