// The ruling: for whom, how much, what of it the platform bears, and why. It is asked once more before it is given.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, Field, InlineError, Money, MoneyInput, Panel, Select, Textarea } from '#app/ui'
import { decideArbitration, getArbitration, listArbitrations, RULINGS } from '#modules/trade/contract'
import { useAct } from '../app/act.ts'
import type { Case } from './case-view.tsx'

export function RulingForm({ of: c }: { of: Case }) {
  const { t } = useTranslation()
  const allowed = RULINGS.filter((r) => c.moves.includes(r))
  const asked = (BigInt(c.amountMinor) + BigInt(c.freightMinor)).toString()
  const [move, setMove] = useState(allowed[0]!)
  const [amountMinor, setAmount] = useState<string | null>(asked)
  const [platformMinor, setPlatform] = useState<string | null>((BigInt(asked) / 2n).toString())
  const [note, setNote] = useState('')
  const [asking, setAsking] = useState(false)
  const act = useAct(decideArbitration, {
    inline: true,
    refreshes: [listArbitrations, getArbitration],
    says: t('arbitration.ruled'),
    onDone: () => setAsking(false),
  })
  const gives = move !== 'rule-for-shop'
  const shares = move === 'rule-shared'
  const go = () =>
    void act.run({
      afterSaleId: c.afterSaleId,
      move,
      note,
      expectedVersion: c.version,
      ...(gives ? { amountMinor } : {}),
      ...(shares ? { platformMinor } : {}),
    })
  const short = note.trim() === '' || (gives && amountMinor === null) || (shares && platformMinor === null)
  return (
    <Panel title={t('arbitration.title')}>
      <div className="ruling-fields">
        <Field label={t('afterSale.ruling')}>
          <Select value={move} onChange={(e) => setMove(allowed.find((r) => r === e.target.value) ?? move)}>
            {allowed.map((r) => (
              <option key={r} value={r}>
                {t(`afterSale.move.${r}`)}
              </option>
            ))}
          </Select>
        </Field>
        {gives ? (
          <Field label={t('arbitration.amount')} error={act.problem?.fieldError('amountMinor') ?? null}>
            <MoneyInput minor={amountMinor} onChange={setAmount} aria-label={t('arbitration.amount')} />
          </Field>
        ) : null}
        {shares ? (
          <Field label={t('arbitration.platform')} error={act.problem?.fieldError('platformMinor') ?? null}>
            <MoneyInput minor={platformMinor} onChange={setPlatform} aria-label={t('arbitration.platform')} />
          </Field>
        ) : null}
      </div>
      <Field label={t('arbitration.why')} hint={t('arbitration.whyHint')} required>
        <Textarea maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
      </Field>
      <Button variant="primary" disabled={short} onClick={() => setAsking(true)}>
        {t('arbitration.rule')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('arbitration.sure')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button>
            <Button variant="primary" loading={act.busy} onClick={go}>
              {t('arbitration.rule')}
            </Button>
          </>
        }
      >
        <p>
          {t(`afterSale.move.${move}`)}
          {gives && amountMinor ? (
            <>
              {' '}
              <Money minor={amountMinor} currency={c.currency} />
            </>
          ) : null}
        </p>
        <p className="muted">{t('arbitration.final')}</p>
        <InlineError problem={act.problem} />
      </Dialog>
    </Panel>
  )
}
