// Where the encoder sends to, and with which key. The key is shown to the one who made it, on this page, until it is left: nobody can
// read it again, so a lost one is made anew.
import { Copy, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, DateTime, Dialog, InlineError, Panel, useToast } from '#app/ui'
import { getDeskRoom, rotateKey } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { keepKey, type Publish } from './fresh-keys.ts'
import type { Room } from './room-patch.ts'

export function StreamKeyPanel({
  room,
  publish,
  viewers,
  onFresh,
}: {
  room: Room
  publish: Publish | null
  viewers: number
  onFresh: (publish: Publish) => void
}) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const rotate = useAct(rotateKey, {
    inline: true,
    refreshes: [getDeskRoom],
    onDone: ({ publish: made }) => {
      keepKey(room.roomId, made)
      onFresh(made)
      setAsking(false)
    },
  })
  return (
    <Panel
      title={t('live.key.title')}
      action={
        <Button size="s" icon={KeyRound} onClick={() => setAsking(true)}>
          {t('live.key.rotate')}
        </Button>
      }
    >
      {publish ? (
        <>
          <p className="notice notice-amber">{t('live.key.once')}</p>
          <CopyRow label={t('live.key.server')} value={publish.rtmpUrl} />
          <CopyRow label={t('live.key.key')} value={publish.key} secret />
        </>
      ) : (
        <p>
          {t('live.key.made')} <DateTime at={room.keyMadeAt} />
          {t('live.key.hidden')}
        </p>
      )}
      <details className="live-steps">
        <summary>{t('live.key.steps')}</summary>
        <ol>
          {(['one', 'two', 'three', 'four'] as const).map((s) => (
            <li key={s}>{t(`live.key.step.${s}`)}</li>
          ))}
        </ol>
      </details>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('live.key.askTitle')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button>
            <Button
              variant="danger"
              loading={rotate.busy}
              onClick={() => void rotate.run({ creatorId: room.creatorId, roomId: room.roomId })}
            >
              {t('live.key.rotate')}
            </Button>
          </>
        }
      >
        <p>{room.hasPicture ? t('live.key.askCut', { viewers }) : t('live.key.askNone')}</p>
        <p className="muted">{t('live.key.askOld')}</p>
        <InlineError problem={rotate.problem} />
      </Dialog>
    </Panel>
  )
}

function CopyRow({ label, value, secret = false }: { label: string; value: string; secret?: boolean }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [shown, setShown] = useState(!secret)
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value)
      toast({ text: t('live.key.copied', { label }), tone: 'good' })
    } catch {
      setShown(true)
      toast({ text: t('live.key.copyFailed'), tone: 'bad' })
    }
  }
  return (
    <div className="live-copy">
      <span className="muted">{label}</span>
      <code>{shown ? value : '•'.repeat(24)}</code>
      {secret ? (
        <Button size="s" variant="ghost" onClick={() => setShown((s) => !s)}>
          {t(shown ? 'live.key.hide' : 'live.key.show')}
        </Button>
      ) : null}
      <Button size="s" icon={Copy} disabled={value === ''} onClick={() => void copy()}>
        {t('live.key.copy')}
      </Button>
    </div>
  )
}
