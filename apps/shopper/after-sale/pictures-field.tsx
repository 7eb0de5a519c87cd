// Up to nine pictures, stored as they are chosen.
import { X } from 'lucide-react'
import { useState } from 'react'
import { problemOf, type ApiProblem } from '#app/client'
import { FileDrop, IconButton, InlineError, useLocale } from '#app/ui'
import { uploadImage } from '#modules/media/contract'
import { api } from '../app/api.ts'
import { useCaseWords } from './words.ts'

const MAX = 9

type PicturesFieldProps = {
  label: string
  hint?: string
  media: readonly string[]
  onChange: (media: string[]) => void
}

export function PicturesField({ label, hint, media, onChange }: PicturesFieldProps) {
  const w = useCaseWords()
  const locale = useLocale()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  async function add(files: File[]): Promise<void> {
    setBusy(true)
    setProblem(null)
    try {
      let all = [...media]
      for (const file of files.slice(0, MAX - media.length)) {
        all = [...all, (await api.call(uploadImage, {}, { file })).url]
        onChange(all)
      }
    } catch (error) {
      setProblem(problemOf(error, locale))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="field" role="group" aria-label={label}>
      <span className="field-label">
        {label} <small className="muted num">{`${media.length}/${MAX}`}</small>
      </span>
      {media.length > 0 ? (
        <ul className="case-pictures">
          {media.map((url, i) => (
            <li key={url}>
              <img src={url} alt={w('pictureN', { n: i + 1 })} width={80} height={80} />
              <IconButton
                icon={X}
                size={16}
                label={w('removePicture', { n: i + 1 })}
                onClick={() => onChange(media.filter((_, at) => at !== i))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {media.length < MAX ? (
        <FileDrop
          label={w('addPicture')}
          {...(hint ? { hint } : {})}
          accept="image/jpeg,image/png,image/webp"
          multiple
          busy={busy}
          onFiles={(files) => void add(files)}
        />
      ) : null}
      <InlineError problem={problem} />
    </div>
  )
}
