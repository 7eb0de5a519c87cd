// The picture of a room or a programme: taken at once, kept by whoever asks for it.
import { useTranslation } from 'react-i18next'
import { FileDrop, InlineError } from '#app/ui'
import { uploadImage } from '#modules/media/contract'
import { useAct } from '../app/act.ts'

type Props = { url: string | null; onChange: (url: string) => void }

export function CoverField({ url, onChange }: Props) {
  const { t } = useTranslation()
  const image = useAct(uploadImage, { inline: true })
  return (
    <>
      <div className="live-cover-field">
        {url ? <img src={url} alt={t('live.form.cover')} width={96} height={128} /> : null}
        <FileDrop
          label={t(url ? 'live.form.otherCover' : 'live.form.cover')}
          hint={t('live.form.coverHint')}
          accept="image/jpeg,image/png,image/webp"
          busy={image.busy}
          onFiles={([file]) =>
            file &&
            void image.run({}, { file }).then((stored) => {
              if (stored) onChange(stored.url)
            })
          }
        />
      </div>
      <InlineError problem={image.problem} />
    </>
  )
}
