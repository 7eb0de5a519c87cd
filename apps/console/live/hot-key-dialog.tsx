// The keys of the desk, each with what it does; what cannot be done now is shown as such.
import { useTranslation } from 'react-i18next'
import { Button, Dialog } from '#app/ui'
import type { HotKey } from './hot-keys.ts'

export function HotKeyDialog({ keys, onClose }: { keys: readonly HotKey[]; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('live.keys.title')}
      actions={<Button onClick={onClose}>{t('app.close')}</Button>}
    >
      <dl className="live-keys">
        {keys.map((k) => (
          <div key={k.key} data-off={k.off || undefined}>
            <dt>
              <kbd>{k.key === '?' ? '?' : k.key.toUpperCase()}</kbd>
            </dt>
            <dd>{k.label}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">{t('live.keys.typing')}</p>
    </Dialog>
  )
}
