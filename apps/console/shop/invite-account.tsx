// Asking an account to speak for the shop, by its ID or the link of its page.
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, InlineError, Input, Panel, Select, useToast } from '#app/ui'
import { getMatrix, inviteAccount } from '#modules/alliance/contract'
import { useAct } from '../app/act.ts'

const KINDS = ['official', 'staff', 'category'] as const
type Kind = (typeof KINDS)[number]

/** What was typed, as an account's ID: the ID itself, or the end of its page's address. */
export const accountIdIn = (typed: string): string =>
  /crt_[0-9A-HJKMNP-TV-Z]{26}/.exec(typed)?.[0] ?? typed.trim()

export function InviteAccount({ shopId }: { shopId: string }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [who, setWho] = useState('')
  const [kind, setKind] = useState<Kind>('staff')
  const [label, setLabel] = useState('')
  const act = useAct(inviteAccount, {
    inline: true,
    refreshes: [getMatrix],
    onDone(made) {
      toast({ text: t(made.state === 'linked' ? 'matrix.linkedNow' : 'matrix.asked'), tone: 'good' })
      setWho('')
      setLabel('')
    },
  })
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    await act.run({ shopId, creatorId: accountIdIn(who), kind, label })
  }
  return (
    <Panel title={t('matrix.invite')}>
      <p className="muted">{t('matrix.inviteDetail')}</p>
      <form className="row-form" onSubmit={(e) => void submit(e)}>
        <Field label={t('matrix.who')} error={act.problem?.fieldError('creatorId') ?? null} required>
          <Input autoComplete="off" value={who} onChange={(e) => setWho(e.target.value)} />
        </Field>
        <Field label={t('matrix.kindLabel')}>
          <Select value={kind} onChange={(e) => setKind(e.target.value as Kind)}>
            {KINDS.map((k) => (
              <option key={k} value={k}>
                {t(`matrix.kind.${k}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('matrix.label')} error={act.problem?.fieldError('label') ?? null}>
          <Input autoComplete="off" maxLength={20} value={label} onChange={(e) => setLabel(e.target.value)} />
        </Field>
        <Button type="submit" variant="primary" loading={act.busy} disabled={who.trim() === ''}>
          {t('matrix.ask')}
        </Button>
      </form>
      <InlineError problem={act.problem} />
    </Panel>
  )
}
