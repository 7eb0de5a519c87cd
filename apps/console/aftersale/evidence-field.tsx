// Pictures that bear something out: dropped or chosen, stored at once, taken out again with a press.
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { FileDrop, IconButton, InlineError } from '#app/ui'
import { uploadImage } from '#modules/media/contract'
import { useAct } from '../app/act.ts'

const MAX = 9

type EvidenceFieldProps = { media: readonly string[]; onChange: (media: string[]) => void }

export function EvidenceField({ media, onChange }: EvidenceFieldProps) {
  const { t } = useTranslation()
  const upload = useAct(uploadImage, { inline: true })
  async function add(files: File[]): Promise<void> {
    let all = [...media]
    for (const file of files.slice(0, MAX - media.length)) {
      const stored = await upload.run({}, { file })
      if (!stored) return
      all = [...all, stored.url]
      onChange(all)
    }
  }
  return (
    <div className="field" role="group" aria-label={t('afterSale.evidence')}>
      <span className="field-label">
        {t('afterSale.evidence')}{' '}
        <small className="muted num">{t('product.ofMax', { n: media.length, max: MAX })}</small>
      </span>
      {media.length > 0 ? (
        <ol className="pictures">
          {media.map((url, i) => (
            <li key={url}>
              <img src={url} alt={t('afterSale.evidenceN', { n: i + 1 })} width={112} height={112} />
              <span className="picture-tools">
                <IconButton
                  icon={X}
                  size={15}
                  label={t('product.pictureRemove', { n: i + 1 })}
                  onClick={() => onChange(media.filter((_, at) => at !== i))}
                />
              </span>
            </li>
          ))}
        </ol>
      ) : null}
      {media.length < MAX ? (
        <FileDrop
          label={t('product.addPictures')}
          hint={t('product.picturesHint')}
          accept="image/jpeg,image/png,image/webp"
          multiple
          busy={upload.busy}
          onFiles={(files) => void add(files)}
        />
      ) : null}
      <InlineError problem={upload.problem} />
    </div>
  )
}
