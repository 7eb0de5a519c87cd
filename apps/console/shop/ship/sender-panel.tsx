// Where the shop sends from: stands on every label, and is told to the courier.
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, InlineError, Input, KeyValue, Panel } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getSender, setSender } from '#modules/trade/contract'
import { useAct } from '../../app/act.ts'
import { queryOf } from '../../app/api.ts'
import { Read } from '../../app/page.tsx'
import { useMay } from '../../app/session.tsx'

type Sender = NonNullable<OutputOf<typeof getSender>['sender']>
const FIELDS = ['name', 'phone', 'region', 'detail'] as const
const EMPTY: Sender = { name: '', phone: '', region: '', detail: '' }

export function SenderPanel({ shopId }: { shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(queryOf(getSender, { shopId }))
  const [editing, setEditing] = useState(false)
  return (
    <Panel title={t('shipping.sender')}>
      <Read query={query}>
        {({ sender }) =>
          editing ? (
            <SenderForm shopId={shopId} sender={sender ?? EMPTY} onDone={() => setEditing(false)} />
          ) : (
            <div className="stack">
              {sender ? (
                <KeyValue
                  facts={FIELDS.map((f) => ({ label: t(`shipping.senderField.${f}`), value: sender[f] }))}
                />
              ) : (
                <p className="muted">{t('shipping.noSender')}</p>
              )}
              {may('order.ship') ? (
                <p>
                  <Button size="s" onClick={() => setEditing(true)}>
                    {t('shipping.editSender')}
                  </Button>
                </p>
              ) : null}
            </div>
          )
        }
      </Read>
    </Panel>
  )
}

function SenderForm({ shopId, sender, onDone }: { shopId: string; sender: Sender; onDone: () => void }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(sender)
  const act = useAct(setSender, {
    inline: true,
    says: t('shipping.senderKept'),
    refreshes: [getSender],
    onDone,
  })
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    await act.run({ shopId, ...draft })
  }
  return (
    <form className="form" onSubmit={(e) => void submit(e)}>
      {FIELDS.map((f) => (
        <Field
          key={f}
          label={t(`shipping.senderField.${f}`)}
          error={act.problem?.fieldError(f) ?? null}
          required
        >
          <Input value={draft[f]} onChange={(e) => setDraft({ ...draft, [f]: e.target.value })} />
        </Field>
      ))}
      <InlineError problem={act.problem} />
      <Button type="submit" variant="primary" loading={act.busy}>
        {t('app.save')}
      </Button>
    </form>
  )
}
