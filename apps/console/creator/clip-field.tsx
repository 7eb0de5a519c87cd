// One clip: chosen or dropped, sent in pieces, converted by the server, looked at. Each step shows how far it is, what went
// wrong and what can be done about it; the rest of the form can be filled in meanwhile.
import { useQuery } from '@tanstack/react-query'
import { Pause, Play, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, FileDrop, InlineError } from '#app/ui'
import type { ContentMedia } from '#kernel/content-card'
import type { OutputOf } from '#kernel/contract'
import { cancelClip, clipLimits, getClip, listClips, retryClip, uploadImage } from '#modules/media/contract'
import { useAct } from '../app/act.ts'
import { queryOf, refresh } from '../app/api.ts'
import { useClipUpload, type Sending } from './clip-upload.ts'
import { drawPoster, loadClip } from './poster.ts'

/** A clip as the form holds it: an upload of ours, or one of the demo world that was never uploaded. */
export type ClipDraft =
  { kind: 'clip'; uploadId: string; posterUrl?: string } | Extract<ContentMedia, { kind: 'video' }>
type Clip = OutputOf<typeof getClip>

const LOOK_MS = 1000
const MB = 1_048_576

type ClipFieldProps = {
  creatorId: string
  media: ClipDraft | null
  onChange: (media: ClipDraft | null) => void
}

export function ClipField({ creatorId, media, onChange }: ClipFieldProps) {
  const { t } = useTranslation()
  const limits = useQuery(queryOf(clipLimits, {}))
  const uploadId = media?.kind === 'clip' ? media.uploadId : null
  const transfer = useClipUpload(creatorId, {
    started: (id) => onChange({ kind: 'clip', uploadId: id }),
    sent: () => void refresh(getClip, listClips),
  })
  const query = useQuery({
    ...queryOf(getClip, { creatorId, uploadId: uploadId ?? '' }),
    enabled: uploadId !== null,
    refetchInterval: (q) => (isUnderWay(q.state.data) ? LOOK_MS : false),
  })
  const other = () => {
    transfer.stop()
    onChange(null)
  }
  if (media?.kind === 'video') return <Preview media={media} onOther={other} />
  const clip = uploadId === null ? null : (query.data ?? null)
  return (
    <div className="stack">
      {limits.data && !limits.data.converts ? (
        <p className="notice notice-amber">{t('clip.noConverter')}</p>
      ) : null}
      <div className="clip-steps">
        {transfer.sending.phase === 'sending' || transfer.sending.phase === 'paused' ? (
          <Transfer sending={transfer.sending} onPause={transfer.pause} onResume={transfer.resume} />
        ) : null}
        {clip && clip.state !== 'ready' ? (
          <Progress clip={clip} creatorId={creatorId} sending={transfer.sending} onGone={other} />
        ) : null}
      </div>
      {clip?.state === 'ready' && clip.media?.kind === 'video' && media ? (
        <Ready clip={clip.media} media={media} onChange={onChange} onOther={other} />
      ) : null}
      {uploadId === null || mustChooseAgain(clip, transfer.sending) ? (
        <FileDrop
          label={t(uploadId === null ? 'publish.addClip' : 'clip.chooseAgain')}
          hint={
            limits.data
              ? t(limits.data.converts ? 'clip.hint' : 'clip.hintMp4', {
                  mb: Math.floor(limits.data.maxBytes / MB),
                  minutes: limits.data.maxSeconds / 60,
                })
              : ''
          }
          accept="video/mp4,video/quicktime,video/webm"
          busy={transfer.sending.phase === 'sending'}
          onFiles={([file]) => file && transfer.start(file)}
        />
      ) : null}
      {isAway(transfer.sending) ? (
        <p className="field-error" role="alert">
          {t('clip.away')}
        </p>
      ) : (
        <InlineError problem={transfer.sending.phase === 'failed' ? transfer.sending.problem : query.error} />
      )}
    </div>
  )
}

/** The net went, not the file. */
const isAway = (sending: Sending): boolean =>
  sending.phase === 'failed' && (sending.problem.code === 'NO_ANSWER' || sending.problem.code === 'OFFLINE')
const isUnderWay = (clip: Clip | undefined) => clip?.state === 'receiving' || clip?.state === 'processing'
/** Half of it is there, and this page does not have the file. */
const mustChooseAgain = (clip: Clip | null, sending: Sending) =>
  clip?.state === 'receiving' && (sending.phase === 'idle' || sending.phase === 'failed')

type TransferProps = {
  sending: Extract<Sending, { phase: 'sending' | 'paused' }>
  onPause: () => void
  onResume: () => void
}

function Transfer({ sending: { phase, sent, total }, onPause, onResume }: TransferProps) {
  const { t } = useTranslation()
  const label = t('clip.sending', { sent: (sent / MB).toFixed(1), total: (total / MB).toFixed(1) })
  return (
    <div className="clip-step">
      <Bar label={label} value={total > 0 ? sent / total : 0} />
      {phase === 'sending' ? (
        <Button size="s" icon={Pause} onClick={onPause}>
          {t('clip.pause')}
        </Button>
      ) : (
        <Button size="s" icon={Play} variant="soft" onClick={onResume}>
          {t('clip.resume')}
        </Button>
      )}
    </div>
  )
}

const REASONS = [
  'MEDIA_CORRUPT',
  'MEDIA_TYPE',
  'MEDIA_LIMIT',
  'CONVERTER_MISSING',
  'CRASHED',
  'STORAGE_FULL',
] as const
const LIMITS = ['durationMs', 'longerSide', 'frameRate', 'tracks', 'cpuSeconds'] as const
const oneOf = <T extends string>(known: readonly T[], said: unknown): T | null =>
  known.find((k) => k === said) ?? null

type ProgressProps = { clip: Clip; creatorId: string; sending: Sending; onGone: () => void }

function Progress({ clip, creatorId, sending, onGone }: ProgressProps) {
  const { t } = useTranslation()
  const refreshes = [getClip, listClips]
  const cancel = useAct(cancelClip, { refreshes, onDone: onGone })
  const retry = useAct(retryClip, { refreshes })
  const input = { creatorId, uploadId: clip.uploadId }
  const why = oneOf(REASONS, clip.reason?.code) ?? 'other'
  const limit = oneOf(LIMITS, clip.reason?.limit)
  return (
    <div className="clip-step">
      {clip.state === 'processing' ? (
        <Bar label={t(`clip.stages.${clip.stage ?? 'waiting'}`)} value={clip.progress} />
      ) : null}
      {clip.state === 'receiving' && sending.phase === 'idle' ? (
        <p className="muted">{t('clip.unfinished')}</p>
      ) : null}
      {clip.state === 'failed' ? (
        <p className="field-error" role="alert">
          {t(`clip.reasons.${why}`)}
          {limit ? ` ${t(`clip.limits.${limit}`)}` : ''}
        </p>
      ) : null}
      {clip.state === 'cancelled' || clip.state === 'expired' ? (
        <p className="field-error">{t(`clip.gone.${clip.state}`)}</p>
      ) : null}
      <span className="buttons">
        {clip.actions.includes('retry') ? (
          <Button
            size="s"
            icon={RotateCcw}
            variant="soft"
            loading={retry.busy}
            onClick={() => void retry.run(input)}
          >
            {t('clip.retry')}
          </Button>
        ) : null}
        {clip.actions.includes('cancel') ? (
          <Button size="s" icon={X} loading={cancel.busy} onClick={() => void cancel.run(input)}>
            {t('clip.cancel')}
          </Button>
        ) : (
          <Button size="s" onClick={onGone}>
            {t('publish.otherClip')}
          </Button>
        )}
      </span>
    </div>
  )
}

function Bar({ label, value }: { label: string; value: number }) {
  const percent = Math.round(value * 100)
  return (
    <label className="clip-bar">
      <span>
        {label} <b className="num">{percent}%</b>
      </span>
      <progress max={100} value={percent} />
    </label>
  )
}

type Video = Extract<ContentMedia, { kind: 'video' }>
type ReadyProps = {
  clip: Video
  media: Extract<ClipDraft, { kind: 'clip' }>
  onChange: (media: ClipDraft) => void
  onOther: () => void
}

/** The clip as viewers get it, and its cover: the one that was drawn for it, or any moment of it. */
function Ready({ clip, media, onChange, onOther }: ReadyProps) {
  const { t } = useTranslation()
  const image = useAct(uploadImage, { inline: true })
  const [atMs, setAtMs] = useState(600)
  const [drawing, setDrawing] = useState(false)
  const [unplayable, setUnplayable] = useState(false)
  async function choose(): Promise<void> {
    setDrawing(true)
    setUnplayable(false)
    try {
      const still = await drawPoster(await loadClip(clip.videoUrl), atMs / 1000)
      const poster = await image.run({}, { file: new File([still], 'cover.jpg', { type: 'image/jpeg' }) })
      if (poster) onChange({ ...media, posterUrl: poster.url })
    } catch {
      setUnplayable(true)
    } finally {
      setDrawing(false)
    }
  }
  const posterUrl = media.posterUrl ?? clip.posterUrl
  return (
    <Preview media={{ ...clip, posterUrl }} onOther={onOther}>
      <label className="cover-choice">
        <span>{t('clip.coverAt', { seconds: (atMs / 1000).toFixed(1) })}</span>
        <input
          type="range"
          min={0}
          max={clip.durationMs}
          step={100}
          value={atMs}
          onChange={(e) => setAtMs(Number(e.target.value))}
        />
      </label>
      <Button size="s" loading={drawing || image.busy} onClick={() => void choose()}>
        {t('clip.useCover')}
      </Button>
      {posterUrl ? (
        <img className="cover" src={posterUrl} alt={t('clip.cover')} width={72} height={128} />
      ) : null}
      {posterUrl ? null : <p className="field-error">{t('clip.needsCover')}</p>}
      {unplayable ? (
        <p className="field-error" role="alert">
          {t('publish.unplayable')}
        </p>
      ) : null}
      <InlineError problem={image.problem} />
    </Preview>
  )
}

type PreviewProps = { media: Video; onOther: () => void; children?: React.ReactNode }

function Preview({ media, onOther, children }: PreviewProps) {
  const { t } = useTranslation()
  const rungs = media.sources?.map(
    (s) => `${Math.min(s.height, Math.round((s.height * media.width) / media.height))}p`,
  )
  return (
    <div className="clip-preview">
      <video
        src={media.videoUrl}
        poster={media.posterUrl || undefined}
        controls
        playsInline
        preload="metadata"
        width={media.width}
        height={media.height}
        aria-label={t('publish.preview')}
      >
        <track kind="captions" srcLang="zh" label="中文" src={media.captions?.zh} />
      </video>
      <div className="stack">
        <p className="muted num">
          {t('publish.clipFacts', {
            width: media.width,
            height: media.height,
            seconds: (media.durationMs / 1000).toFixed(1),
          })}
          {rungs ? ` · ${rungs.join(' / ')}` : ''}
        </p>
        {children}
        <Button size="s" onClick={onOther}>
          {t('publish.otherClip')}
        </Button>
      </div>
    </div>
  )
}
