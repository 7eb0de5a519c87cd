// A product's pictures: dropped or chosen, put in order by dragging or by the arrows. The first one is the cover.
import { ArrowLeft, ArrowRight, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FileDrop, IconButton, InlineError } from '#app/ui'
import { uploadImage } from '#modules/media/contract'
import { useAct } from '../app/act.ts'

type ImagesFieldProps = {
  images: readonly string[]
  onChange: (images: string[]) => void
  max: number
  error: string | null
}

export function ImagesField({ images, onChange, max, error }: ImagesFieldProps) {
  const { t } = useTranslation()
  const upload = useAct(uploadImage, { inline: true })
  const [dragged, setDragged] = useState<number | null>(null)

  async function add(files: File[]): Promise<void> {
    let all = [...images]
    for (const file of files.slice(0, max - images.length)) {
      const stored = await upload.run({}, { file })
      if (!stored) return
      all = [...all, stored.url]
      onChange(all)
    }
  }
  function move(from: number, to: number): void {
    if (to < 0 || to >= images.length || from === to) return
    const next = [...images]
    next.splice(to, 0, ...next.splice(from, 1))
    onChange(next)
  }

  return (
    <div className="field" role="group" aria-label={t('product.images')}>
      <span className="field-label">
        <small className="muted num">{t('product.ofMax', { n: images.length, max })}</small>
      </span>
      <ol className="pictures">
        {images.map((url, i) => (
          <li
            key={url}
            draggable
            data-dragged={dragged === i || undefined}
            onDragStart={() => setDragged(i)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(e) => {
              if (dragged !== null) e.preventDefault()
            }}
            onDrop={(e) => {
              if (dragged === null) return
              e.preventDefault()
              move(dragged, i)
              setDragged(null)
            }}
          >
            <img src={url} alt={t('product.pictureN', { n: i + 1 })} width={112} height={112} />
            {i === 0 ? <span className="tag picture-cover">{t('product.cover')}</span> : null}
            <span className="picture-tools">
              <IconButton
                icon={ArrowLeft}
                size={15}
                label={t('product.pictureLeft', { n: i + 1 })}
                disabled={i === 0}
                onClick={() => move(i, i - 1)}
              />
              <IconButton
                icon={X}
                size={15}
                label={t('product.pictureRemove', { n: i + 1 })}
                onClick={() => onChange(images.filter((_, at) => at !== i))}
              />
              <IconButton
                icon={ArrowRight}
                size={15}
                label={t('product.pictureRight', { n: i + 1 })}
                disabled={i === images.length - 1}
                onClick={() => move(i, i + 1)}
              />
            </span>
          </li>
        ))}
      </ol>
      {images.length < max ? (
        <FileDrop
          label={t('product.addPictures')}
          hint={t('product.picturesHint')}
          accept="image/jpeg,image/png,image/webp"
          multiple
          busy={upload.busy}
          onFiles={(files) => void add(files)}
        />
      ) : null}
      {error ? (
        <p className="field-error" role="alert">
          {error}
        </p>
      ) : null}
      <InlineError problem={upload.problem} />
    </div>
  )
}
