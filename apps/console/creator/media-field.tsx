// What a content is made of: one clip with its cover, or up to nine pictures. Uploaded first, so that the preview is what
// viewers will get.
import { ArrowLeft, ArrowRight, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '#app/client'
import { Button, FileDrop, IconButton, InlineError, Segmented } from '#app/ui'
import type { ContentMedia } from '#kernel/content-card'
import { uploadImage, uploadVideo } from '#modules/media/contract'
import { useAct } from '../app/act.ts'
import { drawPoster, loadClip } from './poster.ts'

const MAX_PICTURES = 9
const MIN_CLIP_MS = 1000

type MediaFieldProps = {
  media: ContentMedia | null
  onChange: (media: ContentMedia | null) => void
  error: string | null
}

export function MediaField({ media, onChange, error }: MediaFieldProps) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<ContentMedia['kind']>(media?.kind ?? 'video')
  return (
    <div className="stack">
      <Segmented
        label={t('publish.kind')}
        value={kind}
        onChange={(next) => {
          setKind(next)
          if (media && media.kind !== next) onChange(null)
        }}
        options={(['video', 'images'] as const).map((v) => ({ value: v, label: t(`publish.kinds.${v}`) }))}
      />
      {kind === 'video' ? (
        <ClipField media={media?.kind === 'video' ? media : null} onChange={onChange} />
      ) : (
        <PicturesField media={media?.kind === 'images' ? media : null} onChange={onChange} />
      )}
      {error ? (
        <p className="field-error" role="alert">
          {error}
        </p>
      ) : null}
    </div>
  )
}

type Clip = Extract<ContentMedia, { kind: 'video' }>
type Pictures = Extract<ContentMedia, { kind: 'images' }>

function ClipField({ media, onChange }: { media: Clip | null; onChange: (media: Clip | null) => void }) {
  const { t } = useTranslation()
  const video = useAct(uploadVideo, { inline: true })
  const image = useAct(uploadImage, { inline: true })
  const [unplayable, setUnplayable] = useState(false)
  const [drawing, setDrawing] = useState(false)
  async function add([file]: File[]): Promise<void> {
    if (!file) return
    setUnplayable(false)
    const stored = await video.run({}, { file })
    if (!stored) return
    setDrawing(true)
    try {
      const cover = await drawPoster(await loadClip(stored.url))
      const poster = await image.run({}, { file: new File([cover], 'cover.jpg', { type: 'image/jpeg' }) })
      if (!poster) return
      const { url, width, height, durationMs } = stored
      onChange({
        kind: 'video',
        videoUrl: url,
        posterUrl: poster.url,
        durationMs: Math.max(MIN_CLIP_MS, durationMs),
        width,
        height,
        captions: null,
      })
    } catch (error) {
      if (error instanceof ApiProblem) throw error
      setUnplayable(true)
    } finally {
      setDrawing(false)
    }
  }
  if (media) {
    return (
      <div className="clip-preview">
        <video
          src={media.videoUrl}
          poster={media.posterUrl}
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
          </p>
          <p className="muted">{t('publish.coverHint')}</p>
          <Button size="s" onClick={() => onChange(null)}>
            {t('publish.otherClip')}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <>
      <FileDrop
        label={t('publish.addClip')}
        hint={t('publish.clipHint')}
        accept="video/mp4"
        busy={video.busy || drawing || image.busy}
        onFiles={(files) => void add(files)}
      />
      {unplayable ? (
        <p className="field-error" role="alert">
          {t('publish.unplayable')}
        </p>
      ) : null}
      <InlineError problem={video.problem ?? image.problem} />
    </>
  )
}

function PicturesField({
  media,
  onChange,
}: {
  media: Pictures | null
  onChange: (media: Pictures | null) => void
}) {
  const { t } = useTranslation()
  const upload = useAct(uploadImage, { inline: true })
  const images = media?.images ?? []
  const put = (next: Pictures['images']) =>
    onChange(next.length > 0 ? { kind: 'images', images: next } : null)
  async function add(files: File[]): Promise<void> {
    let all = [...images]
    for (const file of files.slice(0, MAX_PICTURES - images.length)) {
      const stored = await upload.run({}, { file })
      if (!stored) return
      all = [...all, { url: stored.url, width: stored.width, height: stored.height }]
      put(all)
    }
  }
  const swap = (a: number, b: number) =>
    put(images.map((p, i) => (i === a ? images[b]! : i === b ? images[a]! : p)))
  return (
    <>
      <ol className="pictures">
        {images.map((p, i) => (
          <li key={p.url}>
            <img src={p.url} alt={t('product.pictureN', { n: i + 1 })} width={112} height={112} />
            <span className="picture-tools">
              <IconButton
                icon={ArrowLeft}
                size={15}
                label={t('product.pictureLeft', { n: i + 1 })}
                disabled={i === 0}
                onClick={() => swap(i, i - 1)}
              />
              <IconButton
                icon={X}
                size={15}
                label={t('product.pictureRemove', { n: i + 1 })}
                onClick={() => put(images.filter((_, at) => at !== i))}
              />
              <IconButton
                icon={ArrowRight}
                size={15}
                label={t('product.pictureRight', { n: i + 1 })}
                disabled={i === images.length - 1}
                onClick={() => swap(i, i + 1)}
              />
            </span>
          </li>
        ))}
      </ol>
      {images.length < MAX_PICTURES ? (
        <FileDrop
          label={t('product.addPictures')}
          hint={t('publish.picturesHint')}
          accept="image/jpeg,image/png,image/webp"
          multiple
          busy={upload.busy}
          onFiles={(files) => void add(files)}
        />
      ) : null}
      <InlineError problem={upload.problem} />
    </>
  )
}
