// What a content is made of: one clip with its cover, or up to nine pictures. Uploaded first, so that the preview is what
// viewers will get.
import { ArrowLeft, ArrowRight, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FileDrop, IconButton, InlineError, Segmented } from '#app/ui'
import type { ContentMedia } from '#kernel/content-card'
import { uploadImage } from '#modules/media/contract'
import { useAct } from '../app/act.ts'
import { ClipField, type ClipDraft } from './clip-field.tsx'

const MAX_PICTURES = 9

export type MediaDraft = ClipDraft | Pictures

type MediaFieldProps = {
  creatorId: string
  media: MediaDraft | null
  onChange: (media: MediaDraft | null) => void
  error: string | null
}

export function MediaField({ creatorId, media, onChange, error }: MediaFieldProps) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<ContentMedia['kind']>(media?.kind === 'images' ? 'images' : 'video')
  return (
    <div className="stack">
      <Segmented
        label={t('publish.kind')}
        value={kind}
        onChange={(next) => {
          setKind(next)
          if (media && (media.kind === 'images') !== (next === 'images')) onChange(null)
        }}
        options={(['video', 'images'] as const).map((v) => ({ value: v, label: t(`publish.kinds.${v}`) }))}
      />
      {kind === 'video' ? (
        <ClipField
          creatorId={creatorId}
          media={media && media.kind !== 'images' ? media : null}
          onChange={onChange}
        />
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

type Pictures = Extract<ContentMedia, { kind: 'images' }>

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
